"""Sending what waits, one message after the other: take it, hand it over, write down what came of it.

Between taking and writing down nothing in the database is locked, and the worker may be killed at any point:
a message that was taken and about which nothing was written is unknown, and nobody sends it again by itself.
"""

import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils import timezone

from rekam.domain.reminders import states
from rekam.domain.reminders.states import Event, Outcome
from rekam.office.audit import actions as audit
from rekam.office.reminders import budgets, consent, providers, steps
from rekam.office.reminders.letters import Letter, Provider
from rekam.office.reminders.models import Channel, Message, Rules, State
from rekam.office.reminders.steps import Happened

AT_ONCE_SECONDS = 20.0  # then other long work of the worker has its turn
# So many tries in a row without an answer that helps, and a channel rests: the fault is not the messages'.
MOST_TROUBLE = 3
REST = timedelta(minutes=15)
MOST_ASKED = 50  # in one round


@dataclass
class Run:
    """What one round of sending has done; ``resting`` channels had too much trouble to go on."""

    done: Counter[str] = field(default_factory=Counter)
    trouble: Counter[str] = field(default_factory=Counter)
    resting: set[str] = field(default_factory=set)
    is_over: bool = True


def run(*, clock: Callable[[], datetime], seconds: float = AT_ONCE_SECONDS, most: int | None = None) -> Run:
    """Send what may go now. Ends when nothing may, or after *seconds*; then ``is_over`` is false."""
    made, ends = Run(), time.monotonic() + seconds
    made.done["abandoned"] = notice_abandoned(at=clock())
    made.done["asked"] = ask(at=clock())
    while most is None or made.done["tried"] < most:
        if time.monotonic() >= ends:
            made.is_over = False
            break
        message = take(at=clock(), channels=[c for c in providers.ready() if c not in made.resting])
        if message is None:
            break
        _send(message, made, clock)
    _told(made, at=clock())
    return made


def _send(message: Message, made: Run, clock: Callable[[], datetime]) -> None:
    provider = providers.of(message.channel)
    assert provider is not None
    outcome = hand_over(message, provider, clock)
    keep(message, outcome, at=clock())
    made.done["tried"] += 1
    made.done[outcome.event.value] += 1
    is_trouble = outcome.event in (Event.LOST, Event.NOT_SENT)
    made.trouble[message.channel] = made.trouble[message.channel] + 1 if is_trouble else 0
    if made.trouble[message.channel] >= MOST_TROUBLE:
        made.resting.add(message.channel)


# -- one message ------------------------------------------------------------------------------------------


def waiting(at: datetime, channels: Sequence[str]) -> QuerySet[Message]:
    """Messages whose time has come on channels that send by themselves."""
    found = Message.objects.filter(state=State.QUEUED, next_at__lte=at, channel__in=channels)
    return found.order_by("next_at", "id")


@transaction.atomic
def take(*, at: datetime, channels: Sequence[str]) -> Message | None:
    """The next message that may go: outside quiet hours, within the budget, still agreed to.

    What may not go after all is refused on the way. The rules' row is locked: two workers never spend the
    same rupiah.
    """
    rules = budgets.locked()
    if budgets.quiet(rules).holds(timezone.localtime(at).time()):
        return None
    left = budgets.left(rules, timezone.localdate(at))
    candidates = waiting(at, channels) if left is None else waiting(at, channels).filter(cost__lte=left)
    while message := candidates.select_for_update().first():
        why = consent.objection(message)
        if not why:
            return _taken(message, at)
        steps.happen(message.pk, Event.REFUSE, Happened(at, why))
    return None


def _taken(message: Message, at: datetime) -> Message | None:
    changes = {"tries": message.tries + 1, "asked": 0, "taken_at": at, "charged_on": timezone.localdate(at)}
    return steps.happen(message.pk, Event.TAKE, Happened(at), **changes)


def hand_over(message: Message, provider: Provider, clock: Callable[[], datetime]) -> Outcome:
    """The try itself. A worker that slept since it took the message no longer hands it over: by then it
    counts as abandoned, and somebody else may be asking about it.
    """
    assert message.taken_at is not None
    if clock() - message.taken_at > states.ABANDONED / 3:
        return Outcome(Event.NOT_SENT, "slept")
    return provider.send(letter(message))


def letter(message: Message) -> Letter:
    template = message.campaign.template
    return Letter(
        reference=message.reference,
        to=message.address,
        text=message.text,
        subject=message.subject,
        language=message.language,
        template=template.whatsapp_name if message.channel == Channel.WHATSAPP else "",
        parameters=tuple(message.parameters),
        way_out=way_out(message.key),
    )


