"""Recordings as three views of one truth: sessions in files, what the register attests, and what counts.

``sessions`` become rows of the recordings files, ``attested`` the EKTP columns of the register files, and
``captures`` say from when to when the office knew of a recording that counts.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from rekam.demo.days import AS_OF, FILES, FIRST, NEVER, NO_FILE, Ints
from rekam.demo.people import Mask, People

STATUSES = (
    "", "UNREGISTERED", "BIO_CAPTURED", "PROCESSING", "SENT_FOR_ENROLLMENT", "RECEIVED_AT_CENTRAL",
    "PRINT_READY_RECORD", "SENT_FOR_CARD_PRINTING", "CARD_PRINTED", "CARD_SHIPPED", "CARD_ISSUED",
    "ADJUDICATE_RECORD", "REQUEST_VALIDATION", "DUPLICATE_RECORD", "ENROLL_FAILURE_AT_CENTRAL",
    "ENROLL_FAILURE_AT_REGIONAL", "SEARCH_FAILURE_AT_CENTRAL", "RECORD_ON_HOLD", "CARD_REISSUE_QUEUED",
)  # fmt: skip
BLANK, UNREGISTERED, CAPTURED, PROCESSING, SENT, RECEIVED, PRINT_READY, TO_PRINT, PRINTED, SHIPPED, ISSUED = (
    range(11)
)
ADJUDICATE, VALIDATE, DUPLICATE, FAILED_AT_CENTRE, FAILED_HERE, SEARCH_FAILED = range(11, 17)
# Two codes that are on no list: offices meet such codes, and must keep them.
UNLISTED = (17, 18)
FAILURES = np.array([FAILED_AT_CENTRE, FAILED_HERE, SEARCH_FAILED], dtype=np.int32)
FAILURE_SHARES = (0.72, 0.10, 0.18)

# Where a recording took place: a district's number, or one of these.
SAMARINDA, BONTANG, ELSEWHERE = 18, 19, 20

_YOUNG = ((CAPTURED, 0.3), (PROCESSING, 0.2), (SENT, 0.5))
_RECENT = ((SENT, 0.55), (RECEIVED, 0.15), (PRINT_READY, 0.3))
_DONE = (
    (PRINT_READY, 0.52), (TO_PRINT, 0.08), (PRINTED, 0.19), (ISSUED, 0.14), (SHIPPED, 0.02), (SENT, 0.04),
    (ADJUDICATE, 0.007), (VALIDATE, 0.003),
)  # fmt: skip
# Cards ran short from August on: what is done waits to be printed.
_WAITING = ((PRINT_READY, 0.86), (PRINTED, 0.05), (ISSUED, 0.03), (SENT, 0.05), (ADJUDICATE, 0.01))
OLD = (
    (ISSUED, 0.55), (PRINTED, 0.12), (SHIPPED, 0.04), (TO_PRINT, 0.04), (PRINT_READY, 0.22), (SENT, 0.025),
    (ADJUDICATE, 0.005),
)  # fmt: skip


def chosen(rng: np.random.Generator, table: tuple[tuple[int, float], ...], size: int) -> Ints:
    codes, shares = zip(*table, strict=True)
    return rng.choice(codes, size, p=np.array(shares) / sum(shares)).astype(np.int32)


def month_of(day: Ints) -> Ints:
    return (np.searchsorted(FIRST, day, side="right") - 1).astype(np.int32)


@dataclass
class Sessions:
    """Rows of recordings files. ``where`` as above; ``minute`` of the day."""

    person: Ints
    day: Ints
    minute: Ints
    where: Ints
    status: Ints
    status_day: Ints
    known: Ints

    def frame(self) -> pl.DataFrame:
        return pl.DataFrame({name: np.asarray(value, np.int32) for name, value in vars(self).items()})


@dataclass
class Captures:
    """Recordings that count: known from ``known`` on, and no longer from ``void`` on."""

    person: Ints
    day: Ints
    known: Ints
    void: Ints

    def first_valid(self, size: int, known: int) -> Ints:
        """The first recording of each person that counted as known on a day, or NEVER."""
        first = np.full(size, NEVER, np.int32)
        valid = (self.known <= known) & (self.void > known)
        np.minimum.at(first, self.person[valid], self.day[valid])
        return first


@dataclass
class Logbook:
    size: int
    taken: Mask = field(init=False)
    _sessions: list[pl.DataFrame] = field(default_factory=list)
    _captures: list[pl.DataFrame] = field(default_factory=list)
    _attested: list[pl.DataFrame] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taken = np.zeros(self.size, bool)

    def take(self, rows: Ints) -> Ints:
        """These people's recordings are settled."""
        self.taken[rows] = True
        return rows

    def capture(self, rows: Ints, day: Ints, known: Ints | int, void: Ints | int = NEVER) -> None:
        self._captures.append(_table(rows, day=day, known=known, void=void))

    def attest(
        self,
        rows: Ints,
        *,
        file: Ints | int,
        status: Ints | int,
        day: Ints,
        updated: Ints,
        where: Ints | int,
        is_news: bool = False,
    ) -> None:
        """From *file* on the register shows this status, which then replaces an earlier one.

        News alone is reason enough for a row in an update; other statuses wait until a person's row is due.
        """
        columns = {"file": file, "status": status, "day": day, "updated": updated, "where": where}
        self._attested.append(_table(rows, **columns, is_news=int(is_news)))

    def session(self, sessions: Sessions) -> None:
        self._sessions.append(sessions.frame())

    def attest_later(self, sessions: Sessions) -> None:
        """The register shows a session's recording some weeks after the office knew of it."""
        file = np.searchsorted(AS_OF, sessions.known + 20).astype(np.int32)
        seen = file < len(FILES)
        updated = np.minimum(sessions.status_day, AS_OF[np.minimum(file, len(AS_OF) - 1)])
        self.attest(
            sessions.person[seen],
            file=file[seen],
            status=sessions.status[seen],
            day=sessions.day[seen],
            updated=updated[seen],
            where=sessions.where[seen],
        )

    def captures(self) -> Captures:
        table = pl.concat(self._captures)
        return Captures(*(table[name].to_numpy() for name in ("person", "day", "known", "void")))

    def sessions(self) -> pl.DataFrame:
        return pl.concat(self._sessions)

    def attested(self) -> pl.DataFrame:
        return pl.concat(self._attested).sort("file", maintain_order=True)


