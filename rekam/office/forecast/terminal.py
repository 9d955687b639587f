"""The forecast on the terminal: the answer, the months, the kecamatan, and how often the range was right."""

import sys

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from rekam.office.forecast import queries, rows, words
from rekam.office.forecast.queries import Answer


def show(found: Answer) -> None:
    place = len(found.codes)
    told = words.told(found, place)
    console = Console() if sys.stdout.isatty() else Console(width=120)
    console.print(told.answer, told.surely, sep="\n")
    console.print(_months(found, place), _districts(found))
    _honesty(console)


def _months(found: Answer, place: int) -> Table:
    table = Table(_("Month"))
    for name in (*words.MEASURES.values(), _("four in five cases"), _("Chance of the target")):
        table.add_column(str(name), justify="right")
    for row in rows.by_month(found, place):
        counts = (words.number(n) for n in (row.obliged, row.recorded, row.unrecorded))
        table.add_row(words.month(row.end), *counts, _range(row.low, row.high), row.chance)
    return table


def _districts(found: Answer) -> Table:
    table = Table(_("District"))
    for name in (
        _("Unrecorded now"),
        _("Then"),
        _("four in five cases"),
        _("Target met"),
        _("Chance by then"),
    ):
        table.add_column(name, justify="right")
    left = found.bands["unrecorded"]
    for place, area in enumerate(queries.areas()):
        meeting = found.meetings[place]
        now, then = words.number(found.unrecorded[place]), words.number(left.middle[-1, place])
        between = _range(left.low[-1, place], left.high[-1, place])
        table.add_row(area.name, now, then, between, words.when(found, meeting), words.chance(meeting.chance))
    return table


def _range(low: float, high: float) -> str:
    return f"{words.number(low)} – {words.number(high)}"


def _honesty(console: Console) -> None:
    held = rows.honesty(queries.trials().tried)
    if not held:
        console.print(_("There is no past yet to try the range on."))
        return
    in_all = held[-1]
    counts = {
        "held": words.number(in_all.regency),
        "all": words.number(in_all.of_regency),
        "areas": words.number(in_all.areas),
        "of_areas": words.number(in_all.of_areas),
    }
    sentence = _(
        "In the past this range held %(held)s of %(all)s times for the regency, "
        "and %(areas)s of %(of_areas)s times for single districts."
    )
    console.print(sentence % counts)
