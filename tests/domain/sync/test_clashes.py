from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.sync.clashes import Correction, settle


def test_a_correction_that_finds_what_is_there_is_made():
    found = settle("SITI", [Correction("a", was="SITI", to="SITTI")])

    assert (found.value, found.made, found.clashing) == ("SITTI", ("a",), ())


def test_two_counters_that_want_different_things_leave_it_to_a_clerk():
    found = settle("SITI", [Correction("a", "SITI", "SITTI"), Correction("b", "SITI", "SITY")])

    assert (found.value, found.clashing) == ("SITI", ("a", "b"))


def test_two_counters_that_want_the_same_agree():
    found = settle("SITI", [Correction("a", "SITI", "SITTI"), Correction("b", "SITI", "SITTI")])

    assert (found.value, found.made, found.clashing) == ("SITTI", ("a", "b"), ())


def test_a_correction_against_an_older_roster_clashes():
    assert settle("SITTI", [Correction("a", was="SITI", to="SITY")]).clashing == ("a",)


def test_one_correction_may_build_on_another():
    each = [Correction("a", "SITI", "SITTI"), Correction("b", "SITTI", "SITTI AMINAH")]

    assert {settle("SITI", order).value for order in permutations(each)} == {"SITTI AMINAH"}


corrections = st.builds(
    Correction, st.text("abcdefgh", min_size=1, max_size=2), *[st.sampled_from("xyz")] * 2
)


@given(st.sampled_from("xyz"), st.lists(corrections, unique_by=lambda c: c.name, max_size=6).flatmap(
    lambda each: st.tuples(st.just(each), st.permutations(each))))  # fmt: skip
def test_any_order_comes_to_the_same_and_nothing_is_lost(base, both):
    one, other = both
    found = settle(base, one)

    assert found == settle(base, other)
    assert sorted((*found.made, *found.clashing)) == sorted(c.name for c in one)
