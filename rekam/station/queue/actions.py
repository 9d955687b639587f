"""What is done with tickets. Names stay inside the encrypted store; the display shows numbers alone."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, Max, Min, OuterRef, Q

from rekam.domain.recording import closing
from rekam.domain.recording import queue as rules
from rekam.domain.recording.queue import Move
from rekam.domain.trouble import RuleBroken
from rekam.station import clock
from rekam.station.queue import codes, marks, queries
from rekam.station.queue.models import Failure, State, Ticket

_TOLD = "The day was closed with ticket %(ticket)s: give this person a new ticket, so that they are counted."
_RECORDED = (
    "%(name)s was recorded here today with ticket %(ticket)s: if it has to be done again, begin at the "
    "counter "
    "without a ticket."
)
_TWICE = "%(name)s already has ticket %(ticket)s of today: look for it in the list."
HAS_DRAFT = "This ticket is being recorded already: continue there."


@transaction.atomic
def give_ticket(
    *,
    resident: str = "",
    name: str = "",
    born: date | None = None,
    is_expected: bool = False,
    is_disabled: bool = False,
    is_elderly: bool = False,
    by: str,
    on: date,
    at: datetime,
) -> Ticket:
    """The next number of the day. *resident*: as the pack names them, when they are on it. *is_elderly*: as
    the operator sees, where no birth date says it.
    """
    _check_once(resident, name, on)
    last = Ticket.objects.filter(on=on).aggregate(last=Max("number"))["last"] or 0
    given = Ticket.objects.create(
        on=on,
        number=last + 1,
        token=codes.new(),
        resident=resident,
        name=" ".join(name.split()),
        born=born,
        is_expected=is_expected,
        priority=_priority(born=born, is_disabled=is_disabled, is_elderly=is_elderly, on=on),
        given_by=by,
        given_at=at,
        given_tick=clock.tick(at),
    )
    count_once(on)
    return given


def _priority(*, born: date | None, is_disabled: bool, is_elderly: bool, on: date) -> str:
    known = rules.priority(born=born, is_disabled=is_disabled, on=on)
    return rules.Priority.ELDERLY if is_elderly and known == rules.Priority.NONE else known


def _check_once(resident: str, name: str, on: date) -> None:
    if not resident:
        return
    if done := queries.recorded(marks.of(token=resident), on, resident=resident):
        raise RuleBroken("queue.recorded_today", _RECORDED, name=name, ticket=done.label)
    ended = (State.LEFT, State.FAILED)
    held = Ticket.objects.filter(on=on, resident=resident).exclude(state__in=ended).first()
    if held:
        raise RuleBroken("queue.has_a_ticket", _TWICE, name=held.name, ticket=held.label)


@transaction.atomic
def call_next(*, on: date, at: datetime) -> Ticket:
    """Whoever's turn it is, by the rule of the queue."""
    waiting = queries.waiting(on)
    chosen = rules.next_one([queries.as_waiting(each) for each in waiting], in_a_row=queries.in_a_row(on))
    ticket = next(each for each in waiting if each.number == chosen.number)
    return call(ticket=ticket, at=at)


@transaction.atomic
def call(*, ticket: Ticket, at: datetime) -> Ticket:
    """Call this number, or call it again."""
    _move(ticket, Move.CALL)
    ticket.calls += 1
    ticket.called_at, ticket.turn = at, queries.next_turn()
    ticket.save()
    return ticket


@transaction.atomic
def seat(*, ticket: Ticket, at: datetime) -> Ticket:
    """The person sits at the counter: from now on their time is measured."""
    _move(ticket, Move.SEAT)
    if ticket.called_at is None:
        ticket.called_at, ticket.turn = at, queries.next_turn()
    ticket.seated_at, ticket.seated_tick = at, clock.tick(at)
    ticket.save()
    return ticket


@transaction.atomic
def put_back(*, ticket: Ticket, at: datetime) -> Ticket:
    """Seated by mistake, or waits for a paper: the place in the queue is kept."""
    _move(ticket, Move.PUT_BACK)
    ticket.seated_at, ticket.seated_tick = None, ""
    ticket.save()
    return ticket


