from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.recording.lifetimes import Doubt
from rekam.domain.sync.people import Kind, Likeness, Recording, settle

SITI = Recording("a", nik="1", quality=60)
AGAIN = Recording("b", nik="1", quality=80)
BUDI = Recording("c", nik="2", quality=70)


def alike(one: Recording, other: Recording, said: Likeness = Likeness.SAME):
    return {frozenset({one.name, other.name}): said}


def test_one_person_recorded_twice_counts_with_both_and_the_better_is_kept():
    found = settle([SITI, AGAIN], alike(SITI, AGAIN), {})

    assert (found.counting, found.questions) == ({"a", "b"}, ())
    assert found.best == {"1": "b"}


def test_one_nik_with_two_bodies_holds_both_for_two_people_to_decide():
    found = settle([SITI, AGAIN], alike(SITI, AGAIN, Likeness.DIFFERENT), {})

    assert found.held == {"a", "b"}
    assert [q.kind for q in found.questions] == [Kind.TWO_PEOPLE]


def test_two_niks_with_one_body_are_a_duplicate_case():
    [question] = settle([SITI, BUDI], alike(SITI, BUDI), {}).questions

    assert (question.kind, question.about) == (Kind.ONE_BODY, ("a", "c"))


def test_what_cannot_be_compared_is_asked_and_counts_meanwhile():
    found = settle([SITI, AGAIN], alike(SITI, AGAIN, Likeness.UNKNOWN), {})

    assert found.counting == {"a", "b"}
    assert [q.kind for q in found.questions] == [Kind.NOT_COMPARED]


def test_a_decision_lets_one_count_and_sets_the_other_aside():
    said = alike(SITI, AGAIN, Likeness.DIFFERENT)
    [question] = settle([SITI, AGAIN], said, {}).questions

    found = settle([SITI, AGAIN], said, {question.key: frozenset({"b"})})

    assert (found.counting, found.aside, found.questions) == ({"b"}, {"a"}, ())


def test_a_person_who_died_since_is_asked_about_and_not_held():
    found = settle([Recording("a", nik="1", standing="died")], {}, {})

    assert found.counting == {"a"}
    assert [q.kind for q in found.questions] == [Kind.GONE]


def test_without_a_nik_somebody_has_to_say_who_it_is():
    found = settle([Recording("a", nik="")], {}, {})

    assert (found.held, [q.kind for q in found.questions]) == ({"a"}, [Kind.NO_NIK])


def test_a_recording_before_the_birth_does_not_count_before_somebody_has_looked():
    odd = Recording("a", nik="1", doubts=(Doubt.BEFORE_BIRTH,))

    found = settle([odd], {}, {})

    assert (found.held, [q.kind for q in found.questions]) == ({"a"}, [Kind.BEFORE_BIRTH])
    assert settle([odd], {}, {"before_birth:a": frozenset({"a"})}).counting == {"a"}
    assert settle([odd], {}, {"before_birth:a": frozenset()}).aside == {"a"}


def test_a_recording_of_a_child_counts_and_somebody_is_asked_and_of_the_dead_nobody_is_asked_twice():
    child = Recording("a", nik="1", doubts=(Doubt.UNDER_AGE,))
    dead = Recording("b", nik="2", standing="died", doubts=(Doubt.AFTER_DEATH,))

    found = settle([child, dead], {}, {})

    assert found.counting == {"a", "b"}
    assert sorted(q.kind for q in found.questions) == [Kind.GONE, Kind.UNDER_AGE]


recordings = st.builds(
    Recording,
    name=st.text("abcdef", min_size=1, max_size=2),
    nik=st.sampled_from(["", "1", "2"]),
    quality=st.integers(0, 3),
    standing=st.sampled_from(["", "resident", "died"]),
    doubts=st.sampled_from([(), *((doubt,) for doubt in Doubt)]),
)


@given(
    st.lists(recordings, unique_by=lambda r: r.name, max_size=5).flatmap(
        lambda each: st.tuples(st.just(each), st.permutations(each))
    ),
    st.randoms(use_true_random=False),
)
def test_any_order_comes_to_the_same_and_everybody_is_somewhere(both, chance):
    one, other = both
    pairs = {
        frozenset({a.name, b.name}): chance.choice(list(Likeness))
        for a in one
        for b in one
        if a.name < b.name
    }

    found = settle(one, pairs, {})

    assert found == settle(other, pairs, {})
    assert found.counting | found.held | found.aside == {r.name for r in one}
    assert not found.counting & found.held
