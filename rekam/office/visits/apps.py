from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "rekam.office.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever plans a roster or asks whether a place is open learns here who and what is out."""
        from rekam.office.places import outings
        from rekam.office.visits import queries

        outings.answer_by(kits=queries.kits_out, officers=queries.officers_out)
