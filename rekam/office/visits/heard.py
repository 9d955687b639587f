"""One entry as a phone sends it, read and checked. It was written without a link, so as little as possible
is refused: what a phone of ours can send is always taken.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext_noop

from rekam.domain import nik as niks
from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.outcomes import MAY_HAVE_A_REASON, Outcome, Reason
from rekam.office.visits.models import Entry

Kind = Entry.Kind
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SUBJECT = re.compile(r"[0-9a-z-]{1,32}")
NEEDS_SUBJECT = (Kind.OUTCOME, Kind.WALK_IN, Kind.COUNT, Kind.REASONS)
MOST_PEOPLE = 100_000
MOST_AFTER = 200
LONGEST_NAME, LONGEST_NOTE, LONGEST_NIK = 150, 1000, 25
OLDEST = timedelta(days=60)
Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the phone says. ``nik``: 16 digits where they could be read, otherwise as it was typed."""

    key: str
    kind: Kind
    made_at: datetime
    subject: str = ""
    outcome: Outcome | None = None
    reason: Reason | None = None
    has_refused: bool = False
    count: int = 0
    name: str = ""
    nik: str = ""
    note: str = ""
    kit: str = ""
    after: tuple[str, ...] = field(default=())


def read(raw: Any, *, at: datetime, sent_at: datetime | None) -> Heard:
    """Refused when it is no entry at all; whoever wrote it is told which and why."""
    if not isinstance(raw, Mapping):
        raise _unreadable("entry")
    kind = _one_of(Kind, raw.get("kind"), "kind")
    assert kind is not None
    heard = Heard(
        key=_key(raw.get("key")),
        kind=kind,
        made_at=_made_at(raw.get("made_at"), at=at, sent_at=sent_at),
        subject=_subject(kind, raw.get("subject")),
        outcome=_outcome(kind, raw.get("outcome")),
        reason=_reason(kind, raw.get("reason")),
        has_refused=raw.get("refused") is True,
        count=_count(kind, raw.get("count", 0)),
        name=_text(raw.get("name"), LONGEST_NAME),
        nik=_nik(raw.get("nik")),
        note=_text(raw.get("note"), LONGEST_NOTE),
        kit=_text(raw.get("kit"), 20),
        after=_after(raw.get("after")),
    )
    _check_says_something(heard)
    return heard


def key_of(raw: Any) -> str:
    """By what the phone knows it, also when nothing else of it can be read."""
    return str(raw.get("key", ""))[:36] if isinstance(raw, Mapping) else ""


def _unreadable(what: str) -> RuleBroken:
    return RuleBroken(
        "entry.unreadable",
        gettext_noop("This entry cannot be read: %(what)s is wrong or missing."),
        what=what,
    )


def _key(value: Any) -> str:
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise _unreadable("key")
    return value


def _subject(kind: Kind, value: Any) -> str:
    if kind not in NEEDS_SUBJECT:
        return ""
    if not isinstance(value, str) or not SUBJECT.fullmatch(value):
        raise _unreadable("subject")
    return value


def _one_of(codes: type[Any], value: Any, what: str) -> Any:
    if value in (None, ""):
        return None if what != "kind" else _one_of(codes, "?", what)
    try:
        return codes(value)
    except ValueError as trouble:
        raise _unreadable(what) from trouble


def _outcome(kind: Kind, value: Any) -> Outcome | None:
    found: Outcome | None = _one_of(Outcome, value, "outcome")
    if found is None and kind in (Kind.OUTCOME, Kind.WALK_IN, Kind.COUNT):
        raise _unreadable("outcome")
    return found if kind not in (Kind.ARRIVAL, Kind.PROBLEM, Kind.REASONS) else None


def _reason(kind: Kind, value: Any) -> Reason | None:
    found: Reason | None = _one_of(Reason, value, "reason")
    if found is None and kind == Kind.REASONS:
        raise _unreadable("reason")
    return found


def _count(kind: Kind, value: Any) -> int:
    if kind not in (Kind.COUNT, Kind.REASONS):
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_PEOPLE:
        raise _unreadable("count")
    return value


def _text(value: Any, longest: int) -> str:
    return " ".join(value.replace("\x00", "").split())[:longest] if isinstance(value, str) else ""


def _nik(value: Any) -> str:
    text = _text(value, LONGEST_NIK)
    digits, _state = niks.read(text)
    return digits or text


def _after(value: Any) -> tuple[str, ...]:
    if value in (None, ""):
        return ()
    if not isinstance(value, list) or not all(isinstance(key, str) and KEY.fullmatch(key) for key in value):
        raise _unreadable("after")
    return tuple(sorted(set(value)))[:MOST_AFTER]


def _made_at(value: Any, *, at: datetime, sent_at: datetime | None) -> datetime:
    """By the office's clock: a phone's is believed only for how long before sending it was written."""
    made = _moment(value)
    if made is None:
        return at
    age = (sent_at or at) - made
    return at - min(max(age, timedelta(0)), OLDEST)


def _moment(value: Any) -> datetime | None:
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and is_aware(found) else None


def sent_at(value: Any) -> datetime | None:
    """When the phone says that it sends."""
    return _moment(value)


def _check_says_something(heard: Heard) -> None:
    if heard.kind == Kind.WALK_IN and not heard.name:
        raise _unreadable("name")
    if heard.kind == Kind.PROBLEM and not heard.note:
        raise _unreadable("note")
    if heard.reason and heard.outcome and heard.outcome not in MAY_HAVE_A_REASON:
        raise _unreadable("reason")
