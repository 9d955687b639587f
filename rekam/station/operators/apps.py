from django.apps import AppConfig


class OperatorsConfig(AppConfig):
    name = "rekam.station.operators"
