from django.urls import URLPattern, path

from rekam.office.forecast import views

app_name = "forecast"
urlpatterns: list[URLPattern] = [path("", views.index, name="index")]
