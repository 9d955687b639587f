from django.urls import path

from rekam.station.operators import views

app_name = "operators"
urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path("kunci/", views.lock, name="lock"),
]
