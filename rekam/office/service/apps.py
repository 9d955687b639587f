from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "rekam.office.service"
    label = "service"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The pages of service points ask here whether a place is truly open, at a moment and over days."""
        from rekam.office.places import standing
        from rekam.office.service import openings, words

        standing.answer_by(words.answers)
        standing.answer_days_by(openings.of_days)
