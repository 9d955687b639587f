"""What sources said about a resident, folded into one life.

A source (a register file, a registrar's correction) says the facts as it holds them on one day. Saying by
saying, in the order of the days on which they were known, they become a life: where the person lived from
when to when, when the obligation began, and whether a recording counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from rekam.domain.coverage.rules import ELIGIBLE, NOT_COUNTED, RANKS, Reason


@dataclass(frozen=True, slots=True)
class Saying:
    """The facts of one resident as one source held them on ``known_on``.

    ``came`` says how a person who was not held before entered: ``OPENING`` (complete first register: lived
    here as long as is known), ``BORN``, ``MOVED_IN`` or ``JOINED_REGISTER``. Dates that a source does not
    give are None and then count from ``known_on``, the day on which the register learned of it.
    """

    known_on: date
    area: str
    sex: str
    born: date
    ever_married: bool = False
    married_on: date | None = None
    citizenship: str = "citizen"
    standing: str = "resident"
    ended_on: date | None = None
    arrived_on: date | None = None
    came: Reason = Reason.JOINED_REGISTER
    ektp_status: str = ""
    ektp_on: date | None = None

    @property
    def recorded_on(self) -> date | None:
        """The recording that the register itself attests, when its status counts."""
        return self.ektp_on if self.ektp_status not in NOT_COUNTED else None


@dataclass(frozen=True, slots=True)
class Stay:
    """Domicile in one village: from ``since`` (None: from birth) to the day before ``until`` (None: open)."""

    area: str
    since: date | None
    came: Reason
    until: date | None = None
    left: Reason | None = None


class Eligible(NamedTuple):
    """When the law is about the person: ``since`` (None: birth) to the day before ``until`` (None: open)."""

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """One resident as known on one day."""

    sex: str
    born: date
    married_on: date | None
    eligible: tuple[Eligible, ...]
    stays: tuple[Stay, ...]

    def is_eligible(self, on: date) -> bool:
        """Whether the law is about the person on a day: a citizen, or a foreigner with permanent stay."""
        return any(
            (span.since is None or span.since <= on) and (span.until is None or on < span.until)
            for span in self.eligible
        )


ENDINGS = {"moved_out": Reason.MOVED_OUT, "died": Reason.DIED, "left": Reason.LEFT_REGISTER}


def learn(life: Life | None, said: Saying) -> Life:
    """The life after one more saying. Sayings come in the order of their ``known_on``."""
    return Life(
        sex=said.sex,
        born=said.born,
        married_on=_married_on(life, said),
        eligible=_eligibility(life, said),
        stays=_stays(life.stays, said) if life else _first_stay(said),
    )


def _married_on(life: Life | None, said: Saying) -> date | None:
    if not said.ever_married:
        return None
    return said.married_on or (life.married_on if life else None) or said.known_on


def _eligibility(life: Life | None, said: Saying) -> tuple[Eligible, ...]:
    """Periods, so that one that begins later does not take back an obligation that there was before."""
    is_eligible = said.citizenship in ELIGIBLE
    if life is None:
        return (Eligible(),) if is_eligible else ()
    was = bool(life.eligible) and life.eligible[-1].until is None
    if is_eligible == was:
        return life.eligible
    if is_eligible:
        return (*life.eligible, Eligible(said.known_on))
    *earlier, last = life.eligible
    return (*earlier, last._replace(until=said.known_on))


def _first_stay(said: Saying) -> tuple[Stay, ...]:
    if said.arrived_on is not None:
        stay = Stay(said.area, said.arrived_on, Reason.MOVED_IN)
    elif said.came is Reason.JOINED_REGISTER:
        stay = Stay(said.area, said.known_on, Reason.JOINED_REGISTER)
    else:
        stay = Stay(said.area, None, Reason.BORN)
    return (_ended(stay, said),)


def _ended(stay: Stay, said: Saying) -> Stay:
    if said.standing not in ENDINGS:
        return stay
    return replace(stay, until=said.ended_on or said.known_on, left=ENDINGS[said.standing])


def _stays(stays: tuple[Stay, ...], said: Saying) -> tuple[Stay, ...]:
    *earlier, last = stays
    if said.standing in ENDINGS:
        left = ENDINGS[said.standing]
        until = said.ended_on or (last.until if last.left is left else None) or said.known_on
        if _was_gone(last, until, has_day=said.ended_on is not None):
            return stays
        return (*earlier, replace(last, until=until, left=left))
    if last.left is Reason.DIED:  # the death was a mistake: the stay never ended
        last = replace(last, until=None, left=None)
    if last.left is not None:  # gone, and back
        came = Reason.MOVED_IN if said.arrived_on else Reason.JOINED_REGISTER
        since = max(said.arrived_on or said.known_on, last.until or said.known_on)
        return (*earlier, last, Stay(said.area, since, came))
    if said.area == last.area:
        return (*earlier, last)
    moved = said.arrived_on or said.known_on
    if last.since is not None and moved <= last.since:  # lived in the other village all the time
        return (*earlier, replace(last, area=said.area))
    closed = replace(last, until=moved, left=Reason.MOVED_WITHIN)
    return (*earlier, closed, Stay(said.area, moved, Reason.MOVED_WITHIN))


def _was_gone(stay: Stay, until: date, *, has_day: bool) -> bool:
    """Whoever moved away and dies elsewhere later did not live here until then; nor did one who was missing
    from the register before, where nobody knows the day.
    """
    if stay.until is None or until <= stay.until:
        return False
    return stay.left is Reason.MOVED_OUT or (stay.left is Reason.LEFT_REGISTER and not has_day)


@dataclass(frozen=True, slots=True)
class Report:
    """One status that somebody reported for a session, and when the office learned of it.

    ``clock``: HH:MM:SS on the day ``at``, where the source gives it.
    """

    known_on: date
    at: date
    code: str
    clock: str = ""


def in_order(reports: Iterable[Report]) -> list[Report]:
    """By their moment; of one moment the one learned last is last, and of those the one furthest along."""
    return sorted(reports, key=lambda r: (r.at, r.clock, r.known_on, RANKS.get(r.code, len(RANKS)), r.code))


def latest(reports: Iterable[Report]) -> Report | None:
    """The report that decides."""
    ordered = in_order(reports)
    return ordered[-1] if ordered else None


@dataclass(frozen=True, slots=True)
class Session:
    """One recording session of a person, with the statuses reported since."""

    recorded_on: date
    known_on: date
    reports: tuple[Report, ...] = ()


def counts(session: Session, known: date) -> bool:
    """Whether the session counts as a recording, as known on a day. The latest report decides."""
    if session.known_on > known:
        return False
    last = latest(r for r in session.reports if r.known_on <= known)
    return last is None or last.code not in NOT_COUNTED


def recorded_on(said: Saying | None, sessions: Iterable[Session], known: date) -> date | None:
    """The first recording that counts, as known on a day: by person, however many sessions there were."""
    days = [s.recorded_on for s in sessions if counts(s, known)]
    attested = said.recorded_on if said else None
    return min([*days, attested] if attested else days, default=None)


def days_of_news(sayings: Sequence[Saying], sessions: Sequence[Session]) -> list[date]:
    """The days on which anything was learned about the person, in order."""
    news = {s.known_on for s in sayings} | {s.known_on for s in sessions}
    news |= {max(r.known_on, s.known_on) for s in sessions for r in s.reports}
    return sorted(news)
