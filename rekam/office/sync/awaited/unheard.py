"""Which laptops took a pack for a visit along and have sent no closing that tells of it."""

from django.db.models import Exists, OuterRef, Q, Subquery

from rekam.office.stations.models import Pack, Station
from rekam.office.sync.models import Counted, DayClosing
from rekam.office.sync.quarantine import believed
from rekam.office.visits.models import Visit


def of(visit: Visit) -> list[str]:
    """By name. A closing tells of a visit when it names it; or when it is of its day and was sealed after the
    pack was fetched: then nobody was recorded there with that laptop. One in quarantine tells nothing.
    """
    packs = Pack.objects.filter(visit=visit, station=OuterRef("pk"), fetched_at__isnull=False)
    first = Subquery(packs.order_by("fetched_at").values("fetched_at")[:1])
    told = DayClosing.objects.filter(believed(), packet__epoch__station=OuterRef("pk"))
    named = Q(visit=visit) | Exists(Counted.objects.filter(closing=OuterRef("pk"), visit=visit))
    of_the_day = Q(on=visit.on, packet__sealed_at__gte=OuterRef("since"))
    taken = Station.objects.annotate(since=first).filter(since__isnull=False)
    silent = taken.exclude(Exists(told.filter(named | of_the_day)))
    return list(silent.order_by("name").values_list("name", flat=True))
