from django.urls import URLPattern, URLResolver, path

from rekam.office.audit import views

app_name = "audit"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("periksa/", views.verify, name="verify"),
]
