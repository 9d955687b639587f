from django.urls import URLPattern, URLResolver, path

from rekam.office.residents import list_views, person_views, search_views

app_name = "residents"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", list_views.index, name="list"),
    path("cari/", search_views.search_people, name="search"),
    path("cari/<str:key>/", search_views.found, name="found"),
    path("unduh/", list_views.export, name="export"),
    path("luar-domisili/", list_views.out_of_domicile, name="elsewhere"),
    path("<int:pk>/", person_views.detail, name="detail"),
    path("<int:pk>/nik/", person_views.reveal, name="reveal"),
    path("<int:pk>/koreksi/", person_views.correct, name="correct"),
]
