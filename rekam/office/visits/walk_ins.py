"""Whom an entry is about: somebody on the list by their key, or a walk-in, who is put on it.

Two crews may write down the same walk-in, each under a key of its own, and one of them the NIK later: whoever
has the same NIK becomes one person, in whatever order this is learned.
"""

from django.utils.translation import gettext_noop

from rekam.domain import nik as niks
from rekam.domain.trouble import RuleBroken
from rekam.office.residents.models import Resident
from rekam.office.visits.heard import Heard, Kind
from rekam.office.visits.models import Key, Listed, Visit


def person_of(visit: Visit, heard: Heard) -> Listed | None:
    """The person an outcome is about; nobody for arrivals, counts and problems."""
    if heard.kind == Kind.WALK_IN:
        return _walk_in(visit, heard)
    if heard.kind != Kind.OUTCOME:
        return None
    found = _by_key(visit, heard.subject)
    if found is None:
        raise RuleBroken(
            "entry.nobody",
            gettext_noop(
                "Nobody on this visit's list is meant by this entry. Write the person down as a walk-in."
            ),
        )
    _put_back(found)
    return found


def _put_back(found: Listed) -> None:
    """Who was taken off came all the same: the phone had an earlier list, or a recording counts after all."""
    if found.is_off:
        found.is_off, found.is_walk_in = False, True
        found.save(update_fields=["is_off", "is_walk_in"])


def _by_key(visit: Visit, key: str) -> Listed | None:
    known = Key.objects.filter(visit=visit, key=key).select_related("listed").first()
    return known.listed if known else None


def _walk_in(visit: Visit, heard: Heard) -> Listed:
    by_key = _by_key(visit, heard.subject)
    by_nik = visit.people.filter(nik=heard.nik).first() if heard.nik else None
    if by_nik is not None:
        _put_back(by_nik)
    if by_key is not None and by_nik is not None and by_key.pk != by_nik.pk:
        return _merged(by_key, into=by_nik)
    found = by_nik or by_key or _new(visit, heard)
    _put_back(found)
    Key.objects.get_or_create(visit=visit, key=heard.subject, defaults={"listed": found})
    if found.is_walk_in:
        _learn(found, heard)
    return found


def _new(visit: Visit, heard: Heard) -> Listed:
    return Listed.objects.create(visit=visit, is_walk_in=True, name=heard.name, nik=heard.nik)


def _learn(person: Listed, heard: Heard) -> None:
    """A name or a NIK that was written down later. The longest name is kept, whoever wrote it last."""
    person.name = max(person.name, heard.name, key=lambda name: (len(name), name))
    person.nik = person.nik or heard.nik
    if person.resident_id is None and _is_nik(person.nik):
        person.resident = Resident.objects.filter(nik=person.nik).first()
    person.save(update_fields=["name", "nik", "resident"])


def _is_nik(text: str) -> bool:
    return niks.read(text)[1] == "exact"


def _merged(one: Listed, *, into: Listed) -> Listed:
    """Everything known of the one under its own key is about the other, who has the NIK."""
    one.entries.update(listed=into)
    one.keys.update(listed=into)
    one.proposals.update(listed=into)
    if into.is_walk_in:
        into.name = max(into.name, one.name, key=lambda name: (len(name), name))
        into.save(update_fields=["name"])
    one.delete()
    return into
