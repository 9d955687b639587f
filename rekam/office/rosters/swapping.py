"""Whom an officer can ask to swap a duty, and for which of their days: only what the rules allow."""

from dataclasses import dataclass
from datetime import date, timedelta

from rekam.office.rosters import checking, stating, swaps
from rekam.office.rosters.checking import Checker
from rekam.office.rosters.models import Duty, Officer

LOOKED_AROUND = timedelta(days=14)


@dataclass(frozen=True)
class Offer:
    """A colleague who could take a duty over, and their duties that could be had for it."""

    colleague: Officer
    takes_over: bool
    duties: list[Duty]


def offers(duty: Duty, *, today: date) -> list[Offer]:
    """Colleagues with the skill who serve the place, first those with whom a day can be exchanged."""
    checker = checking.Checker(duty.roster)
    around = (max(today, duty.on - LOOKED_AROUND), duty.on + LOOKED_AROUND)
    theirs = duty.roster.duties.filter(on__range=around).select_related("place", "shift").order_by("on")
    by_officer: dict[int, list[Duty]] = {}
    for each in theirs:
        by_officer.setdefault(each.officer_id, []).append(each)
    found = [
        _offer(duty, colleague, by_officer.get(colleague.pk, []), checker)
        for colleague in checker.month.officers
        if _could(duty, colleague)
    ]
    able = [offer for offer in found if offer.takes_over or offer.duties]
    return sorted(able, key=lambda offer: (not offer.duties, offer.colleague.name))


def _could(duty: Duty, colleague: Officer) -> bool:
    is_another = colleague.pk != duty.officer_id
    return (
        is_another
        and duty.skill in colleague.skills
        and duty.place_id in stating.reach(colleague, [duty.place])
    )


def _offer(duty: Duty, colleague: Officer, theirs: list[Duty], checker: Checker) -> Offer:
    works_then = any(each.on == duty.on for each in theirs)
    takes_over = not works_then and not checker.broken(swaps.moves(duty, colleague, None))
    exchanged = [
        each
        for each in theirs
        if (each.on == duty.on or not works_then) and not checker.broken(swaps.moves(duty, colleague, each))
    ]
    return Offer(colleague, takes_over, exchanged)
