"""Planning for the screens goes on in the background.

``start`` hands it to a worker (``rekam worker``; ``rekam serve`` starts one). What stops it is kept with the
plan for whoever looks; a bug crashes the task and shows as planning that was lost.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks import task

from rekam.domain.outreach.answer import Answer
from rekam.domain.outreach.solve import solve
from rekam.domain.outreach.what_if import More, brings
from rekam.domain.trouble import RuleBroken
from rekam.office import background, solving
from rekam.office.accounts.models import User
from rekam.office.outreach import planning, work
from rekam.office.outreach.models import Plan
from rekam.office.outreach.stating import Stated
from rekam.office.places import queries as places

AT_A_BASE = (More.KIT, More.CREW, More.TEAM)
PART_FOR_MORE, LEAST_FOR_MORE = 0.5, 0.5  # of the plan's own seconds, for all of them together; for each


def start(*, by: User, **asked: Any) -> Plan:
    """Begin what a person asked for, with the arguments of ``planning.begin``."""
    with transaction.atomic():
        plan = planning.begin(by=by, at=timezone.now(), **asked)
        take(plan)
    try:
        carry_out.enqueue(plan.pk, by.pk)
    except Exception:
        background.end(work.folder_of(plan))
        raise
    return plan


def take(plan: Plan) -> None:
    """Only one may work a plan out at a time."""
    if not background.begin(work.folder_of(plan), work.PLAN):
        raise busy()


def busy() -> RuleBroken:
    return RuleBroken("plan.busy", gettext_noop("This plan is being worked out already. Wait, or stop it."))


@task()
def carry_out(number: int, by: int) -> None:
    """One planning. It does not run twice by itself: after a kill a person starts it again."""
    plan, person = Plan.objects.get(pk=number), User.objects.get(pk=by)
    with background.alive(work.folder_of(plan)):
        work_out(plan, by=person)


def work_out(plan: Plan, *, by: User | None, solver: Callable[..., Answer] = solve) -> Plan:
    """Plan with the time and the seed that the plan says, tell how far it is, and keep the result."""
    folder = work.folder_of(plan)
    tell, stop = solving.teller(folder), solving.stopper(folder)
    stated = planning.prepare(plan, places.default_moment(timezone.now()))
    answer = solver(
        stated.problem,
        seconds=plan.seconds,
        seed=plan.seed,
        hint=planning.hint(plan) or None,
        progress=tell,
        stop=stop,
    )
    more = _one_more(plan, stated, answer, stop) if plan.based_on is None else []
    return planning.keep(plan=plan, stated=stated, answer=answer, more=more, by=by, at=timezone.now())


def _one_more(plan: Plan, stated: Stated, answer: Answer, stop: Callable[[], bool]) -> list[dict[str, Any]]:
    """What one more kit, crew, both or day would bring, each worked out for a part of the plan's own time."""
    asked = [(More.DAY, None), *((more, base) for base in stated.teams for more in AT_A_BASE)]
    seconds = max(plan.seconds * PART_FOR_MORE / len(asked), LEAST_FOR_MORE)
    found = []
    for more, base in asked:
        if stop() or not answer.routes:
            break
        each = brings(stated.problem, answer, more, base, seconds=seconds, seed=plan.seed, stop=stop)
        name = stated.teams[base].place.name if base else ""
        found.append({"what": more.value, "base": name, "recordings": each.value, "at_most": each.at_most})
    return found
