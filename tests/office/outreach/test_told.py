"""What a plan says of itself."""

from rekam.office.outreach import told


def test_how_good_a_plan_is_is_told_only_where_its_bound_says_something() -> None:
    assert told.gap_of(100, 102) == 2.0
    assert told.gap_of(100, 200) == 100.0
    assert told.gap_of(100, 201) is None
    assert told.gap_of(100, None) is None
    assert told.gap_of(-5, 100) is None
    assert told.gap_of(100, 99) == 0.0
