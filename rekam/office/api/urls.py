from django.urls import URLPattern, URLResolver, path

from rekam.office.api.operations import api

urlpatterns: list[URLPattern | URLResolver] = [path("", api.urls)]
