"""What else a register says about people: origin, faith, schooling, work, address."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from rekam.demo import names, numbers
from rekam.demo.days import FIRST, NEVER, NO_FILE, OPENING, RELEASE_2016, Floats, Ints, in_files
from rekam.demo.numbers import Numbers
from rekam.demo.people import BORN, CHILD, JOINED, MAN, MOVED_IN, SPOILED, VISITOR, Mask, People
from rekam.demo.places import DISTRICTS, EMPLOYERS, Places

# Regencies people come from: NIK prefix, name, how often. The first is Kutai Timur itself.
ORIGINS: tuple[tuple[int, str, float], ...] = (
    (6408, "KUTAI TIMUR", 0.0),
    (7371, "MAKASSAR", 0.10), (7308, "BONE", 0.11), (7313, "WAJO", 0.08), (7317, "LUWU", 0.06),
    (7602, "MAMUJU", 0.06), (7318, "TANA TORAJA", 0.07), (3578, "SURABAYA", 0.04), (3507, "MALANG", 0.05),
    (3518, "NGANJUK", 0.05), (3310, "KLATEN", 0.04), (3329, "BREBES", 0.04), (5315, "MANGGARAI BARAT", 0.06),
    (5304, "BELU", 0.04), (6472, "SAMARINDA", 0.07), (6402, "KUTAI KARTANEGARA", 0.06),
    (6474, "BONTANG", 0.03), (6371, "BANJARMASIN", 0.04),
)  # fmt: skip
FAITHS = ("ISLAM", "KRISTEN", "KATOLIK", "HINDU", "BUDDHA")
BLOODS = ("", "O", "A", "B", "AB")
SCHOOLS = (
    "TIDAK/BELUM SEKOLAH", "BELUM TAMAT SD/SEDERAJAT", "TAMAT SD/SEDERAJAT", "SLTP/SEDERAJAT",
    "SLTA/SEDERAJAT", "AKADEMI/DIPLOMA III/SARJANA MUDA", "DIPLOMA IV/STRATA I", "STRATA II",
)  # fmt: skip
JOBS = (
    "BELUM/TIDAK BEKERJA", "PELAJAR/MAHASISWA", "MENGURUS RUMAH TANGGA", "KARYAWAN SWASTA",
    "BURUH TANI/PERKEBUNAN", "PETANI/PEKEBUN", "NELAYAN/PERIKANAN", "WIRASWASTA", "PEGAWAI NEGERI SIPIL",
    "GURU", "SOPIR", "PENSIUNAN", "KEPOLISIAN RI", "BURUH HARIAN LEPAS",
)  # fmt: skip
NONE, PUPIL, HOUSEWIFE, STAFF, ESTATE_HAND, FARMER, FISHER, TRADER, SERVANT, TEACHER = range(10)
DRIVER, PENSIONER, POLICE, LABOURER = range(10, 14)
STREETS = ("MISAL", "CONTOH", "UMPAMA", "IBARAT", "ANDAI", "SEUMPAMA", "MISALNYA", "PERUMPAMAAN")


@dataclass
class Traits:
    name: pl.Series
    nik: Numbers
    family_cards: Numbers
    origin: Ints
    faith: Ints
    blood: Ints
    school: Ints
    job: Ints
    employer: Ints
    rt: Ints
    rw: Ints
    street: Ints


def invent(rng: np.random.Generator, people: People, places: Places) -> Traits:
    """Everything that the counts do not hang on. Comes last, once dates of birth are settled."""
    home = people.household.first
    homes = int(max(home.max(), people.household.later.max())) + 1
    age = np.maximum(0, (OPENING + 270 - people.born.first) / 365.25)
    origin = _origins(rng, people, age, homes)
    job = _jobs(rng, people, places, age)
    people.house.first[:] = rng.integers(1, 90, homes)[home]
    steady = people.house.file == NO_FILE
    people.house.later[steady] = people.house.first[steady]
    return Traits(
        name=names.invent(rng, people.sex.at(NO_FILE - 1), in_full=_may_be_damaged(people)),
        nik=numbers.niks(_prefixes(rng, people, places, origin), people.born.first, people.sex.first),
        family_cards=_family_cards(rng, people, places, homes),
        origin=origin,
        faith=rng.choice(len(FAITHS), homes, p=(0.81, 0.115, 0.055, 0.015, 0.005)).astype(np.int32)[home],
        blood=rng.choice(len(BLOODS), len(people), p=(0.62, 0.15, 0.10, 0.10, 0.03)).astype(np.int32),
        school=_schools(rng, age),
        job=job,
        employer=_employers(rng, people, places, job),
        rt=rng.integers(1, 30, homes).astype(np.int32)[home],
        rw=rng.integers(1, 8, homes).astype(np.int32)[home],
        street=rng.integers(0, len(STREETS), homes).astype(np.int32)[home],
    )


def _may_be_damaged(people: People) -> Mask:
    """A long name is nobody else's: an illegible row in a release must not be taken for another person's."""
    mask: Mask = (people.came == SPOILED) | ((people.came == JOINED) & (people.entry_file != RELEASE_2016))
    return mask


def _origins(rng: np.random.Generator, people: People, age: Floats, homes: int) -> Ints:
    """Families come from one place; most of their children were born here."""
    chances = np.array([share for *_, share in ORIGINS])
    family = rng.choice(len(ORIGINS), homes, p=chances / chances.sum())
    family[rng.random(homes) < 0.42] = 0
    origin = family[people.household.first]
    child = (people.relation.first == CHILD) & (age < 18) & (people.came != MOVED_IN)
    origin[(child & (rng.random(len(people)) < 0.85)) | (people.came == BORN)] = 0
    away = (people.came == MOVED_IN) | (people.came == VISITOR)
    origin[away & (origin == 0)] = rng.integers(1, len(ORIGINS), int((away & (origin == 0)).sum()))
    return origin.astype(np.int32)


def _prefixes(rng: np.random.Generator, people: People, places: Places, origin: Ints) -> Ints:
    """The district of first registration: one's own here, any of the first fifteen elsewhere."""
    regency = np.array([prefix for prefix, *_ in ORIGINS])[origin]
    own = places.district[people.desa.first] + 1
    # The first register of the regency had fewer districts: its oldest NIKs carry one of the first eleven.
    old = (origin == 0) & (people.born.first < FIRST[0] - 17 * 365)
    own = np.where(old & (own > 11), (own * 5) % 11 + 1, own)
    return (regency * 100 + np.where(origin == 0, own, rng.integers(1, 16, len(people)))).astype(np.int32)


