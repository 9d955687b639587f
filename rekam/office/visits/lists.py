"""The list of expected people: taken when a visit is confirmed, and taken anew until it begins."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.life import BEFORE, State
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.visits import expected, moves
from rekam.office.visits.expected import Expected, Person
from rekam.office.visits.models import Key, Listed, Visit

AT_ONCE = 500


@transaction.atomic
def refresh(*, visit: Visit, by: User | None, at: datetime) -> Expected:
    """The list as it would be taken now. Once the visit has begun, the list is what the crew works with."""
    visit = moves.locked(visit)
    if State(visit.state) not in BEFORE:
        raise RuleBroken(
            "visit.has_begun",
            gettext_noop("This visit has begun: its list stays as it is. Whoever is not on it is a walk-in."),
        )
    found = take(visit, at=at)
    visit.save(update_fields=["list_from", "listed_at"])
    audit.record("visit.list_taken", moves.subject(visit), by=by, at=at, details=told(found))
    return found


def take(visit: Visit, *, at: datetime) -> Expected:
    """Whoever should come is put on the list; whoever should not, and has no outcome, is taken off.

    A row that is taken off stays: a phone that has the earlier list may still say what became of that person.
    """
    found = expected.at(visit)
    held = {_name(each.resident_id, each.nik, each.name): each for each in visit.people.all()}
    wanted = {_name(each.resident_id, each.nik, each.name): each for each in found.people}
    off = [each.pk for name, each in held.items() if name not in wanted and not each.is_walk_in]
    back = [each.pk for name, each in held.items() if name in wanted and each.is_off]
    for some in _portions(off):
        visit.people.filter(pk__in=some, entries=None).update(is_off=True)
    for some in _portions(back):
        visit.people.filter(pk__in=some).update(is_off=False)
    _add(visit, [each for name, each in wanted.items() if name not in held])
    visit.list_from, visit.listed_at = found.source, at
    return found


def _name(resident_id: int | None, nik: str, name: str) -> tuple[str, str]:
    """Who is who: the NIK says it, also of whoever left the register meanwhile; without one the name."""
    return (nik, "") if nik else ("", f"{resident_id or ''}:{name}")


def _add(visit: Visit, people: Iterable[Person]) -> None:
    made = Listed.objects.bulk_create(
        [Listed(visit=visit, resident_id=p.resident_id, nik=p.nik, name=p.name, note=p.note) for p in people],
        batch_size=AT_ONCE,
    )
    Key.objects.bulk_create([Key(visit=visit, listed=each) for each in made], batch_size=AT_ONCE)


def _portions(pks: Sequence[int]) -> Iterable[Sequence[int]]:
    return (pks[start : start + AT_ONCE] for start in range(0, len(pks), AT_ONCE))


def told(found: Expected) -> dict[str, object]:
    return {"list": found.source.value, "people": len(found.people), "on_their_way": found.on_their_way}
