"""What the commands about service points read and say."""

import sys
from argparse import ArgumentTypeError
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from rekam.domain import wording
from rekam.domain.places import hours
from rekam.domain.trouble import RuleBroken
from rekam.office.places import queries, words
from rekam.office.places.list_file import Outcome
from rekam.office.places.rows import Row


def a_moment(text: str) -> datetime:
    """``2016-10-16 10:00`` is the office's own clock; ``2016-10-16T02:00Z`` says which one."""
    try:
        found = datetime.fromisoformat(_iso(text))
    except ValueError as error:
        raise ArgumentTypeError(f"'{text}' is no moment such as '2016-10-16 10:00'") from error
    return found if found.utcoffset() is not None else found.replace(tzinfo=queries.zone())


def _iso(text: str) -> str:
    """16-10-2016 10.00 as 2016-10-16 10:00; what is ISO already stays."""
    day, _gap, rest = text.strip().replace("T", " ").partition(" ")
    found = wording.read_date(day)
    if found is None or not rest:
        return text.strip()
    try:
        return f"{found.isoformat()} {hours.clock(hours.read_time(rest))}"
    except RuleBroken:  # seconds or a zone come with the time
        return f"{found.isoformat()} {rest.strip()}"


def show(rows: Sequence[Row], at: datetime) -> None:
    """The open ones first, then the others with when they open."""
    is_open = sum(row.is_truly_open for row in rows)
    told = {
        "moment": wording.moment(at, queries.zone(), words.language()),
        "open": is_open,
        "count": len(rows),
    }
    table = Table(_("Service point"), _("District or village"), _("Hours"), _("At this time"))
    for row in sorted(rows, key=lambda row: not row.is_truly_open):
        why = words.reason(row.day, row.place)
        state = " · ".join([words.state(row), *([why] if why else []), *map(str, row.reasons)])
        table.add_row(row.place.name, row.place.area.name, words.ranges(row.day.ranges), state)
    _console().print(table)
    print(_("%(moment)s: %(open)s of %(count)s service points are open.") % told)


def as_data(rows: Sequence[Row], at: datetime) -> dict[str, object]:
    return {"at": at.astimezone(queries.zone()).isoformat(), "places": [_place(row) for row in rows]}


def _place(row: Row) -> dict[str, object]:
    return {
        "id": row.place.pk,
        "name": row.place.name,
        "kind": row.place.kind,
        "area": row.place.area.code,
        "is_open": row.is_truly_open,
        "is_open_by_hours": row.is_open,
        "hours": hours.stored(row.day.ranges),
        "until": _moment(row.until),
        "opens_next": _moment(row.opens_next),
        "reasons": [*([row.day.reason] if row.day.reason else []), *map(str, row.reasons)],
    }


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(queries.zone()).isoformat() if at else None


def tell_list(outcome: Outcome) -> None:
    """What became of a list, and each row that was not taken with its reason."""
    told = {"added": outcome.added, "changed": outcome.changed, "refused": len(outcome.refused)}
    for each in outcome.refused:
        about = {"row": each.row, "name": each.name, "why": each.trouble.told(_(each.trouble.sentence))}
        print(_("row %(row)s, %(name)s: %(why)s") % about, f"[{each.trouble.code}]")
    print(_("%(added)s service points added, %(changed)s changed, %(refused)s rows not taken.") % told)


def list_as_data(outcome: Outcome) -> dict[str, object]:
    refused = [
        {"row": each.row, "name": each.name, "code": each.trouble.code, "trouble": str(each.trouble)}
        for each in outcome.refused
    ]
    return {"added": outcome.added, "changed": outcome.changed, "refused": refused}


def _console() -> Console:
    """Wide enough for a file or a pipe, where nothing says how wide it is."""
    return Console() if sys.stdout.isatty() else Console(width=140)
