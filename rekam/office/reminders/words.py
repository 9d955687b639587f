"""Codes of this part in the words of a reader."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.domain.reminders.states import Event
from rekam.office.reminders.models import Channel, State

# Why a message is in its state, or why somebody gets none.
WHY: dict[str, str | Promise] = {
    "no_address": _("no number or address is known"),
    "no_consent": _("has not agreed to messages"),
    "opted_out": _("wants no more messages"),
    "visit_over": _("the visit has begun, is over or was cancelled"),
    "visit_moved": _("the visit was moved to another day or hour"),
    "recorded": _("has been recorded meanwhile"),
    "no_channel": _("cannot be reached this way"),
    "already": _("has this message already"),
    "twice": _("same number or address as somebody before"),
    "number_in_text": _("the text would hold a whole NIK"),
    "stopped": _("the sending was stopped"),
    "declined": _("the provider declined it"),
    "no_approved_template": _("WhatsApp knows no approved template of this name and form"),
    "not_there": _("the number is not on WhatsApp"),
    "stopped_there": _("the receiver has stopped such messages at WhatsApp"),
    "busy": _("the provider asked for patience"),
    "not_allowed": _("the provider does not accept our token, password or sender"),
    "unreachable": _("the provider cannot be reached"),
    "certificate": _("the provider's certificate is not trusted"),
    "not_https": _("the provider's address is not https"),
    "not_encrypted": _("the way to the mail server is not encrypted"),
    "bad_address": _("the provider's address is wrong"),
    "slept": _("the worker was interrupted before it could send"),
    "timed_out": _("no answer came in time"),
    "cut_off": _("the connection broke before an answer came"),
    "odd_answer": _("the answer could not be understood"),
    "abandoned": _("the worker was stopped in the middle"),
    "not_known": _("the provider has never heard of it"),
    "asked": _("the provider was asked"),
    "news": _("the provider says so"),
    "decided": _("decided by a person"),
}
# Why what waits, waits.
WAITS: dict[str, str | Promise] = {
    "by_hand": _("Waiting to be sent by hand"),
    "quiet": _("Waiting until the quiet hours are over"),
    "budget": _("Waiting for the budget"),
    "later": _("Waiting for another try"),
    "soon": _("Waiting for their turn"),
    "person": _("Waiting for a person's decision"),
    "asking": _("Waiting for the provider's answer"),
}
DONE: dict[str, str | Promise] = {
    "tried": _("Tried"),
    Event.ACCEPTED: _("Taken by the provider"),
    Event.NOT_SENT: _("Not sent, to be tried again"),
    Event.DECLINED: _("Declined by the provider"),
    Event.LOST: _("Without an answer: unknown"),
    "abandoned": _("Left behind by a worker: unknown"),
    "asked": _("Asked about at the provider"),
}
EVENTS: dict[str, str | Promise] = {
    Event.TAKE: pgettext_lazy("step", "Taken to be sent"),
    Event.ACCEPTED: pgettext_lazy("step", "Taken by the provider"),
    Event.NOT_SENT: pgettext_lazy("step", "Could not be sent"),
    Event.GIVE_UP: pgettext_lazy("step", "Could not be sent, also after several tries"),
    Event.DECLINED: pgettext_lazy("step", "Declined"),
    Event.LOST: pgettext_lazy("step", "No answer"),
    Event.NOT_KNOWN: pgettext_lazy("step", "Did not arrive at the provider"),
    Event.SAID_SENT: pgettext_lazy("step", "On its way"),
    Event.SAID_DELIVERED: pgettext_lazy("step", "Delivered"),
    Event.SAID_READ: pgettext_lazy("step", "Read"),
    Event.SAID_FAILED: pgettext_lazy("step", "Could not be delivered"),
    Event.REFUSE: pgettext_lazy("step", "Not sent"),
    Event.BY_HAND: pgettext_lazy("step", "Sent by hand"),
    Event.WENT: pgettext_lazy("step", "It went out, a person says"),
    Event.SEND_AGAIN: pgettext_lazy("step", "To be sent again, a person says"),
    Event.LEAVE: pgettext_lazy("step", "Left as it is, a person says"),
}
TONES = {
    State.QUEUED: "info",
    State.SENDING: "info",
    State.SENT: "recorded",
    State.DELIVERED: "recorded",
    State.READ: "recorded",
    State.FAILED: "stop",
    State.UNKNOWN: "risk",
    State.REFUSED: "quiet",
}


def why(code: str) -> str:
    return str(WHY.get(code, code))


def waits(code: str) -> str:
    return str(WAITS.get(code, code))


def done(code: str) -> str:
    return str(DONE.get(code, code))


def event(code: str) -> str:
    return str(EVENTS.get(code, code))


def channel(code: str) -> str:
    return str(Channel(code).label) if code in Channel.values else str(_("However each is reached best"))
