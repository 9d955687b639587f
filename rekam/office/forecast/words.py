"""The answer in sentences: when, with which chance, and never when that is the answer."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rekam.domain import wording
from rekam.domain.forecast import months
from rekam.domain.forecast.outlook import Meeting, Target
from rekam.office.forecast.queries import Answer

FIELDS = {
    "until": _("Until"),
    "target": _("Target: recorded, in per cent"),
    "left": _("or at most this many left"),
    "kits": _("More kits"),
    "crews": _("More crews"),
    "days": _("Days a week"),
    "yield": _("Yield, in per cent more or less"),
    "per_day": _("Recordings a day of an added kit"),
}
TONES = {"met": "recorded", "likely": "recorded", "later": "risk", "never": "stop"}
MEASURES = {
    "obliged": pgettext_lazy("forecast", "Obliged"),
    "recorded": pgettext_lazy("forecast", "Recorded"),
    "unrecorded": pgettext_lazy("forecast", "Unrecorded"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """The sentence that answers the page's question, a second one that says how sure it is, and its tone."""

    kind: str
    answer: str
    surely: str

    @property
    def tone(self) -> str:
        return TONES[self.kind]


def language() -> str:
    return get_language() or "id"


def number(value: float | None) -> str:
    return wording.number(value, language())


def percent(value: float | None, decimals: int = 1) -> str:
    return wording.percent(value, language(), decimals)


def chance(value: float) -> str:
    """Never 0 and never 100 per cent: draws cannot tell that."""
    shown = round(100 * value)
    if shown < 1:
        return gettext("below %(percent)s") % {"percent": percent(1, 0)}
    if shown > 99:
        return gettext("over %(percent)s") % {"percent": percent(99, 0)}
    return percent(shown, 0)


def month(value: date) -> str:
    return wording.month(value, language())


def target(asked: Target) -> str:
    if asked.left is not None:
        told = {"n": number(asked.left)}
        return ngettext("at most %(n)s unrecorded", "at most %(n)s unrecorded", asked.left) % told
    value = asked.percent or 0.0
    return gettext("%(percent)s recorded") % {"percent": percent(value, 0 if value == int(value) else 1)}


def told(found: Answer, place: int) -> Told:
    """What the page says first."""
    meeting = found.meetings[place]
    words = {
        "target": target(found.targets[place]),
        "chance": chance(meeting.chance),
        "until": month(months.first_day(found.first + len(meeting.chances) - 1)),
        "share": percent(meeting.steady_percent),
    }
    if meeting.is_met:
        return Told("met", gettext("Done already: %(target)s.") % words, _now(found, place))
    if meeting.likely is not None:
        words["month"] = month(ahead(found, meeting.likely))
        words["odds"] = chance(float(meeting.chances[meeting.likely - 1]))
        sentence = gettext("More likely than not by %(month)s: %(target)s, with a chance of %(odds)s.")
        return Told("likely", sentence % words, _surely(found, meeting, words))
    if meeting.steady is not None:
        words["month"] = month(ahead(found, meeting.steady))
        sentence = gettext("Not before the end of %(until)s: at this pace %(target)s comes about %(month)s.")
        return Told("later", sentence % words, _by_then(words))
    sentence = gettext("Never at this pace: %(target)s is not reached; it would stay near %(share)s.")
    return Told("never", sentence % words, _by_then(words))


def _now(found: Answer, place: int) -> str:
    obliged, recorded = float(found.obliged[place]), float(found.recorded[place])
    words = {"recorded": number(recorded), "obliged": number(obliged)}
    return gettext("%(recorded)s of %(obliged)s obliged are recorded.") % words


def _surely(found: Answer, meeting: Meeting, words: dict[str, str]) -> str:
    if meeting.sure is None:
        return gettext("It is not certain: by the end of %(until)s the chance is %(chance)s.") % words
    words["sure"] = month(ahead(found, meeting.sure))
    return gettext("With a chance of four in five by %(sure)s.") % words


def _by_then(words: dict[str, str]) -> str:
    return gettext("The chance to reach it by the end of %(until)s is %(chance)s.") % words


def ahead(found: Answer, months_ahead: int) -> date:
    """The first day of the month so many months ahead; 1 is the first month to come."""
    return months.first_day(found.first + months_ahead - 1)


def when(found: Answer, meeting: Meeting) -> str:
    """In a few words, for a table."""
    if meeting.is_met:
        return gettext("done")
    if meeting.likely is not None:
        return month(ahead(found, meeting.likely))
    if meeting.steady is not None:
        return gettext("about %(month)s") % {"month": month(ahead(found, meeting.steady))}
    return gettext("never at this pace")
