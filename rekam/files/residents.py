"""A register export as rows in Rekam's words.

A column that the file does not have is not in the rows either, so that an update keeps what is
held; an empty cell is null.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import polars as pl

from rekam.domain import register
from rekam.domain.coverage.rules import NOT_COUNTED, PROGRAMME_BEGAN
from rekam.files import areas as places
from rekam.files import fields, numbers, unusable
from rekam.files.areas import Areas, Place
from rekam.files.decided import NOTHING_DECIDED, Decided
from rekam.files.matching import Mapping
from rekam.files.problems import Note, masked
from rekam.files.reading import Normalised, Reading
from rekam.files.table import RawTable

OLDEST = 120
# Where a person can say which village is meant.
POINTED_OUT = ("area.unknown", "area.bps_code")
_WORDS = {
    "religion": register.religion,
    "blood": register.blood,
    "relation": register.relation,
    "education": register.education,
    "occupation": register.occupation,
}
_STANDING: dict[str, Callable[[str], bool | str | None]] = {
    "alive": register.alive,
    "flag": register.standing,
    "moved": register.moved,
}
_NAMES = ("district_name", "village_name", "regency_name")
_BORN = ("born_text", "born_state")
_TEXTS = ("birth_place", "address", "ektp_place", "employer")
_ENDS = ("died_on", "moved_on", "ended_on")
_OF_THE_PROGRAMME = ("ektp_on", "ektp_updated_on")  # it began in 2011: two digits of its years are no riddle
_DATES = fields.DATES[fields.RESIDENTS][1:]
COLUMNS = (
    "row", "nik", "kk", "name", "sex", "born", "birth_place", "marital", "married_on", "religion", "blood",
    "relation", "education", "occupation", "area", "rt", "rw", "address", "citizenship", "standing",
    "ended_on", "arrived_on", "ektp_status", "ektp_on", "ektp_updated_on", "ektp_place", "employer",
)  # fmt: skip


def normalise_residents(
    raw: RawTable,
    mapping: Mapping,
    *,
    areas: pl.DataFrame,
    as_of: dt.date,
    regency: str,
    decided: Decided = NOTHING_DECIDED,
    zone: str = "Asia/Makassar",
) -> Normalised:
    """Every row judged; `as_of` is the day the register was taken, `regency` the office's own, `zone` the
    office's clock.
    """
    reading = Reading.start(raw, mapping, zone)
    known = Areas.of(areas, regency)
    reading.drop_headers()
    reading.drop_repeated("nik.repeated_row")
    numbers.read_niks(reading, known)
    if reading.has("kk"):
        numbers.read_family_cards(reading)
    _read_person(reading)
    _read_born(reading, as_of)
    reading.forget_texts(keep=_BORN)
    for read in (_read_words, _read_standing):
        read(reading)
        reading.forget_texts(keep=_BORN)
    _read_dates(reading, as_of)
    _read_end(reading)
    _read_area(reading, known, dict(decided.villages))
    _compare_with_nik(reading)
    if decided.aside:
        reading.set_aside(decided.aside)
    _hold_doubled(reading)
    done = reading.finish(COLUMNS)
    return replace(done, people=unusable.people(raw, mapping, reading.unused(), reading.orders["born"]))


def _read_person(reading: Reading) -> None:
    reading.set_text("name")
    reading.tell(pl.col("name").is_null(), "name.missing", "name")
    read = register.sex_reader(reading.table["sex"].drop_nulls().unique().to_list())
    said = reading.set_spelled("sex", read)
    reading.tell(said.is_null(), "sex.missing", "sex")
    reading.tell(pl.col("sex").is_null() & said.is_not_null(), "sex.unknown", "sex", said)


def _read_born(reading: Reading, as_of: dt.date) -> None:
    said, state = reading.set_dates("born")
    reading.tell(state == "empty", "born.missing", "born")
    for each in ("impossible", "unreadable"):
        reading.tell(state == each, f"born.{each}", "born", said)
    reading.tell(state == "two_digit", "born.two_digit_year", "born", said)
    sound = state == "ok"
    reading.tell(sound & (pl.col("born") > as_of), "born.future", "born", said)
    oldest = dt.date(as_of.year - OLDEST, as_of.month, min(as_of.day, 28))
    reading.tell(sound & (pl.col("born") < oldest), "born.too_old", "born", said)


def _read_words(reading: Reading) -> None:
    for name, read in _WORDS.items():
        if reading.has(name):
            reading.set_words(name, read)
    for name in filter(reading.has, _TEXTS):
        reading.set_text(name)
    for name in filter(reading.has, ("rt", "rw")):
        reading.set_words(name, lambda text: register.padded(text, 3))
    for name, read_code in (("marital", register.marital), ("citizenship", register.citizenship)):
        if reading.has(name):
            said = reading.set_spelled(name, read_code)
            reading.tell(said.is_not_null() & pl.col(name).is_null(), f"{name}.unknown", name, said)
    if reading.has("ektp_status"):
        reading.set_status("ektp_status")


def _read_standing(reading: Reading) -> None:
    """Alive, active and moved are three columns of a register, and any of them may be absent."""
    names = [name for name in _STANDING if reading.has(name)]
    if not names:
        return

    def standing(text: str) -> str | None:
        said = zip(names, map(register.cleaned, places.parts(text)), strict=True)
        read = {name: _STANDING[name](part) if part else "" for name, part in said}
        return register.standing_of(**read)  # type: ignore[arg-type]

    key = places.keys(*(pl.col(name) for name in names), pl.lit(""))
    reading.table = reading.table.with_columns(standing=key)
    said = reading.set_spelled("standing", lambda text: standing(text.removesuffix("\x1f")))
    shown = said.str.strip_chars("\x1f").str.replace_all("\x1f", "/", literal=True)
    name = "flag" if "flag" in names else names[0]
    reading.tell(pl.col("standing").is_null(), "standing.unknown", name, shown)


def _read_dates(reading: Reading, as_of: dt.date) -> None:
    """Days that cannot be leave their cell empty: the register cannot know what comes after it, and nothing
    happened to anybody before birth.
    """
    for name in filter(reading.has, _DATES):
        said, state = reading.set_dates(name)
        for each in ("impossible", "unreadable"):
            reading.tell(state == each, f"date.{each}", name, said)
        is_short = (state == "two_digit") & pl.lit(name not in _OF_THE_PROGRAMME)
        sound = pl.col(name).is_not_null() & ~is_short
        early = sound & (pl.col("born_state") == "ok") & (pl.col(name) < pl.col("born"))
        late = sound & (pl.col(name) > as_of)
        reading.empty(is_short, "date.two_digit_year", name, said)
        reading.empty(early, "date.before_birth", name, said, pl.col("born_text"))
        reading.empty(late, "date.future", name, said, pl.lit(as_of.strftime("%d-%m-%Y")))
        if name == "ektp_on":
            reading.tell(pl.col(name) < PROGRAMME_BEGAN, "recorded.before_programme", name, said)
            if reading.has("ektp_status"):
                without = _is_recorded() & (state == "empty")
                reading.tell(without, "ektp.without_day", "ektp_status", pl.col("ektp_status"))
        reading.forget_texts(keep=_BORN)
    if reading.has("ektp_status") and not reading.has("ektp_on"):
        count = reading.table.select(_is_recorded().sum()).item()
        if count:
            about = {"column": reading.mapping.column("ektp_status"), "count": count}
            reading.notes.append(Note("ektp.no_days", about))


def _is_recorded() -> pl.Expr:
    """A status of somebody whose recording took place and did not fail."""
    return pl.col("ektp_status").is_in(sorted(register.STATUSES - NOT_COUNTED))


def _read_end(reading: Reading) -> None:
    """One day on which the person died or left: the one that fits what became of them."""
    names = [name for name in _ENDS if reading.has(name)]
    if not names:
        return
    died, moved = (
        pl.col(name) if reading.has(name) else pl.lit(None, dtype=pl.Date) for name in ("died_on", "moved_on")
    )
    standing = pl.col("standing") if reading.has("standing") else pl.lit(None, dtype=pl.String)
    fitting = pl.when(standing == "died").then(died).when(standing == "moved_out").then(moved)
    reading.table = reading.table.with_columns(ended_on=pl.coalesce(fitting, *names))


def _read_area(reading: Reading, known: Areas, pointed_out: dict[str, str]) -> None:
    way = reading.mapping.area_way
    names = [name for name in _NAMES if reading.has(name)]
    asked = list(way) + [name for name in names if name not in way]
    key = places.keys(*(pl.col(name) for name in asked))
    table = reading.table.with_columns(area_text=key)
    ways: dict[int, Callable[..., Place]] = {4: known.numbered, 1: known.coded, 2: known.named}
    resolve = ways[len(way)]
    spellings = table["area_text"].unique().to_list()
    found = [resolve(*_in_order(asked, places.parts(text))) for text in spellings]
    resolved = pl.DataFrame(
        [(text, *place) for text, place in zip(spellings, found, strict=True)],
        schema={"area_text": pl.String, "area": pl.String, "trouble": pl.String, "meant": pl.String},
        orient="row",
    )
    shown = masked(
        pl.col("area_text").str.split("\x1f").list.head(len(way)).list.join(fields.area_joint(way))
    )
    if pointed_out:
        resolved = _as_pointed_out(resolved, shown, pointed_out)
    reading.table = table.join(resolved, on="area_text", how="left", maintain_order="left")
    for code in resolved["trouble"].drop_nulls().unique(maintain_order=True):
        value = None if code == "area.missing" else shown
        told = pl.col("trouble") == code
        if code == "area.other_regency" and "standing" in reading.table.columns:
            told &= pl.col("standing").ne_missing(pl.lit("moved_out"))  # where to says nothing of where from
        reading.tell(told, code, way[-1], value, pl.col("meant"))


def _as_pointed_out(resolved: pl.DataFrame, shown: pl.Expr, villages: dict[str, str]) -> pl.DataFrame:
    """A person said which village is meant, for an area as its problem shows it."""
    said = pl.when(pl.col("trouble").is_in(POINTED_OUT)).then(shown.replace_strict(villages, default=None))
    return resolved.with_columns(said=said).select(
        "area_text",
        area=pl.coalesce("said", "area"),
        trouble=pl.when(pl.col("said").is_null()).then("trouble"),
        meant="meant",
    )


def _in_order(asked: list[str], texts: list[str]) -> list[str]:
    """The code or numbers first, then the names, each empty if the file lacks it."""
    said = {name: register.cleaned(text) or "" for name, text in zip(asked, texts, strict=True)}
    tail = [said.get(name, "") for name in _NAMES]
    return [text for name, text in said.items() if not name.endswith("_name")] + tail


def _compare_with_nik(reading: Reading) -> None:
    here = pl.col("nik").is_not_null()
    differs = here & (pl.col("nik_sex") != pl.col("sex"))
    ours, theirs = (pl.col(name).replace({"m": "L", "f": "P"}) for name in ("sex", "nik_sex"))
    reading.tell(differs, "nik.sex_differs", "nik", ours, theirs)
    day, month, year = (pl.col(f"nik_{name}") for name in ("day", "month", "year"))
    born = pl.col("born").dt
    same = (day == born.day()) & (month == born.month()) & (year == born.year() % 100)
    two = [part.cast(pl.String).str.zfill(2) for part in (day, month, year)]
    in_nik = pl.concat_str(two, separator="-")
    sound = here & (pl.col("born_state") == "ok")
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
