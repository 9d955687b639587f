"""Whom somebody goes after when a visit is over: by the next step that the reason given asks for.

Each person stands here once, by the latest visit that has an outcome for them, until they are recorded, are
met otherwise at a later visit, leave the register, or somebody notes that it is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from rekam.domain import wording
from rekam.domain.visits.outcomes import MAY_HAVE_A_REASON, Outcome, Reason
from rekam.domain.visits.reasons import COMES_AGAIN, GONE_AFTER, MOST_SILENCES, Next, next_action
from rekam.office import bulk
from rekam.office.visits import phone, summonses, words
from rekam.office.visits.models import Listed, SecondPass, State

# With what the register says now: recorded since, or no resident here any more. The area is the person's own;
# of somebody whom the register does not know it is the place's.
MARKED = """
    FROM (
        SELECT l.id AS listed, l.nik AS nik, l.outcome AS outcome, l.reason AS reason,
            CASE WHEN l.has_refused THEN 1 ELSE 0 END AS refused, v."on" AS "on", v.state AS state,
            COALESCE(s.state, '') AS again, COALESCE(ra.code, pa.code) AS area,
            CASE WHEN f.id IS NULL THEN 0 ELSE 1 END AS done,
            CASE WHEN r.id IS NULL OR (r.first_recorded_on IS NULL AND r.standing = 'resident')
                THEN 1 ELSE 0 END AS waits
        FROM visits_listed l
        JOIN visits_visit v ON v.id = l.visit_id
        JOIN places_place p ON p.id = v.place_id
        JOIN regions_area pa ON pa.id = p.area_id
        LEFT JOIN residents_resident r ON r.id = l.resident_id
        LEFT JOIN regions_area ra ON ra.id = r.area_id
        LEFT JOIN visits_secondpass s ON s.visit_id = v.id
        LEFT JOIN visits_followup f ON f.listed_id = l.id
        WHERE l.outcome <> '' AND NOT l.is_off AND v.state IN ('closed', 'under_way')
    ) AS marked
