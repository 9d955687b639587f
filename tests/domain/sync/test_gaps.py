from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.sync import gaps
from rekam.domain.sync.gaps import NOTHING, Gap, Link


def test_missing_numbers_are_told_as_stretches():
    assert gaps.missing([2, 3, 7]) == [Gap(1, 1), Gap(4, 6)]


def test_a_closing_tells_of_numbers_that_nobody_has_seen():
    assert gaps.missing([1, 2], told=5) == [Gap(3, 5)]


def test_nothing_is_missing_of_a_whole_chain():
    assert gaps.missing([3, 1, 2], told=3) == []


@given(st.sets(st.integers(1, 60)), st.integers(0, 70))
def test_what_is_missing_and_what_came_are_all_there_is(came, told):
    found = {n for gap in gaps.missing(came, told=told) for n in range(gap.first, gap.last + 1)}

    assert found.isdisjoint(came)
    assert found | came == set(range(1, max([told, *came]) + 1))
    assert gaps.count(gaps.missing(came, told=told)) == len(found)


def test_a_chain_breaks_where_a_header_names_another_predecessor():
    chain = [Link(1, "a", NOTHING), Link(2, "b", "a"), Link(3, "c", "x")]

    assert gaps.broken(chain) == [3]


def test_a_missing_predecessor_breaks_nothing_yet():
    assert gaps.broken([Link(1, "a", NOTHING), Link(3, "c", "b")]) == []


def test_a_chain_that_begins_with_something_before_it_is_broken():
    assert gaps.broken([Link(1, "a", "b")]) == [1]


def test_a_number_that_no_closing_accounts_for_may_be_a_recording():
    missing = [Gap(2, 4), Gap(9, 9)]

    assert gaps.outside(missing, []) == 4
    assert gaps.outside(missing, [Gap(1, 3)]) == 2
    assert gaps.outside(missing, [Gap(1, 3)], within=Gap(4, 8)) == 1


SPANS = st.lists(st.builds(Gap, st.integers(1, 40), st.integers(0, 45)), max_size=5)


@given(st.sets(st.integers(1, 40)), SPANS, st.none() | st.builds(Gap, st.integers(1, 40), st.integers(0, 45)))
def test_what_nobody_accounts_for_is_counted_number_by_number(
    numbers: set[int], spans: list[Gap], within: Gap | None
) -> None:
    missing = gaps.missing(set(range(1, 41)) - numbers, told=40)
    near = [n for n in numbers if within is None or within.first <= n <= within.last]

    assert gaps.outside(missing, spans, within=within) == sum(
        not any(span.first <= n <= span.last for span in spans) for n in near
    )


def test_a_laptop_that_lost_count_of_its_numbers_keeps_nobody_counting_for_ever():
    last = 2**62

    assert gaps.outside([Gap(2, last)], [Gap(5, 6)], within=Gap(1, last)) == last - 3


@given(st.sets(st.integers(1, 40)), st.lists(st.tuples(st.integers(1, 40), st.integers(0, 9)), max_size=5))
def test_what_is_left_of_the_missing_are_the_numbers_that_are_in_no_other(
    numbers: set[int], others: list[tuple[int, int]]
) -> None:
    missing = gaps.missing(set(range(1, 41)) - numbers, told=40)
    taken = [Gap(first, first + more) for first, more in others]

    left = gaps.without(missing, taken)

    found = [n for gap in left for n in range(gap.first, gap.last + 1)]
    assert found == sorted(n for n in numbers if not any(o.first <= n <= o.last for o in taken))


def test_what_lies_after_the_last_number_that_is_believed_is_nothing_to_wait_for():
    each = [Gap(2, 3), Gap(5, 9), Gap(11, 12)]

    assert gaps.until(6, each) == [Gap(2, 3), Gap(5, 6)]
    assert gaps.until(1, each) == []
