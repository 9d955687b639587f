"""A register export as rows in Rekam's words.

A column that the file does not have is not in the rows either, so that an update keeps what is
held; an empty cell is null.
"""

import datetime as dt

import polars as pl

from rekam.domain import nik, register
from rekam.files import areas as places
from rekam.files import cells, dates, numbers
from rekam.files.areas import Areas
from rekam.files.matching import Mapping
from rekam.files.problems import Note
from rekam.files.reading import Normalised, Reading
from rekam.files.table import RawTable

OLDEST = 120
_WORDS = {
    "religion": register.religion,
    "blood": register.blood,
    "relation": register.relation,
    "education": register.education,
    "occupation": register.occupation,
}
_TEXTS = ("birth_place", "address", "ektp_place", "employer")
_DATES = ("married_on", "ended_on", "arrived_on", "ektp_on", "ektp_updated_on")
COLUMNS = (
    "row", "nik", "kk", "name", "sex", "born", "birth_place", "marital", "married_on", "religion", "blood",
    "relation", "education", "occupation", "area", "rt", "rw", "address", "citizenship", "standing",
    "ended_on", "arrived_on", "ektp_status", "ektp_on", "ektp_updated_on", "ektp_place", "employer",
)  # fmt: skip


def normalise_residents(
    raw: RawTable, mapping: Mapping, *, areas: pl.DataFrame, as_of: dt.date, regency: str
) -> Normalised:
    """Every row judged; `as_of` is the day the register was taken, `regency` the office's own."""
    reading = Reading.start(raw, mapping)
    known = Areas.of(areas, regency)
    reading.drop_headers()
    _drop_repeated(reading)
    numbers.read_niks(reading, known)
    if reading.has("kk"):
        numbers.read_family_cards(reading)
    _read_person(reading, as_of)
    _read_words(reading)
    _read_standing(reading)
    _read_dates(reading)
    _read_area(reading, known)
    _compare_with_nik(reading)
    _hold_doubled(reading)
    kept = [name for name in COLUMNS if reading.has(name)]
    return reading.finish(reading.table.select(kept))


def _drop_repeated(reading: Reading) -> None:
    """The same row twice is one row, said once for each repetition."""
    cells_ = [name for name in reading.table.columns if name != "row"]
    doubled = reading.table.filter(pl.col("nik").is_duplicated() & pl.col("nik").is_not_null())
    first = doubled.with_columns(first=pl.col("row").min().over(cells_))
    again = first.filter(pl.col("first") != pl.col("row")).select("row", "first")
    if again.is_empty():
        return
    reading.table = reading.table.join(again, on="row", how="left", maintain_order="left")
    reading.tell(pl.col("first").is_not_null(), "nik.repeated_row", "nik", expected=pl.col("first"))
    reading.drop(pl.col("first").is_not_null())
    reading.table = reading.table.drop("first")


def _read_person(reading: Reading, as_of: dt.date) -> None:
    reading.tell(pl.col("name").is_null(), "name.missing", "name")
    reading.tell(pl.col("sex").is_null(), "sex.missing", "sex")
    sexes = reading.spell("sex", register.sex_reader(reading.table["sex"].unique().drop_nulls().to_list()))
    reading.table = reading.table.with_columns(
        name=cells.one_spaced(pl.col("name")), sex_text=pl.col("sex"), sex=sexes
    )
    unknown = pl.col("sex").is_null() & pl.col("sex_text").is_not_null()
    reading.tell(unknown, "sex.unknown", "sex", pl.col("sex_text"))
    _read_born(reading, as_of)


def _read_born(reading: Reading, as_of: dt.date) -> None:
    read = dates.read(reading.table["born"])
    _note_order(reading, read, "born")
    text, state = pl.col("born_text"), pl.col("born_state")
    reading.table = reading.table.with_columns(
        born_text=pl.col("born"), born=read.cells["date"], born_state=read.cells["state"]
    )
    reading.tell(state == "empty", "born.missing", "born")
    for each in ("impossible", "unreadable"):
        reading.tell(state == each, f"born.{each}", "born", text)
    reading.tell(state == "two_digit", "born.two_digit_year", "born", text)
    sound = state == "ok"
    reading.tell(sound & (pl.col("born") > as_of), "born.future", "born", text)
    oldest = dt.date(as_of.year - OLDEST, as_of.month, min(as_of.day, 28))
    reading.tell(sound & (pl.col("born") < oldest), "born.too_old", "born", text)


def _note_order(reading: Reading, read: dates.Dates, name: str) -> None:
    if read.is_ambiguous:
        reading.notes.append(Note("date.ambiguous", {"column": reading.mapping.column(name)}))


def _read_words(reading: Reading) -> None:
    for name, read in _WORDS.items():
        if reading.has(name):
            reading.table = reading.table.with_columns(reading.spell(name, read))
    for name, read_code in (("marital", register.marital), ("citizenship", register.citizenship)):
        if reading.has(name):
            _read_code(reading, name, read_code)
    for name in _TEXTS:
        if reading.has(name):
            reading.table = reading.table.with_columns(cells.one_spaced(pl.col(name)))
    for name in ("rt", "rw"):
        if reading.has(name):
            padded = reading.spell(name, lambda text: register.padded(text, 3))
            reading.table = reading.table.with_columns(padded)
    if reading.has("ektp_status"):
        reading.table = reading.table.with_columns(reading.spell("ektp_status", register.status))
        unknown = pl.col("ektp_status").is_not_null() & ~pl.col("ektp_status").is_in(
            sorted(register.STATUSES)
        )
        reading.tell(unknown, "status.unknown", "ektp_status", pl.col("ektp_status"))


