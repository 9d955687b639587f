from django.urls import URLPattern, path

from rekam.office.stations import pack_views, views

app_name = "stations"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("tambah/", views.add, name="add"),
    path("sandi/", views.password, name="password"),
    path("<int:pk>/", views.station, name="station"),
    path("<int:pk>/ubah/", views.change, name="change"),
    path("<int:pk>/daftarkan/", pack_views.begin, name="begin"),
    path("<int:pk>/paket-data/", pack_views.issue, name="issue"),
    path("kunci/<int:pk>/", views.keys, name="keys"),
    path("pendaftaran/<int:pk>/", pack_views.enrolment, name="enrolment"),
    path("pendaftaran/<int:pk>/putuskan/", pack_views.decide, name="decide"),
    path("paket-data/<int:pk>/unduh/", pack_views.download, name="download"),
]
