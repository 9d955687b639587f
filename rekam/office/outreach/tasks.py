"""Planning for the screens goes on in the background.

``start`` hands it to a worker (``rekam worker``; ``rekam serve`` starts one). What stops it is kept with the
plan for whoever looks; a bug crashes the task and shows as planning that was lost.
"""

import time
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks import task

from rekam.domain.outreach.answer import Answer
from rekam.domain.outreach.solve import solve
from rekam.domain.trouble import RuleBroken
from rekam.office import background
from rekam.office.accounts.models import User
from rekam.office.outreach import planning, work
from rekam.office.outreach.models import Plan


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
    began = time.time()
    work.tell(plan, began=began)
    stated = planning.prepare(plan, timezone.now())
    asked: list[bool] = []

    def stop() -> bool:
        if not asked and background.must_stop(folder):
            asked.append(True)
        return bool(asked)

    def tell(value: int, bound: int | None, seconds: float) -> None:
        work.tell(plan, began=began, value=value, bound=bound)

    answer = solver(stated.problem, seconds=plan.seconds, seed=plan.seed, progress=tell, stop=stop)
    return planning.keep(plan=plan, stated=stated, answer=answer, by=by, at=timezone.now())
