from django.urls import path

from rekam.station.identity import views

app_name = "identity"
urlpatterns = [path("", views.enrol, name="enrol")]
