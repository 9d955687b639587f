"""What sources said about a resident, folded into one life.

A source (a register file, a registrar's correction) says the facts as it holds them on one day. Saying by
saying, in the order of the days on which they were known, they become a life: where the person lived from
when to when, when the obligation began, and whether a recording counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from rekam.domain.coverage.rules import ELIGIBLE, NOT_COUNTED, RANKS, Reason


@dataclass(frozen=True, slots=True)
class Saying:
    """The facts of one resident as one source held them on ``known_on``.

    ``came`` says how a person who was not held before entered: ``OPENING`` (complete first register: lived
    here as long as is known), ``BORN``, ``MOVED_IN`` or ``JOINED_REGISTER``. Dates that a source does not
    give are None and then count from ``known_on``, the day on which the register learned of it.
    ``was_so``: nothing happened, the register was wrong. The village is that of the whole last stay, and who
    was said to be gone never left.
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
    was_so: bool = False

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


Stays = tuple[Stay, ...]


class Eligible(NamedTuple):
    """When the law is about the person: ``since`` (None: birth) to the day before ``until`` (None: open)."""

    since: date | None = None
    until: date | None = None


class End(NamedTuple):
    """The first day on which somebody did not live here any more, and why."""

    on: date
    left: Reason


@dataclass(frozen=True, slots=True)
class Life:
    """One resident as known on one day.

    ``lived``: the stays as if nobody had said that the person is gone (``end``), so that they hold again when
    that was a mistake, and end anew when its day is corrected. ``heard_on``: the first day on which a source
    named the person. ``arrived_on``: the day of the arrival that was said last.
    """

    sex: str
    born: date
    married_on: date | None
    eligible: tuple[Eligible, ...]
    lived: Stays
    end: End | None
    heard_on: date
    arrived_on: date | None

    @property
    def stays(self) -> Stays:
        """Where the person was domiciled, from when to when."""
        return self.lived if self.end is None else _cut(self.lived, self.end)

    def is_eligible(self, on: date) -> bool:
        """Whether the law is about the person on a day: a citizen, or a foreigner with permanent stay."""
        return any(
            (span.since is None or span.since <= on) and (span.until is None or on < span.until)
            for span in self.eligible
        )


ENDINGS = {"moved_out": Reason.MOVED_OUT, "died": Reason.DIED, "left": Reason.LEFT_REGISTER}


