"""The recordings as files, one for each month in which the office learned of them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from rekam.demo import damage, forms, numbers
from rekam.demo.damage import APOSTROPHE, EXPONENT, FLOAT
from rekam.demo.days import FIRST, NEVER, OPENING, Ints, number
from rekam.demo.firsts import Office
from rekam.demo.forms import Form
from rekam.demo.logbook import BONTANG, SAMARINDA, STATUSES, month_of
from rekam.demo.places import DISTRICTS, EMPLOYERS
from rekam.demo.traits import Traits

NO_SUCH_DAY, IN_THE_FUTURE, TOO_SHORT, MISSING = 20, 21, 22, 23
KINDS = (EXPONENT, FLOAT, APOSTROPHE, NO_SUCH_DAY, IN_THE_FUTURE, TOO_SHORT, MISSING)
FUTURE = number(2061, 9, 5)
OFFICE, REGENCY_OFFICE, SCHOOL, COMPANY, VILLAGE = range(5)
KITS = (2, 2, 1, 4, 2, 1, 1, 2, 3, 1, 1, 2, 1, 1, 1, 1, 1, 1)
AWAY = {SAMARINDA: ("DISDUKCAPIL KOTA SAMARINDA", "64.72"), BONTANG: ("DISDUKCAPIL KOTA BONTANG", "64.74")}


@dataclass
class Recordings:
    office: Office
    traits: Traits
    sessions: pl.DataFrame
    scale: float

    def write(self, month: int, path: Path, rng: np.random.Generator) -> int:
        """Write what became known in a month; returns how many rows."""
        form = forms.RECORDINGS[month]
        own = self.sessions.filter(pl.Series(month_of(self.sessions["known"].to_numpy()) == month))
        own = own.sort("known", "day", "minute", "person")
        rows, kinds = self._with_damage(own, rng)
        frame = self._spoil(self._frame(rows, form), kinds, form)
        forms.write(path, form, [frame])
        return frame.height

    def _with_damage(self, own: pl.DataFrame, rng: np.random.Generator) -> tuple[pl.DataFrame, Ints]:
        """Some rows twice, and damaged copies of people who had long been recorded anyway."""
        known = self.office.book.captures()
        sure = set(known.person[(known.day <= OPENING) & (known.void == NEVER)].tolist())
        candidates = np.flatnonzero(own["person"].is_in(list(sure)).to_numpy())
        wanted = np.repeat(np.array(KINDS, np.int32), max(1, round(2 * self.scale)))
        source = rng.choice(candidates, len(wanted)) if len(candidates) else np.empty(0, np.int64)
        broken = own[source].with_columns(minute=pl.lit(939, pl.Int32))
        twice = own[np.sort(rng.choice(own.height, max(1, own.height // 300), replace=False))]
        rows = pl.concat([own, twice, broken])
        kinds = np.zeros(rows.height, np.int32)
        kinds[rows.height - broken.height :] = wanted[: broken.height]
        order = np.lexsort((kinds, rows["day"].to_numpy(), rows["known"].to_numpy()))
        return rows[order], kinds[order]

    def _frame(self, rows: pl.DataFrame, form: Form) -> pl.DataFrame:
        person, day, minute, where = (rows[n].to_numpy() for n in ("person", "day", "minute", "where"))
        luck = _luck(person, day)
        minutes = pl.Series([f"{m // 60:02}:{m % 60:02}" for m in range(24 * 60)] + [""])
        places, codes, kits, operators = self._places(person, day, where, luck)
        return pl.DataFrame(
            {
                "NIK": numbers.as_text(self.traits.nik[person]),
                "TGL_REKAM": forms.day_text(day, form),
                "JAM": minutes.gather(np.where(minute < 0, 24 * 60, minute).astype(np.uint32)),
                "LOKASI": places,
                "KODE_WILAYAH": codes,
                "ALAT": kits,
                "OPERATOR": operators,
                "STATUS": pl.Series(STATUSES).gather(rows["status"].to_numpy().astype(np.uint32)),
                "TGL_STATUS": forms.day_text(rows["status_day"].to_numpy(), form),
                "TGL_DIKETAHUI": forms.day_text(rows["known"].to_numpy(), form),
            }
        )

    def _places(self, person: Ints, day: Ints, where: Ints, luck: Ints) -> tuple[list[str], ...]:
        """Place, area code, kit and operator of each row; a later row of one session says the same."""
        kinds = self._kinds(person, day, where, luck)
        employers = self.traits.employer[person]
        columns = [
            _place(int(at), int(kind), int(employer), int(chance))
            for at, kind, employer, chance in zip(where, kinds, employers, luck, strict=True)
        ]
        if not columns:
            return [], [], [], []
        place, code, kit, operator = (list(column) for column in zip(*columns, strict=True))
        return place, code, kit, operator

    def _kinds(self, person: Ints, day: Ints, where: Ints, luck: Ints) -> Ints:
        """Schools for those under 17; companies and villages visited, most of all in September."""
        young = self.office.people.seventeen(0)[person] > day
        visited = np.where(day >= FIRST[9], 38, 14)
        company = (self.traits.employer[person] > 0) & (luck % 100 < visited)
        village = (luck % 100 > 91) & (where != 3)
        school = young & (luck % 100 < 70)
        kinds = np.select(
            [where >= SAMARINDA, school, company, village], [OFFICE, SCHOOL, COMPANY, VILLAGE], OFFICE
        )
        return np.where((kinds == OFFICE) & (where == 3), REGENCY_OFFICE, kinds).astype(np.int32)

    def _spoil(self, frame: pl.DataFrame, kinds: Ints, form: Form) -> pl.DataFrame:
        kind = pl.col("kind")
        no_such_day = form.dates.replace("%d", "31").replace("%m", "02").replace("%Y", "2016")
        future = forms.day_text(np.array([FUTURE], np.int32), form)[0]
        spoiled = frame.with_columns(kind=pl.Series(kinds)).with_columns(
            NIK=pl.when(kind == MISSING)
            .then(pl.lit(""))
            .when(kind == TOO_SHORT)
            .then(pl.col("NIK").str.head(15))
            .otherwise(damage.spoilt_nik(kind)),
            TGL_REKAM=pl.when(kind == NO_SUCH_DAY)
            .then(pl.lit(no_such_day))
            .when(kind == IN_THE_FUTURE)
            .then(pl.lit(future))
            .otherwise("TGL_REKAM"),
        )
        return spoiled.drop("kind")


def _luck(person: Ints, day: Ints) -> Ints:
    """A number that a person and a day always give again."""
    return ((person.astype(np.int64) * 7_919 + day.astype(np.int64) * 104_729) % 9_973).astype(np.int32)


def _place(where: int, kind: int, employer: int, luck: int) -> tuple[str, str, str, str]:
    if where in AWAY:
        return (*AWAY[where], "", "")
    district = DISTRICTS[where]
    name, short = district.name.upper(), district.code[-2:]
    kit = f"KIT-{short}-{luck % KITS[where] + 1}"
    places = {
        OFFICE: f"KANTOR KECAMATAN {name}",
        REGENCY_OFFICE: "DISDUKCAPIL KUTAI TIMUR" if luck % 3 else f"KANTOR KECAMATAN {name}",
        SCHOOL: f"SMA CONTOH {luck % 3 + 1} {name}",
        COMPANY: f"JEMPUT BOLA {EMPLOYERS[employer].name}",
        VILLAGE: f"KELILING DESA {name}",
    }
    return places[kind], district.code, kit, f"OPERATOR {short}{'AB'[luck % 2]}"
