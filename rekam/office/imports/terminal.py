"""What the import commands share: progress on the terminal, a review as tables or JSON."""

import json
import sys
import threading
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from rekam import files
from rekam.domain import wording
from rekam.files.dates import ORDERS
from rekam.files.fields import DATES, FIELDS
from rekam.files.matching import label
from rekam.office import arguments
from rekam.office.imports import actions, queries, sentences, serialised, told, work
from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import, Kind, Mode, State
from rekam.office.imports.work import What
from rekam.office.regions import sentences as regions
from rekam.office.regions.actions import Outcome

POLL_SECONDS = 0.2
# What the screens let people do below what they say.
BY_OPTION = {
    "file.missing_column": "Tunjukkan kolomnya dengan --column FIELD=KOLOM, misalnya --column kk='No KK', "
    "atau tambahkan ke berkas lalu impor ulang."
}
STEPS = {
    "waiting": "menunggu",
    "opening": "membuka berkas",
    "checking": "memeriksa baris",
    "comparing": "membandingkan dengan data",
    "counting": "menghitung dampak",
    "ready": "siap ditinjau",
    "committing": "menyimpan",
}


def a_column(text: str) -> tuple[str, str]:
    """Which column of a file is a field: kk='No KK'."""
    field, is_pair, column = text.partition("=")
    known = sorted({*FIELDS["residents"], *FIELDS["recordings"]})
    if not is_pair or field not in known:
        raise ArgumentTypeError(f"{text} is not FIELD=COLUMN with one of the fields {', '.join(known)}")
    return field, column


def an_order(text: str) -> tuple[str, str]:
    """The order of the dates of a file, or of one of its columns: month-first, status_on=day-first."""
    field, is_pair, said = text.rpartition("=")
    orders = {word: order for order, word in ORDERS.items()}
    known = sorted({name for names in DATES.values() for name in names})
    if said not in orders or (is_pair and field not in known):
        words, fields = ", ".join(orders), ", ".join(known)
        raise ArgumentTypeError(
            f"{text} is not one of {words}, or FIELD=ORDER with one of the fields {fields}"
        )
    return field, orders[said]


def numbered(number: int) -> Import:
    """The import with this number, as ``rekam import list`` shows it."""
    item = Import.objects.filter(pk=number).first()
    if item is None:
        told = _("There is no import %(number)s. rekam import list shows them.") % {"number": number}
        raise CommandError(told, returncode=2)
    return item


def add_file_arguments(parser: ArgumentParser) -> None:
    """The arguments that both kinds of import share."""
    parser.add_argument("file", type=Path, help="CSV or XLSX, as it came")
    parser.add_argument(
        "--as-of",
        type=arguments.a_day,
        help="the day on which the office knew what the file says (default: today)",
    )
    parser.add_argument(
        "--commit",
        action="store_true",
        help="commit at once, unless rows were rejected or held or something of the file is unsure: exit 1",
    )
    parser.add_argument(
        "--force", action="store_true", help="with --commit: also when there is something to look at first"
    )
    parser.add_argument(
        "--column",
        type=a_column,
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="say which column of the file is a field, for example kk='No KK'; may be given again",
    )
    parser.add_argument(
        "--dates",
        type=an_order,
        action="append",
        default=[],
        metavar="ORDER",
        help="say in which order day, month and year stand, where no day above 12 shows it: day-first "
        "(05-09-2016 is 5 September), month-first (05-09-2016 is 9 May) or year-first (16-09-05 is "
        "5 September 2016). It counts for the leading dates, births or recordings, and for other columns "
        "that show no order; FIELD=ORDER says it of one column, for example status_on=day-first; may be "
        "given again. Unsaid, earlier files of the kind decide, or else day-first, and --commit stops",
    )
    parser.add_argument(
        "--problems",
        type=Path,
        metavar="OUT.xlsx",
        help="write the rows that were rejected, held or remarked on here",
    )
    parser.add_argument("--json", action="store_true", help="the review as JSON")


def run(kind: Kind, options: dict[str, Any], *, mode: Mode = Mode.UPDATE, scope: str = "") -> int:
    """Receive, review, say what was found and commit when told to. Returns the exit code."""
    at, out = timezone.now(), Console(stderr=options["json"])
    as_of = options["as_of"] or timezone.localdate()
    actions.check_day(as_of, today=timezone.localdate())
    item = actions.receive_file(
        options["file"], kind=kind, mode=mode, scope=scope, as_of=as_of, by=None, at=at
    )
    desk = desks.of(item.pk)
    work.begin(desk, What.REVIEW)
    with showing_progress(item, out), work.alive(desk):
        if options["column"] or options["dates"]:
            orders = {name or DATES[kind][0]: order for name, order in options["dates"]}
            item = actions.point_out(item, dict(options["column"]), orders=orders, by=None, at=at)
        item = actions.look_over(item, at=at)
    if item.state == State.FAILED:
        return _say_failed(item, options)
    if options["problems"]:
        files.problems_file(queries.problems(item), options["problems"], "id")
    if options["commit"] and (options["force"] or not _to_look_at(item)):
        with showing_progress(item, out):
            item = actions.commit(item, by=None, at=timezone.now())
    tell(item, as_json=options["json"])
    if not options["commit"] or item.state == State.COMMITTED:
        return 0
    listed = wording.listed(_to_look_at(item))
    Console(stderr=True).print(f"[yellow]Tidak disahkan: {listed}.[/yellow] --force mengesahkannya juga.")
    return 1


