"""Making a month's roster: begin, plan, keep what was found, put aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.rosters import model
from rekam.domain.rosters.answer import Answer, Status
from rekam.domain.rosters.model import Problem
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.rosters import gaps, over, queries, stating, weighing
from rekam.office.rosters.models import OPEN_SWAPS, Cover, Duty, Roster, State
from rekam.office.rosters.stating import Month

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

LEAST_SECONDS, MOST_SECONDS, USUAL_SECONDS, REPAIR_SECONDS = 1, 600, 60, 30


@dataclass(frozen=True)
class Prepared:
    """What planning needs to know, taken out of the database so that nothing is locked meanwhile."""

    month: Month
    problem: Problem
    hints: Sequence[model.Duty]


# -- drafts ---------------------------------------------------------------------------------------------


@transaction.atomic
def begin(
    *,
    month: date,
    by: "User | None",
    at: datetime,
    seconds: int = USUAL_SECONDS,
    seed: int = 1,
    from_day: date | None = None,
    on: date | None = None,
) -> Roster:
    """The draft of a month, made when there is none, and marked as being planned.

    Where a roster is published, the draft begins as its copy and is a change of it: only days from
    *from_day* on are planned anew, never one that is over, and moving an officer costs. *on* is the day of
    today where that is not the day of *at*: the demo's calendar stands still.
    """
    today = on or timezone.localdate(at)
    _check_limits(seconds)
    _check_from_day(month, from_day)
    _check_not_over(month, today)
    _check_month(month)
    roster = queries.open_one(month) or _new(month, by=by, at=at, from_day=from_day)
    held = Roster.objects.select_for_update().get(pk=roster.pk)
    held.state, held.seconds, held.seed, held.trouble = State.SOLVING, seconds, seed, None
    over.restore(held, today)
    held.from_day = _first_day(held, from_day, today)
    held.save()
    details = {"seconds": seconds, "seed": seed, "version": held.version}
    audit.record("roster.planning_begun", subject(held), by=by, at=at, details=details)
    return held


def _first_day(roster: Roster, asked: date | None, today: date) -> date | None:
    """From which day on a draft is planned. What officers were told of days that are over, they have done.

    A change that was planned from an earlier day is planned from there again, whatever day is asked: what it
    was made for before, as the sick call of another week, is still mended, and which of its days planning
    has changed stays known (``over``).
    """
    first = asked or roster.from_day
    if roster.replaces_id is None:
        return first
    if roster.penalty is not None:
        first = min(first, roster.from_day) if first and roster.from_day else None
    return first if today <= roster.month else max(first or today, today)


@transaction.atomic
def draft(
    *, month: date, by: "User | None", at: datetime, from_day: date | None = None, reason: str = ""
) -> Roster:
    """A draft to be filled or changed by hand: a copy of the published roster, or empty."""
    _check_from_day(month, from_day)
    opened = queries.open_one(month)
    if opened is not None:
        raise _draft_open(opened)
    made = _new(month, by=by, at=at, from_day=from_day, reason=reason)
    audit.record("roster.drafted", subject(made), by=by, at=at, details={"version": made.version})
    return made


def _new(month: date, *, by: "User | None", at: datetime, from_day: date | None, reason: str = "") -> Roster:
    current = queries.published(month)
    last = queries.versions(month).first()
    made = Roster(
        month=month,
        version=last.version + 1 if last else 1,
        replaces=current,
        replaces_revision=current.revision if current else None,
        from_day=from_day,
        reason=reason,
        made_by=by,
        made_at=at,
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:  # somebody else began the same month meanwhile
        raise _draft_open(made) from error
    if current is not None:
        copies = list(current.duties.order_by("id"))
        for duty in copies:
            duty.pk, duty.roster = None, made
        Duty.objects.bulk_create(copies)
    gaps.renew(made)
    return made


def _draft_open(roster: Roster) -> RuleBroken:
    return RuleBroken(
        "roster.draft_open",
        gettext_noop(
            "Version %(version)s of this month is being worked on. Publish it or put it aside first."
        ),
        version=roster.version,
    )


def _check_limits(seconds: int) -> None:
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise RuleBroken(
            "roster.seconds_out_of_range",
            gettext_noop("Planning may take between %(least)s and %(most)s seconds."),
            least=LEAST_SECONDS,
            most=MOST_SECONDS,
        )


def _check_from_day(month: date, from_day: date | None) -> None:
    if from_day is not None and queries.month_of(from_day) != month:
        raise RuleBroken(
            "roster.day_of_another_month",
            gettext_noop("%(day)s does not lie in the month that is planned. Choose a day of it, or none."),
            day=wording.short_date(from_day),
        )


def _check_not_over(month: date, today: date) -> None:
    last = queries.last_of(month)
    if last < today:
        raise RuleBroken(
            "roster.month_over",
            gettext_noop(
                "This month ended on %(day)s: days that are over are not planned. If somebody else served "
                "than the roster says, change it by hand."
            ),
            day=wording.short_date(last),
        )


def _check_month(month: date) -> None:
    days = (month, queries.last_of(month))
    if not Cover.objects.filter(on__range=days, wanted__gt=0).exists():
        raise RuleBroken(
            "roster.no_cover",
            gettext_noop("Nobody is wanted on any day of this month yet. Propose its cover first."),
        )
    if not queries.serving(*days).exists():
        raise RuleBroken(
            "roster.no_officers",
            gettext_noop("No officer belongs to the office in this month. Add the officers first."),
        )


# -- planning -------------------------------------------------------------------------------------------


def prepare(roster: Roster) -> Prepared:
    """The problem as it stands now. A change begins from the roster that it changes; a new month from
    nothing, so that the same seed gives the same roster whatever the draft holds. What was set by hand or
    swapped stays (``keeping``), but for days on which the officer is away by now.
    """
    month = stating.planned(roster)
    before = list(roster.replaces.duties.filter(on__gte=month.start)) if roster.replaces else None
    problem = stating.problem(month, fixed=month.kept, previous=before)
    return Prepared(month, problem, stating.stated(month, before or ()))


@transaction.atomic
def keep(*, roster: Roster, prepared: Prepared, answer: Answer, by: "User | None", at: datetime) -> Roster:
    """Put the answer into the draft. One that is no roster leaves the draft as it was, and says why."""
    held = Roster.objects.select_for_update().get(pk=roster.pk)
    if held.state != State.SOLVING:
        raise RuleBroken(
            "roster.not_being_planned",
            gettext_noop("The roster was put aside or published while it was planned. Nothing was changed."),
        )
    held.state, held.status = State.DRAFT, answer.status
    held.took_seconds, held.best_at_seconds = round(answer.seconds, 2), round(answer.best_at, 2)
    if answer.status == Status.IMPOSSIBLE:
        held.trouble = impossible(prepared, answer)
        held.save()
    else:
        _fill(held, prepared, answer)
    details = {
        "status": answer.status, "penalty": answer.penalty, "bound": answer.bound,
        "seed": held.seed, "missing": sum(held.unmet.values_list("missing", flat=True)),
    }  # fmt: skip
    audit.record("roster.planned", subject(held), by=by, at=at, details=details)
    return held


def _fill(held: Roster, prepared: Prepared, answer: Answer) -> None:
    fixed = set(prepared.problem.fixed)
    later = held.duties.filter(on__gte=prepared.month.start)
    later.filter(is_fixed=False).exclude(pk__in=[duty.pk for duty in prepared.month.kept]).delete()
    new = [duty for duty in answer.assignments if duty not in fixed]
    Duty.objects.bulk_create(stating.rows(prepared.month, held, new))
    later.filter(queries.is_away()).delete()  # who left or was granted leave meanwhile, too
    held.penalty, held.bound, held.parts = answer.penalty, answer.bound, dict(answer.parts)
    held.proven_for = weighing.fingerprint(prepared.problem)
    held.revision += 1
    held.trouble = None
    held.save()
    held.changes.all().delete()  # what was done by hand before cannot be undone in another roster
    gaps.renew(held)


def impossible(prepared: Prepared, answer: Answer) -> dict[str, object]:
    """Whose rules cannot hold together, and on which days."""
    clashes = [
        {
            "officer": prepared.month.by_code[clash.worker].name,
            "rules": list(clash.rules),
            "days": [prepared.problem.on(day).isoformat() for day in clash.days],
        }
        for clash in answer.clashes
    ]
    return {"code": "roster.impossible", "values": {"clashes": clashes}}


@transaction.atomic
def give_up(*, roster: Roster, by: "User | None", at: datetime) -> Roster:
    """Planning was lost without an answer; the draft is as it was before."""
    held = Roster.objects.select_for_update().get(pk=roster.pk)
    check_state(held, State.SOLVING)
    held.state = State.DRAFT
    held.save()
    audit.record("roster.planning_given_up", subject(held), by=by, at=at)
    return held


@transaction.atomic
def discard(*, roster: Roster, by: "User | None", at: datetime) -> Roster:
    """Put a draft aside. It stays readable; the month is free for another one."""
    held = Roster.objects.select_for_update().get(pk=roster.pk)
    check_state(held, State.DRAFT, State.SOLVING)
    held.state = State.DISCARDED
    held.save()
    held.swaps.filter(state__in=OPEN_SWAPS).delete()
    audit.record("roster.discarded", subject(held), by=by, at=at, details={"version": held.version})
    return held


def check_state(roster: Roster, *states: State) -> None:
    if roster.state not in states:
        raise RuleBroken(
            "roster.not_now",
            gettext_noop("Version %(version)s is in the state: %(state)s. That cannot be done with it now."),
            version=roster.version,
            state=State(roster.state).label,
        )


def subject(roster: Roster) -> str:
    """How the audit trail names a roster."""
    return f"roster:{roster.month:%Y-%m} v{roster.version}"
