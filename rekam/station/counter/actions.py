"""What is done at the counter: each step is one function and one transaction, and ends in the draft."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from rekam.domain.recording import closing, exceptions, parts, person, portrait, steps
from rekam.domain.recording.parts import Part
from rekam.domain.recording.person import Correction
from rekam.domain.recording.steps import Step
from rekam.domain.trouble import RuleBroken
from rekam.station.counter import keeping
from rekam.station.counter.models import Draft, Shot
from rekam.station.counter.work import Person, Work
from rekam.station.identity import queries as identity
from rekam.station.identity import stopping
from rekam.station.packs import queries as packs
from rekam.station.queue import actions as queue
from rekam.station.queue import marks
from rekam.station.queue import queries as queued
from rekam.station.queue.models import Ticket

LONGEST_NOTE = 300
CANNOT_SIGN = ("hand", "illiterate", "other")

_NO_SIGNATURE = "There is no signature yet: have the resident sign, or choose why this is not possible."
_NOT_SEEN = "Show the resident what was recorded first: then the signature is for that."
_OTHER_TICKET = "%(name)s holds ticket %(ticket)s of today: go back and continue with that ticket."
_DONE_TODAY = (
    "%(name)s was recorded here today with ticket %(ticket)s: note it as already recorded (F9), or write why."
)
_EXPIRED = (
    "The roster pack has expired: look at the date of this laptop, then take a newer pack from the office."
)
_CLOCK_BEHIND = (
    "The clock of this laptop is wrong (it shows %(shown)s, and %(sure)s is past): set date and time in the "
    "settings of its system, then go on."
)
_FROZEN = (
    "The office has stopped the keys of this laptop and nothing could be saved: enrol it again under "
    "Settings, with a code of the office."
)
_HAS_CAPTURES = "Something was captured already: go on recording, or note why this person is not recorded."


@transaction.atomic
def begin(*, ticket: Ticket, by: str, at: datetime) -> Draft:
    """Somebody sits down. Old data records nobody: people move, and operators change."""
    _check_may_begin(at)
    if Draft.objects.filter(ticket=ticket).exists():
        raise RuleBroken("recording.already_begun", queue.HAS_DRAFT)
    queue.seat(ticket=ticket, at=at)
    work = Work()
    work.begin(at)
    return Draft.objects.create(ticket=ticket, operator=by, kept=work.kept(), started_at=at, saved_at=at)


def _check_may_begin(at: datetime) -> None:
    """What could not be finished is not begun: with keys that the office has stopped nothing is sealed. Under
    a clock that is surely wrong people would be too young, and devices would seem to be broken.
    """
    epoch = identity.epoch()
    if epoch.frozen_at is not None:
        raise stopping.set_back(epoch) or RuleBroken("epoch.frozen_here", _FROZEN)
    if packs.is_clock_behind(at):
        raise clock_behind(at)
    if packs.has_expired(at):
        raise RuleBroken("pack.expired_here", _EXPIRED)


def clock_behind(at: datetime) -> RuleBroken:
    return RuleBroken("clock.behind", _CLOCK_BEHIND, **packs.clocks(at))


@transaction.atomic
def walk_in(*, by: str, on: date, at: datetime) -> Draft:
    """Nobody waits and somebody comes: a ticket is given and used at once, or none is given."""
    return begin(ticket=queue.give_ticket(by=by, on=on, at=at), by=by, at=at)


@transaction.atomic
def take_up(*, draft: Draft, by: str, at: datetime) -> Draft:
    """Go on after a pause or a crash. What lies between is nobody's time. Whoever was the second officer and
    now records is no second officer any more.
    """
    work = keeping.work_of(draft)
    draft.operator = by
    if work.second == by:
        work.second = work.second_name = ""
        work.reopen({Step.EXCEPTIONS} | steps.undone_by(Step.EXCEPTIONS))
    work.begin(at)
    return keeping.keep(draft, work, at)


@transaction.atomic
def choose_person(*, draft: Draft, chosen: Person, by: str, at: datetime, again: str = "") -> Draft:
    """Who it is. Another person, and everything that was made of the first is gone. *again*: why somebody who
    was recorded here today is recorded once more; it travels with the recording, and stands with the ticket
    until the day is closed. Whether they are old enough is asked at the biodata, where birth and marriage can
    be put right.
    """
    known = marks.of(token=chosen.token, nik=chosen.nik, name=chosen.name, born=chosen.born)
    again, done = (
        " ".join(again.split())[:LONGEST_NOTE],
        queued.recorded(known, draft.ticket.on, resident=chosen.token),
    )
    if done and not again:
        raise RuleBroken("recording.done_today", _DONE_TODAY, name=chosen.name, ticket=done.label)
    if not done:
        _check_ticket(draft, chosen)
    work = keeping.work_of(draft)
    if work.person and _identity(work.person) != _identity(chosen):
        draft.shots.all().delete()
        spent = {name: getattr(work, name) for name in ("seconds", "shares", "since", "since_tick")}
        work = Work(**spent)
    work.person, work.again = chosen, again if done else ""
    work.finish(Step.FIND, at, by)
    Ticket.objects.filter(pk=draft.ticket_id).update(
        name=chosen.name,
        resident="" if done else chosen.token,  # they came once, with the first ticket
        is_expected=not done and packs.is_expected(chosen.token),
        born=chosen.born,
        marks=marks.written(known),
        note=work.again,
    )
    queue.count_once(draft.ticket.on)
    return keeping.keep(draft, work, at)


def _check_ticket(draft: Draft, chosen: Person) -> None:
    """Whoever holds another ticket of today is recorded with that one, so that nobody is counted twice."""
    held = queued.tickets_of([chosen.token], draft.ticket.on) if chosen.token else {}
    other = held.get(chosen.token)
    if other and other.pk != draft.ticket_id:
        raise RuleBroken("recording.other_ticket", _OTHER_TICKET, name=chosen.name, ticket=other.label)


def _identity(one: Person) -> tuple[str, str, str, date]:
    return one.token, one.nik, one.name, one.born


@transaction.atomic
def check_biodata(
    *, draft: Draft, corrections: Sequence[Correction], by: str, on: date, at: datetime
) -> Draft:
    """As the family card says, each change with its document. A corrected birth date may be too young, or
    need the other cloth behind the face: then the photograph is taken anew.
    """
    work = _may(draft, Step.BIODATA)
    cloth = portrait.background(work.born)
    work.corrections = list(corrections)
    person.check_birth(work.born, on)
    person.check_age(work.born, on, marital=work.value("marital"))
    work.finish(Step.BIODATA, at, by)
    if portrait.background(work.born) != cloth:
        draft.shots.filter(step=Step.FACE.value).delete()
        work.reopen({Step.FACE} | steps.undone_by(Step.FACE))
        work.accepted.pop(Step.FACE.value, None)
    return keeping.keep(draft, work, at)


@transaction.atomic
def keep_signature(
    *, draft: Draft, step: Step, drawn: bytes, cannot: str = "", by: str, at: datetime
) -> Draft:
    """The signature for the card, or for what was shown; or why there is none. *by*: who had it drawn."""
    work = _may(draft, step)
    if not drawn and cannot not in CANNOT_SIGN:
        raise RuleBroken("signature.missing", _NO_SIGNATURE)
    draft.shots.filter(step=step.value).delete()
    if drawn:
        shot = Shot.objects.create(
            draft=draft, step=step.value, number=1, make="", model="", serial="", operator=by, at=at
        )
        shot.pieces.create(part="signature", format="png", data=drawn, quality=0)
    work.cannot_sign.pop(step.value, None)
    if not drawn:
        work.cannot_sign[step.value] = cannot
    work.finish(step, at, by)
    return keeping.keep(draft, work, at)


# --- exceptions


@transaction.atomic
def except_part(*, draft: Draft, part: str, why: str, note: str, at: datetime) -> Draft:
    """A finger or an eye that is not captured. Its hand is captured without it."""
    made = exceptions.exempt(part, why, note)
    work = _may(draft, parts.step_of(made.part))
    work.exempts = [each for each in work.exempts if each.part != made.part] + [made]
    return _after_exceptions(draft, work, made.part, at)


@transaction.atomic
def restore_part(*, draft: Draft, part: Part, at: datetime) -> Draft:
    """It can be captured after all."""
    work = keeping.work_of(draft)
    work.exempts = [each for each in work.exempts if each.part != part]
    return _after_exceptions(draft, work, part, at)


def _after_exceptions(draft: Draft, work: Work, part: Part, at: datetime) -> Draft:
    undone = exceptions.undone_by(part)
    if draft.shots.filter(step=Step.CONFIRM.value, pieces__part=part.value).exists():
        undone |= {Step.CONFIRM}  # it was compared, in place of an index finger
    work.reopen(undone)
    work.accepted = {step: why for step, why in work.accepted.items() if Step(step) not in undone}
    work.second = work.second_name = ""
    photographed = {Step.EXCEPTIONS} if work.exempts else set()  # without any, its photograph goes too
    draft.shots.filter(step__in=[step.value for step in undone - photographed]).delete()
    return keeping.keep(draft, work, at)


@transaction.atomic
def witness(*, draft: Draft, by: str, second: str, second_name: str, at: datetime) -> Draft:
    """Another officer than the one who records (*by*) has seen what is missing, and it was photographed."""
    work = _may(draft, Step.EXCEPTIONS)
    has_photo = draft.shots.filter(step=Step.EXCEPTIONS.value).exists()
    for recorder in (draft.operator, by):
        exceptions.check_witnessed(work.exempts, has_photo=has_photo, operator=recorder, second=second)
    work.second, work.second_name = second, second_name
    work.finish(Step.EXCEPTIONS, at, by)
    return keeping.keep(draft, work, at)


# --- the end


def shown(work: Work, shots: Mapping[str, str]) -> str:
    """The hash of what the resident sees at the end: their data, and the images by their own hashes."""
    said: dict[str, Any] = {
        "person": {name: work.value(name) for name in ("name", "nik", "kk", "born", *person.FIELDS)},
        "exceptions": sorted((each.part.value, each.why.value) for each in work.exempts),
        "images": dict(shots),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def something_changed() -> RuleBroken:
    return RuleBroken("review.something_changed", _NOT_SEEN)


@transaction.atomic
def sign_review(
    *, draft: Draft, seen: str, now_shown: str, drawn: bytes, cannot: str, by: str, at: datetime
) -> Draft:
    """The resident signs for what was on the screen: *seen* is what the page showed."""
    if seen != now_shown:
        raise something_changed()
    draft = keep_signature(draft=draft, step=Step.REVIEW, drawn=drawn, cannot=cannot, by=by, at=at)
    work = keeping.work_of(draft)
    work.shown = seen
    return keeping.keep(draft, work, at)


@transaction.atomic
def give_up(*, draft: Draft, reason: str, note: str, at: datetime) -> Ticket:
    """Not recorded: the day's sheet names the reason, and nothing of the person stays."""
    closing.failure(reason)
    ticket = draft.ticket
    draft.delete()
    return queue.fail(ticket=ticket, reason=reason, note=note, at=at)


@transaction.atomic
def set_aside(*, draft: Draft, at: datetime) -> Ticket:
    """Begun by mistake: back into the queue, when nothing was captured yet."""
    if draft.shots.exists():
        raise RuleBroken("recording.has_captures", _HAS_CAPTURES)
    ticket = draft.ticket
    draft.delete()
    return queue.put_back(ticket=ticket, at=at)


def may_finish(draft: Draft, *, by: str) -> Work:
    """Every step is done, and whoever finishes is not their own second officer."""
    work = keeping.work_of(draft)
    steps.check_may_finish(work.done, work.steps)
    exceptions.check_witnessed(work.exempts, has_photo=True, operator=by, second=work.second)
    return work


def _may(draft: Draft, step: Step) -> Work:
    work = keeping.work_of(draft)
    steps.check_may_do(step, work.done, work.steps)
    return work
