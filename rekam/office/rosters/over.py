"""Days that were planned in a draft and are over before it is published: officers have lived them by the
roster that they knew. What a planner changes there by hand is how it was, and stays.
"""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.office.rosters import changing, gaps, queries
from rekam.office.rosters.models import Duty, Roster


def refuse(roster: Roster, today: date) -> None:
    """Stop here when publishing would make of a day that is over what nobody was told."""
    cells = replanned(roster, today)
    if not cells:
        return
    day = wording.short_date(min(on for _officer, on in cells))
    if queries.last_of(roster.month) < today:
        raise RuleBroken(
            "roster.draft_of_month_over",
            gettext_noop(
                "This draft was planned before %(day)s, gives that day to others than those who served, and "
                "its month is over. Put it aside. If somebody else served than the published roster says, "
                "change that by hand in a new draft."
            ),
            day=day,
        )
    raise RuleBroken(
        "roster.days_over",
        gettext_noop(
            "This draft was planned before %(day)s, and gives that day to others than those who served. "
            "Plan it again: then days that are over stay as they were."
        ),
        day=day,
    )


def restore(roster: Roster, today: date) -> None:
    """Give such days back to those who served. Whoever calls holds the roster's row."""
    cells = replanned(roster, today)
    if not cells or roster.replaces is None:
        return
    for officer, on in cells:
        roster.duties.filter(officer=officer, on=on).delete()
    copies = [
        each for each in _between(roster, roster.replaces, today) if (each.officer_id, each.on) in cells
    ]
    for duty in copies:
        duty.pk, duty.roster = None, roster
    Duty.objects.bulk_create(copies)
    roster.revision += 1
    roster.save(update_fields=["revision"])
    gaps.renew(roster)


def replanned(roster: Roster, today: date) -> set[changing.Cell]:
    """Officers and days whose duties planning changed, by now in vain."""
    if roster.replaces is None or roster.penalty is None:
        return set()
    before = {(d.officer_id, d.on): changing.post_of(d) for d in _between(roster, roster.replaces, today)}
    now = {(d.officer_id, d.on): d for d in _between(roster, roster, today)}
    by_hand = changing.cells_by_hand(roster) | {cell for cell, duty in now.items() if duty.is_fixed}
    after = {cell: changing.post_of(duty) for cell, duty in now.items()}
    return {cell for cell in {*before, *after} - by_hand if before.get(cell) != after.get(cell)}


def _between(draft: Roster, roster: Roster, today: date) -> QuerySet[Duty]:
    """Duties of a roster on the days of a draft that were planned and are over, those aside who were away."""
    first = draft.from_day or draft.month
    return queries.present(roster).filter(on__gte=first, on__lt=today)
