from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "rekam.office.sync"
    label = "sync"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever closes a visit learns here which laptops have not told of it."""
        from rekam.office.sync.awaited import unheard
        from rekam.office.visits import laptops

        laptops.answer_by(unheard.of)
