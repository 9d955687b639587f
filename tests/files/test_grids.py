"""How far apart cells stand, however their places are written and wherever a piece ends."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.files.grids import Grid

PLACES = st.lists(st.tuples(st.integers(1, 1_048_576), st.integers(1, 16_384)), min_size=1, max_size=40)


def letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def sheet(places: list[tuple[int, int]], cell: str = '<c r="{place}" t="n"><v>1</v></c>') -> bytes:
    rows = (f'<row r="{r}">' + cell.format(place=f"{letters(c)}{r}") + "</row>" for r, c in places)
    return ("<sheetData>" + "".join(rows) + "</sheetData>").encode()


def seen(content: bytes, piece: int = 1 << 20) -> Grid:
    grid = Grid()
    for at in range(0, len(content), piece):
        grid.see(content[at : at + piece])
    grid.finish()
    return grid


@given(PLACES, st.integers(1, 300))
def test_the_farthest_cell_is_never_missed(places: list[tuple[int, int]], piece: int) -> None:
    grid = seen(sheet(places), piece)
    farthest = max(row for row, _ in places)

    assert grid.cells == len(places)
    assert grid.columns == max(column for _, column in places)
    assert farthest <= grid.rows <= farthest * 1.1 + 1


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="{place}"/>',
        "<c r='{place}'><v>1</v></c>",
        '<c s="1" r="{place}"><v>1</v></c>',
        '<c r = "{place}"><v>1</v></c>',
        '<x:c r="{place}"><v>1</v></x:c>',
        '<c\nr="{place}"><v>1</v></c>',
        "<c\nr='{place}'><v>1</v></c>",
        '<c s="1"r="{place}"><v>1</v></c>',
    ],
)
def test_the_ways_of_writing_a_place(cell: str) -> None:
    grid = seen(sheet([(1, 1), (900_000, 12_000), (2, 2)], cell))

    assert grid.cells == 3
    assert grid.columns >= 12_000
    assert grid.rows >= 900_000
    assert grid.is_too_wide_apart()


@pytest.mark.parametrize("piece", [7, 1 << 20])
@pytest.mark.parametrize("end", ["</row >", "</row\n>", "</row\t >"])
def test_the_ways_of_ending_a_row(end: str, piece: int) -> None:
    grid = seen(sheet([(1, 1), (900_000, 12_000)]).replace(b"</row>", end.encode()), piece)

    assert grid.cells == 2
    assert grid.columns >= 12_000
    assert grid.rows >= 900_000
    assert grid.is_too_wide_apart()


@pytest.mark.parametrize(
    "row", ["<row>{cells}</row >", "<x:row>{cells}</x:row >", '<row s="1">{cells}</row>']
)
def test_rows_and_cells_without_a_place_are_counted_however_they_end(row: str) -> None:
    wide, narrow = (row.format(cells="<c><v>1</v></c>" * n) for n in (5_000, 1))
    grid = seen((wide + narrow * 3_000).encode())

    assert grid.cells == 8_000
    assert grid.columns >= 5_000
    assert grid.rows >= 3_001
    assert grid.is_too_wide_apart()


def test_lower_case_places_are_places() -> None:
    grid = seen(sheet([(1, 1), (900_000, 12_000)]).lower())

    assert grid.columns == 12_000


def test_an_honest_register_is_not_too_wide_apart() -> None:
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letters(c)}{row}"/>' for c in range(1, 28)) + "</row>"
        for row in range(1, 5_000)
    )
    grid = seen(rows.encode())

    assert grid.columns == 27
    assert not grid.is_too_wide_apart()


def test_a_register_of_a_million_rows_with_half_its_cells_is_honest() -> None:
    grid = Grid()
    grid.rows, grid.columns, grid.cells = 1_048_576, 30, 15_000_000

    assert not grid.is_too_wide_apart()


def test_shuffled_rows_are_seen_as_well() -> None:
    places = [(row, row % 30 + 1) for row in range(1, 3_000)]
    random.Random(1).shuffle(places)

    assert seen(sheet(places), 1000).columns == 30
