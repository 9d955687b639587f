"""The 141 villages and 18 districts, with what the demo invents about them.

``places.csv`` gives each village a number of people. Eight districts lean on projections published for 2016
and one on a later count; the other nine and every village's share are invented. Only proportions are used.
"""

import csv
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from rekam.demo.days import Floats


@dataclass(frozen=True, slots=True)
class District:
    """``reach``: how well recording reached its people (log odds); the next two: shares of workers."""

    code: str
    name: str
    reach: float
    mining: float
    estates: float
    is_coastal: bool = False
    is_far: bool = False


DISTRICTS = (
    District("64.08.01", "Muara Ancalong", -0.25, 0.04, 0.22, is_far=True),
    District("64.08.02", "Muara Wahau", -0.35, 0.04, 0.34, is_far=True),
    District("64.08.03", "Muara Bengkal", -0.10, 0.03, 0.18, is_far=True),
    District("64.08.04", "Sangatta Utara", 0.00, 0.42, 0.00, is_coastal=True),
    District("64.08.05", "Sangkulirang", -0.05, 0.05, 0.18, is_coastal=True),
    District("64.08.06", "Busang", -0.75, 0.02, 0.26, is_far=True),
    District("64.08.07", "Telen", -0.40, 0.03, 0.30, is_far=True),
    District("64.08.08", "Kombeng", -0.30, 0.04, 0.34, is_far=True),
    District("64.08.09", "Bengalon", -0.20, 0.34, 0.16, is_coastal=True),
    District("64.08.10", "Kaliorang", 0.05, 0.14, 0.14, is_coastal=True),
    District("64.08.11", "Sandaran", -0.80, 0.02, 0.24, is_coastal=True, is_far=True),
    District("64.08.12", "Sangatta Selatan", 0.05, 0.30, 0.00, is_coastal=True),
    District("64.08.13", "Teluk Pandan", 0.00, 0.20, 0.00, is_coastal=True),
    District("64.08.14", "Rantau Pulung", 0.30, 0.18, 0.12),
    District("64.08.15", "Kaubun", 0.05, 0.12, 0.24, is_coastal=True),
    District("64.08.16", "Karangan", -0.55, 0.14, 0.28, is_far=True),
    District("64.08.17", "Batu Ampar", -0.10, 0.04, 0.24, is_far=True),
    District("64.08.18", "Long Mesangat", -0.25, 0.03, 0.28, is_far=True),
)
SANGATTA_UTARA, BENGALON, SANGATTA_SELATAN, TELUK_PANDAN = 3, 8, 11, 12


@dataclass(frozen=True, slots=True)
class Employer:
    """Invented, and named so: contoh, misal, umpama, ibarat and andai all mean "for example"."""

    name: str
    trade: str
    districts: tuple[int, ...]


EMPLOYERS = (
    Employer("", "", ()),
    Employer("PT CONTOH BARA", "mining", (3, 8, 11, 13)),
    Employer("PT MISAL TAMBANG", "mining", (8, 12, 11)),
    Employer("PT ANDAI MINERAL", "mining", (9, 15, 14)),
    Employer("PT CONTOH JASA ALAT", "mining", (3, 8, 11, 12)),
    Employer("PT UMPAMA SAWIT WAHAU", "estate", (1, 6, 7)),
    Employer("PT IBARAT KEBUN LESTARI", "estate", (0, 2, 16, 17)),
    Employer("PT MISAL SAWIT SANDARAN", "estate", (10, 4)),
    Employer("PT ANDAI PALMA KARANGAN", "estate", (15, 14, 9)),
    Employer("PT UMPAMA AGRO BUSANG", "estate", (5, 0, 17)),
    Employer("PT CONTOH SAWIT BENGALON", "estate", (8, 13, 4)),
    Employer("PT IBARAT KAYU", "estate", (7, 1, 16)),
    Employer("CV CONTOH NIAGA", "trade", tuple(range(18))),
)


@dataclass(frozen=True)
class Places:
    """Village codes in order, the district of each, and its share of the people."""

    codes: tuple[str, ...]
    district: NDArray[np.int32]
    shares: Floats

    def trait(self, name: str) -> Floats:
        """A trait of districts, per village."""
        return np.array([float(getattr(d, name)) for d in DISTRICTS])[self.district]

    @property
    def worker_shares(self) -> Floats:
        """Where people come to for work: the villages' shares, drawn towards mines and estates."""
        drawn = self.shares * (0.35 + 2.2 * self.trait("mining") + 1.8 * self.trait("estates"))
        shares: Floats = drawn / drawn.sum()
        return shares


def load() -> Places:
    text = resources.files("rekam.demo").joinpath("places.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    order = {district.code: place for place, district in enumerate(DISTRICTS)}
    people = np.array([float(row["people"]) for row in rows])
    return Places(
        codes=tuple(row["code"] for row in rows),
        district=np.array([order[row["code"][:8]] for row in rows], dtype=np.int32),
        shares=people / people.sum(),
    )
