"""Who of a roll is who in the register: every pair that may be one person, judged as a table.

Whoever gathers the pairs says by what each was found (`By`); here it is decided what that is worth. Nothing
is taken for sure but a whole NIK whose name does not speak against it. What is good but not sure is proposed
to a person, the best first: a proposal that can be accepted unseen (`words.ACCEPTED_TOGETHER`) needs two
independent things that agree and no second resident for whom they agree as well.
"""

from collections.abc import Callable
from enum import StrEnum

import polars as pl

from rekam.domain import nik
from rekam.domain.rolls import digits
from rekam.domain.rolls.words import ACCEPTED_TOGETHER, How, Match

Likeness = Callable[[str, str], float]

# Under a whole NIK a name may be shortened, turned round or misspelt, but not be another.
AGREES = 0.7
# Where digits were lost the name must carry more.
AGREES_WELL = 0.88
MAY_BE = 0.6
SAME_NAME = 0.97
CLOSE_NAME = 0.82
MOST_CANDIDATES = 5
# A birth date that is off by so many days is a slip of the hand.
CLOSE_DAYS = 3

ROWS = {
    "number": pl.Int64,
    "nik": pl.String,
    "nik_state": pl.String,
    "low": pl.Int64,
    "high": pl.Int64,
    "name_key": pl.String,
    "born": pl.Date,
}
HELD = {"id": pl.Int64, "nik": pl.String, "name_key": pl.String, "born": pl.Date}
PAIRS = {"number": pl.Int64, **HELD, "by": pl.String}
CANDIDATES = pl.List(pl.Struct({"nik": pl.String, "how": pl.String}))
FOUND = {
    "number": pl.Int64,
    "match": pl.String,
    "how": pl.String,
    "id": pl.Int64,
    "candidates": CANDIDATES,
    "from_outside": pl.Boolean,
}


class By(StrEnum):
    """By what somebody of the register was found for a row."""

    NIK = "nik"  # the whole number
    RANGE = "range"  # what a spreadsheet left of it
    SLIP = "slip"  # one slip away from it
    NAME = "name"  # the very name
    BORN = "born"  # the very birth date


RANK = [How.NIK, How.REPAIRED, How.NAME_BORN, How.OTHER_NAME, How.CLOSE, How.DAMAGED, How.NAME_ONLY]


def judge(rows: pl.DataFrame, pairs: pl.DataFrame, *, likeness: Likeness, regency: str) -> pl.DataFrame:
    """One line of `FOUND` for each row of `ROWS`, in its order. *regency* is the office's own, as 64.08."""
    told = _told(rows, pairs, likeness)
    best = _best(told)
    judged = rows.select("number", from_outside=_is_from_outside(regency.replace(".", ""))).join(
        best, on="number", how="left", maintain_order="left"
    )
    return judged.select(
        "number",
        match=pl.col("match").fill_null(Match.NONE.value),
        how=pl.col("how").fill_null(""),
        id=pl.when(pl.col("match") == Match.SURE.value).then("id"),
        candidates=pl.col("candidates").fill_null([]),
        from_outside="from_outside",
    ).cast(FOUND)  # type: ignore[arg-type]


def settled(rows: pl.DataFrame, pairs: pl.DataFrame, *, likeness: Likeness) -> pl.Series:
    """The numbers of the rows that their whole NIK settles: nothing more need be looked for."""
    told = _told(rows, pairs, likeness)
    return told.filter(pl.col("how") == How.NIK.value)["number"]


def _told(rows: pl.DataFrame, pairs: pl.DataFrame, likeness: Likeness) -> pl.DataFrame:
    """The pairs that are worth something, each with its `how`; of the same pair the best."""
    joined = pairs.join(rows, on="number", suffix="_said")
    judged = _named(joined, likeness).with_columns(
        is_whole=pl.col("nik_state").is_in(digits.WHOLE),
        digits_born=_digits_say(pl.col("born")),
        is_narrow=pl.col("high") - pl.col("low") <= digits.NARROW,
    )
    judged = judged.with_columns(how=_how()).filter(pl.col("how").is_not_null())
    rank = pl.col("how").replace_strict({str(how): n for n, how in enumerate(RANK)}, return_dtype=pl.Int8)
    ordered = judged.with_columns(rank=rank).sort(
        "number", "rank", -pl.col("most"), "nik", nulls_last=True, maintain_order=True
    )
    return ordered.unique(["number", "id"], keep="first", maintain_order=True)


