from django.urls import URLPattern, URLResolver, path

from rekam.office.regions import views

app_name = "office"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.office, name="settings")]
