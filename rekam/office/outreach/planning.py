"""Making a plan of visits: begin, plan, keep what was found, put aside."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam.domain.outreach.answer import Answer, Route
from rekam.domain.outreach.model import Visit
from rekam.domain.outreach.replan import ANYBODY
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.outreach import by_hand, queries, risks, stating, stops
from rekam.office.outreach.models import Plan, State
from rekam.office.outreach.stating import Stated
from rekam.office.outreach.wishes import Wishes, read

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

LEAST_SECONDS, MOST_SECONDS, USUAL_SECONDS, REPLAN_SECONDS = 1, 600, 60, 10
MOST_DAYS = 184


@transaction.atomic
def begin(
    *,
    starts: date,
    ends: date,
    wishes: Wishes,
    by: "User | None",
    at: datetime,
    name: str = "",
    seconds: int = USUAL_SECONDS,
    seed: int = 1,
    based_on: Plan | None = None,
    reason: str = "",
) -> Plan:
    """A plan that is about to be worked out. *based_on* is the adopted plan that it changes as little as
    possible.
    """
    _check(starts, ends, seconds)
    made = Plan.objects.create(
        name=name,
        starts=starts,
        ends=ends,
        wishes=wishes.stored(),
        seconds=seconds,
        seed=seed,
        based_on=based_on,
        reason=reason,
        made_by=by,
        made_at=at,
    )
    details = {"from": starts.isoformat(), "to": ends.isoformat(), "seconds": seconds, "seed": seed}
    audit.record("plan.planning_begun", subject(made), by=by, at=at, details=details)
    return made


def _check(starts: date, ends: date, seconds: int) -> None:
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise RuleBroken(
            "plan.seconds_out_of_range",
            gettext_noop("Planning may take between %(least)s and %(most)s seconds."),
            least=LEAST_SECONDS,
            most=MOST_SECONDS,
        )
    if ends < starts:
        raise RuleBroken(
            "plan.ends_before_it_starts", gettext_noop("The last day lies before the first one.")
        )
    if (ends - starts).days >= MOST_DAYS:
        raise RuleBroken(
            "plan.too_long",
            gettext_noop("A plan spans %(most)s days at most. Choose a shorter time."),
            most=MOST_DAYS,
        )


def prepare(plan: Plan, at: datetime) -> Stated:
    """The problem as the office stands now, taken out of the database so that nothing is locked meanwhile."""
    return stating.state(
        start=plan.starts,
        end=plan.ends,
        wishes=read(plan.wishes),
        at=at,
        kept=kept(plan, at),
        done=_added(done(plan, timezone.localdate(at)), _by_hand(plan)),
    )


def _by_hand(plan: Plan) -> Mapping[str, int]:
    """The blocks of visits that were planned beside the plan: who comes there is not expected twice."""
    return by_hand.between(plan.starts, plan.ends).blocks(read(plan.wishes).block_minutes)


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {site: one.get(site, 0) + other.get(site, 0) for site in {*one, *other}}


def kept(plan: Plan, at: datetime) -> tuple[Visit, ...]:
    """What was told to clients and crews, where the plan changes one that is in force. What is at risk may go
    to any crew, so that others stay with theirs.
    """
    if plan.based_on is None:
        return ()
    hit = {one.stop.pk for one in risks.at_risk(plan.based_on, plan.starts, at)}
    held = queries.standing(plan.based_on, plan.starts, plan.ends)
    return tuple(
        Visit(
            (stop.stands_on - plan.starts).days,
            stops.site_of(stop),
            ANYBODY if stop.pk in hit else stop.crew,
        )
        for stop in held.select_related("area", "client", "place", "visit")
    )


def done(plan: Plan, today: date) -> dict[str, int]:
    """The blocks that the plan in force works between today and the first day of its change: nobody there is
    left to be recorded twice.
    """
    if plan.based_on is None:
        return {}
    found: dict[str, int] = {}
    held = queries.standing(plan.based_on, today, plan.starts - timedelta(days=1))
    for stop in held.select_related("area", "place"):
        site = stops.site_of(stop)
        found[site] = found.get(site, 0) + stop.blocks
    return found


def hint(plan: Plan) -> list[Route]:
    """The routes of the plan in force, from which a change of it begins."""
    if plan.based_on is None:
        return []
    held = queries.standing(plan.based_on, plan.starts, plan.ends)
    ordered = held.select_related("area", "place", "kit", "visit").order_by("route", "order")
    return stops.as_routes(ordered, plan.starts)


@transaction.atomic
def keep(
    *,
    plan: Plan,
    stated: Stated,
    answer: Answer,
    by: "User | None",
    at: datetime,
    more: Sequence[dict[str, Any]] = (),
) -> Plan:
    """Put the answer into the plan, with what one *more* of something would bring."""
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    if held.state != State.SOLVING:
        raise RuleBroken(
            "plan.not_being_planned",
            gettext_noop("The plan was put aside while it was worked out. Nothing was changed."),
        )
    held.state, held.status, held.method = State.READY, answer.status, answer.method
    held.took_seconds, held.best_at_seconds = round(answer.seconds, 2), round(answer.best_at, 2)
    held.value, held.bound, held.expected = answer.value, answer.bound, answer.expected
    held.travel_minutes = answer.travel_minutes
    _tell(held, stated, answer)
    held.what_if = list(more)
    held.low, held.high = stops.fill(held, stated, answer)
    held.save()
    details = {"status": answer.status, "method": answer.method, "value": answer.value, "bound": answer.bound}
    audit.record("plan.planned", subject(held), by=by, at=at, details=details)
    return held


def _tell(held: Plan, stated: Stated, answer: Answer) -> None:
    """What can be said about each place, promise and floor, by codes that ``told`` turns into words."""

    def named(code: str) -> dict[str, Any]:
        each = stated.ground[code]
        return {"site": code, "name": each.name, "district": each.district, "reachable": each.reachable}

    held.facts = [
        {
            **named(fact.site), "blocks": fact.blocks, "left": fact.left, "expected": fact.expected,
            "why": fact.why, "next": fact.next_block, "needed": fact.needed,
        }
        for fact in answer.facts.values()
    ]  # fmt: skip
    held.broken = [
        {
            **named(each.site), "on": stated.problem.on(each.day).isoformat(), "missing": each.missing,
            "why": each.why,
            "nearest": None if each.nearest is None else stated.problem.on(each.nearest).isoformat(),
        }
        for each in answer.broken
    ]  # fmt: skip
    held.short = [
        {"district": each.district, "floor": each.floor, "expected": each.expected} for each in answer.short
    ]
    held.prices = [
        {
            "on": None if price.day is None else stated.problem.on(price.day).isoformat(),
            "recordings": price.recordings,
            **({"district": price.code} if price.day is None else named(price.code)),
        }
        for price in answer.prices
    ]
    held.assumed = list(_assumed(stated))


def _assumed(stated: Stated) -> Iterable[dict[str, Any]]:
    for team in stated.teams.values():
        if team.assumed:
            yield {"code": "crews", "base": team.place.name, "days": team.assumed}
        unready = sum(len(kit.days) < stated.problem.days for kit in team.kits)
        if unready:
            yield {"code": "kits", "base": team.place.name, "kits": unready}
    for kind in sorted({each.kind for each in stated.ground.values()}):
        rate = stated.rates.of(kind)
        yield {
            "code": "rate", "kind": kind, "visits": rate.visits, "show_up": round(100 * rate.show_up.mean),
            "per_hour": round(rate.per_kit_hour.mean, 1),
        }  # fmt: skip
    yield {"code": "roads", "source": stated.roads.source, "trouble": stated.roads.trouble}


@transaction.atomic
def give_up(*, plan: Plan, by: "User | None", at: datetime) -> Plan:
    """Planning was lost without an answer: the plan stays as a wish that was put aside."""
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    check_state(held, State.SOLVING)
    held.state = State.DISCARDED
    held.save()
    audit.record("plan.planning_given_up", subject(held), by=by, at=at)
    return held


@transaction.atomic
def discard(*, plan: Plan, by: "User | None", at: datetime) -> Plan:
    """Put a plan aside. It stays readable."""
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    check_state(held, State.READY)
    held.state = State.DISCARDED
    held.save()
    audit.record("plan.discarded", subject(held), by=by, at=at)
    return held


def check_state(plan: Plan, *states: State) -> None:
    if plan.state not in states:
        raise RuleBroken(
            "plan.not_now",
            gettext_noop("The plan is in the state: %(state)s. That cannot be done with it now."),
            state=State(plan.state).label,
        )


def subject(plan: Plan) -> str:
    """How the audit trail names a plan."""
    return f"plan:{plan.pk}"
