"""Which rules a change would break, asked before it is made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.rosters import model
from rekam.domain.rosters.model import Worker
from rekam.domain.rosters.rules import minutes_outside
from rekam.domain.trouble import RuleBroken
from rekam.office.rosters import queries, stating
from rekam.office.rosters.models import Roster
from rekam.office.rosters.moves import Move, Post

Days = Mapping[int, model.Duty]
AWAY = (stating.LEAVE, stating.NOT_HERE)  # a duty on such a day is a gap and makes nobody tired
# Rules that a roster can come to break while it lies there, by what is published or planned beside it.
BESIDE = ("most_days_on", "most_minutes_a_week", stating.ON_VISIT)

SENTENCES = {
    "not_here": gettext_noop("%(name)s does not belong to the office on %(days)s."),
    "leave": gettext_noop("%(name)s is on leave on %(days)s."),
    "day_off": gettext_noop("%(name)s never works on this weekday: %(days)s."),
    "skill": gettext_noop("%(name)s cannot do what is wanted on %(days)s."),
    "place": gettext_noop("%(name)s does not serve the place of %(days)s."),
    "on_visit": gettext_noop("%(name)s goes out on a visit on %(days)s."),
    "most_days_on": gettext_noop("%(name)s would be on duty more than six days in a row: %(days)s."),
    "most_minutes_a_week": gettext_noop(
        "%(name)s would work more hours than allowed in the week of %(days)s."
    ),
    "unknown": gettext_noop("%(name)s does not belong to the office in this month."),
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that one officer's month does not keep, and on which days."""

    officer: int
    rule: str
    days: tuple[date, ...] = ()


class Checker:
    """A month's rules, read once; asked as often as one likes."""

    def __init__(self, roster: Roster) -> None:
        self.month = stating.read(roster.month, queries.last_of(roster.month))
        self.problem = stating.problem(self.month)
        self.held = model.by_worker(self.problem, stating.stated(self.month, roster.duties.all()))

    def broken(self, moves: Iterable[Move]) -> list[Broken]:
        """What the moves would break that is not broken already."""
        found: list[Broken] = []
        for officer, duties in self._after(moves).items():
            if str(officer) not in self.problem.worker:
                found.append(Broken(officer, "unknown"))
                continue
            before = set(self._of(officer, self.held[str(officer)]))
            found += [each for each in self._of(officer, duties) if each not in before]
        return found

    def broken_beside(self, current: Roster | None) -> list[Broken]:
        """Rest, hours and visits that the roster does not keep, and the one that it replaces did."""
        known = current.duties.all() if current else ()
        before = model.by_worker(self.problem, stating.stated(self.month, known))
        held = {each for code, duties in before.items() for each in self._of(int(code), duties)}
        found = [each for code, duties in self.held.items() for each in self._of(int(code), duties)]
        return [each for each in found if each.rule in BESIDE and each not in held]

    def trouble(self, broken: Broken) -> RuleBroken:
        """A broken rule as a person is told of it."""
        officer = self.month.by_code.get(str(broken.officer))
        return RuleBroken(
            f"duty.{broken.rule}",
            SENTENCES[broken.rule],
            name=officer.name if officer else "",
            days=" – ".join(wording.short_date(on) for on in broken.days),
        )

    def _after(self, moves: Iterable[Move]) -> dict[int, dict[int, model.Duty]]:
        """The months of those who move, as they would be."""
        found: dict[int, dict[int, model.Duty]] = {}
        for move in moves:
            mine = found.setdefault(move.officer, dict(self.held.get(str(move.officer), {})))
            day = (move.on - self.month.start).days
            mine.pop(day, None)
            if move.after is not None:
                mine[day] = self._duty(move.officer, day, move.after)
        return found

    def _duty(self, officer: int, day: int, post: Post) -> model.Duty:
        return model.Duty(str(officer), day, str(post.place), self.month.shifts[post.shift].code, post.skill)

    def _of(self, officer: int, duties: Days) -> list[Broken]:
        worker = self.problem.worker[str(officer)]
        served = {day: duty for day, duty in duties.items() if worker.absent.get(day) not in AWAY}
        runs = _runs(worker, served, self.problem.days)
        found = [*_able(worker, duties), *runs, *self._weeks(worker, served)]
        return [Broken(officer, rule, tuple(self.problem.on(day) for day in days)) for rule, days in found]

    def _weeks(self, worker: Worker, duties: Days) -> Iterable[tuple[str, Sequence[int]]]:
        most = worker.limits.most_minutes_a_week
        for week in self.problem.weeks:
            inside = [day for day in week if day in duties]
            minutes = sum(self.problem.shift[duties[day].shift].minutes for day in inside)
            outside = minutes_outside(self.problem, worker, week)
            if most is not None and inside and minutes + outside > most:
                yield "most_minutes_a_week", (week[0], week[-1])


def _able(worker: Worker, duties: Days) -> Iterable[tuple[str, Sequence[int]]]:
    for day, duty in duties.items():
        if day in worker.absent:
            yield worker.absent[day], (day,)
        if duty.skill not in worker.skills:
            yield "skill", (day,)
        if duty.place not in worker.places:
            yield "place", (day,)
        if duty.place not in worker.bound_to.get(day, (duty.place,)):
            yield stating.ON_VISIT, (day,)


def _runs(worker: Worker, duties: Days, length: int) -> Iterable[tuple[str, Sequence[int]]]:
    """Days on duty in a row, those beside the month among them."""
    most = worker.limits.most_days_on
    before = {number - len(worker.before) for number, shift in enumerate(worker.before) if shift}
    after = {number + length for number, shift in enumerate(worker.after) if shift}
    worked = before | set(duties) | after
    for day in sorted(worked):
        if day - 1 in worked or most is None:
            continue
        last = day
        while last + 1 in worked:
            last += 1
        if last - day >= most and last >= 0 and day < length:
            yield "most_days_on", (day, last)


def refuse_broken_beside(roster: Roster, current: Roster | None) -> None:
    """Stop here when publishing would break rest or hours, or put somebody to a post who goes out on a visit,
    as when a month beside it was published or a visit planned since this one was made. What the roster that
    is replaced breaks already is nobody's doing.
    """
    checker = Checker(roster)
    broken = checker.broken_beside(current)
    if broken:
        raise checker.trouble(broken[0])


def refuse_broken(roster: Roster, moves: Sequence[Move]) -> None:
    """Stop here when a change would break a rule; the first one is said."""
    checker = Checker(roster)
    broken = checker.broken(moves)
    if broken:
        raise checker.trouble(broken[0])
