"""Swaps between officers: asked, agreed by the colleague, approved by a planner. Each step asks the rules."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.trouble import Forbidden, RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.rosters import changing, checking, notices, planning, publishing
from rekam.office.rosters.models import OPEN_SWAPS, Duty, Officer, Roster, State, Swap, SwapState
from rekam.office.rosters.moves import Move

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

MOVES: dict[tuple[SwapState, str], SwapState] = {
    (SwapState.ASKED, "agree"): SwapState.AGREED,
    (SwapState.ASKED, "decline"): SwapState.DECLINED,
    (SwapState.ASKED, "withdraw"): SwapState.WITHDRAWN,
    (SwapState.AGREED, "withdraw"): SwapState.WITHDRAWN,
    (SwapState.AGREED, "approve"): SwapState.APPROVED,
    (SwapState.AGREED, "refuse"): SwapState.REFUSED,
}


def moves(duty: Duty, asked_of: Officer, with_duty: Duty | None) -> list[Move]:
    """What each of the two does on the days of the swap, before and after."""
    given, taken = changing.post_of(duty), changing.post_of(with_duty) if with_duty else None
    if with_duty is not None and with_duty.on == duty.on:
        return [Move(duty.officer_id, duty.on, given, taken), Move(asked_of.pk, duty.on, taken, given)]
    found = [Move(duty.officer_id, duty.on, given, None), Move(asked_of.pk, duty.on, None, given)]
    if with_duty is not None:
        found += [
            Move(asked_of.pk, with_duty.on, taken, None),
            Move(duty.officer_id, with_duty.on, None, taken),
        ]
    return found


# -- between the two -----------------------------------------------------------------------------------


@transaction.atomic
def ask(
    *,
    duty: Duty,
    asked_of: Officer,
    with_duty: Duty | None,
    by: "User",
    at: datetime,
    on: date,
    note: str = "",
) -> Swap:
    """Ask a colleague to take over a duty, for one of theirs or for nothing. *on* is the day of today."""
    roster = Roster.objects.select_for_update().get(pk=duty.roster_id)
    _check_own(duty.officer, by)
    _check_days(roster, duty, with_duty, on)
    if with_duty is not None and with_duty.officer_id != asked_of.pk:
        raise RuleBroken("swap.not_theirs", gettext_noop("The other duty does not belong to this colleague."))
    if Swap.objects.filter(roster=roster, asked_by=duty.officer, on=duty.on, state__in=OPEN_SWAPS).exists():
        raise RuleBroken(
            "swap.asked_already",
            gettext_noop(
                "A swap of this duty is under way already. Withdraw it before you ask somebody else."
            ),
        )
    checking.refuse_broken(roster, moves(duty, asked_of, with_duty))
    made = Swap.objects.create(
        roster=roster,
        duty=duty,
        with_duty=with_duty,
        asked_by=duty.officer,
        asked_of=asked_of,
        on=duty.on,
        with_on=with_duty.on if with_duty else None,
        note=note.strip(),
        asked_at=at,
    )
    notices.tell(asked_of, "swap.asked", at=at, name=duty.officer.name, on=duty.on)
    _record("swap.asked", made, by=by, at=at)
    return made


@transaction.atomic
def agree(*, swap: Swap, by: "User", at: datetime, on: date) -> Swap:
    """The colleague takes it; a planner has the last word."""
    held = _held(swap, "agree")
    _check_own(held.asked_of, by)
    duty, other = _duties(held)
    _check_days(held.roster, duty, other, on)
    checking.refuse_broken(held.roster, moves(duty, held.asked_of, other))
    held.agreed_at = at
    return _end(held, SwapState.AGREED, told=held.asked_by, other=held.asked_of, by=by, at=at)


@transaction.atomic
def decline(*, swap: Swap, by: "User", at: datetime) -> Swap:
    held = _held(swap, "decline")
    _check_own(held.asked_of, by)
    return _end(held, SwapState.DECLINED, told=held.asked_by, other=held.asked_of, by=by, at=at)


@transaction.atomic
def withdraw(*, swap: Swap, by: "User", at: datetime) -> Swap:
    held = _held(swap, "withdraw")
    _check_own(held.asked_by, by)
    return _end(held, SwapState.WITHDRAWN, told=held.asked_of, other=held.asked_by, by=by, at=at)


# -- the planner ---------------------------------------------------------------------------------------


@transaction.atomic
def approve(*, swap: Swap, by: "User", at: datetime, on: date) -> Swap:
    """The published roster changes, and both are told. A draft made from it cannot replace it any more, and
    other swaps of the same duties lapse.
    """
    held = _held(swap, "approve")
    duty, other = _duties(held)
    _check_days(held.roster, duty, other, on)
    wanted = moves(duty, held.asked_of, other)
    checking.refuse_broken(held.roster, wanted)
    others = Swap.objects.exclude(pk=held.pk)
    publishing.lapse_those_of([each for each in (duty, other) if each], others, at=at)
    changing.carry_out(held.roster, wanted, what=changing.SWAPPED, by=by, at=at)
    held.approved_at, held.decided_by = at, by
    held.duty = held.with_duty = None  # the old rows are gone: the days and names stay
    notices.tell(held.asked_of, "swap.approved", at=at, name=held.asked_by.name, on=held.on)
    return _end(held, SwapState.APPROVED, told=held.asked_by, other=held.asked_of, by=by, at=at)


@transaction.atomic
def refuse(*, swap: Swap, by: "User", at: datetime) -> Swap:
    held = _held(swap, "refuse")
    held.decided_by = by
    notices.tell(held.asked_of, "swap.refused", at=at, name=held.asked_by.name, on=held.on)
    return _end(held, SwapState.REFUSED, told=held.asked_by, other=held.asked_of, by=by, at=at)


# -- what all steps ask --------------------------------------------------------------------------------


def _held(swap: Swap, move: str) -> Swap:
    """The swap as it is now, with its roster locked: one step at a time. Publishing a new version may have
    carried it there while one waited.
    """
    held, locked = Swap.objects.get(pk=swap.pk), 0
    while locked != held.roster_id:
        locked = Roster.objects.select_for_update().get(pk=held.roster_id).pk
        held = Swap.objects.select_related("roster", "asked_by__user", "asked_of__user").get(pk=swap.pk)
    if (SwapState(held.state), move) not in MOVES:
        raise RuleBroken(
            "swap.not_now",
            gettext_noop("The swap of %(day)s is in the state: %(state)s. That cannot be done with it now."),
            day=wording.short_date(held.on),
            state=SwapState(held.state).label,
        )
    return held


def _duties(swap: Swap) -> tuple[Duty, Duty | None]:
    """The duties of a swap, if both are still there."""
    if swap.duty is None or (swap.with_on is not None and swap.with_duty is None):
        raise RuleBroken(
            "swap.duty_gone",
            gettext_noop("The roster was changed: the duty of %(day)s is no longer as it was when asked."),
            day=wording.short_date(swap.on),
        )
    return swap.duty, swap.with_duty


def _check_own(officer: Officer, by: "User") -> None:
    if officer.user_id != by.pk:
        raise Forbidden(
            "swap.of_others", gettext_noop("Only %(name)s can answer for this duty."), name=officer.name
        )


def _check_days(roster: Roster, duty: Duty, with_duty: Duty | None, today: date) -> None:
    if roster.state != State.PUBLISHED:
        raise RuleBroken(
            "swap.not_published", gettext_noop("Only duties of a published roster can be swapped.")
        )
    first = min([duty.on, *([with_duty.on] if with_duty else [])])
    if first < today:
        raise RuleBroken(
            "swap.in_the_past",
            gettext_noop("The duty of %(day)s is over. Only days to come can be swapped."),
            day=wording.short_date(first),
        )


def _end(swap: Swap, state: SwapState, *, told: Officer, other: Officer, by: "User", at: datetime) -> Swap:
    swap.state = state
    swap.save()
    notices.tell(told, f"swap.{state}", at=at, name=other.name, on=swap.on)
    _record(f"swap.{state}", swap, by=by, at=at)
    return swap


def _record(event: str, swap: Swap, *, by: "User", at: datetime) -> None:
    details = {
        "officers": [swap.asked_by_id, swap.asked_of_id],
        "on": swap.on.isoformat(),
        "with_on": swap.with_on.isoformat() if swap.with_on else None,
    }
    audit.record(event, planning.subject(swap.roster), by=by, at=at, details=details)
