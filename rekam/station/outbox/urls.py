from django.urls import path

from rekam.station.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.index, name="index"),
    path("keadaan/", views.live, name="live"),
    path("sekarang/", views.send_now, name="send_now"),
    path("ekspor/", views.export, name="export"),
    path("tanda-terima/", views.take_back, name="take_back"),
    path("salinan/", views.second_copy, name="second_copy"),
]
