from django.urls import URLPattern, URLResolver, path

from rekam.office.coverage import explanation_views, people_views, stated_views, views

app_name = "coverage"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("unduh.csv", views.download, {"ending": "csv"}, name="csv"),
    path("unduh.xlsx", views.download, {"ending": "xlsx"}, name="xlsx"),
    path("penjelasan/", explanation_views.explanation, name="explanation"),
    path("penduduk/", people_views.people, name="people"),
    path("angka/", stated_views.stated, name="stated"),
    path("angka/baru/", stated_views.add_stated, name="add_stated"),
    path("angka/<int:pk>/", stated_views.change_stated, name="change_stated"),
    path("angka/<int:pk>/hapus/", stated_views.remove_stated, name="remove_stated"),
]
