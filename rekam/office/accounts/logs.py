"""How the server writes its log: one line per event, and no personal data in any of them."""

import logging
import re
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from rekam.office.accounts.masking import masked

# PostgreSQL repeats the whole row when a constraint refuses it.
ROW = re.compile(r"(Failing row contains|Key) \(.*\)")

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


class Masked:
    """Renders the line, then hides every NIK in it: nothing is added to a line after this."""

    def __init__(self, *, as_json: bool) -> None:
        self.render: Any = (
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if as_json
            else structlog.dev.ConsoleRenderer(colors=False)
        )

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> str:
        return masked(ROW.sub(r"\1 (hidden)", str(self.render(logger, name, event))))


def configuration(*, as_json: bool, level: str) -> dict[str, Any]:
    """Django's ``LOGGING``: the libraries' own lines take the same way as ours."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    Masked(as_json=as_json),
                ],
            }
        },
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {
            "rekam": {"level": level},
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": ["out"], "level": level, "propagate": False},
            "django.db.backends": {"level": "WARNING"},
            "axes": {"level": "ERROR"},
        },
    }
