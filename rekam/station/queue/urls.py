from django.urls import path

from rekam.station.queue import views

app_name = "queue"
urlpatterns = [
    path("", views.index, name="index"),
    path("cari/", views.look, name="look"),
    path("karcis/", views.give, name="give"),
    path("karcis/<int:number>/", views.ticket, name="ticket"),
    path("panggil/", views.call_next, name="call_next"),
    path("layar/", views.display, name="display"),
    path("layar/keadaan/", views.display_state, name="display_state"),
    path("<int:number>/panggil/", views.call, name="call"),
    path("<int:number>/tidak-ada/", views.miss, name="miss"),
    path("<int:number>/kembali/", views.come_back, name="come_back"),
    path("<int:number>/gagal/", views.fail, name="fail"),
]
