from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "rekam.station.queue"
