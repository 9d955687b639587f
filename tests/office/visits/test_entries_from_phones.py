"""Entries over a bad link: late, twice, in any order, from two crews. Nothing is lost and nothing doubled."""

import random
from datetime import date, timedelta

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.life import State
from rekam.office.visits import closing, queries, receiving
from rekam.office.visits.models import Entry, Proposal
from tests.office.visits import made


@made.village_of(1)
def test_the_first_entry_begins_the_visit() -> None:
    visit = made.confirmed()

    made.sent(visit, made.entry("arrival"))

    assert (visit.state, visit.arrived_at) == (State.UNDER_WAY, made.later())


@made.village_of(2)
def test_the_same_message_twice_is_kept_once() -> None:
    visit = made.confirmed()
    notes = [made.entry("arrival"), *made.everybody(visit), made.walk_in()]

    first, again = made.sent(visit, *notes), made.sent(visit, *notes)

    assert (len(first.taken), len(again.taken), len(again.known)) == (4, 0, 4)
    assert made.entries(visit) == 4
    assert visit.people.count() == 3


@made.village_of(1)
def test_an_entry_twice_in_one_message_is_kept_once() -> None:
    visit = made.confirmed()
    note = made.walk_in()

    made.sent(visit, note, note)

    assert (made.entries(visit), visit.people.filter(is_walk_in=True).count()) == (1, 1)


@made.village_of(1)
def test_two_crews_who_differ_are_kept_side_by_side_until_a_person_decides() -> None:
    visit = made.confirmed()
    person = made.listed(visit)
    recorded, absent = made.outcome(person), made.outcome(person, "absent")

    made.sent(visit, recorded)
    made.sent(visit, absent)
    person.refresh_from_db()
    assert (person.outcome, person.is_disputed) == ("", True)
    with pytest.raises(RuleBroken, match=r"visit\.disputed"):
        closing.close(visit=visit, by=None, at=made.later())

    seen = [recorded["key"], absent["key"]]
    closing.decide(visit=visit, person=person, outcome="recorded", seen=seen, by=None, at=made.later())

    person.refresh_from_db()
    assert (person.outcome, person.is_disputed) == ("recorded", False)
    assert made.entries(visit) == 3


@made.village_of(1)
def test_the_outcome_that_was_decided_brings_its_reason_along() -> None:
    """Somebody who died is heard of by the registrar, also when another crew took somebody else for them."""
    visit = made.confirmed()
    person = made.listed(visit)
    recorded, died = made.outcome(person), made.outcome(person, "absent", reason="died")
    made.sent(visit, recorded, died)

    seen = [recorded["key"], died["key"]]
    closing.decide(visit=visit, person=person, outcome="absent", seen=seen, by=None, at=made.later())

    person.refresh_from_db()
    assert (person.outcome, person.reason) == ("absent", "died")
    assert [each.state for each in Proposal.objects.all()] == ["open"]


@made.village_of(1)
def test_a_reason_that_comes_after_the_closing_opens_the_visit_again() -> None:
    visit = made.confirmed()
    person = made.listed(visit)
    absent = made.outcome(person, "absent")
    made.sent(visit, absent)
    closing.close(visit=visit, by=None, at=made.later())

    later = made.outcome(person, "absent", reason="busy", after=[absent["key"]])
    found = made.sent(visit, later, at=made.later(5))

    assert found.has_reopened
    assert (visit.state, made.listed(visit).reason) == ("under_way", "busy")


@made.village_of(1)
def test_two_crews_who_agree_are_no_dispute_and_one_person() -> None:
    visit = made.confirmed()
    person = made.listed(visit)

    made.sent(visit, made.outcome(person))
    made.sent(visit, made.outcome(person))

    assert queries.standing(visit).tally.recorded == 1


@made.village_of(1)
def test_a_correction_replaces_what_its_writer_saw() -> None:
    visit = made.confirmed()
    person = made.listed(visit)
    first = made.outcome(person)

    made.sent(visit, made.outcome(person, "failed", after=[first["key"]]))
    made.sent(visit, first)

    person.refresh_from_db()
    assert person.outcome == "failed"


@made.village_of(4)
def test_the_order_of_arrival_does_not_matter() -> None:
    nik = made.make.nik(date(1990, 5, 17))
    found = set()
    for seed in range(6):
        visit = made.confirmed(made.place(name=f"Balai {seed}"))
        people = list(visit.people.order_by("resident__name"))
        first = made.outcome(people[0])
        notes = [
            first,
            made.outcome(people[0], "failed", after=[first["key"]]),
            made.outcome(people[1], "recorded"),
            made.outcome(people[1], "absent"),
            made.outcome(people[2], "absent", reason="ill"),
            made.walk_in("JOKO", nik=nik, subject="a" * 32),
            made.walk_in("JOKO WIDADA", "failed", nik=nik, subject="b" * 32),
            made.entry("count", subject="c", outcome="recorded", count=5),
        ]
        random.Random(seed).shuffle(notes)
        for note in notes:
            made.sent(visit, note)
        rows = visit.people.values_list("resident__name", "name", "outcome", "reason", "is_disputed")
        found.add((tuple(sorted(rows, key=str)), queries.standing(visit).tally))

    assert len(found) == 1


