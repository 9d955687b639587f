"""Sums by area: as many rows as areas that occur, whatever numbers the areas have."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.coverage import pages
from rekam.domain.coverage.rules import Measure, Reason

AREAS = st.integers(0, 2**pages.AREA_BITS - 1)
CELLS = st.lists(
    st.tuples(AREAS, st.integers(0, 1), st.integers(0, 3), st.integers(0, 15), st.integers(0, 15),
              st.integers(-9, 9)),
    max_size=20,
)  # fmt: skip


def packed(cells: list[tuple[int, ...]]) -> bytes:
    cell = [((((a << 1 | s) << 2 | m) << 4 | r) << 4) | c for a, s, m, r, c, _ in cells]
    amounts = np.array([n for *_, n in cells], dtype=np.int32)
    return pages.pack(np.array(cell, dtype=np.uint32), amounts).tobytes()


@given(cells=CELLS, others=st.lists(AREAS, max_size=5))
def test_every_area_has_its_sum_and_an_area_without_lines_has_none(
    cells: list[tuple[int, ...]], others: list[int]
) -> None:
    found, counts = pages.by_reason(packed(cells)), pages.counts(packed(cells))
    asked = [*others, *(cell[0] for cell in cells)]

    rows, counted = found.rows(asked), counts.rows(asked)

    for area, row, count in zip(asked, rows, counted, strict=True):
        wanted = np.zeros((2, 4, 16, 16), dtype=np.int64)
        for a, s, m, r, c, amount in cells:
            if a == area:
                wanted[s, m, r, c] += amount
        assert (row == wanted).all()
        assert (count == wanted.sum(axis=(2, 3))).all()


def test_a_village_with_the_highest_number_costs_no_more_than_the_first() -> None:
    last = 2**pages.AREA_BITS - 1

    found = pages.by_reason(packed([(0, 0, 1, 2, 2, 5), (last, 1, 1, 2, 2, 7)]))

    assert found.ids.tolist() == [0, last]
    assert found.table.nbytes == 2 * 2 * 4 * 16 * 16 * 8


@pytest.mark.parametrize("area", [2**pages.AREA_BITS, -1])
def test_an_area_that_does_not_fit_is_never_counted_as_another(area: int) -> None:
    line = {
        "area_id": area,
        "sex": "f",
        "measure": Measure.OBLIGED.value,
        "reason": Reason.OPENING.value,
        "cause": Reason.OPENING.value,
        "amount": 1,
        "effective_on": date(2016, 9, 30),
        "known_on": date(2016, 9, 30),
    }
    last = pl.DataFrame({**line, "area_id": 2**pages.AREA_BITS - 1})

    assert {effective for effective, _known, _cells in pages.pages(last)} == {20160930, 201609, 2016, 201}
    with pytest.raises(OverflowError, match=str(area)):
        list(pages.pages(pl.DataFrame(line)))


def test_all_days_until_one_of_2016_are_as_few_spans_as_is_said() -> None:
    spans = pages.spans_until(date(2016, 9, 30), pages.EFFECTIVE_SPANS, first=pages.FIRST_EFFECTIVE)

    wanted = {100: 13, 1000: 6, 100_000: 8, 10_000_000: 30}  # decades, years, months and days
    assert {low: sum(low <= span < 10 * low for span in spans) for low in wanted} == wanted
