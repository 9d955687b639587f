"""A visit closes only when everything that was recorded there has arrived.

A closing in quarantine tells nothing before two people have let it out, and where a visit's numbers lie is
not told by what lies there either. What the office holds, it holds: no visit waits for it.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Coalesce, Lag

from rekam.domain.sync import awaited as rules
from rekam.domain.sync import gaps
from rekam.domain.sync.awaited import Day, Known
from rekam.domain.sync.gaps import Gap
from rekam.office.stations.models import Epoch, Lost
from rekam.office.sync.models import Counted, DayClosing, Packet
from rekam.office.sync.quarantine import believed
from rekam.office.sync.queueing import in_turn
from rekam.office.visits.models import Visit
from rekam.wire import shapes


def lock(visits: Iterable[Visit | None]) -> None:
    """These, and those that await something: before anything is written into the audit trail. Whoever works
    on a visit locks it first and the trail last, and so does the worker.
    """
    wanted = [visit.pk for visit in visits if visit is not None]
    found = Visit.objects.select_for_update(of=("self",)).filter(Q(pk__in=wanted) | Q(awaited__gt=0))
    list(found.order_by("pk").values_list("pk"))


def note(visits: Iterable[Visit | None]) -> None:
    """Write down how many recordings each visit still awaits: these, and those that awaited some before."""
    wanted = {visit.pk for visit in visits if visit is not None}
    wanted |= set(Visit.objects.filter(awaited__gt=0).values_list("pk", flat=True))
    for pk in sorted(wanted):
        Visit.objects.filter(pk=pk).update(awaited=awaited(pk))


@in_turn()
@transaction.atomic
def look_again() -> None:
    """Something that a visit awaits is here, though it did not go into the register."""
    lock([])
    note([])


def visits_near(packets: Collection[Packet]) -> list[Visit]:
    """Whose numbers may be told otherwise once these are believed, or are not any more."""
    epochs = Epoch.objects.filter(packets__in=packets).distinct()
    told = Counted.objects.filter(closing__packet__in=packets).values("visit")  # under earlier keys, too
    near = [*(visit for epoch in epochs for visit in visits_of(epoch)), *Visit.objects.filter(pk__in=told)]
    return list({visit.pk: visit for visit in near}.values())


def visits_of(epoch: Epoch) -> list[Visit]:
    """Where recordings were made under these keys, as far as anything told of them."""
    told = Counted.objects.filter(epoch=epoch).values("visit")
    closed = DayClosing.objects.filter(packet__epoch=epoch).values("visit")
    came = Packet.objects.filter(epoch=epoch).values("recorded__visit")
    return list(Visit.objects.filter(Q(pk__in=told) | Q(pk__in=closed) | Q(pk__in=came)))


def awaited(visit: int) -> int:
    """Over all laptops that were there; no more than a column holds, whatever one tells of its numbers."""
    told = _counted().filter(visit=visit)
    epochs = Epoch.objects.filter(
        Q(packets__recorded__visit=visit)
        | Q(packets__closing__in=_of_the_day(visit))
        | Q(pk__in=told.values("epoch"))
    )
    return min(sum(rules.awaited(_known(visit, epoch)) for epoch in epochs.distinct()), shapes.LARGE)


def _known(visit: int, epoch: Epoch) -> Known:
    """What the rule is told. No more of an epoch is read than lies near what closings told of."""
    rows = _counted().filter(epoch=epoch).values_list("visit", "sequences")
    each = [(of, frozenset(numbers)) for of, numbers in rows]
    counted = tuple(numbers for of, numbers in each if of == visit)
    closings = list(_of_the_day(visit).filter(packet__epoch=epoch))
    told = max((day.last_sequence for day in closings), default=0)
    lost = lost_of([epoch]).get(epoch.pk, [])
    last = max(told, _last(_believed([epoch])))
    its = _believed([epoch]).filter(recorded__visit=visit).values_list("sequence", flat=True)
    return Known(
        counted=counted,
        counted_elsewhere=tuple(numbers for of, numbers in each if of != visit),
        days=tuple(_day(visit, epoch, each) for each in closings),
        days_elsewhere=tuple(_days_elsewhere(visit, epoch)),
        came=frozenset(its),
        arrived=frozenset(_here(epoch, frozenset[int]().union(*counted))),
        missing=tuple(gaps.until(last, missing(epoch, told=told))),
        lost=tuple(lost),
    )


def _day(visit: int, epoch: Epoch, told: DayClosing) -> Day:
    first, last = told.first_sequence, told.last_sequence
    within = Q(recorded__visit=visit) if first > last else Q(sequence__range=(first, last))
    here = _held([epoch]).filter(within, recorded__isnull=False).values_list("sequence", flat=True)
    return Day(first, last, told.recorded, tuple(here))


def _days_elsewhere(visit: int, epoch: Epoch) -> list[Gap]:
    """Told as a whole, at another visit or at none."""
    told = _closings().filter(packet__epoch=epoch, counted=None, recorded__gt=0)
    found = told.exclude(visit=visit).values_list("first_sequence", "last_sequence")
    return [Gap(first, last) for first, last in found if 0 < first <= last]


def _of_the_day(visit: int) -> QuerySet[DayClosing]:
    """Closings of programs that told of the day alone, made while the laptop was at this visit."""
    return _closings().filter(visit=visit, counted=None, recorded__gt=0)


def _closings() -> QuerySet[DayClosing]:
    return DayClosing.objects.filter(believed())


def _counted() -> QuerySet[Counted]:
    return Counted.objects.filter(believed("closing__packet__"))


def _here(epoch: Epoch, numbers: Collection[int]) -> set[int]:
    if not numbers:
        return set()
    within = (min(numbers), max(numbers))
    return set(_arrived(epoch).filter(sequence__range=within).values_list("sequence", flat=True))


def _arrived(epoch: Epoch) -> QuerySet[Packet]:
    """Recordings in the register, and what the office holds in quarantine: that is on no laptop any more."""
    return _held([epoch]).filter(Q(recorded__isnull=False) | ~Q(quarantine=""))


def missing(epoch: Epoch, *, told: int = 0) -> list[gaps.Gap]:
    """The numbers of a laptop's packets that the office does not hold, up to what a closing told of, and that
    nobody said are lost.
    """
    between = gaps_of([epoch]).get(epoch.pk, [])
    found = [*between, *gaps.after(_last(_held([epoch])), told=told)]
    return gaps.without(found, lost_of([epoch]).get(epoch.pk, []))


def lost_of(epochs: Iterable[Epoch]) -> dict[int, list[Gap]]:
    """By epoch what is lost for good, as somebody said. Something of it may have come after all."""
    found: dict[int, list[Gap]] = {}
    rows = Lost.objects.filter(epoch__in=epochs).order_by("first").values_list("epoch_id", "first", "last")
    for epoch, first, last in rows:
        found.setdefault(epoch, []).append(Gap(first, last))
    return found


def told_of(epochs: Iterable[Epoch]) -> dict[int, tuple[int, int]]:
    """By epoch the last number that a closing told of, and how many were unsent at the last. A closing tells
    of the numbers under earlier keys, too, and its last number may be one of those: where it says which
    numbers it counted, they stand.
    """
    counted = Counted.objects.filter(closing=OuterRef("pk"))
    of_own = ~Exists(counted) | Exists(counted.filter(epoch=OuterRef("packet__epoch")))
    rows = _closings().filter(packet__epoch__in=epochs).order_by("packet__sequence", "pk")
    found: dict[int, tuple[int, int]] = {}
    each = rows.annotate(of_own=of_own).values_list("packet__epoch_id", "last_sequence", "of_own", "unsent")
    for epoch, number, is_own, unsent in each:
        found[epoch] = (max(found.get(epoch, (0, 0))[0], number if is_own else 0), unsent)
    before = _counted().filter(epoch__in=epochs).exclude(epoch=F("closing__packet__epoch"))
    for epoch, numbers in before.values_list("epoch_id", "sequences"):
        last, unsent = found.get(epoch, (0, 0))
        found[epoch] = (max([last, *numbers]), unsent)
    return found


def gaps_of(epochs: Iterable[Epoch]) -> dict[int, list[gaps.Gap]]:
    """By epoch the numbers missing before the last that is held. The database looks; only gaps come."""
    rows = _beside(epochs).filter(step__gt=1).values_list("epoch_id", "sequence", "step")
    found: dict[int, list[gaps.Gap]] = {}
    for epoch, sequence, step in rows.order_by("epoch_id", "sequence"):
        found.setdefault(epoch, []).append(gaps.Gap(sequence - step + 1, sequence - 1))
    return found


def broken_of(epochs: Iterable[Epoch]) -> dict[int, list[int]]:
    """By epoch the numbers whose header names another predecessor than the one that is held."""
    rows = _beside(epochs).filter(step=1, before__isnull=False).exclude(previous=F("before"))
    found: dict[int, list[int]] = {}
    for epoch, sequence in rows.values_list("epoch_id", "sequence").order_by("epoch_id", "sequence"):
        found.setdefault(epoch, []).append(sequence)
    return found


def _held(epochs: Iterable[Epoch]) -> QuerySet[Packet]:
    return Packet.objects.filter(epoch__in=epochs, held_at__isnull=False).order_by()


def _believed(epochs: Iterable[Epoch]) -> QuerySet[Packet]:
    return _held(epochs).filter(believed(""))


def _last(packets: QuerySet[Packet]) -> int:
    return packets.aggregate(last=Max("sequence"))["last"] or 0


def _beside(epochs: Iterable[Epoch]) -> Any:
    """Each packet with how far its number is from the one before it of its epoch, and that one's name."""

    def one_before(name: str) -> Window:
        return Window(Lag(name), partition_by=[F("epoch_id")], order_by=["sequence", "told_at", "pk"])

    step = F("sequence") - Coalesce(one_before("sequence"), 0)
    return _held(epochs).annotate(step=step, before=one_before("name"))
