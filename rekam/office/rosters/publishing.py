"""Publishing a roster: from then on officers go by it, and it changes only by a version that replaces it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.rosters import checking, gaps, notices, over, planning
from rekam.office.rosters.models import OPEN_SWAPS, Duty, Roster, State, Swap, SwapState

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

What = tuple[int, int, str]  # place, shift, skill


@transaction.atomic
def publish(
    *, roster: Roster, seen_revision: int, by: "User | None", at: datetime, on: date | None = None
) -> Roster:
    """Make a draft the roster of its month. *seen_revision* is what the person looked at, *on* the day of
    today where that is not the day of *at*.

    Every roster of the month is locked meanwhile: of two planners who publish at once, the second is told.
    """
    of_month = Roster.objects.select_for_update().filter(month=roster.month).order_by("pk")
    held = next(each for each in of_month if each.pk == roster.pk)
    current = next((each for each in of_month if each.state == State.PUBLISHED), None)
    _check(held, current, seen_revision)
    over.refuse(held, on or timezone.localdate(at))
    checking.refuse_broken_beside(held, current)
    if current is not None:
        current.state = State.REPLACED
        current.save(update_fields=["state"])
    held.revision = max([held.revision, *(each.revision + 1 for each in of_month if each.published_at)])
    held.state, held.published_by, held.published_at = State.PUBLISHED, by, at
    held.save()
    missing = gaps.renew(held)
    if current is not None:
        _carry_swaps(current, held, at=at)
    _tell(current, held, at=at)
    details = {"revision": held.revision, "duties": held.duties.count(), "missing": missing}
    audit.record("roster.published", planning.subject(held), by=by, at=at, details=details)
    return held


def _check(held: Roster, current: Roster | None, seen_revision: int) -> None:
    planning.check_state(held, State.DRAFT)
    if held.revision != seen_revision:
        raise RuleBroken(
            "roster.changed_meanwhile",
            gettext_noop("The draft was changed while you looked at it. Look again before you publish."),
        )
    is_made_from = (current.pk, current.revision) if current else (None, None)
    if is_made_from != (held.replaces_id, held.replaces_revision):
        raise RuleBroken(
            "roster.published_meanwhile",
            gettext_noop(
                "The published roster has changed since this draft was made from it. Put the draft aside and "
                "begin again from the roster as it is now."
            ),
        )
    if not held.duties.exists():
        raise RuleBroken(
            "roster.empty", gettext_noop("Nobody is on duty in this draft. Plan it before you publish.")
        )


# -- what officers hear -----------------------------------------------------------------------------------


def _tell(current: Roster | None, held: Roster, *, at: datetime) -> None:
    after = by_officer(held.duties.all())
    if current is None:
        told = [
            (officer, "roster.published", {"month": held.month, "count": len(days)})
            for officer, days in after.items()
        ]
    else:
        told = [
            (officer, "roster.changed", {"month": held.month, "days": days})
            for officer, days in changed_days(by_officer(current.duties.all()), after).items()
        ]
    notices.tell_all(told, at=at)


def by_officer(duties: Iterable[Duty]) -> dict[int, dict[date, What]]:
    """What each officer does on each of their days."""
    found: dict[int, dict[date, What]] = defaultdict(dict)
    for duty in duties:
        found[duty.officer_id][duty.on] = (duty.place_id, duty.shift_id, duty.skill)
    return dict(found)


def changed_days(
    before: dict[int, dict[date, What]], after: dict[int, dict[date, What]]
) -> dict[int, list[date]]:
    """The days on which officers are asked to do something else than before, by officer."""
    found = {}
    for officer in sorted({*before, *after}):
        then, now = before.get(officer, {}), after.get(officer, {})
        days = sorted(on for on in {*then, *now} if then.get(on) != now.get(on))
        if days:
            found[officer] = days
    return found


# -- swaps that are under way ----------------------------------------------------------------------


def _carry_swaps(current: Roster, held: Roster, *, at: datetime) -> None:
    """A swap whose duties are the same in the new roster goes on; another lapses, and both are told."""
    same = {(d.officer_id, d.on, d.place_id, d.shift_id, d.skill): d for d in held.duties.all()}
    open_ones = current.swaps.filter(state__in=OPEN_SWAPS).select_related(
        "duty", "with_duty", "asked_by", "asked_of"
    )
    for swap in open_ones:
        duty, other = _same(swap.duty, same), _same(swap.with_duty, same)
        if duty is not None and (swap.with_on is None) == (other is None):
            swap.roster, swap.duty, swap.with_duty = held, duty, other
        else:
            lapse(swap, at=at)
        swap.save()


def _same(duty: Duty | None, held: dict[Any, Duty]) -> Duty | None:
    if duty is None:
        return None
    return held.get((duty.officer_id, duty.on, duty.place_id, duty.shift_id, duty.skill))


def lapse_those_of(duties: Iterable[Duty], swaps: QuerySet[Swap], *, at: datetime) -> None:
    """Of these swaps, those that are under way and name a duty that goes."""
    gone = [duty.pk for duty in duties]
    named = Q(duty__in=gone) | Q(with_duty__in=gone)
    for swap in swaps.filter(named, state__in=OPEN_SWAPS).select_related("asked_by", "asked_of"):
        lapse(swap, at=at)
        swap.save(update_fields=["state"])


def lapse(swap: Swap, *, at: datetime) -> None:
    """The roster went another way; nobody decided against the swap."""
    swap.state = SwapState.LAPSED
    notices.tell(swap.asked_by, "swap.lapsed", at=at, on=swap.on, name=swap.asked_of.name)
    notices.tell(swap.asked_of, "swap.lapsed", at=at, on=swap.on, name=swap.asked_by.name)
