"""Whom the demo's office goes to: mines and estates in their districts, schools, villages far from a counter.

Kaltim Prima Coal (KPC) is a real company of the regency. Its list here, like everybody else's name, number of
people and date, is invented.
"""

from dataclasses import dataclass

from rekam.demo.places import DISTRICTS, District

COMPANY, SCHOOL, VILLAGE = "company", "school", "village"
NIGHT_AND_DAY = (("06:00", "11:00"), ("14:00", "18:00"))
SCHOOL_HOURS = (("07:30", "12:00"),)


@dataclass(frozen=True, slots=True)
class Client:
    """``district`` is a number in DISTRICTS; ``workers_from`` are districts where its people live. ``people``
    is how many the next list names at the demo's full size. ``had_visit``: one in August or September.
    ``place`` names a service point that the office has already; ``north`` and ``east`` are kilometres from
    the district's point.
    """

    name: str
    kind: str
    district: int
    people: int
    contact: str
    role: str
    kits: int = 1
    employers: tuple[str, ...] = ()
    workers_from: tuple[int, ...] = ()
    had_visit: bool = False
    place: str = ""
    north: float = 0.0
    east: float = 0.0
    village: str = ""

    @property
    def home(self) -> District:
        return DISTRICTS[self.district]


@dataclass(frozen=True, slots=True)
class Promised:
    """A day of October 2016 that was promised to a client."""

    client: str
    day: int
    starts: str
    ends: str
    kits: int = 1


def clients() -> list[Client]:
    """Every client of the demo, always the same."""
    return [*_mines(), *_estates(), *_schools(), *_villages()]


def _mines() -> list[Client]:
    return [
        Client(
            "KPC (daftar rekaan)", COMPANY, 3, 900, "Joko Rekaan", "Hubungan masyarakat", 3,
            ("PT CONTOH BARA",), (3, 8, 11), True, north=6.0, east=-3.0,
        ),
        Client(
            "PT Contoh Jasa Alat, kontraktor", COMPANY, 3, 500, "Ani Rekaan", "Personalia", 2,
            ("PT CONTOH JASA ALAT",), (3, 11, 12), True, north=5.0, east=-4.0,
        ),
        Client(
            "PT Contoh Bara", COMPANY, 8, 400, "Budi Rekaan", "Personalia", 2, ("PT CONTOH BARA",), (8,),
            True, "PT Contoh Bara",
        ),
        Client(
            "PT Misal Tambang", COMPANY, 12, 260, "Rina Rekaan", "Personalia", 1, ("PT MISAL TAMBANG",),
            (12, 11), True, north=3.0, east=-5.0,
        ),
        Client(
            "PT Andai Mineral", COMPANY, 9, 180, "Agus Rekaan", "Kepala tambang", 1, ("PT ANDAI MINERAL",),
            (9,), north=4.0, east=2.0,
        ),
    ]  # fmt: skip


def _estates() -> list[Client]:
    named = (
        ("PT Umpama Sawit Wahau", 1, 420, True), ("PT Ibarat Kebun Lestari", 0, 260, False),
        ("PT Misal Sawit Sandaran", 10, 150, False), ("PT Andai Palma Karangan", 15, 240, True),
        ("PT Umpama Agro Busang", 5, 160, False), ("PT Contoh Sawit Bengalon", 8, 320, True),
        ("PT Ibarat Kayu", 7, 200, False),
    )  # fmt: skip
    return [
        Client(
            name, COMPANY, district, people, "Wayan Rekaan", "Manajer kebun", 1, (name.upper(),),
            (district,), had, north=5.0 - 2 * number, east=3.0 * number - 8.0,
        )
        for number, (name, district, people, had) in enumerate(named)
    ]  # fmt: skip


def _schools() -> list[Client]:
    named = (
        ("SMA Contoh 1 Sangatta Utara", 3, 240, True, "SMA Contoh 1 Sangatta Utara"),
        ("SMK Misal Bengalon", 8, 150, True, ""), ("SMA Umpama Muara Wahau", 1, 120, False, ""),
        ("SMA Ibarat Sangkulirang", 4, 110, False, ""),
    )  # fmt: skip
    return [
        Client(
            name, SCHOOL, district, people, "Dewi Rekaan", "Wakil kepala sekolah bidang kesiswaan", 1, (),
            (district,), had, place, north=1.0, east=-1.5,
        )
        for name, district, people, had, place in named
    ]  # fmt: skip


def _villages() -> list[Client]:
    named = (("Long Lees", "64.08.06", 5), ("Susuk Luar", "64.08.11", 10), ("Tepian Terap", "64.08.05", 4))
    return [
        Client(
            f"Pemerintah Desa {name}", VILLAGE, district, 120, "Made Rekaan", "Kepala desa", 1, (),
            (district,), village=name,
        )
        for name, _code, district in named
    ]  # fmt: skip


def promised() -> list[Promised]:
    return [
        Promised("PT Contoh Bara", 4, "08:00", "15:00", 1),
        Promised("SMA Contoh 1 Sangatta Utara", 6, "08:00", "12:00", 1),
        Promised("KPC (daftar rekaan)", 11, "07:00", "16:00", 2),
        Promised("PT Contoh Sawit Bengalon", 19, "08:00", "15:00", 1),
    ]
