from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "rekam.station.outbox"