@made.village_of(1)
def test_a_walk_in_whose_nik_is_on_the_list_is_that_person(village: list[dict[str, str]]) -> None:
    visit = made.confirmed()

    made.sent(visit, made.walk_in("SITI", nik=village[0]["NIK"]))

    assert visit.people.count() == 1
    assert made.listed(visit).outcome == "recorded"


@made.village_of(1)
def test_a_walk_in_whose_nik_is_learned_later_becomes_the_one_who_has_it(
    village: list[dict[str, str]],
) -> None:
    visit = made.confirmed()
    first = made.walk_in("SITI", subject="a" * 32)
    made.sent(visit, first)
    assert visit.people.count() == 2

    again = made.walk_in("SITI", subject="a" * 32, nik=village[0]["NIK"], after=[first["key"]])
    made.sent(visit, again)

    assert visit.people.count() == 1
    assert made.listed(visit).outcome == "recorded"


@made.village_of(1)
def test_a_nik_that_is_none_is_kept_as_it_was_typed() -> None:
    visit = made.confirmed()

    made.sent(visit, made.walk_in("JOKO REKAAN", nik="640804-12"))

    assert visit.people.get(is_walk_in=True).nik == "640804-12"


@made.village_of(1)
def test_what_cannot_be_read_is_refused_by_itself_and_the_rest_is_taken() -> None:
    visit = made.confirmed()
    good, nobody = made.outcome(made.listed(visit)), made.entry(subject="f" * 32, outcome="recorded")
    wrong = [
        "text",
        {"kind": "outcome"},
        made.entry("dance"),
        made.entry(subject="x", outcome="tall"),
        made.entry("walk_in", subject="x", outcome="recorded"),
        made.entry("count", subject="x", outcome="recorded", count=-1),
        made.entry("count", subject="x", outcome="recorded", count=True),
        made.outcome(made.listed(visit), "recorded", reason="busy"),
        {**made.outcome(made.listed(visit)), "after": ["x"]},
    ]

    found = made.sent(visit, *wrong, nobody, good)

    assert found.taken == (good["key"],)
    assert len(found.refused) == len(wrong) + 1
    assert dict(found.refused)[nobody["key"]].code == "entry.nobody"
    assert made.entries(visit) == 1


@made.village_of(1)
def test_a_message_of_thousands_is_refused_whole() -> None:
    visit = made.confirmed()

    with pytest.raises(RuleBroken, match=r"entry\.too_many"):
        made.sent(visit, *([made.walk_in()] * 501))


@made.village_of(1)
def test_the_clock_of_a_phone_is_believed_only_for_how_long_ago_something_was_noted() -> None:
    visit = made.confirmed()
    wrong = made.later() - timedelta(days=900)
    note = made.entry("arrival", made_at=(wrong - timedelta(minutes=40)).isoformat())

    receiving.receive(visit=visit, notes=[note], by=None, at=made.later(5), sent_at=wrong)

    visit.refresh_from_db()
    assert visit.arrived_at == made.later(5) - timedelta(minutes=40)


@made.village_of(1)
def test_a_note_from_the_future_was_made_now() -> None:
    visit = made.confirmed()
    note = made.entry("arrival", made_at=made.later(9).isoformat())

    receiving.receive(visit=visit, notes=[note], by=None, at=made.later(), sent_at=made.later())

    assert Entry.objects.get().made_at == made.later()


@made.village_of(2)
def test_a_late_result_opens_a_closed_visit_and_closing_again_makes_a_new_sheet() -> None:
    visit = made.confirmed()
    siti, budi = made.listed(visit), made.listed(visit, "BUDI REKAAN")
    made.sent(visit, made.outcome(siti))
    closing.set_rest_absent(visit=visit, by=None, at=made.later())
    closing.close(visit=visit, by=None, at=made.later(2))

    found = made.sent(visit, made.outcome(budi, "recorded"), at=made.later(3))

    assert (found.has_reopened, visit.state, visit.closed_at) == (True, State.UNDER_WAY, None)
    budi.refresh_from_db()
    assert (budi.outcome, budi.is_disputed) == ("recorded", False)
    closing.close(visit=visit, by=None, at=made.later(4))
    assert list(visit.closings.values_list("recorded", "absent")) == [(1, 1), (2, 0)]


@made.village_of(1)
def test_what_says_nothing_new_leaves_a_closed_visit_closed() -> None:
    visit = made.closed()

    found = made.sent(visit, made.outcome(made.listed(visit)), made.entry("problem", note="Listrik padam"))

    assert (found.has_reopened, visit.state) == (False, State.CLOSED)
    assert visit.entries.filter(kind="problem").exists()


@made.village_of(1)
def test_results_for_a_visit_that_was_cancelled_meanwhile_are_not_lost() -> None:
    visit = made.confirmed()
    note = made.outcome(made.listed(visit))
    made.actions.cancel_visit(visit=visit, why="Hujan", by=None, at=made.later())

    made.sent(visit, note)

    assert (visit.state, visit.cancelled_at) == (State.UNDER_WAY, None)


@made.village_of(1)
def test_a_problem_keeps_the_kit_that_it_is_about() -> None:
    kit = made.kit()
    visit = made.confirmed(kits=[kit])

    made.sent(visit, made.entry("problem", note="Pemindai mati", kit=kit.code))
    made.sent(visit, made.entry("problem", note="Panas", kit="TIDAK ADA"))

    assert list(visit.entries.values_list("note", "kit__code")) == [
        ("Pemindai mati", "KIT-1"),
        ("Panas", None),
    ]
