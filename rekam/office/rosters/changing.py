"""Changes of a roster's duties: made, remembered, undone. Whoever calls holds the roster's row."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.office.rosters import gaps
from rekam.office.rosters.models import Change, Duty, Officer, Roster
from rekam.office.rosters.moves import Move, Post

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

BY_HAND, SWAPPED, LEFT = "by_hand", "swap", "left"


def post_of(duty: Duty) -> Post:
    return Post(duty.place_id, duty.shift_id, duty.skill)


def held_by(roster: Roster, officers: Iterable[int]) -> dict[tuple[int, date], Post]:
    """What these officers do, by officer and day."""
    duties = roster.duties.filter(officer__in=set(officers))
    return {(duty.officer_id, duty.on): post_of(duty) for duty in duties}


def carry_out(roster: Roster, moves: Sequence[Move], *, what: str, by: "User | None", at: datetime) -> Change:
    """Apply the moves and remember them. What was proven of a roster holds while the days that were not
    planned, and the duties set by hand before it was, are as they were then.
    """
    if any(_was_given(roster, moves)):
        roster.bound = None
    _apply(roster, moves, is_fixed=what == BY_HAND)
    last = roster.changes.first()
    return Change.objects.create(
        roster=roster,
        number=last.number + 1 if last else 1,
        what=what,
        moves=[_stored(move) for move in moves],
        by=by,
        at=at,
    )


def take_back(roster: Roster, *, at: datetime) -> Change:
    """Undo the last change that was not undone."""
    last = roster.changes.filter(undone_at=None).first()
    if last is None:
        raise RuleBroken("change.nothing_to_undo", gettext_noop("There is nothing left to undo."))
    _apply(roster, [move.back() for move in moves_of(last)], is_fixed=False)
    last.undone_at = at
    last.save(update_fields=["undone_at"])
    return last


def _apply(roster: Roster, moves: Sequence[Move], *, is_fixed: bool) -> None:
    _check_as_seen(roster, moves)
    for move in moves:
        roster.duties.filter(officer=move.officer, on=move.on).delete()
    Duty.objects.bulk_create(
        Duty(
            roster=roster,
            officer_id=move.officer,
            on=move.on,
            place_id=move.after.place,
            shift_id=move.after.shift,
            skill=move.after.skill,
            is_fixed=is_fixed,
        )
        for move in moves
        if move.after is not None
    )
    roster.revision += 1
    roster.save(update_fields=["revision", "bound"])
    gaps.renew(roster)


def _was_given(roster: Roster, moves: Sequence[Move]) -> Iterator[bool]:
    """Whether planning was bound to what each move takes away."""
    since = {
        (move.officer, move.on)
        for change in roster.changes.filter(undone_at=None)
        for move in moves_of(change)
        if move.after
    }
    for officer, on in roster.duties.filter(is_fixed=True).values_list("officer", "on"):
        yield (officer, on) not in since and any((m.officer, m.on) == (officer, on) for m in moves)
    yield any(roster.from_day is not None and move.on < roster.from_day for move in moves)


def _check_as_seen(roster: Roster, moves: Sequence[Move]) -> None:
    """Somebody else may have changed the same day meanwhile."""
    held = held_by(roster, (move.officer for move in moves))
    for move in moves:
        if held.get((move.officer, move.on)) != move.before:
            raise RuleBroken(
                "duty.changed_meanwhile",
                gettext_noop("What %(name)s does on %(day)s was changed meanwhile. Look again."),
                name=Officer.objects.get(pk=move.officer).name,
                day=wording.short_date(move.on),
            )


def _stored(move: Move) -> dict[str, Any]:
    return {
        "officer": move.officer,
        "on": move.on.isoformat(),
        "before": list(move.before) if move.before else None,
        "after": list(move.after) if move.after else None,
    }


def moves_of(change: Change) -> list[Move]:
    return [
        Move(
            each["officer"],
            date.fromisoformat(each["on"]),
            Post(*each["before"]) if each["before"] else None,
            Post(*each["after"]) if each["after"] else None,
        )
        for each in change.moves
    ]
