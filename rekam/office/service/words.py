"""Why a place is not open, in words; and the other sentences of the monitor."""

from datetime import datetime, timedelta
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rekam.domain import wording
from rekam.domain.kits.fitness import Fitness
from rekam.domain.service.late import Promise
from rekam.domain.service.standing import CALENDAR, KITS, ROSTER, Reason
from rekam.office.kits import words as kit_words
from rekam.office.kits.queries import KitState
from rekam.office.kits.words import Words
from rekam.office.places.standing import Answer
from rekam.office.service import queries
from rekam.office.service.monitor import AGES
from rekam.office.service.queries import PlaceStanding

REASONS: Words = {
    Reason.NO_HOURS: _("No opening hours are set yet"),
    Reason.NOT_YET: _("Does not begin before its first day"),
    Reason.NO_LONGER: _("Its last day is over"),
    Reason.HOLIDAY: _("Holiday"),
    Reason.SPECIAL_DAY: _("Closed on this day"),
    Reason.CLOSED_TODAY: _("Closed on this day of the week"),
    Reason.OUT_OF_HOURS: _("Outside opening hours"),
    Reason.NO_KIT: _("No recording kit stands here"),
    Reason.KITS_DOWN: _("No kit works"),
    Reason.NO_ROSTER: _("No roster is published for this month"),
    Reason.NO_OPERATOR: _("No operator is on duty"),
}

PROMISES: Words = {
    Promise.CONFIRM: _("A report is looked at"),
    Promise.ASSIGN: _("A technician is named"),
    Promise.BEGIN: _("The repair begins"),
    Promise.REPAIR: _("The device is back in service"),
    Promise.NO_KIT: _("A district without any kit records again"),
}

PROMISED_FROM: Words = {
    Promise.CONFIRM: _("Hours from the report."),
    Promise.ASSIGN: _("Hours from the confirmation."),
    Promise.BEGIN: _("Hours after the technician was named."),
    Promise.REPAIR: _("Hours from the report, whatever happens in between."),
    Promise.NO_KIT: _("Hours from the report, where no kit of the district records any more."),
}


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def reasons(place: PlaceStanding) -> list[str]:
    """Every reason of a place that is not open, with what is behind it."""
    return [reason(place, code) for code in place.reasons]


def troubles(place: PlaceStanding) -> list[str]:
    """Of these, what somebody has to do something about: nobody has to be on duty outside opening hours."""
    matters = KITS | ROSTER if place.is_in_hours else KITS
    return [reason(place, code) for code in place.reasons if code in matters]


def reason(place: PlaceStanding, code: Reason) -> str:
    said = str(REASONS[code])
    if code in (Reason.HOLIDAY, Reason.SPECIAL_DAY) and place.day.reason:
        return f"{said}: {place.day.reason}"
    if code in (Reason.KITS_DOWN, Reason.NO_KIT):
        lacking = "; ".join(filter(None, (_missing(place, kit) for kit in place.kits)))
        return f"{said}: {lacking}" if lacking else said
    if code == Reason.NO_OPERATOR and place.gone:
        gone = ngettext("%(n)s is out on a visit", "%(n)s are out on a visit", place.gone)
        return f"{said}: {gone % {'n': wording.number(place.gone, language())}}"
    return said


def _missing(place: PlaceStanding, state: KitState) -> str:
    if state.kit.pk in place.out:
        return gettext("%(kit)s: out on a visit") % {"kit": state.kit.code}
    return lacks(state)


def lacks(state: KitState) -> str:
    """KIT-12-1: fingerprint scanner (a fault is reported). Nothing for a kit that is fit."""
    if state.fitness == Fitness.FIT:
        return ""
    found = dict.fromkeys(_lack(each.kind, each.why) for each in state.reasons)
    return f"{state.kit.code}: {', '.join(found)}"


def _lack(kind: str | None, why: str) -> str:
    told = str(kit_words.WHY[why])
    return f"{kit_words.KINDS[kind]} ({told})" if kind else told


def clock(at: datetime) -> str:
    return wording.clock(at, timezone.get_current_timezone(), language())


def when(at: datetime, seen_from: datetime) -> str:
    """13.00 WITA on the same day, otherwise with its day."""
    on, today = timezone.localtime(at).date(), timezone.localtime(seen_from).date()
    if on == today:
        return clock(at)
    if on == today + timedelta(days=1):
        return gettext("tomorrow %(time)s") % {"time": clock(at)}
    return f"{wording.day_and_date(on, language())} {clock(at)}"


def ages() -> list[str]:
    """The groups in which open faults are counted by age."""
    limits = [gettext("up to 1 day")]
    limits += [gettext("%(start)s to %(end)s days") % {"start": a + 1, "end": b} for a, b in pairwise(AGES)]
    return [*limits, gettext("over %(days)s days") % {"days": AGES[-1]}]


def age(span: timedelta) -> str:
    """3 hours; 2 days. As rough as a person would say it."""
    hours = span // timedelta(hours=1)
    if hours < 1:
        return gettext("under an hour")
    if hours < 24:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": wording.number(days, language())}


def answers(at: datetime, within: str) -> dict[int, Answer]:
    """For the pages of service points: whether each is truly open, and what is missing besides hours. They
    are read by other districts, too: which kit or device is broken the monitor says.
    """
    found = queries.standing(at, within, looks_ahead=False)
    return {
        each.place.pk: Answer(
            each.is_open, tuple(str(REASONS[code]) for code in each.reasons if code not in CALENDAR)
        )
        for each in found
    }
