"""Where several recordings of somebody count, all are kept, and the one of best quality is the better:
wherever they are looked at, that is said.
"""

from collections.abc import Collection

from django.db.models import Count

from rekam.office.sync.models import Recorded

COUNTS = Recorded.Standing.COUNTS


def among(niks: Collection[str]) -> set[int]:
    """Of these people the better recordings; none of somebody who has one alone."""
    counting = Recorded.objects.filter(nik__in=[nik for nik in niks if nik], standing=COUNTS).order_by()
    several = counting.values("nik").annotate(n=Count("pk")).filter(n__gt=1).values("nik")
    return set(counting.filter(nik__in=several, is_best=True).values_list("pk", flat=True))


def sessions(nik: str) -> set[int]:
    """The session of somebody's better recording, where there are several."""
    found = Recorded.objects.filter(pk__in=among([nik]), session__isnull=False)
    return {pk for pk in found.values_list("session_id", flat=True) if pk is not None}
