"""A change of the plan in force: worked out anew from a day on; what was told stays where it can."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office.outreach import planning, queries, wishes


def asked(*, from_day: date, reason: str) -> dict[str, Any]:
    """The arguments of ``planning.begin`` for a change. Days before *from_day* stay as they are.

    A visit of the plan in force that would no longer be made costs as many recordings as
    ``stating.CHANGED_VISIT`` says, and a promised one as much as a promise.
    """
    current = queries.adopted()
    if current is None:
        raise RuleBroken(
            "plan.none_in_force", gettext_noop("No plan is in force yet. Make one and adopt it.")
        )
    if from_day > current.ends:
        raise RuleBroken(
            "plan.is_over",
            gettext_noop("The plan in force ends on %(day)s. Make a new one for the time after it."),
            day=current.ends,
        )
    start = max(from_day, current.starts)
    return {
        "name": current.name,
        "starts": start,
        "ends": current.ends,
        "wishes": wishes.read(current.wishes),
        "seconds": planning.REPLAN_SECONDS,
        "seed": current.seed,
        "based_on": current,
        "reason": reason,
    }