def _table(rows: Ints, **columns: Ints | int) -> pl.DataFrame:
    values = {name: np.broadcast_to(value, len(rows)).astype(np.int32) for name, value in columns.items()}
    return pl.DataFrame({"person": rows.astype(np.int32), **values})


def minutes(rng: np.random.Generator, size: int) -> Ints:
    """Times of day between eight and four, fewer at noon; a few were never written down."""
    at = np.where(rng.random(size) < 0.62, rng.normal(600, 62, size), rng.normal(835, 55, size))
    at = np.clip(at, 480, 958).astype(np.int32)
    return np.where(rng.random(size) < 0.01, -1, at).astype(np.int32)


def statuses(rng: np.random.Generator, day: Ints, known: Ints) -> tuple[Ints, Ints]:
    """How far a recording had got when the month's file was made in which it is listed, and since when."""
    month = month_of(known)
    age = FIRST[month + 1] - 1 - day
    size = len(day)
    done = np.where(month >= 8, chosen(rng, _WAITING, size), chosen(rng, _DONE, size))
    status = np.select(
        [age < 3, age < 10], [chosen(rng, _YOUNG, size), chosen(rng, _RECENT, size)], default=done
    )
    since = np.minimum(day + rng.integers(0, 9, size), FIRST[month + 1] - 1)
    return status.astype(np.int32), since.astype(np.int32)


def listed(rng: np.random.Generator, rows: Ints, day: Ints, known: Ints, where: Ints) -> Sessions:
    """Ordinary sessions: no failure reported."""
    status, since = statuses(rng, day, known)
    return Sessions(rows, day, minutes(rng, len(rows)), where, status, since, known)


def usual_places(rng: np.random.Generator, people: People, rows: Ints, district: Ints) -> Ints:
    """Most go to their own district's office, some to the regency's in Sangatta Utara, some next door."""
    own = district[people.desa.at(NO_FILE - 1)[rows]]
    luck = rng.random(len(rows))
    near = np.array([2, 7, 0, 11, 14, 0, 1, 1, 3, 14, 4, 3, 3, 3, 9, 14, 2, 0])[own]
    return np.select([luck < 0.12, luck < 0.18], [3, near], default=own).astype(np.int32)
