"""A visit from the plan to its closing, and what may not happen to it."""

from datetime import date, time

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.life import State
from rekam.office.audit.models import Entry as Line
from rekam.office.visits import actions, closing, lists, preparing, queries
from rekam.office.visits.models import ListFrom, SecondPass
from tests.office.visits import made


def moved(visit: object, **facts: object) -> object:
    values = {"on": made.DAY, "starts": time(8), "ends": time(14), "by": None, "at": made.later(), **facts}
    return actions.move_visit(visit=visit, **values)  # type: ignore[arg-type]


@made.village_of(3)
def test_confirming_takes_the_unrecorded_of_the_village_as_the_list() -> None:
    visit = made.confirmed()

    assert (visit.state, visit.list_from, visit.people.count()) == (State.CONFIRMED, ListFrom.VILLAGE, 3)
    assert (visit.confirmed_with, visit.confirmed_how) == ("Dewi", "telephone")


@made.village_of(1)
def test_another_day_has_to_be_confirmed_anew() -> None:
    visit = made.confirmed()
    preparing.note_reminded(visit=visit, by=None, at=made.later())

    moved(visit, on=date(2016, 10, 3))

    visit.refresh_from_db()
    assert (visit.state, visit.confirmed_at, visit.reminded_at) == (State.PLANNED, None, None)


@made.village_of(1)
def test_another_crew_changes_nothing_for_the_client() -> None:
    visit = made.confirmed()

    moved(visit, kits=[made.kit()])

    visit.refresh_from_db()
    assert (visit.state, visit.kits.count()) == (State.CONFIRMED, 1)


@made.village_of(2)
def test_the_list_is_taken_anew_until_the_visit_begins() -> None:
    visit = made.confirmed()
    made.make.committed([made.make.siti(NAMA_LGKP="RINA BARU")], as_of=date(2016, 1, 31))

    lists.refresh(visit=visit, by=None, at=made.later())
    assert visit.people.filter(is_off=False).count() == 3

    made.sent(visit, made.entry("arrival"))
    with pytest.raises(RuleBroken, match=r"visit\.has_begun"):
        lists.refresh(visit=visit, by=None, at=made.later())


@made.village_of(2)
def test_whoever_left_the_village_comes_off_the_list_and_counts_when_they_come_all_the_same(
    village: list[dict[str, str]],
) -> None:
    visit = made.confirmed()
    gone = made.listed(visit, "BUDI REKAAN")
    dead = {**village[1], "STAT_HIDUP": "2", "TGL_MENINGGAL": "01-09-2016"}
    made.make.committed([dead], as_of=date(2016, 9, 15))
    lists.refresh(visit=visit, by=None, at=made.MORNING)
    assert queries.standing(visit).listed == 1

    made.sent(visit, made.outcome(gone, "recorded"))

    standing = queries.standing(visit)
    assert (standing.listed, standing.walk_ins, standing.tally.recorded) == (1, 1, 1)


@made.village_of(2)
def test_whom_an_earlier_visit_recorded_is_left_out_until_the_recording_arrives() -> None:
    first = made.confirmed(on=date(2016, 9, 20))
    made.sent(first, made.outcome(made.listed(first)))

    assert made.confirmed().people.count() == 1


@made.village_of(1)
def test_a_visit_with_outcomes_is_not_cancelled() -> None:
    visit = made.confirmed()
    made.sent(visit, *made.everybody(visit))

    with pytest.raises(RuleBroken, match=r"visit\.has_outcomes"):
        actions.cancel_visit(visit=visit, why="Hujan", by=None, at=made.later())


@made.village_of(1)
def test_a_crew_before_a_closed_gate_cancels_on_the_spot() -> None:
    visit = made.confirmed()
    made.sent(visit, made.entry("arrival"))

    cancelled = actions.cancel_visit(visit=visit, why="Gerbang tertutup", by=None, at=made.later())

    assert (cancelled.state, cancelled.why_cancelled) == (State.CANCELLED, "Gerbang tertutup")


@made.village_of(1)
def test_the_refusal_of_a_move_speaks_in_words() -> None:
    visit = made.planned()

    with pytest.raises(RuleBroken) as refused:
        closing.close(visit=visit, by=None, at=made.later())

    assert refused.value.code == "visit.not_now"
    assert "direncanakan" in str(refused.value) or "planned" in str(refused.value)


def test_hours_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(RuleBroken, match=r"visit\.hours"):
        made.planned(starts=time(14), ends=time(8))


@made.village_of(1)
def test_only_a_confirmed_visit_is_reminded_of() -> None:
    with pytest.raises(RuleBroken, match=r"visit\.not_to_remind"):
        preparing.note_reminded(visit=made.planned(), by=None, at=made.later())


@made.village_of(2)
def test_a_cancelled_second_pass_is_wanted_again() -> None:
    first = made.confirmed()
    made.sent(first, made.outcome(made.listed(first)))
    closing.set_rest_absent(visit=first, by=None, at=made.later())
    closing.close(visit=first, by=None, at=made.later())
    second = made.planned(on=date(2016, 10, 5), second_pass_of=first)
    assert SecondPass.objects.get().state == SecondPass.State.PLANNED

    actions.cancel_visit(visit=second, why="Hujan", by=None, at=made.later())

    wish = SecondPass.objects.get()
    assert (wish.state, wish.planned, wish.people) == (SecondPass.State.WANTED, None, 1)
    assert list(queries.second_passes_wanted()) == [wish]


@made.village_of(1)
def test_every_step_has_its_line_in_the_trail() -> None:
    made.closed()

    told = set(Line.objects.filter(event__startswith="visit.").values_list("event", flat=True))
    assert told == {"visit.planned", "visit.confirmed", "visit.entries_received", "visit.closed"}
