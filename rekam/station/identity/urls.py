from django.urls import path

from rekam.station.identity import views

app_name = "identity"
urlpatterns = [
    path("", views.enrol, name="enrol"),
    path("kata/", views.compare, name="words"),
    path("kata/tunggu/", views.wait, name="wait"),
    path("kata/batal/", views.give_up, name="give_up"),
    path("lagi/", views.enrol_again, name="enrol_again"),
    path("lagi/kata/", views.compare_again, name="compare_again"),
    path("lagi/kata/tunggu/", views.wait_again, name="wait_again"),
    path("lagi/kata/batal/", views.drop_again, name="drop_again"),
]