def _to_look_at(item: Import) -> list[str]:
    """Why a person should look at an import before it is committed."""
    reasons = {
        "ada baris yang ditolak atau ditahan": item.counts["rejected"] or item.counts["held"],
        "ada kolom yang belum pasti": serialised.unsure(item),
        "ada catatan tentang berkas": serialised.notes(item),
    }
    return [words for words, found in reasons.items() if found]


def _say_failed(item: Import, options: dict[str, Any]) -> int:
    trouble = item.trouble or {}
    with translation.override("id"):
        said = sentences.say(trouble)
    todo = BY_OPTION.get(said.code, said.todo)
    if options["json"]:
        told = {"trouble": trouble, "sentence": said.what, "do": todo}
        print(json.dumps({"import": item.pk, "state": item.state, **told}))
    else:
        out = Console(stderr=True)
        out.print(f"[red]{said.what}[/red]\n{todo}\n[dim]{said.code} · impor {item.pk}[/dim]")
    return 1


@contextmanager
def showing_progress(item: Import, out: Console) -> Iterator[None]:
    """A bar while the work runs; the work itself only writes how far it is."""
    desk, done = desks.of(item.pk), threading.Event()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task(STEPS["waiting"], total=1.0)

        def follow() -> None:
            while not done.wait(POLL_SECONDS):
                told = desk.progress()
                step = STEPS.get(str(told["step"]), str(told["step"]))
                bar.update(task, completed=float(str(told["done"])), description=step)

        follower = threading.Thread(target=follow, daemon=True)
        follower.start()
        try:
            yield
        finally:
            done.set()
            follower.join()


def as_dict(item: Import) -> dict[str, Any]:
    """An import as a program reads it."""
    return {
        "import": item.pk,
        "state": item.state,
        "kind": item.kind,
        "mode": item.mode,
        "as_of": item.as_of.isoformat(),
        "counts": {k: v for k, v in item.counts.items() if k != "revision"},
        "effect": item.effect,
        "effect_on": item.effect_on.isoformat(),
        "columns": serialised.columns(item),
        "unsure": serialised.unsure(item),
        "dates": serialised.orders(item),
        "notes": serialised.notes(item),
    }


def tell(item: Import, *, as_json: bool) -> None:
    """What the review found, or what the commit did."""
    if as_json:
        print(json.dumps(as_dict(item)))
        return
    out = Console()
    with translation.override("id"):
        out.print(f"Impor {item.pk} · {item.file_name} · [bold]{item.get_state_display()}[/bold]")
    words = {
        "read": "dibaca",
        "new": "baru",
        "changed": "berubah",
        "past": "keterangan lama",
        "left": "tidak ada lagi",
        "same": "sama",
        "held": "ditahan",
        "rejected": "ditolak",
        "aside": "disisihkan",
    }
    counts = ", ".join(
        f"{wording.number(item.counts[k])} {word}"
        for k, word in words.items()
        if k in item.counts and (k != "past" or item.counts[k])
    )
    out.print(counts)
    _tell_of_warnings(item, out)
    out.print(_effect(item))
    _tell_of_the_file(item, out)
    if item.state == State.REVIEWED:
        out.print(f"Belum ada yang berubah. Simpan dengan: rekam import commit {item.pk}")


def _tell_of_warnings(item: Import, out: Console) -> None:
    """What was said of rows that are used all the same: how many, by what it is."""
    warned = queries.problems(item, level="warning")
    if not len(warned):
        return
    groups = warned["code"].value_counts(sort=True).sort("count", "code", descending=[True, False])
    by_code = ", ".join(f"{wording.number(count)} {code}" for code, count in groups.iter_rows())
    line = f"Peringatan: {wording.number(len(warned))} ({by_code}). Rinciannya: --problems BERKAS.xlsx"
    out.print(line, markup=False, highlight=False)


def _tell_of_the_file(item: Import, out: Console) -> None:
    """The columns of which nobody is sure, with their first cells, and what is said of the whole file."""
    samples = told.samples(item)
    for match in serialised.unsure(item):
        name, sure = label(item.kind, match["field"], "id"), round(match["sure"] * 100)
        cells = " · ".join(samples.get(match["column"], []))
        line = f"Belum pasti: {name} ← {match['column']} ({sure} %) {cells}"
        out.print(line, markup=False, highlight=False)
    for note in serialised.notes(item):
        line = f"Catatan: {note['sentence']} {note['next_step']} ({note['code']})"
        out.print(line, markup=False, highlight=False)
    with translation.override("id"):
        for order in told.orders(item):
            out.print(f"Urutan tanggal: {order}", markup=False, highlight=False)
    if any(note["code"] in told.OF_ORDERS for note in serialised.notes(item)):
        out.print("Nyatakan urutannya dengan --dates day-first, month-first, atau year-first.")


def _effect(item: Import) -> Table:
    day = wording.short_date(item.effect_on)
    table = Table("Kecamatan", title=f"Dampak pada hitungan per {day}", title_justify="left")
    names = {"registered": "Terdaftar", "obliged": "Wajib", "recorded": "Sudah", "unrecorded": "Belum"}
    for name in names.values():
        table.add_column(name, justify="right")
    for row in item.effect:
        table.add_row(row["name"], *(wording.signed(row[m]) for m in names))
    return table


def tell_areas(outcome: Outcome) -> None:
    """What an import of areas or boundaries did, and each row that was not taken with what to do."""
    amounts = {"taken": wording.number(outcome.taken), "refused": wording.number(len(outcome.refused))}
    print(_("%(taken)s taken, %(refused)s refused") % amounts)
    for row, code, why in outcome.refused:
        what, todo = regions.row(why)
        print(f"  {row}: {code} {what} {todo} ({why})", file=sys.stderr)
