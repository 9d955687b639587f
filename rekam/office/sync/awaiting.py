"""A visit closes only when everything that was recorded there has arrived."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Max, Q, QuerySet, Window
from django.db.models.functions import Coalesce, Lag

from rekam.domain.sync import gaps
from rekam.office.stations.models import Epoch
from rekam.office.sync.models import DayClosing, Packet, Recorded
from rekam.office.visits.models import Visit


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


def awaited(visit: int) -> int:
    """Over all laptops that were there."""
    epochs = Epoch.objects.filter(packets__recorded__visit=visit) | Epoch.objects.filter(
        packets__closing__visit=visit
    )
    return sum(_of_epoch(visit, epoch) for epoch in epochs.distinct())


def _of_epoch(visit: int, epoch: Epoch) -> int:
    arrived = Recorded.objects.filter(visit=visit, packet__epoch=epoch).count()
    closings = DayClosing.objects.filter(visit=visit, packet__epoch=epoch)
    told = closings.aggregate(last=Max("last_sequence"))["last"] or 0
    recorded = sum(closings.values_list("recorded", flat=True))
    return gaps.awaited(recorded=recorded, arrived=arrived, gaps=gaps.count(missing(epoch, told=told)))


def missing(epoch: Epoch, *, told: int = 0) -> list[gaps.Gap]:
    """The numbers of a laptop's packets that the office does not hold, up to what a closing told of."""
    between = gaps_of([epoch]).get(epoch.pk, [])
    last = _held([epoch]).aggregate(last=Max("sequence"))["last"] or 0
    return [*between, *gaps.after(last, told=told)]


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


def _beside(epochs: Iterable[Epoch]) -> Any:
    """Each packet with how far its number is from the one before it of its epoch, and that one's name."""

    def one_before(name: str) -> Window:
        return Window(Lag(name), partition_by=[F("epoch_id")], order_by=["sequence", "told_at", "pk"])

    step = F("sequence") - Coalesce(one_before("sequence"), 0)
    return _held(epochs).annotate(step=step, before=one_before("name"))
