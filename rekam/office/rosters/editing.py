"""Changing a draft by hand: one cell, a duty carried to another day or officer, and undo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.rosters import changing, checking, planning, stating
from rekam.office.rosters.models import Change, Cover, Roster, State
from rekam.office.rosters.moves import Move, Post

if TYPE_CHECKING:
    from rekam.office.accounts.models import User


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of the month: one officer on one day."""

    officer: int
    on: date


@transaction.atomic
def change(*, roster: Roster, moves: Sequence[Move], by: "User | None", at: datetime) -> Change:
    """Make the moves together, if the rules allow them. What is set by hand stays when planned again."""
    held = _draft(roster)
    checking.refuse_broken(held, moves)
    made = changing.carry_out(held, moves, what=changing.BY_HAND, by=by, at=at)
    details = {
        "change": made.number,
        "officers": sorted({move.officer for move in moves}),
        "days": sorted({move.on.isoformat() for move in moves}),
    }
    audit.record("roster.changed", planning.subject(held), by=by, at=at, details=details)
    return made


@transaction.atomic
def undo(*, roster: Roster, by: "User | None", at: datetime) -> Change:
    """Take the last change by hand back, if the rules still allow what was there before: leave may have been
    granted since.
    """
    held = _draft(roster)
    last = changing.to_take_back(held)
    if last is None:
        raise RuleBroken("change.nothing_to_undo", gettext_noop("There is nothing left to undo."))
    checking.refuse_broken(held, [move.back() for move in changing.moves_of(last)])
    undone = changing.take_back(held, last, at=at)
    details = {"change": undone.number}
    audit.record("roster.change_undone", planning.subject(held), by=by, at=at, details=details)
    return undone


def _draft(roster: Roster) -> Roster:
    held = Roster.objects.select_for_update().get(pk=roster.pk)
    planning.check_state(held, State.DRAFT)
    return held


# -- what a person means by a cell ---------------------------------------------------------------------


def to_post(roster: Roster, spot: Spot, post: Post | None) -> list[Move]:
    """Put an officer to a post, or take them off."""
    return [Move(spot.officer, spot.on, _held(roster, spot), post)]


def carried(roster: Roster, source: Spot, target: Spot) -> list[Move]:
    """A duty dragged to another cell. What was there goes back the other way."""
    given, there = _held(roster, source), _held(roster, target)
    return [
        Move(source.officer, source.on, given, there),
        Move(target.officer, target.on, there, given),
    ]


def _held(roster: Roster, spot: Spot) -> Post | None:
    return changing.held_by(roster, [spot.officer]).get((spot.officer, spot.on))


# -- what could stand in a cell ------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """A post for one officer on one day: whether it is short of people, and the rule against it, if any."""

    post: Post
    wanted: int
    missing: int
    against: checking.Broken | None


def choices(roster: Roster, spot: Spot) -> tuple[list[Choice], checking.Checker]:
    """Every post of the day that the officer could fill by skill and place, the emptiest first."""
    checker = checking.Checker(roster)
    officer = checker.month.by_code[str(spot.officer)]
    reach = stating.reach(officer, checker.month.places.values())
    short = {(u.place_id, u.shift_id, u.skill): u.missing for u in roster.unmet.filter(on=spot.on)}
    held = _held(roster, spot)
    found = []
    for cover in Cover.objects.filter(on=spot.on, wanted__gt=0):
        post = Post(cover.place_id, cover.shift_id, cover.skill)
        if cover.place_id in reach and cover.skill in officer.skills and post != held:
            broken = checker.broken([Move(spot.officer, spot.on, held, post)])
            missing = short.get((post.place, post.shift, post.skill), 0)
            found.append(Choice(post, cover.wanted, missing, broken[0] if broken else None))
    order = sorted(found, key=lambda c: (c.against is not None, -c.missing, reach[c.post.place], c.post))
    return order, checker
