"""Every interleaving, one after the other: three tries, workers that sleep or are killed, answers that are
lost, words that take their time, a provider that can or cannot be asked, news of anything at any moment.
"""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from rekam.domain.reminders import states
from rekam.domain.reminders.states import Event, State

ABANDONED = int(states.ABANDONED.total_seconds() // 60)
FIRST_ASKED = int(states.ASK_AFTER[0].total_seconds() // 60)
MOST_TRIES = 3
NEWS = (Event.SAID_SENT, Event.SAID_DELIVERED, Event.SAID_READ, Event.SAID_FAILED)


class Try(NamedTuple):
    """A worker that has the message, or an answer about it that nobody has written down yet."""

    number: int
    has_slept: bool
    answer: str  # empty until it has tried


class World(NamedTuple):
    """``age``: minutes since the latest try began. ``under_way``: minutes that words still need."""

    state: State = State.QUEUED
    number: int = 0
    age: int = 0
    under_way: int = -1
    arrived: int = 0
    tries: tuple[Try, ...] = ()


def after(world: World, event: Event, number: int = 0) -> World:
    if not states.counts(event, is_latest=number in (0, world.number)):
        return world
    return world._replace(state=states.move(world.state, event) or world.state)


def nexts(world: World) -> Iterator[World]:
    """Whatever may happen next."""
    yield from _a_minute_passes(world)
    if world.state == State.QUEUED and world.number < MOST_TRIES:
        number = world.number + 1
        taken = after(world, Event.TAKE)
        yield taken._replace(number=number, age=0, tries=(*world.tries, Try(number, False, "")))
    for each in world.tries:
        rest = world._replace(tries=tuple(other for other in world.tries if other != each))
        yield rest  # killed
        if each.answer:
            yield after(rest, Event(each.answer), each.number)
        else:
            yield from _sends(rest, each)
    if world.arrived:
        yield from (after(world, news) for news in NEWS)
    if world.state == State.UNKNOWN:
        yield from (after(world, event) for event in (Event.WENT, Event.LEAVE))


def _a_minute_passes(world: World) -> Iterator[World]:
    """With what is done by itself then; the provider answers questions or does not."""
    arrives = world.under_way == 0
    slept = tuple(each._replace(has_slept=True) if not each.answer else each for each in world.tries)
    later = world._replace(
        age=min(world.age + 1, FIRST_ASKED),
        under_way=max(world.under_way - 1, -1),
        arrived=world.arrived + arrives,
        tries=slept,
    )
    if later.state == State.SENDING and later.age >= ABANDONED:
        later = after(later, Event.LOST)
    yield later
    if later.state == State.UNKNOWN and later.age >= FIRST_ASKED:
        yield after(later, Event.SAID_SENT if later.arrived else Event.NOT_KNOWN)


def _sends(rest: World, each: Try) -> Iterator[World]:
    def answered(answer: Event, world: World) -> World:
        return world._replace(tries=(*world.tries, each._replace(answer=answer.value)))

    if each.has_slept:  # what has not left within a minute does not leave any more
        yield answered(Event.NOT_SENT, rest)
        return
    for answer in (Event.NOT_SENT, Event.DECLINED, Event.LOST):  # away, refused, lost on the way there
        yield answered(answer, rest)
    yield answered(Event.ACCEPTED, rest._replace(arrived=rest.arrived + 1))
    for minutes in (0, FIRST_ASKED - 2):  # it arrives, the answer does not
        if rest.under_way == -1:
            yield answered(Event.LOST, rest._replace(under_way=minutes))
        else:
            yield answered(Event.LOST, rest._replace(arrived=rest.arrived + 1))


def explored() -> set[World]:
    seen, waiting = {World()}, deque([World()])
    while waiting:
        for found in nexts(waiting.popleft()):
            if found not in seen:
                seen.add(found)
                waiting.append(found)
    return seen


def test_no_interleaving_sends_twice_or_leaves_a_message_with_nobody() -> None:
    seen = explored()

    twice = [world for world in seen if world.arrived + (world.under_way >= 0) > 1]
    assert not twice, twice[0]
    assert not [world for world in seen if _is_stuck(world)]
    # The search really went there: unknown, answered late, three tries, and all ends.
    assert {world.state for world in seen} == set(State)
    assert {world.number for world in seen} == {0, 1, 2, 3}
    assert len(seen) > 1_000


def _is_stuck(world: World) -> bool:
    """No worker holds it, time has passed, and it is neither at an end nor before anybody; or it went out
    and would be sent once more.
    """
    if world.tries or world.under_way >= 0:
        return False
    settled = after(world, Event.LOST).state
    if settled == State.QUEUED:
        return world.arrived > 0
    at_its_end = settled in (State.SENT, State.DELIVERED, State.READ, State.REFUSED)
    return not at_its_end and not states.decisions(settled)
