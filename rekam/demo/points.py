"""Where the demo records: an office in every kecamatan, the head office, an expo, and some visited places.

Opening hours are invented after the usual ones of 2016: five days a week until August, every day from
September on, as the office announced. The expo (12 to 17 October 2016) and its dates were published; where
its stand was, and everything about companies, schools and the market, is invented.
"""

from dataclasses import dataclass
from datetime import date

from rekam.demo.places import DISTRICTS, District

Ranges = tuple[tuple[str, str], ...]

CLOSED: Ranges = ()
MORNING_AND_AFTERNOON: Ranges = (("08:00", "12:00"), ("13:00", "16:00"))
FRIDAY: Ranges = (("08:00", "11:30"), ("13:30", "16:00"))
WEEKEND: Ranges = (("08:00", "14:00"),)
EVENING: Ranges = (("09:00", "12:00"), ("13:00", "17:00"), ("18:30", "21:00"))

FIVE_DAYS = (*(MORNING_AND_AFTERNOON,) * 4, FRIDAY, CLOSED, CLOSED)
EVERY_DAY = (*(MORNING_AND_AFTERNOON,) * 4, FRIDAY, WEEKEND, WEEKEND)
LONG_DAY: Ranges = (("08:00", "16:00"),)
LONG_FRIDAY: Ranges = (("08:00", "11:30"), ("13:30", "17:00"))
LONGER = (*(LONG_DAY,) * 4, LONG_FRIDAY, WEEKEND, WEEKEND)
MARKET_DAYS = (CLOSED, CLOSED, CLOSED, CLOSED, CLOSED, (("07:00", "11:00"),), (("07:00", "11:00"),))
NEVER_BY_ITSELF = (CLOSED,) * 7

STRENGTHENED = date(2016, 9, 1)
BEGINNING = date(2016, 1, 1)


@dataclass(frozen=True, slots=True)
class Point:
    """A service point. ``district`` is a number in DISTRICTS; ``north`` and ``east`` are kilometres from the
    district's point, invented like the rest. ``weeks`` are opening hours from a day on, Monday first;
    ``days`` are days with other hours.
    """

    name: str
    kind: str
    district: int
    weeks: tuple[tuple[date, tuple[Ranges, ...]], ...]
    access: str = "road"
    power: str = "grid"
    network: str = "good"
    counters: int = 1
    north: float = 0.0
    east: float = 0.0
    opens_on: date | None = None
    closes_on: date | None = None
    contact: str = ""
    days: tuple[tuple[date, Ranges, str], ...] = ()


SANGATTA_UTARA, BENGALON = 3, 8
ONLY_BY_RIVER = ("Busang", "Muara Bengkal")
ONLY_IN_THE_DRY_SEASON = ("Sandaran", "Long Mesangat")


def points() -> list[Point]:
    """Every service point of the demo, the kecamatan offices first, in the order of DISTRICTS."""
    return [*(_office(number, district) for number, district in enumerate(DISTRICTS)), *_others()]


def _office(number: int, district: District) -> Point:
    access = "river" if district.name in ONLY_BY_RIVER else "road"
    return Point(
        f"Kantor Kecamatan {district.name}",
        "district_office",
        number,
        ((BEGINNING, FIVE_DAYS), (STRENGTHENED, EVERY_DAY)),
        access="dry_season" if district.name in ONLY_IN_THE_DRY_SEASON else access,
        power="generator" if district.is_far else "grid",
        network=_network(district),
        counters=2 if number in (SANGATTA_UTARA, BENGALON) else 1,
        contact=f"Kasi Pelayanan Umum Kecamatan {district.name}",
    )


def _network(district: District) -> str:
    if district.name in (*ONLY_BY_RIVER, *ONLY_IN_THE_DRY_SEASON):
        return "none"
    return "weak" if district.is_far else "good"


def _others() -> list[Point]:
    return [
        Point(
            "Disdukcapil Kutai Timur", "head_office", SANGATTA_UTARA,
            ((BEGINNING, FIVE_DAYS), (STRENGTHENED, LONGER)), counters=4, north=1.2, east=-1.8,
            contact="Kepala Seksi Identitas Penduduk",
        ),
        Point(
            "Pekan Raya Kutim", "event", SANGATTA_UTARA, ((date(2016, 10, 12), (EVENING,) * 7),), counters=2,
            north=1.6, east=-2.4, opens_on=date(2016, 10, 12), closes_on=date(2016, 10, 17),
            contact="Panitia Pekan Raya",
        ),
        Point(
            "Pasar Contoh Sangatta", "market", SANGATTA_UTARA, ((STRENGTHENED, MARKET_DAYS),), north=-0.8,
            east=0.6, contact="Kepala Pasar",
        ),
        Point(
            "PT Contoh Bara", "company", BENGALON, ((STRENGTHENED, NEVER_BY_ITSELF),), power="generator",
            network="weak", north=4.0, east=-6.0, contact="Bagian Personalia",
            days=(
                (date(2016, 9, 27), (("08:00", "15:00"),), "Jemput bola gilir pagi"),
                (date(2016, 10, 4), (("08:00", "15:00"),), "Jemput bola gilir pagi"),
                (date(2016, 10, 5), (("17:00", "21:00"),), "Jemput bola gilir malam"),
            ),
        ),
        Point(
            "SMA Contoh 1 Sangatta Utara", "school", SANGATTA_UTARA, ((STRENGTHENED, NEVER_BY_ITSELF),),
            north=0.4, east=0.9, contact="Wakil kepala sekolah bidang kesiswaan",
            days=((date(2016, 10, 6), (("08:00", "12:00"),), "Perekaman pemula"),),
        ),
    ]  # fmt: skip
