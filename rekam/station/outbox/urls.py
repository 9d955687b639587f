from django.urls import path

from rekam.station.outbox import views

app_name = "outbox"
urlpatterns = [path("", views.index, name="index")]
