from django.apps import AppConfig


class ClosingConfig(AppConfig):
    name = "rekam.station.closing"
