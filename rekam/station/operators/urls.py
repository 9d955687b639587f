from django.urls import path

from rekam.station.operators import views

app_name = "operators"
urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path("kunci/", views.lock, name="lock"),
    path("kunci-sandi/", views.use_passkey, name="use_passkey"),
    path("kunci-sandi/baru/", views.add_passkey, name="add_passkey"),
    path("kunci-sandi/<int:pk>/hapus/", views.remove_passkey, name="remove_passkey"),
]
