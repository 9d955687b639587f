"""What the two commands of the count share: the office's words, as on its screens."""

import sys
from argparse import ArgumentParser
from datetime import date

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from rekam.domain import wording
from rekam.domain.coverage.explanation import AreaCount, Coverage, Difference, Explanation
from rekam.office.coverage.words import MEASURES, REASONS


def add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for a program")


def show_coverage(counted: Coverage) -> None:
    """A table with a row for each area and the total."""
    days = {"day": _long(counted.on), "known": _long(counted.known)}
    title = _("Coverage on %(day)s, as known on %(known)s") % days
    table = Table(_("Area"), title=title, title_justify="left")
    for name in (*MEASURES.values(), _("Coverage")):
        table.add_column(str(name), justify="right")
    for area in counted.areas:
        table.add_row(area.name, *_numbers(area))
    table.add_section()
    table.add_row(counted.total.name, *_numbers(counted.total), style="bold")
    _console().print(table)


def _numbers(area: AreaCount) -> list[str]:
    count, language = area.total, _language()
    amounts = [wording.number(count.of(measure), language) for measure in MEASURES]
    return [*amounts, wording.percent(count.percent, language)]


def show_explanation(explained: Explanation) -> None:
    """One table for each measure: from, every reason, to."""
    for name, difference in explained.measures.items():
        _console().print(_table(explained, name, difference))


def _table(explained: Explanation, name: str, difference: Difference) -> Table:
    language = _language()
    table = Table(str(MEASURES[name]), title_justify="left")
    table.add_column(pgettext("people", "Number"), justify="right")
    table.add_column(_("Learned late"), justify="right")
    start, end = (wording.number(n, language) for n in (difference.start, difference.end))
    table.add_row(_long(explained.start), start, "", style="bold")
    for reason, amount in difference.reasons.items():
        late = difference.late.get(reason)
        shown = wording.signed(amount, language), wording.signed(late, language) if late else ""
        table.add_row(str(REASONS[reason]), *shown)
    table.add_row(_long(explained.end), end, "", style="bold")
    return table


def _long(day: date) -> str:
    return wording.long_date(day, _language())


def _language() -> str:
    return get_language() or "id"


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else 120)
