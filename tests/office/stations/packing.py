"""A pack as the office issues it, and as the laptop reads it."""

from datetime import timedelta

from rekam.office.stations import issuing, keys
from rekam.office.stations.issuing import Wanted
from rekam.wire import packs
from tests import make
from tests.office.sync import made


def issued(laptop: made.Laptop, **facts):
    values = {
        "wanted": Wanted(villages=(make.SANGATTA_UTARA,)),
        "operators": [laptop.operator],
        "expires_at": made.MORNING + timedelta(days=7),
        "by": None,
        "at": made.MORNING,
        **facts,
    }
    return issuing.issue(station=laptop.station, **values)


def opened(laptop: made.Laptop, data: bytes) -> packs.Pack:
    return packs.open_pack(
        data, office=keys.office_public(), station=laptop.sealing, now=made.MORNING, newer_than=0
    )
