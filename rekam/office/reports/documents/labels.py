"""The office's words for the codes in figures. What other parts have a word for keeps that word."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rekam.domain.coverage.rules import Reason
from rekam.office.coverage import words as coverage
from rekam.office.residents import words as residents

Text = str | Promise

MEASURES: dict[str, Text] = {**coverage.MEASURES, "recorded_in_month": _("Recorded in the month")}

# In the order in which a bridge shows them: what adds to the obliged, the recordings, what takes away.
ORDER = (
    Reason.OPENING,
    Reason.BORN,
    Reason.TURNED_17,
    Reason.MARRIED,
    Reason.MOVED_IN,
    Reason.JOINED_REGISTER,
    Reason.STATUS_CHANGED,
    Reason.RECORDED,
    Reason.MOVED_OUT,
    Reason.DIED,
    Reason.LEFT_REGISTER,
    Reason.MOVED_WITHIN,
    Reason.RECORDING_VOIDED,
    Reason.CORRECTED,
)
REASONS: dict[str, Text] = {
    **{reason.value: coverage.REASONS[reason] for reason in ORDER},
    "undone": _("Import undone"),
}

STATUSES: dict[str, Text] = {"": _("Nothing reported yet"), **residents.STATUSES}
# The letters by which offices call them.
SHORT = {"SENT_FOR_ENROLLMENT": "SFE", "PRINT_READY_RECORD": "PRR"}

TYPED: dict[str, Text] = {
    "suket_today": _("Interim letters (suket) issued today"),
    "suket_before": _("Interim letters (suket) issued before today"),
    "cards_new": _("Cards printed: new"),
    "cards_lost": _("Cards printed: replacing lost ones"),
    "cards_damaged": _("Cards printed: replacing damaged ones"),
    "cards_changed": _("Cards printed: data changed"),
    "blanks": _("Blank cards left"),
}
# A stock stands on a day and is never added up over days; the rest are flows.
TYPED_STOCKS = frozenset({"suket_before", "blanks"})


def reason(code: str) -> str:
    return str(REASONS.get(code, code))


def status(code: str) -> str:
    """The office's word; a status nobody has seen before stays as it came."""
    name = str(STATUSES.get(code, code))
    return f"{name} ({SHORT[code]})" if code in SHORT else name


def measure(code: str) -> str:
    return str(MEASURES.get(code, code))