def learn(life: Life | None, said: Saying) -> Life:
    """The life after one more saying. Sayings come in the order of their ``known_on``."""
    end = _end(life.end if life else None, said)
    return Life(
        sex=said.sex,
        born=said.born,
        married_on=_married_on(life, said),
        eligible=_eligibility(life, said),
        lived=_lived(life, said, end) if life else (_first_stay(said),),
        end=end,
        heard_on=life.heard_on if life else said.known_on,
        arrived_on=said.arrived_on,
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


# -- where somebody lived ----------------------------------------------------------------------------------


def _first_stay(said: Saying) -> Stay:
    if said.arrived_on is not None:
        return Stay(said.area, said.arrived_on, Reason.MOVED_IN)
    if said.came is Reason.JOINED_REGISTER:
        return Stay(said.area, said.known_on, Reason.JOINED_REGISTER)
    return Stay(said.area, None, Reason.BORN)


def _lived(life: Life, said: Saying, end: End | None) -> Stays:
    """The stays after one more saying, as if it did not say that the person is gone."""
    if end:
        if not said.arrived_on or said.arrived_on >= end.on:
            return life.lived  # what is no arrival before the end is none of here
    elif life.end and not _never_left(life.end, said):
        return _moved(life.stays, said.area, said.arrived_on, said.known_on)
    *earlier, last = life.lived
    if said.was_so:
        was_there = bool(earlier) and (earlier[-1].area, earlier[-1].left) == (said.area, Reason.MOVED_WITHIN)
        return _reopened(earlier) if was_there else (*earlier, replace(last, area=said.area))
    if said.area != last.area:
        return _moved(life.lived, said.area, said.arrived_on, said.known_on)
    is_back = life.end is not None and life.end.left is Reason.LEFT_REGISTER
    if not said.arrived_on or said.arrived_on == life.arrived_on or is_back:
        return life.lived
    return _begun(life.lived, said.arrived_on, life.heard_on)


def _never_left(end: End, said: Saying) -> bool:
    """Whether somebody who is here again was here all the time: the death was a mistake, or that they were
    gone; or they were missing where they had lived, and lived elsewhere here by then.
    """
    if end.left is Reason.LEFT_REGISTER and (said.arrived_on or said.known_on) <= end.on:
        return True
    return said.was_so or end.left is Reason.DIED


def _moved(stays: Stays, area: str, day: date | None, known_on: date) -> Stays:
    """The stays of who lives in *area* from *day* on; where nobody says the day, since it is known.

    Stays that would begin on that day or later never were; but who moved out was away until then.
    """
    away = max((s.until for s in stays if s.left is Reason.MOVED_OUT and s.until), default=date.min)
    on = max(day or known_on, away)
    first = stays[0]
    if first.since is not None and on <= first.since:  # lived there all the time
        return (Stay(area, on, Reason.MOVED_IN) if day else replace(first, area=area, until=None, left=None),)
    *earlier, last = [s for s in stays if s.since is None or s.since < on]
    if last.left in (Reason.MOVED_OUT, Reason.LEFT_REGISTER) and not _is_missing_until(last, on):
        came = Reason.MOVED_IN if day else Reason.JOINED_REGISTER
        return (*earlier, last, Stay(area, on, came))
    if last.area == area:
        return _reopened((*earlier, last))
    closed = replace(last, until=on, left=Reason.MOVED_WITHIN)
    return (*earlier, closed, Stay(area, on, Reason.MOVED_WITHIN))


def _reopened(stays: Sequence[Stay]) -> Stays:
    *earlier, last = stays
    return (*earlier, replace(last, until=None, left=None))


def _is_missing_until(stay: Stay, on: date) -> bool:
    """Missing from the register of one village since a day on which the person was in another already."""
    return stay.left is Reason.LEFT_REGISTER and stay.until is not None and on <= stay.until


def _begun(stays: Stays, on: date, heard_on: date) -> Stays:
    """The stays when the last of them began on another day than was held.

    Whom the register named before that day, without a day on which they came, lived here before it.
    """
    *earlier, last = stays
    if earlier:
        return _moved(tuple(earlier), last.area, on, on)
    if last.since is None and on > heard_on:
        return stays
    return (replace(last, since=on, came=Reason.MOVED_IN),)


def _end(held: End | None, said: Saying) -> End | None:
    """How it ended, after one more saying. The same news with another day corrects the day."""
    if said.standing not in ENDINGS:
        return None
    left = ENDINGS[said.standing]
    again = held.on if held and held.left is left else None
    end = End(said.ended_on or again or said.known_on, left)
    if held and held.left is not left and _was_gone(held, end.on, has_day=said.ended_on is not None):
        return held
    return end


def _was_gone(held: End, on: date, *, has_day: bool) -> bool:
    """Whoever moved away and dies elsewhere later did not live here until then; nor did one who was missing
    from the register before, where nobody knows the day.
    """
    if on <= held.on:
        return False
    return held.left is Reason.MOVED_OUT or (held.left is Reason.LEFT_REGISTER and not has_day)


def _cut(lived: Stays, end: End) -> Stays:
    """Nobody moves after the end: stays that begin on that day or later never were, and the one before them
    ends on it. The first is kept, be it empty; and who had moved out by then was gone already.
    """
    first, *later = lived
    *earlier, last = (first, *(stay for stay in later if stay.since is None or stay.since < end.on))
    if last.left is Reason.MOVED_OUT and last.until is not None and last.until <= end.on:
        return (*earlier, last)
    return (*earlier, replace(last, until=end.on, left=end.left))


@dataclass(frozen=True, slots=True)
class Report:
    """One status that somebody reported for a session, and when the office learned of it.

    ``clock``: HH:MM:SS on the day ``at``, where the source gives it. ``said``: the word to the letter; no
    rule goes by it.
    """

    known_on: date
    at: date
    code: str
    clock: str = ""
    said: str = field(default="", compare=False)


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
