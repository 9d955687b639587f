"""What a roster leaves uncovered. Written anew whenever duties, cover or who is away has changed, together
with what the roster costs.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from rekam.office.rosters import queries, reasons, weighing
from rekam.office.rosters.models import Cover, Roster, State, Unmet

LIVE = (State.DRAFT, State.SOLVING, State.PUBLISHED)
Gap = tuple[date, int, int, str]  # day, place, shift, skill


def renew(roster: Roster) -> int:
    """Count again what is missing, and why. Returns how many people are missing in all."""
    missing = missing_in(roster)
    roster.unmet.all().delete()
    whys = reasons.of_gaps(roster, missing) if missing else {}
    Unmet.objects.bulk_create(
        Unmet(
            roster=roster,
            on=post[0],
            place_id=post[1],
            shift_id=post[2],
            skill=post[3],
            missing=count,
            why=whys.get(post, {}),
        )
        for post, count in missing.items()
    )
    weighing.renew(roster)
    return sum(missing.values())


def renew_month(month: date) -> None:
    """The rosters of a month that somebody still goes by. Locked: two who count at once count one by one."""
    for roster in Roster.objects.select_for_update().filter(month=month, state__in=LIVE).order_by("pk"):
        renew(roster)


def renew_days(days: Iterable[date]) -> None:
    for month in sorted({queries.month_of(on) for on in days}):
        renew_month(month)


def missing_in(roster: Roster) -> dict[Gap, int]:
    """People missing by post, in the order of days. Who is away fills nothing."""
    present = Counter(queries.present(roster).values_list("on", "place", "shift", "skill"))
    held = Cover.objects.filter(on__range=(roster.month, queries.last_of(roster.month)), wanted__gt=0)
    wanted = held.order_by("on", "place", "shift", "skill")
    short = {}
    for on, place, shift, skill, count in wanted.values_list("on", "place", "shift", "skill", "wanted"):
        post = (on, place, shift, skill)
        if count > present[post]:
            short[post] = count - present[post]
    return short
