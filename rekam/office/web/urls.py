from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from rekam.office.web import showcase, views

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("tampilan/", views.theme, name="theme"),
    path("bahasa/", views.language, name="language"),
    path("healthz", views.healthz, name="healthz"),
]
if settings.DEBUG:
    urlpatterns.append(path("gaya/", showcase.page, name="style"))
