from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "rekam.office.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever asks whether a place is open learns here which kits are out on visits."""
        from rekam.office.service import outings
        from rekam.office.visits import queries

        outings.answer_by(queries.kits_out)
