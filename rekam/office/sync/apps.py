from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "rekam.office.sync"
    label = "sync"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever closes a visit learns here which laptops have not told of it; whoever looks at a person,
        which recording is the better.
        """
        from rekam.office.recordings import better as of_sessions
        from rekam.office.sync.awaited import unheard
        from rekam.office.sync.taking import better
        from rekam.office.visits import laptops

        laptops.answer_by(unheard.of)
        of_sessions.answer_by(better.sessions)
