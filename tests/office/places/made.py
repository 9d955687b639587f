"""Ready service points for tests: name only what the test is about."""

from collections.abc import Sequence
from datetime import date, time
from itertools import count
from typing import Any

from rekam.domain.places.hours import Range, Ranges, Week
from rekam.office.places import actions
from rekam.office.places.models import Place
from rekam.office.regions.models import Office
from tests import make

SANGATTA_UTARA, SANGATTA_SELATAN, TELUK_PANDAN = "64.08.04", "64.08.12", "64.08.13"
# A point in Sangatta Utara.
LAT, LON = 0.5134, 117.5447
LONG_AGO = date(2016, 1, 1)
_numbers = count(1001)  # of four digits: names sort as they were made


def hours(*texts: str) -> Ranges:
    """``hours("08:00-12:00", "13:00-16:00")``."""
    return tuple(Range(*(time.fromisoformat(part) for part in text.split("-"))) for text in texts)


OFFICE_HOURS = hours("08:00-12:00", "13:00-16:00")
EVERY_DAY: Week = (OFFICE_HOURS,) * 7


def place(
    name: str = "", *, area: str = SANGATTA_UTARA, week: Sequence[Ranges] | None = EVERY_DAY, **facts: Any
) -> Place:
    """A district office that is open every day from eight to four, with an hour for lunch."""
    if not Office.objects.exists():
        make.office()
    made = actions.add_place(
        name=name or f"Kantor Camat {next(_numbers)}",
        area=area,
        by=None,
        at=make.moment(),
        **{"kind": "district_office", **facts},
    )
    if week is not None:
        actions.set_week(place=made, since=LONG_AGO, week=week, by=None, at=make.moment())
    return made
