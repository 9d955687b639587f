from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.sync.arrivals import Told, Why, believed, is_clock_odd, sort_out
from tests.domain.sync import told_at

ONE = Told("a" * 4, packet="p1", epoch="e1", sequence=1)


def test_a_packet_by_itself_is_taken():
    assert sort_out([ONE]).held_back == {}


def test_the_same_header_again_is_the_same_packet():
    assert sort_out([ONE, ONE]).held_back == {}


def test_one_id_with_two_contents_holds_both_back():
    other = Told("bbbb", packet="p1", epoch="e1", sequence=2)

    assert sort_out([ONE, other]).held_back == {"aaaa": Why.SAME_ID, "bbbb": Why.SAME_ID}


def test_a_cloned_disk_is_not_believed_from_the_first_number_that_it_used_twice():
    before = Told("0000", packet="p0", epoch="e1", sequence=1)
    twin = [Told(name, packet=name, epoch="e1", sequence=2) for name in ("xxxx", "yyyy")]
    after = Told("zzzz", packet="p9", epoch="e1", sequence=7)

    found = sort_out([after, *twin, before])

    assert found.cloned == {"e1"}
    assert found.held_back == {"xxxx": Why.SAME_SEQUENCE, "yyyy": Why.SAME_SEQUENCE, "zzzz": Why.FROZEN}


def test_numbers_of_another_epoch_are_another_matter():
    assert not sort_out([ONE, Told("cccc", packet="p2", epoch="e2", sequence=1)]).held_back


headers = st.builds(
    Told,
    name=st.text("abcdef", min_size=3, max_size=3),
    packet=st.sampled_from(["p1", "p2", "p3", "p4", "p5"]),
    epoch=st.sampled_from(["e1", "e2"]),
    sequence=st.integers(1, 4),
)


@given(st.lists(headers, unique_by=lambda t: t.name, max_size=8).flatmap(lambda each: st.tuples(
    st.just(each), st.permutations(each))))  # fmt: skip
def test_the_order_of_arrival_never_matters(both):
    one, other = both

    assert sort_out(one) == sort_out(other)


@given(st.lists(headers, unique_by=lambda t: t.name, max_size=8))
def test_what_is_taken_never_shares_an_id_or_a_number(each):
    held = sort_out(each).held_back
    taken = [t for t in each if t.name not in held]

    assert len({t.packet for t in taken}) == len(taken)
    assert len({(t.epoch, t.sequence) for t in taken}) == len(taken)


def test_a_clock_is_odd_before_the_last_word_of_the_office_and_after_the_arrival():
    nine, off = told_at(9), timedelta(minutes=6)

    assert is_clock_odd(sealed_at=nine - off, office_time_seen=nine, received_at=told_at(12))
    assert is_clock_odd(sealed_at=told_at(12) + off, office_time_seen=nine, received_at=told_at(12))
    assert not is_clock_odd(sealed_at=told_at(10), office_time_seen=nine, received_at=told_at(12))
    assert not is_clock_odd(sealed_at=told_at(10), office_time_seen=None, received_at=told_at(12))


def test_a_clock_is_odd_that_stands_before_anybody_was_recorded():
    dead_battery = datetime(2000, 1, 1, tzinfo=UTC)

    assert is_clock_odd(sealed_at=dead_battery, office_time_seen=None, received_at=told_at(12))


@pytest.mark.parametrize("off", [timedelta(seconds=2), timedelta(minutes=5)])
def test_a_clock_that_is_off_by_as_little_as_a_laptop_allows_is_not_odd(off):
    nine, twelve = told_at(9), told_at(12)

    assert not is_clock_odd(sealed_at=twelve + off, office_time_seen=nine, received_at=twelve)
    assert not is_clock_odd(sealed_at=nine - off, office_time_seen=nine, received_at=twelve)
    assert believed(twelve + off, office_time_seen=nine, received_at=twelve) == twelve
    assert believed(nine - off, office_time_seen=nine, received_at=twelve) == nine
