"""NIK and KK numbers: what their digits say, and what spreadsheets do to them.

A NIK is text of 16 digits, PPKKCC DDMMYY SSSS: the area of *first* registration, the date of
birth (women: day + 40) and a serial number. It never changes, not on moving and not when a
birth date is corrected, so digits that differ from the register are a warning and never an error.

A single number goes through `Nik`; a whole column goes through `read_column` and `doubtful`.
A property test proves that both read a cell alike.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import polars as pl

from rekam.domain import register

LENGTH = 16
OLDEST_AGE = 120

# A double holds every whole number up to here; numbers above (93xx...) lose their last digit at once.
LARGEST_EXACT = 2**53

# Kemendagri codes of the 38 provinces. NIKs of provinces that were split keep the old code.
_PROVINCES = """
    11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65
    71 72 73 74 75 76 81 82 91 92 93 94 95 96
"""
PROVINCES = frozenset(_PROVINCES.split())

_EXACT = re.compile(r"^[0-9]{16}$")
_SEPARATORS = re.compile(r"[\s\u00a0\u200b\ufeff.\-_/'\u2018\u2019`\u00b4\"]")
_FLOAT = re.compile(r"^([0-9]{16})[.,]0*$")
_SCIENTIFIC = re.compile(r"^([0-9])(?:[.,]([0-9]*))?[eE]\+?([0-9]{1,2})$")


class NikDamaged(ValueError):
    """This text is not a NIK. `code` is the stable problem code that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, order=True)
class Nik:
    """A well-formed NIK. Shown masked; `.digits` is for those who may see it."""

    digits: str

    def __post_init__(self) -> None:
        if not _EXACT.match(self.digits):
            raise NikDamaged("nik.not_16_digits")
        if not _day_exists(self.digits):
            raise NikDamaged("nik.impossible_date")

    @classmethod
    def parse(cls, text: str) -> "Nik":
        """Read what a person typed or a file holds; repairs it only where no digit is lost."""
        digits, state = read(text)
        if digits is None:
            raise NikDamaged(_CODES[state])
        return cls(digits)

    def __str__(self) -> str:
        return mask(self.digits)

    def __repr__(self) -> str:
        return f"Nik({mask(self.digits)})"

    @property
    def sex(self) -> str:
        return "f" if int(self.digits[6:8]) > 40 else "m"

    @property
    def area(self) -> str:
        """Dotted code of the district of first registration."""
        return dotted(self.digits)

    @property
    def serial(self) -> str:
        return self.digits[12:]

    def births(self, on: date | None = None) -> tuple[date, ...]:
        """Days of birth these digits allow, youngest first; with `on`, only plausible ages that day."""
        day, month, year = _birth_digits(self.digits)
        both = [_date(century + year, month, day) for century in (2000, 1900)]
        found = [born for born in both if born]
        if on is None:
            return tuple(found)
        return tuple(born for born in found if born <= on and on.year - born.year <= OLDEST_AGE)


_CODES = {
    "missing": "nik.missing",
    "rounded": "nik.rounded_by_spreadsheet",
    "bad": "nik.not_16_digits",
}


def mask(text: str) -> str:
    """First six and last four digits; anything too short to hide becomes dots entirely."""
    if len(text) < LENGTH:
        return "•" * len(text)
    return f"{text[:6]}{'•' * (len(text) - 10)}{text[-4:]}"


def read(text: str | None) -> tuple[str | None, str]:
    """Digits and state of one cell: exact, repaired, float, rounded, bad or missing.

    `float` means: all digits are there, but a spreadsheet held the cell as a number. Whether
    the last digit is true can only be judged by its column (`doubtful`).
    """
    text = register.cleaned(text)
    if text is None:
        return None, "missing"
    if _EXACT.match(text):
        return text, "exact"
    if found := _FLOAT.match(text.lstrip("'")):
        return (found[1], "float") if int(found[1]) <= LARGEST_EXACT else (None, "rounded")
    if found := _SCIENTIFIC.match(text):
        return _from_scientific(found)
    bare = _SEPARATORS.sub("", text)
    if not bare:
        return None, "missing"
    return (bare, "repaired") if _EXACT.match(bare) else (None, "bad")


def _from_scientific(found: re.Match[str]) -> tuple[str | None, str]:
    digits = found[1] + (found[2] or "")
    if int(found[3]) != LENGTH - 1:
        return None, "bad"
    if len(digits) == LENGTH and int(digits) <= LARGEST_EXACT:
        return digits, "float"
    return None, "rounded"


