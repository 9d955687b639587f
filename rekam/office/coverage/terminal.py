"""What the two commands of the count share."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date

from rich.console import Console
from rich.table import Table

from rekam.domain import wording
from rekam.domain.coverage.explanation import AreaCount, Coverage, Difference, Explanation
from rekam.domain.coverage.rules import Reason

REASONS = {
    Reason.OPENING: "sudah ada saat register dibuka",
    Reason.BORN: "lahir",
    Reason.TURNED_17: "berusia 17",
    Reason.MARRIED: "kawin",
    Reason.MOVED_IN: "pindah masuk",
    Reason.MOVED_OUT: "pindah keluar",
    Reason.MOVED_WITHIN: "pindah di dalam kabupaten",
    Reason.JOINED_REGISTER: "masuk register",
    Reason.LEFT_REGISTER: "keluar dari register",
    Reason.DIED: "meninggal",
    Reason.STATUS_CHANGED: "status tinggal berubah",
    Reason.RECORDED: "direkam",
    Reason.RECORDING_VOIDED: "perekaman batal",
    Reason.CORRECTED: "koreksi data",
}
MEASURES = {
    "registered": "Terdaftar",
    "obliged": "Wajib KTP",
    "recorded": "Sudah rekam",
    "unrecorded": "Belum rekam",
}


def a_date(text: str) -> date:
    """A date as people write it."""
    found = wording.read_date(text)
    if found is None:
        raise ArgumentTypeError(f"{text} is not a date such as 2016-09-30 or 30-09-2016")
    return found


def add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for a program")


def show_coverage(counted: Coverage) -> None:
    """A table with a row for each area and the total."""
    title = f"Cakupan per {wording.long_date(counted.on)}, diketahui {wording.long_date(counted.known)}"
    table = Table("Wilayah", title=title, title_justify="left")
    for name in (*MEASURES.values(), "Cakupan"):
        table.add_column(name, justify="right")
    for area in counted.areas:
        table.add_row(area.name, *_numbers(area))
    table.add_section()
    table.add_row(counted.total.name, *_numbers(counted.total), style="bold")
    _console().print(table)


def _numbers(area: AreaCount) -> list[str]:
    count = area.total
    return [*(wording.number(count.of(m)) for m in MEASURES), wording.percent(count.percent)]


def show_explanation(explained: Explanation) -> None:
    """One table for each measure: from, every reason, to."""
    for name, difference in explained.measures.items():
        _console().print(_table(explained, name, difference))


def _table(explained: Explanation, name: str, difference: Difference) -> Table:
    table = Table(MEASURES[name], title_justify="left")
    table.add_column("Jumlah", justify="right")
    table.add_column("di antaranya kabar terlambat", justify="right")
    table.add_row(wording.long_date(explained.start), wording.number(difference.start), "", style="bold")
    for reason, amount in difference.reasons.items():
        late = difference.late.get(reason)
        table.add_row(REASONS[Reason(reason)], wording.signed(amount), wording.signed(late) if late else "")
    table.add_row(wording.long_date(explained.end), wording.number(difference.end), "", style="bold")
    return table


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else 120)
