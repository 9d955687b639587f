"""A visit closes only when everything that was recorded there has arrived."""

from collections.abc import Iterable

from django.db.models import Max

from rekam.domain.sync import gaps
from rekam.office.stations.models import Epoch
from rekam.office.sync.models import DayClosing, Packet, Recorded
from rekam.office.visits.models import Visit


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
    """The numbers of a laptop's packets that the office does not hold."""
    held = Packet.objects.filter(epoch=epoch, held_at__isnull=False).values_list("sequence", flat=True)
    return gaps.missing(held, told=told)
