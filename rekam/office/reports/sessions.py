"""What the sessions say: service in a period (flows) and the statuses that sessions stand at on a day
(stocks).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from django.db import connection
from django.db.models import Count, Max

from rekam.domain.coverage.rules import EVER_MARRIED, NOT_COUNTED, RANKS
from rekam.domain.coverage.table import obliged_from
from rekam.office import bulk
from rekam.office.recordings.models import Session, Status
from rekam.office.recordings.queries import LATEST_FIRST
from rekam.office.regions.models import Area
from rekam.office.reports.figures import ELSEWHERE, UNSTATED, Service, Stock

# A session that stands at "sent to the centre" for longer may mean that the NIK is recorded elsewhere
# already.
OLD_AFTER_DAYS = 30
# Sessions and statuses count when they are held: unlike the ledger they may be about people nobody knows yet,
# and what moves no count does not move the day up to which the ledger knows.
EVERYTHING = date.max
DISTRICT_LENGTH = 8

SESSIONS = {
    "id": pl.Int64,
    "nik": pl.String,
    "recorded_on": pl.Date,
    "clock": pl.String,
    "place": pl.String,
    "area_code": pl.String,
}
REPORTS = {"session_id": pl.Int64, "code": pl.String, "on": pl.Date, "clock": pl.String, "known_on": pl.Date}
PEOPLE = {
    "nik": pl.String,
    "area_id": pl.Int64,
    "born": pl.Date,
    "marital": pl.String,
    "married_on": pl.Date,
    "standing": pl.String,
    "ended_on": pl.Date,
    "known_on": pl.Date,
    "obliged_from": pl.Date,
    "first_recorded_on": pl.Date,
}
IN_PERIOD = "SELECT nik FROM recordings_session WHERE recorded_on BETWEEN %s AND %s AND known_on <= %s"


def last_id() -> int:
    """The newest session: what a report is issued with, to tell apart what is entered afterwards."""
    return Session.objects.aggregate(last=Max("id"))["last"] or 0


@dataclass(frozen=True, slots=True)
class Parts:
    """What a report says of sessions."""

    service: tuple[Service, ...]
    stocks: tuple[Stock, ...]
    failed: dict[str, dict[str, int]]


def parts(*, start: date, end: date, known: date, regency: str) -> Parts:
    """All three, for a report and for what it is compared with."""
    eve = start - timedelta(days=1)
    return Parts(
        service(start=start, end=end, known=known, regency=regency),
        stocks(before=eve, on=end, known=known, regency=regency),
        failed_on(start=start, end=end, known=known, regency=regency),
    )


def district_of(area_code: str, regency: str) -> str:
    """The kecamatan of a session's place; ``ELSEWHERE`` outside the regency, ``UNSTATED`` when nobody
    said.
    """
    if area_code and area_code != regency and not area_code.startswith(f"{regency}."):
        return "" if regency.startswith(area_code) else ELSEWHERE
    return area_code[:DISTRICT_LENGTH] if len(area_code) >= DISTRICT_LENGTH else UNSTATED


def service(*, start: date, end: date, known: date, regency: str) -> tuple[Service, ...]:
    """Every session of the period under its place, as known on a day."""
    held = _sessions_of_people(start, end, known).join(_people(start, end, known), on="nik", how="left")
    if held.is_empty():
        return ()
    judged = _judged(held, known).filter(pl.col("recorded_on").is_between(start, end))
    codes = {code: district_of(code, regency) for code in judged["area_code"].unique()}
    placed = judged.with_columns(
        district=pl.col("area_code").replace_strict(codes, return_dtype=pl.String)
    ).with_columns(*_domicile(regency))
    table = placed.group_by("district", "place").agg(
        pl.len().alias("sessions"),
        *(pl.col(n).sum() for n in ("first", "first_timers", "repeat", "failed", "own", "other", "outside")),
    )
    rows = table.sort("district", "sessions", "place", descending=[False, True, False])
    return tuple(Service(**row) for row in rows.iter_rows(named=True))


def _sessions_of_people(start: date, end: date, known: date) -> pl.DataFrame:
    """All sessions until *end* of who had one in the period: a repeat is known by the earlier one."""
    sql = f"FROM recordings_session WHERE recorded_on <= %s AND known_on <= %s AND nik IN ({IN_PERIOD})"
    return bulk.read(sql, [end, known, start, end, known], schema=SESSIONS)


def _people(start: date, end: date, known: date) -> pl.DataFrame:
    sql = f"FROM residents_resident WHERE nik IN ({IN_PERIOD})"
    held = bulk.read(sql, [start, end, known], schema=PEOPLE)
    codes = dict(Area.objects.values_list("id", "code"))
    home = pl.col("area_id").replace_strict(codes, return_dtype=pl.String, default=None)
    return held.with_columns(home=home).drop("area_id").rename({"known_on": "gone_known_on"})


def _judged(held: pl.DataFrame, known: date) -> pl.DataFrame:
    """Each session with the one outcome that it has."""
    failed = held.join(_latest_codes(held["id"], known), left_on="id", right_on="session_id", how="left")
    failed = failed.with_columns(failed=pl.col("code").is_in(list(NOT_COUNTED)).fill_null(value=False))
    ordered = failed.sort("nik", "recorded_on", "clock", "id")
    nth = (~pl.col("failed")).cast(pl.Int32).cum_sum().over("nik")
    before = (pl.col("first_recorded_on") < pl.col("recorded_on")).fill_null(value=False)
    repeat = ~pl.col("failed") & ((nth > 1) | before)
    judged = ordered.with_columns(repeat=repeat)
    judged = judged.with_columns(first=~pl.col("failed") & ~pl.col("repeat"))
    return judged.with_columns(first_timers=pl.col("first") & _not_yet_obliged() & _lived_here())


def _not_yet_obliged() -> pl.Expr:
    """Whether the law did not oblige the person yet on the day of the session, wherever they lived.

    ``obliged_from`` is later for who came here afterwards, and earlier where nobody knows the wedding day.
    """
    wed = pl.when(pl.col("marital").is_in(list(EVER_MARRIED))).then("married_on")
    by_law = pl.min_horizontal("obliged_from", obliged_from(pl.col("born"), wed))
    return (by_law > pl.col("recorded_on")).fill_null(value=False)


def _lived_here() -> pl.Expr:
    """Whether the register holds the person as living here on the day of the session."""
    here = pl.col("standing") == "resident"
    until = pl.coalesce("ended_on", "gone_known_on")  # without a day, until the register knew
    return (here | (until > pl.col("recorded_on"))).fill_null(value=False)


def _domicile(regency: str) -> list[pl.Expr]:
    own = (pl.col("home").str.slice(0, DISTRICT_LENGTH) == pl.col("district")).fill_null(value=False)
    inside = pl.col("home").str.starts_with(f"{regency}.").fill_null(value=False) & _lived_here()
    return [
        (inside & own).alias("own"),
        (inside & ~own).alias("other"),
        (~inside).alias("outside"),
    ]


def _latest_codes(sessions: pl.Series, known: date) -> pl.DataFrame:
    """The latest status of each session, as the rule of what counts takes it."""
    parts = [pl.DataFrame(schema=REPORTS)]
    for some in sessions.unique().sort().to_frame().iter_slices(20_000):
        first, last = some["id"][0], some["id"][-1]
        sql = "FROM recordings_status WHERE session_id BETWEEN %s AND %s AND known_on <= %s"
        parts.append(bulk.read(sql, [first, last, known], schema=REPORTS))
    ranks = pl.col("code").replace_strict(RANKS, default=len(RANKS), return_dtype=pl.Int32).alias("rank")
    ordered = pl.concat(parts).with_columns(ranks).sort("on", "clock", "known_on", "rank", "code")
    latest = ordered.group_by("session_id", maintain_order=True).agg(pl.col("code").last())
    return latest.filter(pl.col("session_id").is_in(sessions.implode()))


def stocks(*, before: date, on: date, known: date, regency: str) -> tuple[Stock, ...]:
    """How many sessions stand at each status on two days, and how many of them for longer than they
    should.
    """
    earlier, later = _standing_at(before, known, regency), _standing_at(on, known, regency)
    keys = sorted(earlier.keys() | later.keys())
    return tuple(
        Stock(code, district, earlier.get((code, district), (0, 0))[0], *later.get((code, district), (0, 0)))
        for code, district in keys
    )


def _standing_at(on: date, known: date, regency: str) -> dict[tuple[str, str], tuple[int, int]]:
    """(code, district) → sessions, and how many of them for longer than ``OLD_AFTER_DAYS``.

    The code is empty for a session of which nothing has been reported yet.
    """
    held, old = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for area, count in _held_by_area(on, known):
        held["", district_of(area, regency)] += count
    for area, code, count, old_count in _latest_by_area(on, known):
        place = district_of(area, regency)
        held[code, place] += count
        held["", place] -= count
        old[code, place] += int(old_count)
    return {key: (count, old[key]) for key, count in held.items() if count}


def _latest_by_area(on: date, known: date) -> list[tuple[str, str, int, int]]:
    sql = f"""
    SELECT s.area_code, r.code, COUNT(*), SUM(CASE WHEN r."on" < %s THEN 1 ELSE 0 END)
    FROM (SELECT session_id, code, "on", ROW_NUMBER() OVER (
            PARTITION BY session_id ORDER BY {LATEST_FIRST}) AS place
          FROM recordings_status r WHERE r."on" <= %s AND r.known_on <= %s) r
    JOIN recordings_session s ON s.id = r.session_id
    WHERE r.place = 1 AND s.recorded_on <= %s AND s.known_on <= %s
    GROUP BY s.area_code, r.code"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [on - timedelta(days=OLD_AFTER_DAYS), on, known, on, known])
        found: list[tuple[str, str, int, int]] = cursor.fetchall()
    return found


def _held_by_area(on: date, known: date) -> list[tuple[str, int]]:
    sessions = Session.objects.filter(recorded_on__lte=on, known_on__lte=known).order_by()
    return list(sessions.values_list("area_code").annotate(count=Count("id")))


def failed_on(*, start: date, end: date, known: date, regency: str) -> dict[str, dict[str, int]]:
    """Failures reported in the period, by kecamatan of the session and code: a flow."""
    rows = Status.objects.filter(
        on__range=(start, end), known_on__lte=known, session__known_on__lte=known, code__in=NOT_COUNTED
    ).values_list("session__area_code", "code")
    found: dict[str, dict[str, int]] = {}
    for (area, code), count in Counter(rows).items():
        by_code = found.setdefault(district_of(area, regency), {})
        by_code[code] = by_code.get(code, 0) + count
    return found
