"""The register as files: two releases and nine updates, each as known when it was made."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from rekam.demo import damage, forms, names, numbers
from rekam.demo.days import AS_OF, JULY, NEVER, RELEASE_2015, RELEASE_2016, Ints
from rekam.demo.firsts import Office
from rekam.demo.forms import Form
from rekam.demo.logbook import BLANK, ISSUED, STATUSES, UNREGISTERED
from rekam.demo.people import DIED, MARRIED, MOVED_OUT, Mask
from rekam.demo.places import DISTRICTS, EMPLOYERS
from rekam.demo.traits import BLOODS, FAITHS, JOBS, ORIGINS, SCHOOLS, STREETS, Traits

RELATIONS = ("KEPALA KELUARGA", "SUAMI", "ISTRI", "ANAK", "ORANG TUA", "FAMILI LAIN")
PERMITS = ("WNI", "ITAP", "ITAS")
PLACES = (
    *(f"KECAMATAN {d.name.upper()}" for d in DISTRICTS),
    "KOTA SAMARINDA",
    "KOTA BONTANG",
    "LUAR DAERAH",
)
_ROWS_AT_ONCE = 60_000


@dataclass
class Attested:
    """What the register says of each person's recording as of one file."""

    status: Ints
    day: Ints
    updated: Ints
    where: Ints
    news: Mask


