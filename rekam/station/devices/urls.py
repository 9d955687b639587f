from django.urls import path

from rekam.station.devices import views

app_name = "devices"
urlpatterns = [
    path("", views.index, name="index"),
    path("cari/", views.search, name="search"),
    path("lapor/", views.report, name="report"),
]
