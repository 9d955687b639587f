from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "rekam.station.counter"
