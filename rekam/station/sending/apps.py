from django.apps import AppConfig


class SendingConfig(AppConfig):
    name = "rekam.station.sending"
