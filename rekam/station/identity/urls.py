from django.urls import path

from rekam.station.identity import views

app_name = "identity"
urlpatterns = [
    path("", views.enrol, name="enrol"),
    path("kata/", views.compare, name="words"),
    path("kata/tunggu/", views.wait, name="wait"),
    path("kata/batal/", views.give_up, name="give_up"),
]