def way_out(key: str) -> str:
    """The whole address of the page that says "no more"; empty where the public cannot reach this office."""
    if not settings.PUBLIC_URL:
        return ""
    return settings.PUBLIC_URL.rstrip("/") + reverse("reminders:opt_out", args=[key])


def keep(message: Message, outcome: Outcome, *, at: datetime) -> Message | None:
    """Write down what a try came to. News that was faster than the answer stays."""
    event, wait = states.after_try(outcome, message.tries - message.tries_before)
    next_at = at + wait
    if event == Event.LOST:
        next_at = _asked_next(message, asked=0)
    return steps.happen(message.pk, event, Happened.of(outcome, at, message.tries, next_at))


# -- what nobody wrote down, and what nobody knows ----------------------------------------------------------


@transaction.atomic
def notice_abandoned(*, at: datetime) -> int:
    """Messages that a worker took and never came back with are unknown."""
    count = 0
    for message in Message.objects.filter(state=State.SENDING, taken_at__lt=at - states.ABANDONED):
        about = Happened(at, "abandoned", next_at=_asked_next(message, asked=0), of_try=message.tries)
        count += steps.happen(message.pk, Event.LOST, about) is not None
    return count


def _to_ask() -> QuerySet[Message]:
    """Unknown ones about which a provider can be asked, and has not been asked often enough."""
    most = len(states.ASK_AFTER)
    return Message.objects.filter(state=State.UNKNOWN, channel__in=providers.asking(), asked__lt=most)


def ask(*, at: datetime) -> int:
    """Ask the providers that can be asked what became of unknown messages whose time has come."""
    count = 0
    for message in _to_ask().filter(next_at__lte=at).order_by("next_at")[:MOST_ASKED]:
        provider = providers.of(message.channel)
        answer = provider.ask(message.reference) if provider is not None else None
        _keep_answer(message, answer, at=at)
        count += 1
    return count


@transaction.atomic
def _keep_answer(message: Message, answer: Outcome | None, *, at: datetime) -> None:
    """A provider that cannot say is asked again later, and then no more."""
    if answer is not None and steps.happen(message.pk, answer.event, Happened.of(answer, at, message.tries)):
        return
    asked = message.asked + 1
    held = Message.objects.filter(pk=message.pk, state=State.UNKNOWN)
    held.update(asked=asked, next_at=_asked_next(message, asked=asked))


def _asked_next(message: Message, *, asked: int) -> datetime:
    assert message.taken_at is not None
    return message.taken_at + (states.ask_after(asked) or timedelta(0))


# -- afterwards ---------------------------------------------------------------------------------------------


def _told(made: Run, *, at: datetime) -> None:
    """One line in the trail for a round that did something; what became of each message are its steps."""
    counts = {name: number for name, number in made.done.items() if number}
    if counts:
        audit.record("reminders.sent", "reminders", by=None, at=at, details=counts)


def next_moment(at: datetime, resting: Collection[str] = ()) -> datetime | None:
    """When to look again: a message may go then, or a provider be asked. Nothing: until somebody sends."""
    rules, moments = budgets.rules(), []
    for channel in providers.ready():
        earliest = at + REST if channel in resting else at
        moments += [budgets.writable_from(rules, max(m, earliest)) for m in _affordable(rules, channel, at)]
    moments += [max(m, at) for m in _to_ask().order_by("next_at").values_list("next_at", flat=True)[:1]]
    sending = Message.objects.filter(state=State.SENDING).aggregate(first=Min("taken_at"))["first"]
    if sending is not None:
        moments.append(max(sending + states.ABANDONED + timedelta(seconds=1), at))
    return min(moments, default=None)


def _affordable(rules: Rules, channel: str, at: datetime) -> list[datetime]:
    """When the first message of a channel may go by the budget: now, next month, or never mind."""
    held = Message.objects.filter(state=State.QUEUED, channel=channel)
    left = budgets.left(rules, timezone.localdate(at))
    found = held if left is None else held.filter(cost__lte=left)
    first = found.aggregate(first=Min("next_at"))["first"]
    if first is not None:
        return [first]
    return [_next_month(at)] if held.exists() else []


def _next_month(at: datetime) -> datetime:
    day = (timezone.localdate(at).replace(day=1) + timedelta(days=32)).replace(day=1)
    return datetime.combine(day, datetime.min.time(), timezone.get_current_timezone())
