"""An office that is quickly planned, as a program: one service point, its kit and four operators.

Siti has an account as an operator, Budi as district staff. With a month, as 2016-10, its roster is published.
Called for an office in another folder, hence a process of its own.
"""

import sys
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from datetime import date

PLACE = "Kantor Kecamatan Sangatta Utara"
NAMES = ("Siti Rekaan", "Budi Rekaan", "Dewi Rekaan", "Rudi Rekaan")
AREA = "64.08.04"


def main(month: str) -> None:
    django.setup()
    from datetime import date

    from tests.office.kits import made as kits
    from tests.office.places import made as places
    from tests.office.rosters import made

    kits.kit(places.place(PLACE, area=AREA, counters=1))
    made.shift()
    accounts = (_account("operator"), _account("district_staff", AREA), None, None)
    for name, user in zip(NAMES, accounts, strict=True):
        made.officer(name, user=user, hours_a_week=40)
    if month:
        _publish(date.fromisoformat(f"{month}-01"))


def _account(role: str, area: str = "") -> Any:
    from rekam.office.accounts.models import User
    from tests.browser import signed_in

    signed_in.cookie(role, area)
    return User.objects.get(role=role)


def _publish(month: "date") -> None:
    """The month's roster, as a planner made it yesterday."""
    from django.utils import timezone

    from rekam.office.rosters import cover, planning, publishing, tasks

    at = timezone.now()
    cover.propose(month=month, by=None, at=at)
    roster = planning.begin(month=month, by=None, at=at, seconds=5)
    tasks.take(roster)
    planned = tasks.plan(roster, by=None)
    publishing.publish(roster=planned, seen_revision=planned.revision, by=None, at=at)


if __name__ == "__main__":
    main(*sys.argv[1:] or [""])
