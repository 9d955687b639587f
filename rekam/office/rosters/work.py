"""Where a roster that is being planned says how far it is."""

from pathlib import Path

from rekam.office import solving
from rekam.office.rosters.models import Roster
from rekam.office.solving import Planning

PLAN = "plan"


def folder_of(roster: Roster) -> Path:
    return solving.folder_of("rosters", roster.pk)


def under_way(roster: Roster) -> Planning | None:
    """What is being planned, in points of penalty."""
    return solving.under_way(folder_of(roster), roster.seconds)
