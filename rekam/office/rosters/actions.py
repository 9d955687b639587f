"""Officers, the days on which they are away or would rather be, and shifts."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.regions.models import Area
from rekam.office.rosters import notices
from rekam.office.rosters.models import (
    Leave,
    LeaveState,
    Notice,
    Officer,
    Shift,
    Skill,
    Wish,
    new_key,
)

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

FIELDS = (
    "name", "home_id", "also_serves", "skills", "hours_a_week", "days_off", "since", "until", "user_id",
)  # fmt: skip
# The trail, which is never erased, says that it changed and not what it was.
PRIVATE = frozenset({"name"})
LONGEST_NAME = 150
LONGEST_LEAVE_DAYS = 366
SHIFT_SET = "shift.set"


# -- officers -----------------------------------------------------------------------------------------


@transaction.atomic
def add_officer(
    *,
    name: str,
    home: Area,
    skills: Sequence[str],
    since: date,
    by: "User | None",
    at: datetime,
    hours_a_week: Decimal | None = None,
    days_off: Sequence[int] = (),
    also_serves: Sequence[str] = (),
    until: date | None = None,
    user: "User | None" = None,
) -> Officer:
    """Somebody who can be put on duty from a day on."""
    made = Officer(name=name.strip(), home=home, since=since, until=until, user=user)
    made.skills, made.days_off, made.also_serves = list(skills), sorted(set(days_off)), list(also_serves)
    if hours_a_week is not None:
        made.hours_a_week = hours_a_week
    _check(made)
    _save(made)
    facts = {name: value for name, value in _facts(made).items() if name not in PRIVATE}
    audit.record("officer.added", subject(made), by=by, at=at, details=facts)
    return made


@transaction.atomic
def change_officer(*, officer: Officer, by: "User | None", at: datetime, **values: Any) -> Officer:
    """What is changed counts for rosters that are planned from now on; a last day has its own action."""
    held = Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    before = _facts(held)
    for name, value in values.items():
        setattr(held, name, value)
    _check(held)
    _save(held)
    changes = {
        name: "changed" if name in PRIVATE else {"from": before[name], "to": value}
        for name, value in _facts(held).items()
        if value != before[name]
    }
    if changes:
        audit.record("officer.changed", subject(held), by=by, at=at, details=changes)
    return held


def subject(officer: Officer) -> str:
    """How the audit trail names an officer: people of the office are named by their number."""
    return f"officer:{officer.pk}"


def _check(officer: Officer) -> None:
    if len(officer.name) > LONGEST_NAME:
        raise RuleBroken(
            "officer.name_too_long",
            gettext_noop("A name has at most %(most)s characters; this one has %(count)s."),
            most=LONGEST_NAME,
            count=len(officer.name),
        )
    if not officer.skills or set(officer.skills) - set(Skill.values):
        raise RuleBroken(
            "officer.without_skill", gettext_noop("Say at least one thing that the officer can do.")
        )
    if len(officer.days_off) > 6:
        raise RuleBroken(
            "officer.never_there",
            gettext_noop("With seven days off a week there is no duty left. Give a last day instead."),
        )
    if officer.until is not None and officer.until < officer.since:
        raise RuleBroken(
            "officer.ends_before_it_begins",
            gettext_noop("The last day, %(until)s, lies before the first day, %(since)s."),
            until=wording.short_date(officer.until),
            since=wording.short_date(officer.since),
        )
    _check_account(officer)


def _check_account(officer: Officer) -> None:
    if officer.user and Officer.objects.filter(user=officer.user).exclude(pk=officer.pk).exists():
        raise RuleBroken(
            "officer.account_taken", gettext_noop("This account belongs to another officer already.")
        )


def _save(officer: Officer) -> None:
    try:
        with transaction.atomic():
            officer.save()
    except IntegrityError:  # somebody else gave the account to another officer meanwhile
        _check_account(officer)
        raise


def _facts(officer: Officer) -> dict[str, Any]:
    return {name: _plain(getattr(officer, name)) for name in FIELDS}


def _plain(value: object) -> object:
    return (
        value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
    )


@transaction.atomic
def renew_feed(*, officer: Officer, by: "User", at: datetime) -> Officer:
    """A new address for the officer's calendar; the old one shows nothing any more."""
    officer.feed_key = new_key()
    officer.save(update_fields=["feed_key"])
    audit.record("officer.feed_renewed", subject(officer), by=by, at=at)
    return officer


# -- leave ------------------------------------------------------------------------------------------------


@transaction.atomic
def grant_leave(
    *,
    officer: Officer,
    start: date,
    end: date,
    kind: str,
    by: "User | None",
    at: datetime,
    note: str = "",
) -> Leave:
    """A planner writes leave down. What it does to rosters, `repairing` says."""
    made = _new_leave(
        officer, start, end, kind, note, at, state=LeaveState.GRANTED, decided_by=by, decided_at=at
    )
    audit.record("leave.granted", subject(officer), by=by, at=at, details=_days(made))
    return made


@transaction.atomic
def ask_leave(
    *, officer: Officer, start: date, end: date, kind: str, by: "User", at: datetime, note: str = ""
) -> Leave:
    """An officer asks; nothing changes until a planner grants it."""
    made = _new_leave(officer, start, end, kind, note, at, state=LeaveState.ASKED)
    audit.record("leave.asked", subject(officer), by=by, at=at, details=_days(made))
    return made


