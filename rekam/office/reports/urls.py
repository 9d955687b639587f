from django.urls import URLPattern, URLResolver, path

from rekam.office.reports import list_views, making_views, paper_views, views

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("buat/", making_views.make, name="make"),
    path("buat/rancangan.pdf", making_views.draft_pdf, name="draft_pdf"),
    path("buat/rancangan.xlsx", making_views.draft_xlsx, name="draft_xlsx"),
    path("belum-rekam/", list_views.unrecorded, name="unrecorded"),
    path("kop/", paper_views.letterhead, name="letterhead"),
    path("lambang/<str:key>/", paper_views.emblem, name="emblem"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/sekarang/", views.against_now, name="against"),
    path("<int:pk>/riwayat/", views.history, name="history"),
    path("<int:pk>/tarik/", views.withdraw, name="withdraw"),
    path("<int:pk>/laporan.pdf", views.report_pdf, name="pdf"),
    path("<int:pk>/laporan.xlsx", views.report_xlsx, name="xlsx"),
    path("<int:pk>/sekarang.pdf", views.against_pdf, name="against_pdf"),
    path("<int:pk>/sekarang.xlsx", views.against_xlsx, name="against_xlsx"),
]
