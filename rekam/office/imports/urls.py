from django.urls import URLPattern, URLResolver, path

from rekam.office.imports import doubt_views, row_views, views

app_name = "imports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("penduduk/", views.upload_residents, name="upload_residents"),
    path("perekaman/", views.upload_recordings, name="upload_recordings"),
    path("<int:number>/", views.item, name="item"),
    path("<int:number>/kemajuan/", views.progress, name="progress"),
    path("<int:number>/periksa/", views.review, name="review"),
    path("<int:number>/hentikan/", views.stop, name="stop"),
    path("<int:number>/sahkan/", views.commit, name="commit"),
    path("<int:number>/batalkan/", views.undo, name="undo"),
    path("<int:number>/sisihkan/", views.discard, name="discard"),
    path("<int:number>/baris/", row_views.rows, name="rows"),
    path("<int:number>/masalah/", row_views.problems, name="problems"),
    path("<int:number>/masalah.csv", row_views.download, {"ending": "csv"}, name="problems_csv"),
    path("<int:number>/masalah.xlsx", row_views.download, {"ending": "xlsx"}, name="problems_xlsx"),
    path("<int:number>/putuskan/", doubt_views.doubts, name="doubts"),
    path("<int:number>/kolom/", row_views.columns, name="columns"),
]
