"""Several phones, one person: whatever order the entries arrive in, they come to the same."""

from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.visits.entries import Count, Note, add_up, settle
from rekam.domain.visits.outcomes import Outcome, Reason

RECORDED, ABSENT, FAILED = Outcome.RECORDED, Outcome.ABSENT, Outcome.FAILED


def note(key: str, outcome: Outcome = RECORDED, *after: str, **facts: object) -> Note:
    return Note(key, outcome, after=frozenset(after), **facts)  # type: ignore[arg-type]


def test_nobody_wrote_anything() -> None:
    assert settle([]).outcome is None


def test_a_repeat_changes_nothing() -> None:
    once = note("a")

    assert settle([once, once]) == settle([once])


def test_a_correction_that_knew_of_the_first_entry_replaces_it() -> None:
    found = settle([note("b", FAILED, "a"), note("a", RECORDED)])

    assert (found.outcome, found.is_disputed) == (FAILED, False)


def test_two_crews_who_did_not_know_of_one_another_and_differ_are_a_dispute() -> None:
    found = settle([note("a", RECORDED), note("b", ABSENT)])

    assert found.is_disputed
    assert found.outcome is None
    assert found.standing == ("a", "b")


def test_two_crews_who_say_the_same_agree() -> None:
    found = settle([note("a", ABSENT), note("b", ABSENT, reason=Reason.ILL)])

    assert (found.outcome, found.reason, found.is_disputed) == (ABSENT, Reason.ILL, False)


def test_whoever_has_both_before_their_eyes_decides() -> None:
    found = settle([note("a", RECORDED), note("b", ABSENT), note("c", RECORDED, "a", "b")])

    assert (found.outcome, found.is_disputed) == (RECORDED, False)


def test_a_third_crew_heard_of_after_the_decision_opens_the_dispute_again() -> None:
    decided = [note("a", RECORDED), note("b", ABSENT), note("c", RECORDED, "a", "b")]

    assert settle([*decided, note("d", FAILED)]).is_disputed


def test_what_somebody_saw_drives_out_what_was_concluded_from_silence() -> None:
    found = settle([note("a", ABSENT, is_presumed=True), note("b", RECORDED)])

    assert (found.outcome, found.is_presumed) == (RECORDED, False)


def test_what_is_taken_back_leaves_what_others_said() -> None:
    told, absent = Note("a", Outcome.RECORDED), Note("b", Outcome.ABSENT)
    back = Note("c", None, after=frozenset("a"))

    assert settle([told, back]).outcome is None
    assert settle([back, told, absent]) == settle([absent])
    assert settle([told, back, Note("d", Outcome.RECORDED)]).outcome is Outcome.RECORDED


def test_entries_that_claim_to_replace_one_another_are_not_lost() -> None:
    found = settle([note("a", RECORDED, "b"), note("b", ABSENT, "a")])

    assert found.is_disputed


KEYS = st.sampled_from("abcdefg")
NOTES = st.lists(
    st.builds(
        Note,
        key=KEYS,
        outcome=st.sampled_from(Outcome),
        reason=st.none() | st.sampled_from(Reason),
        has_refused=st.booleans(),
        is_presumed=st.booleans(),
        after=st.frozensets(KEYS, max_size=3),
    ),
    unique_by=lambda each: each.key,
    max_size=7,
)


@given(NOTES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_and_repeats_do_not_matter(notes: list[Note], random: object) -> None:
    shuffled = [*notes, *notes[:3]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert settle(shuffled) == settle(notes)


@given(NOTES)
def test_a_person_with_entries_has_an_outcome_or_a_dispute(notes: list[Note]) -> None:
    found = settle(notes)

    assert (found.outcome is not None) + found.is_disputed == (1 if notes else 0)
    assert {*found.standing} <= {each.key for each in notes}


def test_counts_of_two_crews_add_up_and_a_later_count_of_one_replaces_its_own() -> None:
    counts = [
        Count("a", "phone-1", "recorded", 10),
        Count("b", "phone-1", "recorded", 14, frozenset("a")),
        Count("c", "phone-2", "recorded", 5),
        Count("d", "phone-3", "absent", 3),
    ]

    assert add_up(counts) == {"recorded": 19, "absent": 3}


COUNTS = st.lists(
    st.builds(
        Count,
        key=KEYS,
        subject=st.sampled_from("xy"),
        what=st.sampled_from(("recorded", "absent")),
        people=st.integers(0, 50),
        after=st.frozensets(KEYS, max_size=2),
    ),
    unique_by=lambda each: each.key,
)


@given(COUNTS, st.randoms(use_true_random=False))
def test_counts_add_up_in_any_order(counts: list[Count], random: object) -> None:
    shuffled = [*counts, *counts[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert add_up(shuffled) == add_up(counts)
