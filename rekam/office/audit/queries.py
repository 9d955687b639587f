"""Searching the audit trail, and checking that nobody changed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rekam.office import only_row
from rekam.office.accounts.models import Token, User
from rekam.office.audit import chain
from rekam.office.audit.actions import TERMINAL, UNKNOWN
from rekam.office.audit.models import Entry, Head

MOST_PROBLEMS = 100  # one broken line is enough to ask for the backup; a million of them say no more
ROWS_AT_ONCE = 20_000

End = tuple[int, str]
_END = only_row.columns(Head, ("count", "last_hash"), on_every_page=True)

SENTENCES = {
    "audit.head_missing": _("The record of how long the trail is has gone."),
    "audit.line_missing": _("One or more lines before this one are missing."),
    "audit.line_changed": _("This line is not the one that was written."),
    "audit.chain_broken": _("This line does not follow the line before it."),
    "audit.tail_cut": _("Lines at the end are missing: the trail was longer."),
    "audit.tail_added": _("There are lines after the end that the trail knows of."),
    "audit.end_differs": _("The trail does not end as it did when it was last written."),
}


def end() -> End:
    """How long the trail is and how it ends: different after every line."""
    found: End | None = _END.ask()
    return found or (0, "")


@dataclass(frozen=True)
class Problem:
    """Something that cannot happen without somebody going around the program."""

    code: str
    number: int  # the line it was seen at; 0 for the trail as a whole

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.code])


def entries(
    *,
    person: str = "",
    event: str = "",
    subject: str = "",
    start: date | None = None,
    end: date | None = None,
) -> QuerySet[Entry]:
    """Newest first. Days are days of the office."""
    found = Entry.objects.select_related("by")
    if person:
        found = found.filter(username=person)
    if event:
        found = found.filter(event=event)
    if subject:
        found = found.filter(subject__icontains=subject)
    if start:
        found = found.filter(at__gte=_midnight(start))
    if end:
        found = found.filter(at__lt=_midnight(end + timedelta(days=1)))
    return found.order_by("-number")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def usernames() -> list[str]:
    """Everyone the trail can name. Nobody and no key is ever deleted, so the trail itself is not read."""
    people = User.objects.values_list("username", flat=True)
    return sorted([*people, *(key.username for key in Token.objects.all()), TERMINAL, UNKNOWN])


def head() -> Head | None:
    """How the trail ends now. Written down elsewhere, it proves that nothing was rewritten since."""
    return Head.objects.filter(pk=1).first()


def verify() -> list[Problem]:
    """Every line against its hash and the line before; the end against the head. Empty: all is well.

    Reads the lines in order and keeps one of them, however long the trail is. Lines added while it
    runs are left for the next time.
    """
    newest = Entry.objects.aggregate(newest=Max("number"))["newest"] or 0  # before the head, which runs ahead
    end = head()
    if end is None:
        return [Problem("audit.head_missing", 0)]
    problems = [Problem("audit.tail_added", newest)] if newest > end.count else []
    for problem in _problems(end):
        problems.append(problem)
        if len(problems) == MOST_PROBLEMS:
            break
    return problems


def _problems(end: Head) -> Iterator[Problem]:
    number, last_hash = 0, chain.START
    for row in _rows(end.count):
        line = dict(zip((*chain.LINKED, "hash"), row, strict=True))
        stated = line.pop("hash")
        if line["number"] != number + 1:
            yield Problem("audit.line_missing", line["number"])
        elif line["previous_hash"] != last_hash:
            yield Problem("audit.chain_broken", line["number"])
        if chain.link(**line) != stated:
            yield Problem("audit.line_changed", line["number"])
        number, last_hash = line["number"], stated
    if number < end.count:
        yield Problem("audit.tail_cut", number)
    elif last_hash != end.last_hash:
        yield Problem("audit.end_differs", number)


def _rows(count: int) -> Iterator[tuple[Any, ...]]:
    rows = Entry.objects.filter(number__lte=count).order_by("number").values_list(*chain.LINKED, "hash")
    return rows.iterator(chunk_size=ROWS_AT_ONCE)