def _new_leave(
    officer: Officer, start: date, end: date, kind: str, note: str, at: datetime, **facts: Any
) -> Leave:
    # Two of the same days, entered at once; duties of the officer may be written meanwhile.
    Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    _check_days(start, end)
    overlapping = officer.leave.filter(
        state__in=(LeaveState.ASKED, LeaveState.GRANTED), start__lte=end, end__gte=start
    ).first()
    if overlapping is not None:
        raise RuleBroken(
            "leave.overlaps",
            gettext_noop(
                "%(name)s has leave from %(start)s to %(end)s already. Withdraw it, or enter other days."
            ),
            name=officer.name,
            start=wording.short_date(overlapping.start),
            end=wording.short_date(overlapping.end),
        )
    return Leave.objects.create(
        officer=officer, start=start, end=end, kind=kind, note=note.strip(), asked_at=at, **facts
    )


def _check_days(start: date, end: date) -> None:
    if end < start:
        raise RuleBroken(
            "leave.ends_before_it_begins",
            gettext_noop("Leave from %(start)s to %(end)s ends before it begins."),
            start=wording.short_date(start),
            end=wording.short_date(end),
        )
    if (end - start).days >= LONGEST_LEAVE_DAYS:
        raise RuleBroken(
            "leave.too_long",
            gettext_noop("Leave of more than a year is a last day: give the officer one instead."),
        )


@transaction.atomic
def decide_leave(*, leave: Leave, is_granted: bool, by: "User", at: datetime) -> Leave:
    """Answer what an officer asked for, and tell them."""
    held = _standing_leave(leave, LeaveState.ASKED)
    held.state = LeaveState.GRANTED if is_granted else LeaveState.REFUSED
    held.decided_by, held.decided_at = by, at
    held.save()
    notices.tell(held.officer, f"leave.{held.state.value}", at=at, start=held.start, end=held.end)
    event = "leave.granted" if is_granted else "leave.refused"
    audit.record(event, subject(held.officer), by=by, at=at, details=_days(held))
    return held


@transaction.atomic
def withdraw_leave(*, leave: Leave, by: "User", at: datetime) -> Leave:
    """The officer comes after all. Rosters that were made meanwhile stay as they are."""
    held = _standing_leave(leave, LeaveState.ASKED, LeaveState.GRANTED)
    held.state, held.decided_by, held.decided_at = LeaveState.WITHDRAWN, by, at
    held.save()
    audit.record("leave.withdrawn", subject(held.officer), by=by, at=at, details=_days(held))
    return held


def _standing_leave(leave: Leave, *states: LeaveState) -> Leave:
    held = Leave.objects.select_for_update(of=("self",)).select_related("officer").get(pk=leave.pk)
    if held.state not in states:
        raise RuleBroken(
            "leave.not_now",
            gettext_noop("This leave is in the state: %(state)s. That cannot be done with it any more."),
            state=LeaveState(held.state).label,
        )
    return held


def _days(leave: Leave) -> dict[str, str]:
    """Without the kind: that somebody was sick does not stand in the trail for ever."""
    return {"start": leave.start.isoformat(), "end": leave.end.isoformat()}


# -- wishes -----------------------------------------------------------------------------------------------


@transaction.atomic
def set_wish(
    *, officer: Officer, on: date, wants_duty: bool | None, by: "User", at: datetime, weight: int = 1
) -> None:
    """What an officer would like on a day; None takes the wish back."""
    if wants_duty is None:
        Wish.objects.filter(officer=officer, on=on).delete()
    else:
        values = {"wants_duty": wants_duty, "weight": weight}
        Wish.objects.update_or_create(officer=officer, on=on, defaults=values)
    details = {"on": on.isoformat(), "wants_duty": wants_duty, "weight": weight}
    audit.record("wish.set", subject(officer), by=by, at=at, details=details)


# -- shifts -----------------------------------------------------------------------------------------------


@transaction.atomic
def set_shift(
    *,
    code: str,
    name: str,
    starts: time,
    ends: time,
    by: "User | None",
    at: datetime,
    break_minutes: int = 0,
    is_used: bool = True,
    shift: Shift | None = None,
) -> Shift:
    """Add a shift, or change one; rosters that were made keep its new times, too."""
    held = Shift.objects.select_for_update(no_key=True).get(pk=shift.pk) if shift else Shift()
    held.code, held.name, held.starts, held.ends = code.strip().upper(), name.strip(), starts, ends
    held.break_minutes, held.is_used = break_minutes, is_used
    _check_shift(held)
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError as error:  # somebody else took the code meanwhile
        raise _code_taken(held) from error
    details = {"starts": str(starts), "ends": str(ends), "break_minutes": break_minutes, "is_used": is_used}
    audit.record(SHIFT_SET, f"shift:{held.code}", by=by, at=at, details=details)
    return held


def _check_shift(shift: Shift) -> None:
    if shift.ends <= shift.starts:
        raise RuleBroken(
            "shift.past_midnight",
            gettext_noop(
                "A shift ends on the day on which it began. Make two of one that goes past midnight."
            ),
        )
    if shift.minutes <= 0:
        raise RuleBroken("shift.only_a_break", gettext_noop("The break is as long as the shift."))
    if Shift.objects.filter(Q(code=shift.code)).exclude(pk=shift.pk).exists():
        raise _code_taken(shift)


def _code_taken(shift: Shift) -> RuleBroken:
    return RuleBroken(
        "shift.code_taken", gettext_noop("The code %(code)s belongs to another shift."), code=shift.code
    )


# -- what an officer was told -----------------------------------------------------------------------


@transaction.atomic
def note_seen(*, officer: Officer, at: datetime) -> int:
    """An officer has read their news."""
    return Notice.objects.filter(officer=officer, seen_at=None).update(seen_at=at)
