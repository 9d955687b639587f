"""The form of a sentence that a problem code says."""

from dataclasses import dataclass

REJECTED, HELD, WARNING, STOPS = "rejected", "held", "warning", "stops"


@dataclass(frozen=True, slots=True)
class Sentence:
    """`level` is how heavy the problem is; `en` and `id` are each (what, do)."""

    level: str
    en: tuple[str, str]
    id: tuple[str, str]
