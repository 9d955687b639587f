from django.urls import URLPattern, URLResolver, path

from rekam.office.regions import views

app_name = "regions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("daftar/", views.import_areas, name="import_areas"),
    path("batas/", views.import_boundaries, name="import_boundaries"),
]
