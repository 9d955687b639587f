"""The life of one message, and what news of it changes.

Sending twice is worse than sending late. So what may have gone out is never sent again by itself: when no
answer came after the words had left us, the message is *unknown* until the provider or a person says more.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class State(StrEnum):
    QUEUED = "queued"  # waits: for its time, for the budget, or for a person where nothing sends by itself
    SENDING = "sending"  # a worker has it; nobody else may take it
    SENT = "sent"  # the provider has it, or a person sent it by hand
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"  # it did not arrive; a person may send it again
    UNKNOWN = "unknown"  # it may have gone out
    REFUSED = "refused"  # nothing went out, by a rule of ours or of the provider


class Event(StrEnum):
    """What can happen to a message: our own steps, the provider's answers and news, a person's decision."""

    TAKE = "take"
    ACCEPTED = "accepted"
    NOT_SENT = "not_sent"  # surely not sent, and worth another try
    GIVE_UP = "give_up"  # surely not sent, and tried often enough
    DECLINED = "declined"  # surely not sent, and trying again would not help
    LOST = "lost"  # no answer, a useless one, or the worker was killed
    NOT_KNOWN = "not_known"  # asked by our reference, the provider has never heard of it
    SAID_SENT = "said_sent"
    SAID_DELIVERED = "said_delivered"
    SAID_READ = "said_read"
    SAID_FAILED = "said_failed"
    REFUSE = "refuse"
    BY_HAND = "by_hand"
    WENT = "went"
    SEND_AGAIN = "send_again"
    LEAVE = "leave"


S, E = State, Event
MAY_STILL_GO = (S.QUEUED, S.SENDING, S.UNKNOWN, S.REFUSED)

# What is missing here changes nothing. News comes twice, late and in any order, so a message only ever
# moves towards what is surest: read over delivered over failed over sent. News of a message that waits in
# the queue is proof that an earlier try went out after all, and takes it from there.
MOVES: dict[tuple[State, Event], State] = {
    (S.QUEUED, E.TAKE): S.SENDING,
    **{(state, E.ACCEPTED): S.SENT for state in MAY_STILL_GO},
    (S.SENDING, E.NOT_SENT): S.QUEUED,
    (S.UNKNOWN, E.NOT_SENT): S.QUEUED,
    (S.SENDING, E.GIVE_UP): S.FAILED,
    (S.UNKNOWN, E.GIVE_UP): S.FAILED,
    (S.SENDING, E.DECLINED): S.REFUSED,
    (S.UNKNOWN, E.DECLINED): S.REFUSED,
    (S.SENDING, E.LOST): S.UNKNOWN,
    (S.UNKNOWN, E.NOT_KNOWN): S.QUEUED,
    **{(state, E.SAID_SENT): S.SENT for state in MAY_STILL_GO},
    **{(state, E.SAID_DELIVERED): S.DELIVERED for state in (*MAY_STILL_GO, S.SENT, S.FAILED)},
    **{(state, E.SAID_READ): S.READ for state in (*MAY_STILL_GO, S.SENT, S.FAILED, S.DELIVERED)},
    **{(state, E.SAID_FAILED): S.FAILED for state in (S.QUEUED, S.SENDING, S.UNKNOWN, S.SENT)},
    (S.QUEUED, E.REFUSE): S.REFUSED,
    (S.QUEUED, E.BY_HAND): S.SENT,
    (S.UNKNOWN, E.WENT): S.SENT,
    (S.UNKNOWN, E.SEND_AGAIN): S.QUEUED,
    (S.FAILED, E.SEND_AGAIN): S.QUEUED,
    (S.UNKNOWN, E.LEAVE): S.FAILED,
}
DECISIONS = (E.WENT, E.SEND_AGAIN, E.LEAVE)
# What was spent stays spent in these: the provider counts what it took, and perhaps what is unknown.
COSTS = (S.SENDING, S.SENT, S.DELIVERED, S.READ, S.FAILED, S.UNKNOWN)


def move(state: State, event: Event) -> State | None:
    """The next state, or nothing where the event changes nothing."""
    return MOVES.get((state, event))


def decisions(state: State) -> tuple[Event, ...]:
    """What a person may decide about a message now."""
    return tuple(event for event in DECISIONS if (state, event) in MOVES)


# What an earlier try says proves that it went out, or nothing: "not sent" is true of that try alone, and
# must not put back what a later one has taken.
PROOFS = (E.ACCEPTED, E.SAID_SENT, E.SAID_DELIVERED, E.SAID_READ, E.SAID_FAILED)


def counts(event: Event, *, is_latest: bool) -> bool:
    """Whether what is heard of a try still says something about the message."""
    return is_latest or event in PROOFS


# -- what a try came to ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try ended. ``why`` is a code; ``told`` is what the provider said, without numbers of people.

    ``wait`` is how long the provider asks us to wait before the next try.
    """

    event: Event
    why: str = ""
    told: str = ""
    provider_id: str = ""
    wait: timedelta | None = None


# A provider that is away is tried again after these; then a person decides.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
MOST_TRIES = len(PAUSES) + 1
LONGEST_WAIT = timedelta(days=1)


def after_try(outcome: Outcome, tries: int) -> tuple[Event, timedelta]:
    """What a try means, and how long to wait before the next; *tries* counts this one."""
    if outcome.event != E.NOT_SENT:
        return outcome.event, timedelta(0)
    if tries >= MOST_TRIES:
        return E.GIVE_UP, timedelta(0)
    pause = PAUSES[max(tries, 1) - 1]
    return E.NOT_SENT, min(max(pause, outcome.wait or pause), LONGEST_WAIT)


# -- what is unknown --------------------------------------------------------------------------------------

# A worker that has had a message for so long was killed, or its answer no longer matters: a try ends before.
ABANDONED = timedelta(minutes=3)
# When the provider is asked what became of it, counted from the try. Whatever was on its way has arrived
# by the first of them, so "never heard of it" can be believed.
ASK_AFTER = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1))


def ask_after(asked: int) -> timedelta | None:
    """How long after the try to ask for the next time; nothing when it is a person's turn."""
    return ASK_AFTER[asked] if asked < len(ASK_AFTER) else None
