from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "rekam.station.packs"