def _family_cards(rng: np.random.Generator, people: People, places: Places, homes: int) -> Numbers:
    """A number for every household, those that come to be in 2016 included."""
    desa = np.zeros(homes, np.int32)
    issued = (OPENING - rng.integers(60, 2_800, homes)).astype(np.int32)
    desa[people.household.first] = people.desa.first
    moved = np.flatnonzero(people.household.file < NO_FILE)
    new = people.household.later[moved]
    desa[new] = people.desa.later[moved]
    issued[new] = in_files(rng, people.household.file[moved], late=0.0)
    arrived = np.flatnonzero((people.came == MOVED_IN) & (people.entry_day < NEVER))
    issued[people.household.first[arrived]] = people.entry_day[arrived]
    district = np.array([int(d.code.replace(".", "")) for d in DISTRICTS])[places.district[desa]]
    return numbers.family_cards(district.astype(np.int32), issued)


def _schools(rng: np.random.Generator, age: Floats) -> Ints:
    grown = rng.choice(len(SCHOOLS), len(age), p=(0.05, 0.08, 0.24, 0.19, 0.33, 0.04, 0.065, 0.005))
    reached = np.select([age < 6, age < 12, age < 15, age < 18], [0, 1, 2, 3], default=7)
    return np.where(age < 18, reached, np.minimum(grown, np.where(age < 22, 4, 7))).astype(np.int32)


def _jobs(rng: np.random.Generator, people: People, places: Places, age: Floats) -> Ints:
    """Men's work follows their village: mines, estates, the sea, fields."""
    size = len(people)
    men = people.sex.first == MAN
    mining, estates, coast = (places.trait(n)[people.desa.first] for n in ("mining", "estates", "is_coastal"))
    luck = rng.random(size)
    chances = np.where(men, 1.0, 0.28)
    staff, hands = chances * mining * 1.15, chances * estates * 1.2
    job = np.full(size, HOUSEWIFE)
    rest = rng.choice(
        [FARMER, TRADER, LABOURER, DRIVER, SERVANT, TEACHER, POLICE],
        size,
        p=(0.40, 0.27, 0.14, 0.08, 0.06, 0.04, 0.01),
    )
    works = men | (rng.random(size) < 0.30)
    job[works] = rest[works]
    job[works & (job == FARMER) & (coast > 0) & (rng.random(size) < 0.35)] = FISHER
    job[luck < staff + hands] = ESTATE_HAND
    job[luck < staff] = STAFF
    job[(age > 60) & (rng.random(size) < 0.5)] = PENSIONER
    job[(age < 23) & (people.relation.first == CHILD) & (rng.random(size) < 0.5)] = PUPIL
    job[age < 18] = PUPIL
    job[age < 6] = NONE
    return job.astype(np.int32)


def _employers(rng: np.random.Generator, people: People, places: Places, job: Ints) -> Ints:
    """An invented employer near the village; one in eight workers gives none."""
    employer = np.zeros(len(people), np.int32)
    district = places.district[people.desa.first]
    trades = {STAFF: ("mining", "trade"), ESTATE_HAND: ("estate",)}
    for work, kinds in trades.items():
        for place in range(len(DISTRICTS)):
            near = [n for n, e in enumerate(EMPLOYERS) if e.trade in kinds and place in e.districts]
            rows = np.flatnonzero(_named(rng, (job == work) & (district == place)))
            employer[rows] = rng.choice(near or [0], len(rows))
    return employer


def _named(rng: np.random.Generator, workers: Mask) -> Mask:
    mask: Mask = workers & (rng.random(len(workers)) < 0.88)
    return mask
