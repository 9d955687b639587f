"""A report as plain values, for programs: the command line's ``--json`` and the API."""

from collections.abc import Iterable
from typing import Any

from rekam.domain.coverage.explanation import AreaCount, Count
from rekam.office.reports import copies, figures
from rekam.office.reports.figures import Figures
from rekam.office.reports.models import Issued
from rekam.office.reports.queries import Said

FOUR = ("registered", "obliged", "recorded", "unrecorded")


def of(said: Said) -> dict[str, Any]:
    """Everything a report says. ``number`` is empty for a draft; dates are ISO text."""
    held = said.figures
    return {
        "number": said.number,
        "dated": said.dated.isoformat() if said.dated else None,
        "sha256": said.sha256,
        "kind": held.kind,
        "area": {"code": held.area_code, "name": held.area_name},
        "from": held.start.isoformat(),
        "on": held.on.isoformat(),
        "known": held.known.isoformat(),
        "total": area_of(held.total),
        "areas": [area_of(a) for a in (held.by_village() if held.part else held.by_district())],
        "recorded_in_period": held.in_period,
        "recorded_by_day": _by_day(held),
        "change": _change(held),
        **{name: figures.to_json(held)[name] for name in ("service", "stocks", "failed", "stated", "typed")},
        "notes": said.notes,
    }


def fate(report: Issued) -> dict[str, Any]:
    """Whether the office stands by an issued report; otherwise why it was withdrawn, or what replaced it."""
    since = {name: told or None for name, told in copies.fate(report).items()}
    return {"standing": not any(since.values()), **since}


def area_of(area: AreaCount) -> dict[str, Any]:
    """One area as the other commands write it, with both sexes apart."""
    return {
        "code": area.code,
        "name": area.name,
        **_count(area.total),
        "male": _count(area.male),
        "female": _count(area.female),
    }


def _count(count: Count) -> dict[str, Any]:
    percent = count.percent
    four: dict[str, Any] = {name: count.of(name) for name in FOUR}
    return {**four, "percent": None if percent is None else round(percent, 4)}


def _by_day(held: Figures) -> dict[str, int]:
    days: dict[str, int] = {}
    for by_day in held.by_day.values():
        for day, amount in by_day.items():
            if held.start.isoformat() <= day:
                days[day] = days.get(day, 0) + amount
    return dict(sorted(days.items()))


def _change(held: Figures) -> dict[str, Any] | None:
    """From the earlier report by reason; ``entered`` came in after it under a date that it knew already."""
    since = held.since
    if since is None:
        return None
    measures = {
        name: {
            "from": sum(since.start[v][n] for v in held.villages),
            "reasons": _reasons(since.moves, held.villages, name),
            "entered": _reasons(since.entered, held.villages, name),
            "to": held.total.total.of(name),
        }
        for n, name in enumerate(figures.MEASURES)
    }
    return {
        "number": since.number,
        "from": since.on.isoformat(),
        "known_from": since.known.isoformat(),
        "measures": measures,
    }


def _reasons(moved: figures.Moved, villages: Iterable[str], measure: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for village in villages:
        for reason, amount in moved.get(village, {}).get(measure, {}).items():
            found[reason] = found.get(reason, 0) + amount
    return {reason: amount for reason, amount in found.items() if amount}
