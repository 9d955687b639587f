"""What a person does about single messages: send one by hand, or decide about one of which nobody knows."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.reminders import states
from rekam.domain.reminders.states import Event
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.reminders import consent, providers, steps
from rekam.office.reminders.models import Message, State
from rekam.office.reminders.steps import Happened

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

EVENTS = {
    Event.WENT: "reminders.said_to_have_gone",
    Event.SEND_AGAIN: "reminders.sent_again",
    Event.LEAVE: "reminders.left_unsent",
}


@transaction.atomic
def mark_sent(*, message: Message, by: "User", at: datetime) -> Message:
    """Somebody has sent it from the office's telephone or mailbox, where no provider sends."""
    if providers.of(message.channel) is not None:
        raise RuleBroken(
            "message.sends_itself",
            gettext_noop("This message is sent by itself: sent by hand as well, it would arrive twice."),
        )
    held = Message.objects.select_for_update().get(pk=message.pk)
    why = consent.objection(held)
    if why and held.state == State.QUEUED:
        raise _objected()
    done = steps.happen(held.pk, Event.BY_HAND, Happened(at, by=by), by_hand=True)
    if done is None:
        raise _not_now(held)
    audit.record("reminders.sent_by_hand", subject(held), by=by, at=at, details=_told(held))
    return done


@transaction.atomic
def decide(*, message: Message, event: Event, by: "User", at: datetime) -> Message:
    """About a message that is unknown or failed: it went, it is sent once more, or it is left."""
    held = Message.objects.select_for_update().get(pk=message.pk)
    if event not in states.decisions(states.State(held.state)):
        raise _not_now(held)
    if event == Event.SEND_AGAIN and consent.objection(held):
        raise _objected()
    # As many tries again as at first; their numbers go on, so that news of an old one is known as such.
    changes = {"tries_before": held.tries} if event == Event.SEND_AGAIN else {}
    done = steps.happen(held.pk, event, Happened(at, "decided", by=by), **changes)
    assert done is not None
    audit.record(EVENTS[event], subject(held), by=by, at=at, details=_told(held))
    return done


def subject(message: Message) -> str:
    return f"message:{message.pk}"


def _told(message: Message) -> dict[str, str]:
    return {"address": message.masked, "channel": message.channel}


def _objected() -> RuleBroken:
    return RuleBroken(
        "message.not_allowed",
        gettext_noop("The person has not agreed to messages, or wants none any more: it must not be sent."),
    )


def _not_now(message: Message) -> RuleBroken:
    return RuleBroken(
        "message.not_now",
        gettext_noop("The message is in the state: %(state)s. That cannot be done with it now."),
        state=State(message.state).label,
    )
