from django.urls import path

from rekam.station.packs import views

app_name = "packs"
urlpatterns = [
    path("", views.index, name="index"),
    path("pertama/", views.first_pack, name="first"),
]
