"""Everything counted anew from the residents' facts, and compared with the ledger line by line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rekam.domain.coverage import table
from rekam.office import bulk
from rekam.office.ledger import queries as ledger
from rekam.office.residents import changes, queries
from rekam.office.residents.models import Saying

Progress = Callable[[str, float], None]
SENTENCES: dict[str, str | Promise] = {
    "ledger.missing": _("A line is missing in the ledger for resident number %(resident)s"),
    "ledger.too_many": _("The ledger has a line that nothing accounts for, for resident number %(resident)s"),
    "ledger.wrong_page": _("A sum kept in the ledger differs from its lines"),
    "resident.derived_differs": _("What was worked out for resident number %(resident)s differs"),
}
STEPS: dict[str, str | Promise] = {
    "recounting": _("Counting everything anew"),
    "comparing": _("Comparing with the ledger line by line"),
    "adding up": _("Adding up the sums that counts are made of"),
    "done": _("The ledger is checked"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be. ``resident`` is the register's number of a person, never the
    NIK.
    """

    code: str
    detail: str
    resident: int | None = None

    @property
    def sentence(self) -> str:
        """In the reader's language; the detail names what a program or a technician looks for."""
        return str(SENTENCES[self.code]) % {"resident": self.resident}


def verify(tell: Progress = lambda step, done: None) -> list[Finding]:
    """Every difference between the facts and what was made of them. An empty list: all is right."""
    tell("recounting", 0.0)
    simple, others = _sorted_out()
    wanted = pl.concat([_at_once(simple), *_one_by_one(others, tell)])
    tell("comparing", 0.7)
    found = [*_lines(ledger.net(wanted)), *_derived(simple, others)]
    tell("adding up", 0.85)
    found += [
        Finding("ledger.wrong_page", f"effective {effective}, known {known}")
        for effective, known in ledger.wrong_pages()
    ]
    tell("done", 1.0)
    return found


def _sorted_out() -> tuple[pl.DataFrame, list[int]]:
    """Residents of whom one source has spoken once and nobody has recorded, and the ids of the others."""
    everybody = bulk.read("FROM residents_resident", schema=queries.HELD_SCHEMA)
    spoken = set(Saying.objects.values_list("resident_id", flat=True).distinct())
    sessions = bulk.read("FROM recordings_session GROUP BY nik", schema={"nik": pl.String})
    recorded = everybody.join(sessions, on="nik", how="semi")["id"]
    others = sorted(spoken | set(recorded))
    return everybody.filter(~pl.col("id").is_in(others)), others


def _at_once(simple: pl.DataFrame) -> pl.DataFrame:
    parts = [
        table.first_lines(changes.for_rules(group.rename({"id": "resident"})), known_on=known_on)
        for (known_on,), group in simple.group_by("known_on")
    ]
    names = {"resident": "resident_id", "area": "area_id"}
    parts = [
        p.rename(names).select(list(ledger.LINE_SCHEMA)).cast(pl.Schema(ledger.LINE_SCHEMA)) for p in parts
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=ledger.LINE_SCHEMA)


def _one_by_one(ids: list[int], tell: Progress) -> Iterator[pl.DataFrame]:
    for start in range(0, len(ids), queries.IDS_AT_ONCE):
        tell("recounting", 0.1 + 0.6 * start / len(ids))
        histories = queries.histories(ids[start : start + queries.IDS_AT_ONCE])
        yield queries.lines_frame({pk: history.lines() for pk, history in histories.items()})


def _lines(wanted: pl.DataFrame) -> Iterator[Finding]:
    held = ledger.net(ledger.all_lines())
    keys = list(ledger.LINE_SCHEMA)
    for code, one, other in (("ledger.missing", wanted, held), ("ledger.too_many", held, wanted)):
        for row in one.join(other, on=keys, how="anti", nulls_equal=True).iter_rows(named=True):
            detail = "{amount:+d} {measure} {reason} ({cause}) effective {effective_on} known {known_on}"
            yield Finding(code, detail.format(**row), row["resident_id"])


def _derived(simple: pl.DataFrame, others: list[int]) -> Iterator[Finding]:
    parts = [
        pl.concat([group.select("id"), changes.derived(group, known_on)], how="horizontal")
        for (known_on,), group in simple.group_by("known_on")
    ]
    histories = queries.histories(others)
    rows = [(pk, *queries.derived(history)) for pk, history in histories.items()]
    parts.append(pl.DataFrame(rows, schema=changes.DERIVED, orient="row"))
    held = bulk.read("FROM residents_resident", schema=changes.DERIVED)
    wrong = pl.concat(parts).join(held, on=list(changes.DERIVED), how="anti", nulls_equal=True)
    for pk in wrong["id"]:
        yield Finding("resident.derived_differs", "obliged_from or first_recorded_on", pk)
