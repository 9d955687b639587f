"""Counts and explanations as programs read them: the same from the terminal and from the API."""

from typing import Any

from rekam.domain.coverage.explanation import AreaCount, Count, Coverage, Explanation


def coverage(counted: Coverage) -> dict[str, Any]:
    """``{"on", "known", "total": {...}, "areas": [{"code", "name", "obliged", ...}]}``; dates as ISO text."""
    return {
        "on": counted.on.isoformat(),
        "known": counted.known.isoformat(),
        "total": _area(counted.total),
        "areas": [_area(area) for area in counted.areas],
    }


def _area(area: AreaCount) -> dict[str, Any]:
    return {
        "code": area.code,
        "name": area.name,
        **_count(area.total),
        "male": _count(area.male),
        "female": _count(area.female),
    }


def _count(count: Count) -> dict[str, Any]:
    """Nobody obliged is no percentage: null, not zero."""
    return {
        "registered": count.registered,
        "obliged": count.obliged,
        "recorded": count.recorded,
        "unrecorded": count.unrecorded,
        "percent": None if count.percent is None else round(count.percent, 4),
    }


def explanation(explained: Explanation) -> dict[str, Any]:
    """``{"from", "to", "measures": {"obliged": {"from", "to", "reasons": {"turned_17": n, ...}}}}``.

    ``late`` is the part of each reason that was true before the first day and became known afterwards.
    """
    return {
        "from": explained.start.isoformat(),
        "to": explained.end.isoformat(),
        "known_from": explained.known_start.isoformat(),
        "known_to": explained.known_end.isoformat(),
        "area": explained.area,
        "measures": {
            name: {"from": d.start, "to": d.end, "reasons": d.reasons, "late": d.late}
            for name, d in explained.measures.items()
        },
    }