def read_column(cells: pl.Series) -> pl.DataFrame:
    """`read` for a whole column: digits and state per cell, in the same order.

    Clean cells never leave polars; only damaged ones are looked at singly, each spelling once.
    """
    text = cells.str.strip_chars()
    exact = text.str.contains(r"^[0-9]{16}$").fill_null(False)
    damaged = text.filter(~exact).unique()
    readings = [(cell, *read(cell)) for cell in damaged.to_list()]
    table = pl.DataFrame(
        readings, schema={"text": pl.String, "digits": pl.String, "state": pl.String}, orient="row"
    )
    if not readings:
        return pl.DataFrame(
            {"digits": text, "state": pl.repeat("exact", len(text), dtype=pl.String, eager=True)}
        )
    read_ = pl.DataFrame({"text": text, "exact": exact}).join(
        table, on="text", how="left", maintain_order="left", nulls_equal=True
    )
    return read_.select(
        digits=pl.when("exact").then("text").otherwise("digits"),
        state=pl.when("exact").then(pl.lit("exact")).otherwise("state"),
    )


def doubtful(readings: pl.DataFrame) -> pl.Series:
    """Cells whose last digit a spreadsheet has replaced by 0, judged by the column as a whole.

    Spreadsheets keep 15 significant digits, so the sixteenth becomes 0. Among true numbers
    about one in ten ends in 0; where far more do, none of them can be believed.
    Cells held as numbers are believed only when some of them do not end in 0.
    """
    zero = pl.col("digits").str.ends_with("0").fill_null(False)
    as_number = pl.col("state") == "float"
    as_text = pl.col("state").is_in(["exact", "repaired"])
    seen = readings.select(
        numbers=as_number.sum(),
        number_zeros=(as_number & zero).sum(),
        texts=as_text.sum(),
        text_zeros=(as_text & zero).sum(),
    ).row(0, named=True)
    numbers_bad = seen["numbers"] > 0 and 2 * seen["number_zeros"] >= seen["numbers"]
    return readings.select(
        ((as_number & zero) & pl.lit(numbers_bad))
        | ((as_text & zero) & pl.lit(too_many_zeros(seen["text_zeros"], seen["texts"])))
    ).to_series()


def too_many_zeros(zeros: int, total: int) -> bool:
    """Three of three, or half of many: one time in a thousand by chance at most."""
    return total >= 3 and (zeros == total or (total >= 20 and 2 * zeros >= total))


# --- what the digits say, as expressions over a column of 16 digits


def female(digits: pl.Expr) -> pl.Expr:
    return digits.str.slice(6, 1) >= "4"


def birth(digits: pl.Expr) -> dict[str, pl.Expr]:
    """`day`, `month` and two-digit `year`, to be taken apart once and then used by name."""
    day = digits.str.slice(6, 2).cast(pl.Int16, strict=False)
    return {
        "day": pl.when(day > 40).then(day - 40).otherwise(day),
        "month": digits.str.slice(8, 2).cast(pl.Int16, strict=False),
        "year": digits.str.slice(10, 2).cast(pl.Int16, strict=False),
    }


def date_exists(day: pl.Expr, month: pl.Expr, year: pl.Expr) -> pl.Expr:
    """The date exists in at least one century. The year 2000 was a leap year, so 29-02-00 does."""
    last = (
        pl.when(month == 2)
        .then(pl.when(year % 4 == 0).then(29).otherwise(28))
        .when(month.is_in([4, 6, 9, 11]))
        .then(30)
        .otherwise(31)
    )
    return month.is_between(1, 12) & (day >= 1) & (day <= last)


def area(digits: pl.Expr) -> pl.Expr:
    """The first six digits: the district of first registration, not yet dotted."""
    return digits.str.slice(0, 6)


def dotted(prefix: str) -> str:
    return f"{prefix[:2]}.{prefix[2:4]}.{prefix[4:6]}"


def _birth_digits(digits: str) -> tuple[int, int, int]:
    first = int(digits[6:8])
    return (first - 40 if first > 40 else first), int(digits[8:10]), int(digits[10:12])


def _day_exists(digits: str) -> bool:
    day_, month_, year_ = _birth_digits(digits)
    return 1 <= month_ <= 12 and 1 <= day_ <= monthrange(2000 + year_, month_)[1]


def _date(year_: int, month_: int, day_: int) -> date | None:
    return date(year_, month_, day_) if day_ <= monthrange(year_, month_)[1] else None
