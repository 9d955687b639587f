"""What officers are told on their own page: written as codes and values, read as sentences."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rekam.domain import wording
from rekam.office.rosters.models import Notice, Officer

SENTENCES: Mapping[str, Promise] = {
    "roster.published": _("The roster of %(month)s is published. Your duties in it: %(count)s."),
    "roster.changed": _("The roster of %(month)s was changed. Your days: %(days)s."),
    "duty.gone": _("Your duties from %(day)s on were taken out of the roster."),
    "leave.granted": _("Your leave from %(start)s to %(end)s was granted."),
    "leave.refused": _("Your leave from %(start)s to %(end)s was refused. Talk to the planner."),
    "swap.asked": _("%(name)s asks you to take over the duty of %(on)s. Answer below."),
    "swap.agreed": _("%(name)s agreed to swap the duty of %(on)s. It now waits for the planner."),
    "swap.declined": _("%(name)s cannot take over your duty of %(on)s. It stays yours."),
    "swap.approved": _("The swap of %(on)s with %(name)s was approved. Your roster has changed."),
    "swap.refused": _("The swap of %(on)s with %(name)s was refused. Everything stays as it was."),
    "swap.withdrawn": _("%(name)s withdrew the request to swap the duty of %(on)s."),
    "swap.lapsed": _("The swap of %(on)s with %(name)s lapsed: the roster was changed meanwhile."),
}


def tell(officer: Officer, code: str, *, at: datetime, **values: Any) -> None:
    tell_all([(officer.pk, code, values)], at=at)


def tell_all(told: list[tuple[int, str, dict[str, Any]]], *, at: datetime) -> None:
    """News for many officers at once: officer, code, values."""
    Notice.objects.bulk_create(
        Notice(officer_id=officer, at=at, code=code, values=_stored(values)) for officer, code, values in told
    )


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def sentence(notice: Notice) -> str:
    """In the language of the reader; dates as the office writes them."""
    language = get_language() or "id"
    shown = {name: _shown(name, value, language) for name, value in notice.values.items()}
    return str(SENTENCES[notice.code]) % shown


def _shown(name: str, value: Any, language: str) -> str:
    if name == "month":
        return wording.month(date.fromisoformat(value), language)
    if name == "days":
        return wording.listed([wording.short_date(date.fromisoformat(each)) for each in value], language)
    if name in {"on", "day", "start", "end"}:
        return wording.short_date(date.fromisoformat(value))
    return str(value)