def _named(joined: pl.DataFrame, likeness: Likeness) -> pl.DataFrame:
    """`most` and `least` of how alike the two names are, read in either direction; null without a name."""
    same = joined["name_key"] == joined["name_key_said"]
    spelt = (
        joined.filter(~same & (pl.col("name_key_said") != "")).select("name_key_said", "name_key").unique()
    )
    asked, held = spelt["name_key_said"].to_list(), spelt["name_key"].to_list()
    one = [likeness(a, b) for a, b in zip(asked, held, strict=True)]
    other = [likeness(b, a) for a, b in zip(asked, held, strict=True)]
    scored = spelt.with_columns(
        one=pl.Series(one, dtype=pl.Float64), other=pl.Series(other, dtype=pl.Float64)
    )
    both = joined.join(scored, on=["name_key_said", "name_key"], how="left", maintain_order="left")
    has_name = pl.col("name_key_said") != ""
    is_same = pl.col("name_key_said") == pl.col("name_key")
    return both.with_columns(
        most=pl.when(is_same & has_name).then(1.0).otherwise(pl.max_horizontal("one", "other")),
        least=pl.when(is_same & has_name).then(1.0).otherwise(pl.min_horizontal("one", "other")),
    ).drop("one", "other")


def _digits_say(born: pl.Expr) -> pl.Expr:
    """Whether the birth date is the one in the digits that are left, where these hold one."""
    text = pl.col("low").cast(pl.String).str.zfill(nik.LENGTH)
    said = nik.birth(text)
    return (
        (said["day"] == born.dt.day())
        & (said["month"] == born.dt.month())
        & (said["year"] == born.dt.year() % 100)
    )


def _how() -> pl.Expr:
    """What a pair is worth, by what it was found; null is nothing."""
    by, most = pl.col("by"), pl.col("most")
    unnamed = most.is_null()
    said = pl.col("born_said")
    no_date, same_date = said.is_null(), said == pl.col("born")
    reads_whole = pl.col("is_whole")
    exactly = pl.when(reads_whole).then(_word(How.CLOSE)).otherwise(_word(How.NAME_BORN))
    by_nik = (
        pl.when((most >= AGREES) | (unnamed & (no_date | same_date)))
        .then(_word(How.NIK))
        .otherwise(_word(How.OTHER_NAME))
    )
    # A number that reads whole may as well be somebody's of elsewhere: only a close name makes it a slip.
    may_be = pl.when(reads_whole).then(CLOSE_NAME).otherwise(MAY_BE)
    by_digits = (
        pl.when(most >= AGREES_WELL)
        .then(_word(How.REPAIRED))
        .when(unnamed | (most >= may_be))
        .then(_word(How.DAMAGED))
    )
    by_born = (
        pl.when(pl.col("least") >= SAME_NAME).then(exactly).when(most >= CLOSE_NAME).then(_word(How.CLOSE))
    )
    by_name = (
        pl.when(same_date)
        .then(exactly)
        .when(is_close(said, pl.col("born")))
        .then(_word(How.CLOSE))
        .when(~no_date)
        .then(None)
        .when(reads_whole | pl.col("is_narrow"))
        .then(pl.when("digits_born").then(_word(How.CLOSE)))
        .when(pl.col("low").is_not_null())
        .then(pl.when(pl.col("nik").cast(pl.Int64).is_between("low", "high")).then(_word(How.DAMAGED)))
        .otherwise(_word(How.NAME_ONLY))
    )
    return (
        pl.when(by == By.NIK.value)
        .then(by_nik)
        .when(by.is_in([By.RANGE.value, By.SLIP.value]))
        .then(by_digits)
        .when(by == By.BORN.value)
        .then(by_born)
        .otherwise(by_name)
    )


def _word(how: How) -> pl.Expr:
    return pl.lit(how.value)