def _read_code(reading: Reading, name: str, read: object) -> None:
    text = pl.col(f"{name}_text")
    reading.table = reading.table.with_columns(
        pl.col(name).alias(f"{name}_text"), reading.spell(name, read).alias(name)
    )
    reading.tell(text.is_not_null() & pl.col(name).is_null(), f"{name}.unknown", name, text)


def _read_standing(reading: Reading) -> None:
    """Alive, active and moved are three columns of a register, and any of them may be absent."""
    names = [name for name in ("alive", "flag", "moved") if reading.has(name)]
    if not names:
        return
    readers = {"alive": register.alive, "flag": register.standing, "moved": register.moved}
    key = places.keys(*(pl.col(name) for name in names))
    reading.table = reading.table.with_columns(standing_text=key)

    def standing(text: str) -> str | None:
        said = {
            name: readers[name](part) if part else ""
            for name, part in zip(names, places.parts(text), strict=True)
        }
        return register.standing_of(**said)  # type: ignore[arg-type]

    reading.table = reading.table.with_columns(reading.spell("standing_text", standing).alias("standing"))
    shown = pl.col("standing_text").str.replace_all("\x1f", "/", literal=True)
    name = "flag" if "flag" in names else names[0]
    reading.tell(pl.col("standing").is_null(), "standing.unknown", name, shown)


def _read_dates(reading: Reading) -> None:
    for name in _DATES:
        if not reading.has(name):
            continue
        read = dates.read(reading.table[name])
        text, state = pl.col(f"{name}_text"), pl.col(f"{name}_state")
        reading.table = reading.table.with_columns(
            pl.col(name).alias(f"{name}_text"),
            read.cells["date"].alias(name),
            read.cells["state"].alias(f"{name}_state"),
        )
        for each in ("impossible", "unreadable"):
            reading.tell(state == each, f"date.{each}", name, text)


def _read_area(reading: Reading, known: Areas) -> None:
    way = reading.mapping.area_way
    names = [name for name in ("district_name", "village_name") if reading.has(name)]
    asked = list(way) + [name for name in names if name not in way]
    key = places.keys(*(pl.col(name) for name in asked))
    table = reading.table.with_columns(area_text=key)
    resolve = {4: known.numbered, 1: known.coded, 2: known.named}[len(way)]
    spellings = table["area_text"].unique().to_list()
    found = [resolve(*_in_order(asked, places.parts(text))) for text in spellings]
    resolved = pl.DataFrame(
        [(text, *place) for text, place in zip(spellings, found, strict=True)],
        schema={"area_text": pl.String, "area": pl.String, "trouble": pl.String, "meant": pl.String},
        orient="row",
    )
    reading.table = table.join(resolved, on="area_text", how="left", maintain_order="left")
    shown = pl.col("area_text").str.split("\x1f").list.head(len(way)).list.join(".")
    for code in ("area.missing", "area.unknown", "area.bps_code", "area.other_regency"):
        value = None if code == "area.missing" else shown
        reading.tell(pl.col("trouble") == code, code, way[-1], value, pl.col("meant"))


def _in_order(asked: list[str], texts: list[str]) -> list[str]:
    """The code or numbers first, then district and village name, each empty if the file lacks it."""
    said = dict(zip(asked, texts, strict=True))
    tail = [said.get("district_name", ""), said.get("village_name", "")]
    return [text for name, text in said.items() if not name.endswith("_name")] + tail


def _compare_with_nik(reading: Reading) -> None:
    digits = pl.col("nik")
    sexes = pl.when(nik.is_female(digits)).then(pl.lit("f")).otherwise(pl.lit("m"))
    reading.tell(
        digits.is_not_null() & (sexes != pl.col("sex")), "nik.sex_differs", "nik", pl.col("sex"), sexes
    )
    same = (
        (nik.day(digits) == pl.col("born").dt.day())
        & (nik.month(digits) == pl.col("born").dt.month())
        & (nik.year(digits) == pl.col("born").dt.year() % 100)
    )
    in_nik = pl.format(
        "{}-{}-{}",
        nik.day(digits).cast(pl.String).str.zfill(2), digits.str.slice(8, 2), digits.str.slice(10, 2),
    )  # fmt: skip
    sound = pl.col("born_state") == "ok"
    reading.tell(sound & ~same, "nik.date_differs", "nik", pl.col("born_text"), in_nik)


def _hold_doubled(reading: Reading) -> None:
    """One NIK in several rows that differ: one person told twice, or two people with one NIK."""
    doubled = reading.table.filter(pl.col("nik").is_not_null() & pl.col("nik").is_duplicated())
    if doubled.is_empty():
        return
    name = pl.col("name").str.to_uppercase()
    judged = doubled.select(
        "row",
        two=(name.n_unique().over("nik") > 1) & (pl.col("born").n_unique().over("nik") > 1),
        other=pl.when(pl.col("row") == pl.col("row").min().over("nik"))
        .then(pl.col("row").max().over("nik"))
        .otherwise(pl.col("row").min().over("nik")),
    )
    reading.table = reading.table.join(judged, on="row", how="left", maintain_order="left")
    other = pl.col("other")
    reading.tell(pl.col("two"), "nik.two_residents", "nik", pl.col("nik"), other)
    reading.tell(~pl.col("two"), "nik.doubled_in_file", "nik", pl.col("nik"), other)