@dataclass
class Register:
    office: Office
    traits: Traits
    table: pl.DataFrame
    scale: float

    def write(self, file: int, path: Path, rng: np.random.Generator) -> int:
        """Write one file; returns how many rows it has."""
        form = forms.REGISTER[file]
        attested = self._attested(file)
        rows = self._rows(file, attested, rng)
        forms.write(path, form, self._frames(file, form, rows, attested))
        return len(rows.people)

    def _attested(self, file: int) -> Attested:
        """Entries are in the order of files, so that the last one to be written stays."""
        size = len(self.office.people)
        seen = self.table.filter(pl.col("file") <= file)
        person = seen["person"].to_numpy()
        columns = {}
        for name, empty in (("status", BLANK), ("day", NEVER), ("updated", NEVER), ("where", 0)):
            columns[name] = np.full(size, empty, np.int32)
            columns[name][person] = seen[name].to_numpy()
        news = np.zeros(size, bool)
        news[seen.filter((pl.col("file") == file) & (pl.col("is_news") == 1))["person"].to_numpy()] = True
        grown = self.office.people.seventeen(file) <= AS_OF[file]
        open_cases = grown & ~self.office.book.taken & (np.arange(size) % 2 == 0)
        columns["status"][open_cases & (columns["status"] == BLANK)] = UNREGISTERED
        return Attested(**columns, news=news)

    def _rows(self, file: int, attested: Attested, rng: np.random.Generator) -> damage.Rows:
        """Everybody in a release, the changed in an update, and the damaged rows, by village and family."""
        people = self.office.people
        wanted = people.held(file)
        if file not in (RELEASE_2015, RELEASE_2016):
            changed = attested.news | (people.entry_file == file) | (people.exit_file == file)
            for fact in people.changes():
                changed |= fact.file == file
            wanted = changed & (people.entry_file <= file)
        broken = damage.rows(rng, people, file, scale=self.scale)
        wanted[broken.people] = False
        sound = np.flatnonzero(wanted).astype(np.int32)
        rows = damage.Rows(
            np.concatenate([sound, broken.people]),
            np.concatenate([np.zeros(len(sound), np.int32), broken.kinds]),
        ).with_doubles()
        household, desa = people.household.at(file)[rows.people], people.desa.at(file)[rows.people]
        order = np.lexsort((rows.kinds, people.born.at(file)[rows.people], household, desa))
        return damage.Rows(rows.people[order], rows.kinds[order])

    def _frames(self, file: int, form: Form, rows: damage.Rows, attested: Attested) -> Iterator[pl.DataFrame]:
        for start in range(0, len(rows.people), _ROWS_AT_ONCE):
            some = slice(start, start + _ROWS_AT_ONCE)
            frame = self._frame(file, form, rows.people[some], attested)
            yield damage.spoil(frame, rows.kinds[some], form)

    def _frame(self, file: int, form: Form, rows: Ints, attested: Attested) -> pl.DataFrame:
        return pl.DataFrame(
            self._person(file, form, rows)
            | self._family(file, form, rows)
            | self._residence(file, form, rows)
            | self._standing(file, form, rows)
            | self._recording(form, rows, attested)
            | (self._employer(rows) if file == RELEASE_2015 else {})
        )

    def _person(self, file: int, form: Form, rows: Ints) -> dict[str, pl.Series]:
        people, traits = self.office.people, self.traits
        name = traits.name.gather(rows)
        wrong = pl.Series(people.spelling.at(file)[rows] == 1)
        spelt = pl.select(
            pl.when(wrong).then(names.misspelt(pl.lit(name))).otherwise(pl.lit(name))
        ).to_series()
        return {
            "NIK": numbers.as_text(traits.nik[rows]),
            "NO_KK": numbers.as_text(traits.family_cards[people.household.at(file)[rows]]),
            "NAMA_LGKP": spelt,
            "JENIS_KLMIN": _word(form.sexes, people.sex.at(file)[rows]),
            "TMPT_LHR": _word(tuple(name for _, name, _ in ORIGINS), traits.origin[rows]),
            "TGL_LHR": forms.day_text(people.born.at(file)[rows], form),
        }

    def _family(self, file: int, form: Form, rows: Ints) -> dict[str, pl.Series]:
        people, traits = self.office.people, self.traits
        wed = people.wed.at(file)[rows]
        return {
            "STAT_KWN": _word(form.weds, wed - 1),
            "TGL_KWN": forms.day_text(np.where(wed >= MARRIED, people.wed_day[rows], NEVER), form),
            "AGAMA": _word(FAITHS, traits.faith[rows]),
            "GOL_DRH": _word(BLOODS, traits.blood[rows]),
            "STAT_HBKEL": _word(RELATIONS, people.relation.at(file)[rows]),
            "PDDK_AKH": _word(SCHOOLS, traits.school[rows]),
            "JENIS_PKRJN": _word(JOBS, traits.job[rows]),
        }

    def _residence(self, file: int, form: Form, rows: Ints) -> dict[str, pl.Series]:
        people, traits = self.office.people, self.traits
        desa = people.desa.at(file)[rows]
        codes = [code.split(".") for code in self.office.places.codes]
        parts = [tuple(_number(part, form) for part in column) for column in zip(*codes, strict=True)]
        names_ = ("NO_PROP", "NO_KAB", "NO_KEC", "NO_KEL")
        columns = {name: _word(part, desa) for name, part in zip(names_, parts, strict=True)}
        house = pl.Series(people.house.at(file)[rows]).cast(pl.String)
        street = _word(STREETS, traits.street[rows])
        rt, rw = (tuple(f"{n:03}" if form.pads_numbers else str(n) for n in range(40)) for _ in range(2))
        return {
            **columns,
            "NO_RT": _word(rt, traits.rt[rows]),
            "NO_RW": _word(rw, traits.rw[rows]),
            "ALAMAT": "JL. " + street + " NO. " + house,
        }

    def _standing(self, file: int, form: Form, rows: Ints) -> dict[str, pl.Series]:
        people = self.office.people
        gone = people.exit_file[rows] == file
        died, moved = (gone & (people.exit_kind[rows] == kind) for kind in (DIED, MOVED_OUT))
        # Until July some files do not say when somebody died or left.
        said = (
            people.exit_day[rows] if file > JULY else np.where(rows % 10 == 0, NEVER, people.exit_day[rows])
        )
        arrived = np.where(people.desa.file[rows] <= file, people.move_day[rows], people.arrived[rows])
        return {
            "KEWARGANEGARAAN": _word(PERMITS, people.citizenship.at(file)[rows]),
            "STAT_HIDUP": _word(("1", "2"), died),
            "TGL_MENINGGAL": forms.day_text(np.where(died, said, NEVER), form),
            "FLAG_STATUS": pl.repeat("0", len(rows), eager=True),
            "FLAG_PINDAH": _word(form.yes_no, moved),
            "TGL_PINDAH": forms.day_text(np.where(moved, said, NEVER), form),
            "TGL_DATANG": forms.day_text(np.where(arrived <= AS_OF[file], arrived, NEVER), form),
        }

    def _recording(self, form: Form, rows: Ints, attested: Attested) -> dict[str, pl.Series]:
        status = attested.status[rows]
        named = pl.Series(status > UNREGISTERED)
        place = _word(PLACES, attested.where[rows])
        return {
            "STAT_KTP": _word(("1", "2"), status == ISSUED),
            "EKTP_CURRENT_STATUS_CODE": _word(STATUSES, status),
            "EKTP_CREATED_DATE": forms.day_text(attested.day[rows], form),
            "EKTP_UPDATED_DATE": forms.day_text(attested.updated[rows], form),
            "EKTP_UPLOAD_LOCATION": pl.select(
                pl.when(named).then(pl.lit(place)).otherwise(pl.lit(""))
            ).to_series(),
        }

    def _employer(self, rows: Ints) -> dict[str, pl.Series]:
        return {"PERUSAHAAN": _word(tuple(e.name for e in EMPLOYERS), self.traits.employer[rows])}


def _word(words: tuple[str, ...], codes: Ints | Mask) -> pl.Series:
    return pl.Series(words).gather(codes.astype(np.uint32))


def _number(part: str, form: Form) -> str:
    return part if form.pads_numbers else str(int(part))
