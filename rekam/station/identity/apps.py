from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "rekam.station.identity"
