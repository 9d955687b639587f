"""Where a plan that is being worked out says how far it is."""

from pathlib import Path

from rekam.office import solving
from rekam.office.outreach.models import Plan
from rekam.office.solving import Planning

PLAN = "plan"


def folder_of(plan: Plan) -> Path:
    return solving.folder_of("outreach", plan.pk)


def under_way(plan: Plan) -> Planning | None:
    """What is being planned, in thousandths of a recording."""
    return solving.under_way(folder_of(plan), plan.seconds)
