"""What the queue's pages ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet

from rekam.domain.recording import queue as rules
from rekam.domain.recording.queue import Coming, Wait, Waiting
from rekam.station.packs import queries as packs
from rekam.station.queue import marks
from rekam.station.queue.models import Priority, State, Ticket

COUNTERS = 1  # a laptop is one counter
MEASURED = 20  # the pace of the last hours says more about the next than that of the morning
SHOWN_NEXT = 5


@dataclass(frozen=True)
class Place:
    """A ticket in the queue: how many are before it and how long that takes."""

    ticket: Ticket
    ahead: int
    wait: Wait | None


def of_day(on: date) -> QuerySet[Ticket]:
    return Ticket.objects.filter(on=on).order_by("number")


def counted(on: date) -> QuerySet[Ticket]:
    """One for each person of the list: without those who came again on another."""
    return of_day(on).filter(came_again=False)


def not_closed(on: date) -> QuerySet[Ticket]:
    """Whom no closing has told of yet: everybody, or those who came after it."""
    return of_day(on).filter(is_closed=False)


def waiting(on: date) -> list[Ticket]:
    return list(of_day(on).filter(state=State.WAITING))


def as_waiting(ticket: Ticket) -> Waiting:
    return Waiting(ticket.number, rules.Priority(ticket.priority))


def in_a_row(on: date) -> int:
    """How many with priority were called just now, one after the other."""
    called = (
        of_day(on).exclude(called_at=None).order_by("-turn", "-called_at").values_list("priority", flat=True)
    )
    row = 0
    for priority in called[: rules.IN_A_ROW + 1]:
        if priority == Priority.NONE:
            break
        row += 1
    return row


def at_work(on: date) -> list[Ticket]:
    """Called or seated on this day: they are before everybody who waits. Last whoever was called last."""
    todays = Ticket.objects.filter(Q(on=on) | Q(called_at__date=on))
    return list(todays.filter(state__in=(State.CALLED, State.AT_COUNTER)).order_by("turn", "called_at"))


def of_other_days(on: date) -> list[Ticket]:
    """Tickets that say another day and have not ended: the clock was set, or the day was never closed."""
    found = Ticket.objects.filter(state__in=(State.WAITING, State.CALLED, State.AT_COUNTER))
    busy = [ticket.pk for ticket in at_work(on)]
    return list(found.exclude(on=on).exclude(pk__in=busy).order_by("on", "number"))


def next_turn() -> int:
    """Calls are counted: a clock may be set back between two of them."""
    return (Ticket.objects.aggregate(last=Max("turn"))["last"] or 0) + 1


def seconds(on: date) -> list[float]:
    """What the last people of today took, each from being seated to the next one's being seated."""
    seated = list(of_day(on).exclude(seated_at=None).order_by("-turn", "-seated_at")[: MEASURED + 1])
    following = [None, *seated]  # the last to be called comes first
    turns = [_turn(ticket, after) for ticket, after in zip(seated, following, strict=False)]
    return [turn for turn in turns if turn is not None][:MEASURED]


def _turn(ticket: Ticket, following: Ticket | None) -> float | None:
    if ticket.ended_at is None:
        return None
    return ticket.turn_before(following) if following else ticket.took


def places(on: date) -> list[Place]:
    """Everybody who waits, in the order in which they will be called."""
    tickets = {each.number: each for each in waiting(on)}
    turn = rules.in_turn([as_waiting(each) for each in tickets.values()], in_a_row=in_a_row(on))
    busy, measured, given = len(at_work(on)), seconds(on), _given(on)
    found, others = [], 0
    for ahead, each in enumerate(turn, start=busy):
        is_first = each.priority != rules.Priority.NONE
        coming = None if is_first else Coming(*given, others)
        wait = rules.wait(ahead=ahead, counters=COUNTERS, seconds=measured, coming=coming)
        found.append(Place(tickets[each.number], ahead, wait))
        others += not is_first
    return found


def _given(on: date) -> tuple[int, int]:
    """How many tickets were given today, and how many of them to people with priority."""
    given = of_day(on)
    return given.count(), given.exclude(priority=Priority.NONE).count()


def place_of(ticket: Ticket) -> Place | None:
    return next((place for place in places(ticket.on) if place.ticket.pk == ticket.pk), None)


def for_newcomers(on: date) -> Wait | None:
    """What somebody without priority who takes a ticket now would wait."""
    held = waiting(on)
    others = sum(ticket.priority == Priority.NONE for ticket in held)
    return rules.wait(
        ahead=len(held) + len(at_work(on)),
        counters=COUNTERS,
        seconds=seconds(on),
        coming=Coming(*_given(on), others),
    )


def by_token(token: str) -> Ticket | None:
    return Ticket.objects.filter(token=token).first()


def ended(on: date) -> list[Ticket]:
    """With the slip of whoever was recorded: it may have to be printed again."""
    over = of_day(on).filter(state__in=(State.DONE, State.FAILED, State.LEFT))
    return list(over.select_related("made").order_by("-ended_at"))


def counts(tickets: Iterable[Ticket]) -> dict[str, int]:
    found = dict.fromkeys(State.values, 0)
    for ticket in tickets:
        found[ticket.state] += 1
    return found


def tickets_of(tokens: Iterable[str], on: date) -> dict[str, Ticket]:
    """The tickets that these residents hold today."""
    held = of_day(on).filter(resident__in=list(tokens)).exclude(state__in=(State.LEFT, State.FAILED))
    return {ticket.resident: ticket for ticket in held}


def recorded(known: frozenset[str], on: date, *, resident: str = "") -> Ticket | None:
    """Their ticket, where *resident* or somebody with one of these marks was recorded on that day, be it
    closed or not.
    """
    done = of_day(on).filter(state=State.DONE)
    by_name = done.filter(resident=resident).first() if resident else None
    return by_name or next((each for each in done if known & marks.read(each.marks)), None)


def expected(on: date) -> tuple[int, int]:
    """How many of the list are expected, and how many of them took a ticket."""
    listed = of_day(on).filter(is_expected=True, came_again=False)
    came = listed.exclude(resident="").values("resident").distinct().count()
    forgotten = listed.filter(resident="").count()  # the day was closed: each is somebody else
    return packs.residents().filter(is_expected=True).count(), came + forgotten


def numbered(pk: str) -> Ticket | None:
    """The ticket that was just given, as the address names it."""
    return Ticket.objects.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() else None
