"""Keeping the figures that were published. What was said is never put right: only our copy of it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.forms import model_to_dict

from rekam.office.audit import actions as audit
from rekam.office.coverage.models import Stated

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

FACTS = ("measure", "value", "on", "area_code", "stated_by", "published_on", "source", "note")


@transaction.atomic
def add_stated(*, by: "User | None", at: datetime, **facts: Any) -> Stated:
    """A figure as it was published: *facts* are those of ``FACTS``."""
    figure = Stated(**facts, entered_by=by, entered_at=at)
    figure.full_clean()
    figure.save()
    audit.record("stated.added", _subject(figure), by=by, at=at, details=_facts(figure))
    return figure


@transaction.atomic
def change_stated(*, figure: Stated, by: "User", at: datetime, **facts: Any) -> None:
    """Our copy was not what had been said."""
    figure = Stated.objects.select_for_update().get(pk=figure.pk)
    before = _facts(figure)
    for name, value in facts.items():
        setattr(figure, name, value)
    figure.full_clean()
    figure.save()
    now = _facts(figure)
    changes = {name: {"from": before[name], "to": now[name]} for name in FACTS if before[name] != now[name]}
    if changes:
        audit.record("stated.changed", _subject(figure), by=by, at=at, details=changes)


@transaction.atomic
def remove_stated(*, figure: Stated, by: "User", at: datetime) -> None:
    """Nobody said this. The trail keeps what it was."""
    audit.record("stated.removed", _subject(figure), by=by, at=at, details=_facts(figure))
    figure.delete()


def _subject(figure: Stated) -> str:
    return f"stated:{figure.pk}"


def _facts(figure: Stated) -> dict[str, Any]:
    values = model_to_dict(figure, FACTS)
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in values.items()}
