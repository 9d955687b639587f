"""Answers that stay right until somebody changes something.

Every change in the office writes a line of the audit trail in its own transaction. An answer is kept with
the end of the trail that it was made at; when the trail has grown since, the new lines say whether any of
them can matter. Signing in and reading write lines too, all day: they are `QUIET`. What also depends on the
hour names the minute in its key.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from rekam.office.answers import answers
from rekam.office.audit import queries as audit
from rekam.office.audit.models import Entry
from rekam.office.audit.queries import End
from rekam.office.once import once

Answer = TypeVar("Answer")
SECONDS = 600
# Lines that change nothing about places, kits, rosters and recordings.
QUIET = (
    *("sign_in.", "password.", "second_factor.", "key.", "person.", "residents.", "stated.", "report."),
    *("resident.seen", "resident.asked", "import.received", "import.discarded", "letterhead.", "labels."),
)
# More lines than this are not looked through: the answer is made anew.
MOST_LINES = 500


@once
def changes() -> End:
    """How long the trail is and how it ends."""
    return audit.end()


def kept(
    key: str,
    make: Callable[[], Answer],
    *,
    changed_by: tuple[str, ...] = (),
    not_by: tuple[str, ...] = (),
) -> Answer:
    """The answer under this key, made again when anything has changed that can matter.

    Every event does that is not quiet. *not_by* names the beginnings of further ones that do not,
    *changed_by* those of the only ones that do.
    """
    end, name = changes(), f"service:{key}"
    held: tuple[End, Answer] | None = answers.get(name)
    if held is None or not (held[0] == end or _nothing_happened(held[0], end, changed_by, not_by)):
        held = (end, make())
    elif held[0] == end:
        return held[1]
    answers.set(name, (end, held[1]), SECONDS)
    return held[1]


def _nothing_happened(since: End, until: End, changed_by: tuple[str, ...], not_by: tuple[str, ...]) -> bool:
    """Whether no line between two ends matters. The earlier end has to lie in this very trail."""
    (first, hashed), (last, _hash) = since, until
    if not 0 < first < last <= first + MOST_LINES:
        return False
    lines = Entry.objects.filter(number__gte=first, number__lte=last).order_by("number")
    (start, _event), *later = lines.values_list("hash", "event")
    if start != hashed:
        return False
    events = [event for _hash, event in later]
    if changed_by:
        return not any(event.startswith(changed_by) for event in events)
    return all(event.startswith((*QUIET, *not_by)) for event in events)


def minute(at: datetime) -> str:
    """Opening hours and shifts change by the minute."""
    return at.strftime("%Y%m%dT%H%M")
