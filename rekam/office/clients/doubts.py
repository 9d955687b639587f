"""What looks wrong about a client without being forbidden."""

from collections.abc import Iterable

import polars as pl
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office.clients.models import Client
from rekam.office.clients.words import language
from rekam.office.places import doubts as places
from rekam.office.places.doubts import Doubt
from rekam.office.places.rows import DISTRICT_CODE
from rekam.office.regions.models import Area

# Of fewer known people nothing is concluded about where a client lies.
ENOUGH = 20
MOST = 0.5


def about(client: Client, rows: pl.DataFrame) -> list[Doubt]:
    """Of a client and the people on its rolls (``people.of_client``): a point in another district than the
    service point says, or most of its people living in one other district.
    """
    return [*places.about(client.place), *_homes(client, rows)]


def _homes(client: Client, rows: pl.DataFrame) -> Iterable[Doubt]:
    homes = rows.filter(pl.col("resident").is_not_null()).unique("resident")["area_id"].value_counts()
    codes = {
        pk: code[:DISTRICT_CODE]
        for pk, code in Area.objects.filter(pk__in=homes["area_id"].to_list()).values_list("pk", "code")
    }
    counts: dict[str, int] = {}
    for area, count in homes.iter_rows():
        counts[codes[area]] = counts.get(codes[area], 0) + count
    known, own = sum(counts.values()), client.place.area.code[:DISTRICT_CODE]
    there, most = max(counts.items(), key=lambda each: each[1], default=("", 0))
    if known < ENOUGH or there == own or most <= MOST * known:
        return
    names = dict(Area.objects.filter(code__in=[there, own]).values_list("code", "name"))
    yield Doubt(
        "client.people_of_another_district",
        _("%(most)s of %(known)s people found on its lists live in %(there)s, but the place is in %(own)s.")
        % {
            "most": wording.number(most, language()),
            "known": wording.number(known, language()),
            "there": names.get(there, there),
            "own": names.get(own, own),
        },
        _("Check the district of the service point, and whether the list belongs to this client."),
    )
