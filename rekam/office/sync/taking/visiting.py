"""A visit's list learns who was recorded: whoever was noted absent and came is a dispute, as with phones.

It is told of a recording when that counts, and once more whose it is when that is learned later. When it does
not count any more, an entry takes back what was told.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from rekam.domain.sync.arrivals import Why
from rekam.domain.visits.outcomes import Outcome
from rekam.office.sync.models import Recorded
from rekam.office.visits import receiving
from rekam.office.visits.models import Entry, Visit

KEYS = uuid.UUID("6c0f3a52-7d0b-4d7a-9a56-0f6f4f0a8c11")
SUBJECT = 32  # characters: of a packet's name, which is its own where two packets have one id


def visit_of(named: str | None) -> Visit | None:
    """The visit that a pack was made for."""
    if not named or not named.isdecimal() or len(named) > 10:
        return None
    return Visit.objects.filter(pk=int(named)).first()


def follow(near: Iterable[Recorded], *, at: datetime) -> None:
    """Bring lists in line with how recordings stand. A closed visit opens again (``visits.receiving``)."""
    here = [each for each in near if each.visit_id is not None]
    said = _said(here)
    new = [each for each in here if _counts(each) and not _is_told(each, said[each.pk])]
    gone = [each for each in here if not _counts(each) and _standing(said[each.pk])]
    wanted = [each.visit.pk for each in [*new, *gone] if each.visit is not None]
    locked = Visit.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    for visit in list(locked):
        for each in gone:
            if each.visit_id == visit.pk:
                _take_back(each, said[each.pk], visit, at=at)
        notes = [_entry(each, said[each.pk]) for each in new if each.visit_id == visit.pk]
        for start in range(0, len(notes), receiving.MOST_AT_ONCE):
            some = notes[start : start + receiving.MOST_AT_ONCE]
            receiving.receive(visit=visit, notes=some, by=None, at=at)


def _counts(recorded: Recorded) -> bool:
    return recorded.standing == Recorded.Standing.COUNTS


# -- what a list has heard of a recording ------------------------------------------------------------


def _said(here: Sequence[Recorded]) -> Mapping[int, list[Entry]]:
    """By recording all entries about it, the first first. Earlier programs told under the packet's id."""
    subjects = [subject for each in here for subject in (_subject(each), each.packet.packet_id)]
    found = Entry.objects.filter(visit__in={each.visit_id for each in here}, subject__in=subjects, by=None)
    by_subject: dict[tuple[int, str], list[Entry]] = {}
    for entry in found.select_related("listed").order_by("pk"):
        by_subject.setdefault((entry.visit_id, entry.subject), []).append(entry)
    return {each.pk: _about(each, by_subject) for each in here}


def _about(recorded: Recorded, by_subject: Mapping[tuple[int, str], list[Entry]]) -> list[Entry]:
    assert recorded.visit_id is not None
    by_id = by_subject.get((recorded.visit_id, recorded.packet.packet_id), [])
    if by_id and not _is_first_of_its_id(recorded):
        by_id = []
    return [*by_id, *by_subject.get((recorded.visit_id, _subject(recorded)), [])]


def _is_first_of_its_id(recorded: Recorded) -> bool:
    """Of two contents with one id only the first was told of."""
    if recorded.packet.quarantine != Why.SAME_ID:
        return True
    same_id = Recorded.objects.filter(packet__packet_id=recorded.packet.packet_id)
    return not same_id.filter(pk__lt=recorded.pk).exists()


def _subject(recorded: Recorded) -> str:
    return recorded.packet.name[:SUBJECT]


def _standing(said: Sequence[Entry]) -> list[Entry]:
    """What was told and not taken back."""
    gone = {key for entry in said if not entry.outcome for key in entry.after}
    return [entry for entry in said if entry.outcome and entry.key not in gone]


def _is_told(recorded: Recorded, said: Sequence[Entry]) -> bool:
    """And of whom, if that is known by now."""
    standing = _standing(said)
    is_named = all(entry.listed is not None and entry.listed.nik for entry in standing)
    return bool(standing) and (is_named or not recorded.nik)


# -- what it is told ----------------------------------------------------------------------------------


def _key(recorded: Recorded, said: Sequence[Entry]) -> str:
    """Another one each time, and the same whoever tells it."""
    return str(uuid.uuid5(KEYS, f"{recorded.packet.name}/{len(said)}"))


def _entry(recorded: Recorded, said: Sequence[Entry]) -> dict[str, str]:
    return {
        "key": _key(recorded, said),
        "kind": Entry.Kind.WALK_IN.value,
        "subject": said[-1].subject if said else _subject(recorded),
        "name": recorded.name.strip() or "-",
        "nik": recorded.nik,
        "outcome": Outcome.RECORDED.value,
        "kit": recorded.kit,
        "made_at": recorded.finished_at.isoformat(),
    }


def _take_back(recorded: Recorded, said: Sequence[Entry], visit: Visit, *, at: datetime) -> None:
    keys = [entry.key for entry in _standing(said)]
    receiving.withdraw(visit=visit, key=_key(recorded, said), of=keys, at=at)