"""
COLUMNS = {
    "listed": pl.Int64, "nik": pl.String, "outcome": pl.String, "reason": pl.String, "refused": pl.Int64,
    "on": pl.Date, "state": pl.String, "again": pl.String, "area": pl.String, "done": pl.Int64,
    "waits": pl.Int64,
}  # fmt: skip
RULED = ["outcome", "reason", "refused", "passes"]
LEFT = [outcome.value for outcome in MAY_HAVE_A_REASON]


def table(within: str = "") -> pl.DataFrame:
    """``listed``, ``on``, ``area``, ``done`` and ``action`` of everybody to go after in an area, the longest
    waiting first. *within* is a code; "" is everywhere.
    """
    return _inside(_to_go_after(bulk.read(MARKED, schema=COLUMNS)), within)


def step_of(listed: Listed) -> str:
    """What is to be done next about one person; empty where nobody waits for them."""
    column, value = ("nik", listed.nik) if listed.nik else ("listed", listed.pk)
    found = _to_go_after(bulk.read(f"{MARKED} WHERE {column} = %s", [value], schema=COLUMNS))
    steps: list[str] = found.filter(found["listed"] == listed.pk)["action"].to_list()
    return steps[0] if steps else ""


def _to_go_after(marked: pl.DataFrame) -> pl.DataFrame:
    who = pl.when(pl.col("nik") == "").then(pl.format("#{}", "listed")).otherwise("nik")
    marked = marked.with_columns(who=who).sort("on", "listed")
    last = marked.group_by("who", maintain_order=True).last()
    is_left = (pl.col("state") == State.CLOSED.value) & (pl.col("waits") == 1)
    left = last.filter(is_left & pl.col("outcome").is_in(LEFT))
    found = _ruled(left.join(_silences(marked, left), on="who", how="left"))
    return _wanted(found).sort("on", "listed").select("listed", "on", "area", "done", "action")


def _silences(marked: pl.DataFrame, left: pl.DataFrame) -> pl.DataFrame:
    """At how many earlier visits each was expected and did not come, giving no reason."""
    silent = marked.filter(
        pl.col("outcome") == Outcome.ABSENT.value,
        pl.col("reason") == "",
        pl.col("state") == State.CLOSED.value,
    )
    latest = left.select("who", latest="on")
    earlier = silent.join(latest, on="who").filter(pl.col("on") < pl.col("latest"))
    return earlier.group_by("who").agg(silences=pl.len())


def _ruled(left: pl.DataFrame) -> pl.DataFrame:
    """The rule of one person, asked once for each kind of person that there is."""
    passes = (pl.col("silences").fill_null(0).cast(pl.Int64) + 1).clip(upper_bound=MOST_SILENCES)
    left = left.with_columns(passes=passes)
    kinds = left.select(RULED).unique()
    actions = [_action(*kind) for kind in kinds.iter_rows()]
    return left.join(kinds.with_columns(pl.Series("action", actions, dtype=pl.String)), on=RULED)


def _action(outcome: str, reason: str, refused: int, passes: int) -> str | None:
    given = Reason(reason) if reason else None
    found = next_action(Outcome(outcome), given, has_refused=bool(refused), passes=passes)
    return found.value if found in GONE_AFTER else None


def _wanted(found: pl.DataFrame) -> pl.DataFrame:
    """Where somebody decided that nobody goes again, those who would be met by that are left alone."""
    comes_again = pl.col("action").is_in([each.value for each in COMES_AGAIN])
    dismissed = pl.col("again") == SecondPass.State.DISMISSED.value
    return found.filter(pl.col("action").is_not_null() & ~(comes_again & dismissed))


def _inside(found: pl.DataFrame, within: str) -> pl.DataFrame:
    if not within:
        return found
    return found.filter((pl.col("area") == within) | pl.col("area").str.starts_with(f"{within}."))


def counts(found: pl.DataFrame) -> dict[Next, int]:
    """How many people wait for each step."""
    numbers = dict(found.filter(pl.col("done") == 0).group_by("action").len().iter_rows())
    return {each: numbers.get(each.value, 0) for each in GONE_AFTER}


def narrowed(found: pl.DataFrame, *, action: str, area: str, with_done: bool) -> pl.DataFrame:
    found = _inside(found, area)
    if action in words.NEXT:
        found = found.filter(pl.col("action") == action)
    return found if with_done else found.filter(pl.col("done") == 0)


# -- lines ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on the list, as it is read: never a whole NIK."""

    listed: Listed
    name: str
    nik: str
    village: str
    address: str
    action: str
    reason: str
    since: date
    is_done: bool
    summoned_at: datetime | None  # when a summons was printed for them the last time


def lines(found: pl.DataFrame) -> list[Line]:
    """The rows of one page or paper, in its order."""
    chosen = Listed.objects.select_related(
        "resident__area__parent", "visit__place__area__parent", "visit__client", "follow_up__by",
        "visit__second_pass__planned",
    )  # fmt: skip
    held = chosen.in_bulk(found["listed"].to_list())
    sent = summonses.printed([each.resident_id for each in held.values() if each.resident_id is not None])
    rows = zip(*(found[name].to_list() for name in ("listed", "action", "done")), strict=True)
    return [_line(held[pk], action, sent, is_done=bool(done)) for pk, action, done in rows if pk in held]


def _line(listed: Listed, action: str, sent: Mapping[int, datetime], *, is_done: bool) -> Line:
    area = listed.resident.area if listed.resident else listed.visit.place.area
    return Line(
        listed=listed,
        name=phone.name_of(listed),
        nik=wording.masked(listed.nik) if listed.nik else "",
        village=area.name,
        address=address(listed),
        action=str(words.NEXT[action]),
        reason=_reason(listed),
        since=listed.visit.on,
        is_done=is_done,
        summoned_at=sent.get(listed.resident_id or 0),
    )


def address(listed: Listed) -> str:
    """For whoever goes there: JL. RAMBUTAN 4, RT/RW 012/003."""
    who = listed.resident
    if who is None:
        return ""
    neighbours = f"RT/RW {who.rt or '–'}/{who.rw or '–'}" if who.rt or who.rw else ""
    return ", ".join(part for part in (who.address, neighbours) if part)


def _reason(listed: Listed) -> str:
    """Why they were not recorded: the reason that was given, or else what became of it."""
    told = words.REASONS[listed.reason] if listed.reason else words.OUTCOMES[listed.outcome]
    return str(told)