@transaction.atomic
def miss(*, ticket: Ticket, at: datetime) -> Ticket:
    """Called and not there, or gone home."""
    _move(ticket, Move.MISS)
    ticket.ended_at, ticket.ended_tick = at, clock.tick(at)
    ticket.save()
    count_once(ticket.on)
    return ticket


@transaction.atomic
def come_back(*, ticket: Ticket, at: datetime) -> Ticket:
    """Whoever was missed waits again, in the place that the ticket had."""
    if Ticket.objects.filter(pk=ticket.pk, is_closed=True).exists():
        raise RuleBroken("queue.day_closed", _TOLD, ticket=ticket.label)
    _check_once(ticket.resident, ticket.name, ticket.on)
    _move(ticket, Move.COME_BACK)
    ticket.called_at = ticket.ended_at = ticket.turn = None
    ticket.ended_tick, ticket.came_again = "", False
    ticket.save()
    count_once(ticket.on)
    return ticket


@transaction.atomic
def finish(*, ticket: Ticket, at: datetime) -> Ticket:
    """Recorded: in the transaction that seals the recording."""
    _move(ticket, Move.FINISH)
    ticket.ended_at, ticket.ended_tick = at, clock.tick(at)
    ticket.save()
    return ticket


@transaction.atomic
def fail(*, ticket: Ticket, reason: str, note: str = "", at: datetime) -> Ticket:
    """Not recorded, with the reason that the day's sheet will name."""
    chosen = closing.failure(reason)
    if Ticket.objects.filter(pk=ticket.pk, draft__isnull=False).exists():
        raise RuleBroken("recording.already_begun", HAS_DRAFT)  # only its recording ends it
    _move(ticket, Move.FAIL)
    ticket.failure = Failure(chosen.value)
    ticket.note = " ".join(note.split())[:300]
    ticket.ended_at, ticket.ended_tick = at, clock.tick(at)
    ticket.save()
    count_once(ticket.on)
    return ticket


def count_once(on: date) -> None:
    """Somebody of the list who left or was not recorded, and came again, is one person: counted with the
    ticket they hold now, be it after a closing that told of them. Of tickets that all ended so, whoever
    was not recorded counts before whoever left, as its reason is known, and the latest before the others.
    """
    ended = Ticket.objects.filter(on=on, state__in=(State.LEFT, State.FAILED)).exclude(resident="")
    others = Ticket.objects.filter(on=on, resident=OuterRef("resident")).exclude(pk=OuterRef("pk"))
    later = Q(number__gt=OuterRef("number"))
    awaited = list(ended.filter(is_expected=True).values_list("resident", flat=True))
    Ticket.objects.filter(on=on, resident__in=awaited).update(is_expected=True)
    now = others.filter(later | ~Q(state=State.LEFT))
    ended.filter(state=State.LEFT).update(came_again=Exists(now))
    now = others.filter(later & Q(state=State.FAILED) | ~Q(state__in=(State.LEFT, State.FAILED)))
    ended.filter(state=State.FAILED).update(came_again=Exists(now))


def forget(on: date) -> None:
    """The day was closed: the names go. Somebody expected who held two tickets stays one who came. By what
    the pack calls them those are known who left or were not recorded, until the next day is closed: they may
    come again. Whoever was recorded is known by their marks so long.
    """
    told = queries.of_day(on)
    came = told.filter(is_expected=True, came_again=False).exclude(resident="").order_by()
    once = came.values("resident").annotate(first=Min("pk")).values_list("first", flat=True)
    came.exclude(pk__in=list(once)).update(is_expected=False)
    told.filter(~Q(state__in=(State.LEFT, State.FAILED)) | Q(came_again=True)).update(resident="")
    told.exclude(state=State.DONE).update(marks="")
    told.update(name="", born=None, note="", is_closed=True)
    Ticket.objects.filter(on__lt=on, is_closed=True).update(resident="", marks="")


def _move(ticket: Ticket, move: Move) -> None:
    """By the table of moves, from what the store holds now and not from what a page showed."""
    held = Ticket.objects.values_list("state", flat=True).get(pk=ticket.pk)
    ticket.state = State(rules.decide(rules.State(held), move, number=ticket.number).value)
