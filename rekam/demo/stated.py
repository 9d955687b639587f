"""What was published about Kutai Timur in 2016, and the totals that the demo is made to compute to.

The figures are quoted from announcements of that year. They contradict one another: that is why the demo
brings them along, to be shown against what its invented register computes.
"""

from dataclasses import dataclass
from datetime import date

REGENCY = "64.08"
SANGATTA_UTARA = "64.08.04"
SMALLEST_SCALE = 0.01


@dataclass(frozen=True, slots=True)
class Stated:
    """One published figure. ``measure`` is registered, obliged, recorded, unrecorded or recorded_in_month."""

    measure: str
    value: int
    on: date
    area: str
    by: str
    published_on: date
    source: str


_OFFICE = "Disdukcapil Kutai Timur"
_APRIL = "Keterangan pers 11 April 2016: wajib KTP, sudah rekam dan “95.000” belum rekam"
_AUGUST = "Keterangan pers 25 Agustus 2016: penduduk terdaftar dan belum rekam"
_OCTOBER = "Keterangan pers 6 Oktober 2016: keadaan 30 September 2016"


def _figures(on: date, published_on: date, source: str, **values: int) -> tuple[Stated, ...]:
    return tuple(Stated(m, v, on, REGENCY, _OFFICE, published_on, source) for m, v in values.items())


STATED: tuple[Stated, ...] = (
    *_figures(
        date(2016, 4, 11),
        date(2016, 4, 11),
        _APRIL,
        obliged=265_000,
        recorded=180_414,
        unrecorded=95_000,
    ),
    *_figures(date(2016, 8, 25), date(2016, 8, 25), _AUGUST, registered=413_508, unrecorded=55_505),
    Stated(
        "unrecorded",
        25_356,
        date(2016, 8, 25),
        SANGATTA_UTARA,
        _OFFICE,
        date(2016, 8, 25),
        "Keterangan pers 25 Agustus 2016: belum rekam di Sangatta Utara",
    ),
    *_figures(
        date(2016, 9, 30),
        date(2016, 10, 6),
        _OCTOBER,
        obliged=287_000,
        recorded=187_730,
        recorded_in_month=8_766,
        unrecorded=100_000,
    ),
)


@dataclass(frozen=True, slots=True)
class Targets:
    """The totals that the invented register computes to."""

    registered: int
    unrecorded_in_sangatta_utara: int
    obliged: int
    recorded: int
    recorded_in_september: int

    @classmethod
    def at(cls, scale: float) -> "Targets":
        """The published totals, shrunk. Below ``SMALLEST_SCALE`` not every village could be populated."""
        if scale < SMALLEST_SCALE:
            raise ValueError(f"The smallest scale is {SMALLEST_SCALE}.")
        return cls(*(round(scale * whole) for whole in (413_508, 25_356, 287_000, 187_730, 8_766)))
