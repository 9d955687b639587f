"""Changes of a roster's duties: made, remembered, undone. Whoever calls holds the roster's row."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.office.rosters import gaps, keeping, queries
from rekam.office.rosters.models import Change, Duty, Officer, Roster
from rekam.office.rosters.moves import Move, Post

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

Cell = tuple[int, date]  # an officer and a day
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
    if _was_given(roster, moves):
        roster.bound = None
    before = _fixed(roster)
    _apply(roster, moves, fixed=_cells(moves) if what in (BY_HAND, SWAPPED) else ())
    last = roster.changes.first()
    return Change.objects.create(
        roster=roster,
        number=last.number + 1 if last else 1,
        what=what,
        moves=[_stored(move, was_fixed=(move.officer, move.on) in before) for move in moves],
        by=by,
        at=at,
    )


def to_take_back(roster: Roster) -> Change | None:
    """The last change by hand that was not undone. A last day or a swap is nobody's to undo here."""
    return roster.changes.filter(undone_at=None, what=BY_HAND).first()


def take_back(roster: Roster, last: Change, *, at: datetime) -> Change:
    """Undo a change. A duty that was set by hand before it is so again."""
    fixed = [
        (each["officer"], date.fromisoformat(each["on"])) for each in last.moves if each.get("was_fixed")
    ]
    _apply(roster, [move.back() for move in moves_of(last)], fixed=fixed)
    last.undone_at = at
    last.save(update_fields=["undone_at"])
    return last


def _apply(roster: Roster, moves: Sequence[Move], *, fixed: Collection[Cell]) -> None:
    """*fixed* are the cells whose duties planning will leave as they are."""
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
            is_fixed=(move.officer, move.on) in fixed,
        )
        for move in moves
        if move.after is not None
    )
    roster.revision += 1
    roster.save(update_fields=["revision", "bound"])
    gaps.renew(roster)


def _cells(moves: Iterable[Move]) -> set[Cell]:
    return {(move.officer, move.on) for move in moves}


def _fixed(roster: Roster) -> set[Cell]:
    """The cells that were set by hand or swapped."""
    return set(roster.duties.filter(is_fixed=True).values_list("officer", "on"))


def cells_by_hand(roster: Roster) -> set[Cell]:
    """The cells that were changed by hand since the roster was planned."""
    changes = roster.changes.filter(undone_at=None, what=BY_HAND)
    return _cells(move for change in changes for move in moves_of(change))


def _was_given(roster: Roster, moves: Sequence[Move]) -> bool:
    """Whether planning was bound to something that the moves take away."""
    standing = roster.changes.filter(undone_at=None)
    since = _cells(move for change in standing for move in moves_of(change) if move.after)
    is_earlier = any(roster.from_day is not None and move.on < roster.from_day for move in moves)
    given = set(keeping.given_away(roster.month, queries.last_of(roster.month), until=roster))
    return is_earlier or bool(_cells(moves) & ((_fixed(roster) - since) | given))


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


def _stored(move: Move, *, was_fixed: bool) -> dict[str, Any]:
    return {
        "officer": move.officer,
        "on": move.on.isoformat(),
        "before": list(move.before) if move.before else None,
        "after": list(move.after) if move.after else None,
        "was_fixed": was_fixed,
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
