"""What a pair is worth, and what is made of all pairs of a roll."""

from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.rolls import digits, matching
from rekam.domain.rolls.matching import By
from rekam.domain.rolls.words import How, Match

SITI, DEWI = "6408044509800017", "6408044509800027"
BORN = date(1980, 9, 5)


def same_words(asked: str, held: str) -> float:
    """Shared words of the longer name: enough of a likeness for what is decided here."""
    a, b = set(asked.split()), set(held.split())
    return len(a & b) / max(len(a), len(b), 1)


def row(
    number: int = 2, written: str = SITI, name: str = "SITI AMINAH", born: date | None = None
) -> dict[str, Any]:
    read = digits.read(pl.Series([written], dtype=pl.String)).row(0, named=True)
    return {
        "number": number,
        "written": written,
        "nik": read["nik"] or "",
        "nik_state": read["state"],
        "name_key": name,
        "born": born,
    }


def pair(
    number: int, by: By, nik: str = SITI, name: str = "SITI AMINAH", born: date = BORN
) -> dict[str, Any]:
    return {"number": number, "id": int(nik[-4:]), "nik": nik, "name_key": name, "born": born, "by": by.value}


def judged(rows: list[dict[str, Any]], pairs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    schema = {"written": pl.String, **{n: t for n, t in matching.ROWS.items() if n not in ("low", "high")}}
    told = pl.DataFrame(rows, schema=schema)
    told = pl.concat([told, digits.left(told)], how="horizontal").select(list(matching.ROWS))
    found = matching.judge(
        told, pl.DataFrame(pairs, schema=matching.PAIRS), likeness=same_words, regency="64.08"
    )
    return found.to_dicts()


def test_a_whole_number_and_a_name_that_agrees_are_sure() -> None:
    [found] = judged([row()], [pair(2, By.NIK)])

    assert (found["match"], found["how"], found["id"]) == (Match.SURE, How.NIK, 17)


def test_a_whole_number_without_a_name_is_sure_unless_the_birth_date_is_another() -> None:
    alone, other = row(2, name=""), row(3, name="", born=date(1990, 1, 1))

    found = judged([alone, other], [pair(2, By.NIK), pair(3, By.NIK)])

    assert [each["how"] for each in found] == [How.NIK, How.OTHER_NAME]


def test_two_residents_whom_a_damaged_number_fits_equally_are_not_accepted_unseen() -> None:
    pairs = [pair(2, By.SLIP), pair(2, By.SLIP, DEWI)]

    [found] = judged([row(written=SITI[:15])], pairs)

    assert (found["match"], found["how"], len(found["candidates"])) == (Match.CHECK, How.DAMAGED, 2)


def test_a_damaged_number_under_another_name_is_nobody() -> None:
    [found] = judged([row(written=SITI[:15], name="BUDI")], [pair(2, By.SLIP)])

    assert found["match"] == Match.NONE


def test_whoever_a_whole_number_settles_is_not_offered_for_another_row_by_name() -> None:
    rows = [row(2), row(3, written="")]

    found = judged(rows, [pair(2, By.NIK), pair(3, By.NAME)])

    assert [each["match"] for each in found] == [Match.SURE, Match.NONE]


def test_the_best_candidate_comes_first_and_there_are_five_at_most() -> None:
    pairs = [pair(2, By.NAME, f"64080445098{n:05}") for n in range(7)] + [pair(2, By.SLIP)]

    [found] = judged([row(written=SITI[:15])], pairs)

    assert found["candidates"][0] == {"nik": SITI, "how": "repaired"}
    assert len(found["candidates"]) == matching.MOST_CANDIDATES


def test_a_number_of_elsewhere_is_from_outside_and_one_of_here_is_not() -> None:
    found = judged([row(2, "7371014509800017"), row(3), row(4, "9999994509800017"), row(5, "")], [])

    assert [each["from_outside"] for each in found] == [True, False, False, False]


def is_close(said: date, held: date) -> bool:
    return bool(pl.select(matching.is_close(pl.lit(said), pl.lit(held))).item())


@given(st.dates(date(1950, 1, 1), date(2005, 12, 31)), st.integers(-3, 3))
def test_a_birth_date_a_few_days_off_is_close(born: date, days: int) -> None:
    assert is_close(born + timedelta(days=days), born)


@given(st.dates(date(1950, 1, 1), date(2005, 12, 31)).filter(lambda born: born.day <= 12))
def test_day_and_month_that_changed_places_are_close(born: date) -> None:
    assert is_close(date(born.year, born.day, born.month), born)


def test_another_day_of_another_month_of_another_year_is_not_close() -> None:
    assert not is_close(date(1980, 1, 1), date(1985, 6, 20))


LINES = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from([None, 1, 2, 3]),
            "nik": st.sampled_from(["", SITI, DEWI]),
            "written": st.sampled_from(["", "x", "6,4E+15"]),
            "name_key": st.sampled_from(["", "SITI", "DEWI"]),
            "born": st.sampled_from([None, BORN]),
        }
    ),
    max_size=12,
)


@given(LINES)
def test_of_rows_that_name_one_person_exactly_the_first_counts(lines: list[dict[str, Any]]) -> None:
    schema = {"number": pl.Int64, "id": pl.Int64, "nik": pl.String, "written": pl.String,
              "name_key": pl.String, "born": pl.Date}  # fmt: skip
    rows = pl.DataFrame([{"number": n, **line} for n, line in enumerate(lines, start=2)], schema=schema)

    same = dict(matching.twice(rows).iter_rows())

    known = [(n, line["id"]) for n, line in enumerate(lines, start=2) if line["id"] is not None]
    counted = [who for n, who in known if n not in same]
    assert sorted(counted) == sorted({who for _, who in known})
    assert all(first < number and first not in same for number, first in same.items())
