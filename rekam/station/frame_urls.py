"""The addresses that the shared frame of every page asks for, under the name it knows them by."""

from django.urls import path

from rekam.station import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("pengaturan/", views.settings_page, name="settings"),
    path("tampilan/", views.theme, name="theme"),
    path("bahasa/", views.language, name="language"),
    path("kabel/", views.cable, name="cable"),
    path("masih-terbuka/", views.still_open, name="still_open"),
    path("healthz", views.healthz, name="healthz"),
]
