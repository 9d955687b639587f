"""Sessions as the rules take them."""

from collections.abc import Iterable, Sequence

import polars as pl
from django.db.models import QuerySet

from rekam.domain.coverage.life import Report
from rekam.domain.coverage.life import Session as Held
from rekam.domain.coverage.rules import RANKS
from rekam.office import bulk
from rekam.office.recordings.models import Confirmation, Earlier, Session, Status

SESSION_SCHEMA = {
    "id": pl.Int64,
    "nik": pl.String,
    "recorded_on": pl.Date,
    "clock": pl.String,
    "known_on": pl.Date,
    "status": pl.String,
    "status_on": pl.Date,
}
REPORT_SCHEMA = {
    "id": pl.Int64,
    "session_id": pl.Int64,
    "code": pl.String,
    "said": pl.String,
    "on": pl.Date,
    "clock": pl.String,
    "known_on": pl.Date,
}
FIRST_SCHEMA = {"session_id": pl.Int64, "status_id": pl.Int64, "first": pl.Date}
# ``life.latest`` in SQL: which report of a session decides, the first of this order.
_RANKS = " ".join(f"WHEN '{code}' THEN {rank}" for code, rank in RANKS.items())
LATEST_FIRST = (
    f'r."on" DESC, r.clock DESC, r.known_on DESC, CASE r.code {_RANKS} ELSE {len(RANKS)} END DESC, '
    "r.code DESC"
)
NIKS_AT_ONCE = 5_000


def is_here(area_code: str, regency: str) -> bool:
    """Whether a session was this office's, as far as anybody said: in the regency, or nobody said where.

    Files of the office's own kits often name the place alone; a session made elsewhere comes with its code.
    """
    return regency.startswith(area_code) or area_code.startswith(f"{regency}.")


def of_niks(niks: Sequence[str]) -> dict[str, list[Held]]:
    """The sessions of some people with the statuses reported since, by NIK."""
    return {nik: list(by_id.values()) for nik, by_id in numbered_of_niks(niks).items()}


def numbered_of_niks(niks: Sequence[str]) -> dict[str, dict[int, Held]]:
    """As ``of_niks``, each session under its id."""
    found: dict[str, dict[int, Held]] = {}
    for start in range(0, len(niks), NIKS_AT_ONCE):
        sessions = _read("nik", niks[start : start + NIKS_AT_ONCE])
        reports = _reports(sessions["id"].to_list())
        for pk, nik, on, _clock, known, *_ in sessions.iter_rows():
            found.setdefault(nik, {})[pk] = Held(on, known, tuple(reports.get(pk, ())))
    return found


def held_for(niks: Sequence[str]) -> pl.DataFrame:
    """The sessions held for some NIKs, to compare a file with."""
    parts = [_read("nik", niks[n : n + NIKS_AT_ONCE]) for n in range(0, len(niks), NIKS_AT_ONCE)]
    return pl.concat(parts) if parts else pl.DataFrame(schema=SESSION_SCHEMA)


def reports_of(session_ids: Sequence[int]) -> pl.DataFrame:
    """The statuses reported for some sessions."""
    parts = [
        bulk.read(
            f"FROM recordings_status WHERE session_id IN ({_ints(session_ids[n : n + NIKS_AT_ONCE])})",
            schema=REPORT_SCHEMA,
        )
        for n in range(0, len(session_ids), NIKS_AT_ONCE)
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=REPORT_SCHEMA)


def first_known(session_ids: Sequence[int]) -> pl.DataFrame:
    """The day on which whoever told it first knew of a session (status_id null) or a status of it: of those
    of some sessions that others knew of before.
    """
    parts = [
        bulk.read(
            f"FROM recordings_earlier WHERE session_id IN ({_ints(session_ids[n : n + NIKS_AT_ONCE])})",
            schema=FIRST_SCHEMA,
        )
        for n in range(0, len(session_ids), NIKS_AT_ONCE)
    ]
    return pl.concat([pl.DataFrame(schema=FIRST_SCHEMA), *parts]).unique(["session_id", "status_id"])


def touched_after(source: str) -> int:
    """How many sessions of which *source* told something else has spoken of since, be it to confirm it.

    A packet that told of one does not hold it: the session is the packet's, and stays.
    """
    own = bulk.read(
        "FROM recordings_session WHERE source = %s UNION SELECT session_id FROM recordings_status "
        "WHERE source = %s UNION SELECT e.session_id FROM recordings_earlier e JOIN recordings_session s "
        "ON s.id = e.session_id WHERE e.source = %s AND s.source LIKE 'packet:%%'",
        [source, source, source],
        schema={"id": pl.Int64},
    )["id"]
    added = Session.objects.filter(source=source)
    spoken_of = set(
        Status.objects.filter(session__in=added).exclude(source=source).values_list("session", flat=True)
    )
    spoken_of |= set(
        Earlier.objects.filter(session__in=added).exclude(source=source).values_list("session", flat=True)
    )
    of_statuses = Earlier.objects.filter(status__source=source).exclude(source=source)
    spoken_of |= set(of_statuses.values_list("session", flat=True))
    before = Confirmation.objects.filter(source=source).values_list("id", flat=True).first() or 0
    for kept in Confirmation.objects.filter(id__gt=before).values_list("sessions", flat=True):
        spoken_of |= set(own.filter(own.is_in(bulk.unpacked(kept).implode())))
    return len(spoken_of)


def sessions_of(nik: str) -> QuerySet[Session]:
    """One person's sessions, oldest first, with their reports."""
    return Session.objects.filter(nik=nik).prefetch_related("reports")


def words_of(sessions: Iterable[Session]) -> dict[int, str]:
    """By session the word of the status that stands beside it, to the letter."""
    found = {each.pk: each for each in sessions}
    words: dict[int, str] = {}
    rows = Status.objects.filter(session__in=found).exclude(said="").order_by("clock", "known_on", "pk")
    for session, code, on, said in rows.values_list("session", "code", "on", "said"):
        if (code, on) == (found[session].status, found[session].status_on):
            words[session] = said
    return words


def niks_with_sessions(niks: pl.Series) -> set[str]:
    """Which of many NIKs have a session already: recorded before the register knew the person."""
    known = bulk.read("FROM recordings_session GROUP BY nik", schema={"nik": pl.String})
    return set(known.filter(pl.col("nik").is_in(niks.implode()))["nik"])


def _read(column: str, values: Sequence[str]) -> pl.DataFrame:
    places = ", ".join(["%s"] * len(values))
    sql = f"FROM recordings_session WHERE {column} IN ({places})"
    return (
        bulk.read(sql, list(values), schema=SESSION_SCHEMA) if values else pl.DataFrame(schema=SESSION_SCHEMA)
    )


def _reports(session_ids: Sequence[int]) -> dict[int, list[Report]]:
    found: dict[int, list[Report]] = {}
    for _pk, session, code, said, on, clock, known in reports_of(session_ids).iter_rows():
        report = Report(known_on=known, at=on, code=code, clock=clock, said=said)
        found.setdefault(session, []).append(report)
    return found


def _ints(numbers: Iterable[int]) -> str:
    return ",".join(str(n) for n in numbers) or "0"
