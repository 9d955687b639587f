from django.urls import path

from rekam.station.closing import views

app_name = "closing"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:on>/", views.day, name="day"),
    path("<str:on>/tutup/", views.close, name="close"),
    path("<str:on>/lembar/", views.print_sheet, name="sheet"),
    path("<str:on>/lembar.pdf", views.pdf, name="pdf"),
]
