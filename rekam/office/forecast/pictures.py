"""The forecast as a chart: a fan that opens, for the component ``c-chart``."""

from typing import Any

from django.utils.translation import gettext as _

from rekam.domain.forecast.outlook import Target
from rekam.office.forecast.queries import Answer, Past

Picture = dict[str, Any]


def fan(found: Answer, past: Past, place: int, asked: Target) -> Picture:
    """The unrecorded: as known at the ends of past months, then the median with its ranges."""
    behind = [day for day in past.days if day < found.day]
    days = [*behind, found.day, *found.ends()]
    ranges = found.bands["unrecorded"].values[:, :, place]
    now = float(found.unrecorded[place])
    gap = [None] * len(behind)
    lines = [[*gap, now, *map(float, row)] for row in ranges]
    known = [*map(float, past.unrecorded[: len(behind), place]), now]
    return {
        "dates": [day.isoformat() for day in days],
        "past": [*known, *[None] * len(ranges[0])],
        "lines": lines,
        "names": {
            "past": _("Unrecorded, as known then"),
            "middle": _("Forecast: middle"),
            "half": _("half of all cases"),
            "most": _("four in five cases"),
            "target": _("target"),
        },
        "target": asked.left if asked.left is not None else _left(found, place, asked),
    }


def _left(found: Answer, place: int, asked: Target) -> int:
    """How many may be left at the end for the share that is asked."""
    obliged = float(found.bands["obliged"].middle[-1, place])
    return round(obliged * (100 - (asked.percent or 0.0)) / 100)
