"""The count as charts and maps: plain dictionaries for the components ``c-chart`` and ``c-map``."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.domain.coverage.explanation import AreaCount, Count, Coverage, Explanation
from rekam.office.coverage.standing import Flow, Past
from rekam.office.coverage.words import MEASURES, SHORT_REASONS

Picture = dict[str, Any]
# Coverage this many points above or below that of the whole is worth a colour of its own.
MARGIN = 5.0
# A change of these is for the better when the number falls or rises; the others are neither good nor bad.
BETTER = {"unrecorded": "down", "recorded": "up"}


def bridge(explained: Explanation, measure: str, href: Callable[[str], str | None]) -> Picture:
    """From one count to another by reason. *href* gives the address of the residents behind a reason."""
    difference = explained.measures[measure]
    steps = [_step(reason, amount, measure, href(reason)) for reason, amount in difference.reasons.items()]
    return {
        "start": {"label": short_day(explained.start), "value": difference.start},
        "steps": steps,
        "end": {"label": short_day(explained.end), "value": difference.end},
        "good": BETTER.get(measure, "down"),
    }


def _step(reason: str, amount: int, measure: str, href: str | None) -> Picture:
    step: Picture = {"label": str(SHORT_REASONS[reason]), "amount": amount}
    if measure not in BETTER:
        step["tone"] = "quiet"
    return {**step, "href": href} if href else step


def trend(past: Past, measures: tuple[str, ...] = ("unrecorded",)) -> Picture:
    """Month by month: as the office knew it then, and dashed as the register knows it now."""
    days = [day.isoformat() for day in past.days]
    series: list[Picture] = []
    for measure in measures:
        then = [count.of(measure) if count else None for count in past.then]
        now = [count.of(measure) for count in past.now]
        name, tone = str(MEASURES[measure]), measure
        series.append({"name": name, "values": then, "tone": tone})
        if len(measures) == 1 and then != now:
            words = gettext("%(measure)s, as known now") % {"measure": name}
            series.append({"name": words, "values": now, "tone": "quiet", "dashed": True})
    return {"dates": days, "series": series}


def days(flow: Flow, href: Callable[[date], str | None]) -> Picture:
    """First recordings by day, with their average as a line."""
    known = [n for n in flow.days.values() if n is not None]
    picture: Picture = {
        "dates": [day.isoformat() for day in flow.days],
        "values": list(flow.days.values()),
        "name": str(MEASURES["recorded"]),
        "hrefs": [href(day) if n else None for day, n in flow.days.items()],
    }
    total = sum(known)
    if len(known) > 1 and total:
        picture["line"] = {"label": _("average"), "value": round(total / len(known))}
    return picture


def area_map(coverage: Coverage, boundaries: Mapping[str, Picture], href: Callable[[str], str]) -> Picture:
    """Who is left, where: circles as large as the number of unrecorded, coloured by coverage."""
    shown = [_on_map(area, coverage.total.total, boundaries, href(area.code)) for area in coverage.areas]
    return {
        "areas": [area for area in shown if area["lat"] is not None or "boundary" in area],
        "label": str(MEASURES["unrecorded"]),
        "share_label": _("coverage"),
        "kind": "circles",
        "key": [
            {"tone": "recorded", "label": _("coverage well above the average")},
            {"tone": "unrecorded", "label": _("about average")},
            {"tone": "risk", "label": _("well below")},
        ],
    }


def _on_map(area: AreaCount, whole: Count, boundaries: Mapping[str, Picture], href: str) -> Picture:
    count = area.total
    picture: Picture = {
        "code": area.code,
        "name": area.name,
        "lat": area.lat,
        "lon": area.lon,
        "value": count.unrecorded,
        "share": None if count.percent is None else round(count.percent, 2),
        "tone": tone(count, whole),
        "href": href,
    }
    if area.code in boundaries:
        picture["boundary"] = boundaries[area.code]
    return picture


def tone(count: Count, whole: Count) -> str:
    """Green and orange say: clearly better or worse than the whole. The legend under the map says so too."""
    if count.percent is None or whole.percent is None:
        return "quiet"
    distance = count.percent - whole.percent
    return "risk" if distance <= -MARGIN else "recorded" if distance >= MARGIN else "unrecorded"


def short_day(day: date) -> str:
    """30 Sep: the year stands elsewhere on the page."""
    month = wording.month(day, get_language() or "id")
    return f"{day.day} {month[:3]}"
