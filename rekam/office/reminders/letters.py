"""What is handed to a provider, and what all providers have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rekam.domain.reminders.states import Event, Outcome
from rekam.office.reminders import calling


@dataclass(frozen=True, slots=True)
class Letter:
    """One message on its way out, as plain values."""

    reference: str
    to: str
    text: str
    subject: str = ""
    language: str = "id"
    template: str = ""  # the name under which WhatsApp has approved these words
    parameters: tuple[str, ...] = ()
    way_out: str = ""  # the address of the page that says "no more"


class Provider(Protocol):
    """Whatever sends for us."""

    @property
    def can_ask(self) -> bool:
        """Whether it can be asked about a message by our reference."""

    def send(self, letter: Letter) -> Outcome:
        """One try. It ends within the time that settings allow, whatever the other side does."""

    def ask(self, reference: str) -> Outcome | None:
        """What became of a message, by our reference; nothing where that cannot be said now."""


def tried(send: Callable[[], calling.Answer], read: Callable[[calling.Answer], Outcome]) -> Outcome:
    """Send, and say what the answer means: nothing left us, no answer, or the provider's word."""
    try:
        answer = send()
    except calling.NotSent as trouble:
        return Outcome(Event.NOT_SENT, trouble.why)
    except calling.NoAnswer as trouble:
        return Outcome(Event.LOST, trouble.why)
    return read(answer)


def busy(answer: calling.Answer, now: datetime) -> Outcome:
    return Outcome(Event.NOT_SENT, "busy", wait=answer.wait(now))