def is_close(said: pl.Expr, held: pl.Expr) -> pl.Expr:
    """A few days off, day and month changed places, or the same day of another year or month."""
    days = (said - held).dt.total_days().abs() <= CLOSE_DAYS
    same = {part: getattr(said.dt, part)() == getattr(held.dt, part)() for part in ("year", "month", "day")}
    swapped = same["year"] & (said.dt.day() == held.dt.month()) & (said.dt.month() == held.dt.day())
    two_of_three = (
        (same["year"] & same["month"]) | (same["month"] & same["day"]) | (same["year"] & same["day"])
    )
    found: pl.Expr = days | swapped | two_of_three
    return found


def _best(told: pl.DataFrame) -> pl.DataFrame:
    """One line per row that has anybody: the best pair decides, the others are shown beside it.

    Two residents for whom lost digits or name and birth date agree equally are no longer accepted unseen, and
    whoever another row settles by a whole NIK is not also offered for this one on weaker grounds.
    """
    told = _demoted(told)
    taken = told.filter(pl.col("how") == How.NIK.value).select("id").unique()
    strong = [How.NIK.value, How.REPAIRED.value, How.OTHER_NAME.value]
    weak = told.filter(~pl.col("how").is_in(strong)).join(taken, on="id", how="anti", maintain_order="left")
    kept = pl.concat([told.filter(pl.col("how").is_in(strong)), weak]).sort(
        "number", "rank", -pl.col("most"), nulls_last=True, maintain_order=True
    )
    candidate = pl.struct("nik", "how")
    best = kept.group_by("number", maintain_order=True).agg(
        how=pl.col("how").first(),
        id=pl.col("id").first(),
        candidates=candidate.head(MOST_CANDIDATES),
    )
    is_sure = pl.col("how") == How.NIK.value
    return best.with_columns(
        match=pl.when(is_sure).then(pl.lit(Match.SURE.value)).otherwise(pl.lit(Match.CHECK.value)),
        candidates=pl.when(is_sure).then(pl.lit([], dtype=CANDIDATES)).otherwise("candidates"),
    )


def _demoted(told: pl.DataFrame) -> pl.DataFrame:
    names = [how.value for how in ACCEPTED_TOGETHER]
    several = pl.col("how").is_in(names) & (pl.len().over("number", "how") > 1)
    weaker = {How.REPAIRED.value: How.DAMAGED.value, How.NAME_BORN.value: How.CLOSE.value}
    return told.with_columns(how=pl.when(several).then(pl.col("how").replace(weaker)).otherwise("how"))


def _is_from_outside(regency: str) -> pl.Expr:
    """A NIK that can be and was first given out elsewhere: whoever the register lacks lives elsewhere."""
    low = pl.col("low").cast(pl.String).str.zfill(nik.LENGTH)
    said = nik.birth(low)
    is_read = pl.col("high") - pl.col("low") <= digits.NARROW
    dated = nik.date_exists(said["day"], said["month"], said["year"])
    known = low.str.slice(0, 2).is_in(sorted(nik.PROVINCES))
    return (is_read & known & dated & (low.str.slice(0, 4) != regency)).fill_null(False)


def twice(rows: pl.DataFrame) -> pl.DataFrame:
    """`number` and `same_as` of each row whose person an earlier row of the roll names already.

    *rows* have `number`, `id`, `nik`, `written`, `name_key` and `born`. One person is one resident; where
    none is known, one NIK; where that cannot be read, the same number or birth date beside the same name. A
    name alone is no proof: two workers may bear it.
    """
    number = pl.col("number")
    text = pl.concat_str("written", "name_key", pl.col("born").cast(pl.String).fill_null(""), separator="|")
    says_more = (pl.col("written") != "") | pl.col("born").is_not_null()
    key = (
        pl.when(pl.col("id").is_not_null())
        .then(pl.format("r{}", "id"))
        .when(pl.col("nik") != "")
        .then(pl.format("n{}", "nik"))
        .when(says_more & (pl.col("name_key") != ""))
        .then(pl.format("t{}", text))
    )
    keyed = rows.select("number", key=key).drop_nulls("key")
    first = keyed.with_columns(same_as=number.min().over("key"))
    return first.filter(number != pl.col("same_as")).select("number", "same_as").sort("number")
