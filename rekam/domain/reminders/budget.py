"""What messages cost, and what a month's budget has room for. All sums are whole rupiah."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# GSM 03.38: the letters of a plain SMS, and those that count twice in it. Anything else makes it one of 70.
PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("^{}\\[~]|€")
ONE_PLAIN, MORE_PLAIN = 160, 153  # several parts each lose seven letters to what joins them
ONE_OTHER, MORE_OTHER = 70, 67


def parts(text: str) -> int:
    """How many SMS a text is sent and paid as."""
    if all(letter in PLAIN or letter in TWICE for letter in text):
        length = sum(2 if letter in TWICE else 1 for letter in text)
        return _parts(length, ONE_PLAIN, MORE_PLAIN)
    return _parts(len(text.encode("utf-16-le")) // 2, ONE_OTHER, MORE_OTHER)


def _parts(length: int, one: int, more: int) -> int:
    return 1 if length <= one else -(-length // more)


def price(channel: str, text: str, prices: Mapping[str, int]) -> int:
    """Rupiah of one message: an SMS pays for each of its parts."""
    return prices.get(channel, 0) * (parts(text) if channel == "sms" else 1)


@dataclass(frozen=True, slots=True)
class Room:
    """What the budget of a month makes of messages that wait, in their order."""

    sent: int
    waiting: int
    cost: int
    waiting_cost: int


def room(costs: Iterable[int], left: int | None) -> Room:
    """Each that still fits goes, in its order; what is too dear for the rest waits. No limit: all go."""
    sent = waiting = cost = waiting_cost = 0
    for each in costs:
        if left is None or cost + each <= left:
            sent, cost = sent + 1, cost + each
        else:
            waiting, waiting_cost = waiting + 1, waiting_cost + each
    return Room(sent, waiting, cost, waiting_cost)
