"""A visit closes with five outcomes that add up; reasons choose the next step; recordings arrive later."""

from datetime import date

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.outcomes import Reason
from rekam.domain.visits.reasons import Next
from rekam.office.imports.models import Kind as ImportKind
from rekam.office.visits import closing, passes, preparing, queries
from rekam.office.visits.models import SecondPass
from tests import make
from tests.office.visits import made


def close(visit: object) -> object:
    return closing.close(visit=visit, by=None, at=made.later(2))  # type: ignore[arg-type]


@made.village_of(4)
def test_with_somebody_unmarked_it_does_not_close_and_says_how_many() -> None:
    visit = made.confirmed()
    made.sent(visit, made.outcome(made.listed(visit)))

    with pytest.raises(RuleBroken, match=r"visit\.people_unmarked: Without an outcome yet: 3 of 4"):
        close(visit)


@made.village_of(4)
def test_everybody_unmarked_is_set_absent_in_one_step_and_back() -> None:
    visit = made.confirmed()
    made.sent(visit, made.outcome(made.listed(visit)))

    assert closing.set_rest_absent(visit=visit, by=None, at=made.later()) == 3
    assert queries.standing(visit).closes
    assert closing.undo_rest(visit=visit, by=None, at=made.later()) == 3
    assert queries.standing(visit).unmarked == 3


@made.village_of(2)
def test_walk_ins_are_part_of_the_target() -> None:
    visit = made.confirmed()
    made.sent(visit, *made.everybody(visit), made.walk_in(), made.walk_in("RINA", "under_16"))
    made.sent(visit, made.entry("count", subject="a", outcome="already_recorded", count=6))

    closed = close(visit)

    assert (closed.target, closed.walk_ins, closed.recorded) == (10, 2, 3)  # type: ignore[attr-defined]


def test_where_only_a_number_was_announced_the_number_is_the_target() -> None:
    visit = made.confirmed(made.place(name="Pasar", kind="market"))
    preparing.announce(visit=visit, people=20, by=None, at=made.MORNING)
    made.sent(visit, made.entry("count", subject="a", outcome="recorded", count=12))
    with pytest.raises(RuleBroken, match=r"visit\.people_unmarked: Without an outcome yet: 8 of 20"):
        close(visit)

    assert closing.set_rest_absent(visit=visit, by=None, at=made.later()) == 8
    assert close(visit).absent == 8  # type: ignore[attr-defined]


def test_more_people_than_were_announced_keep_it_open() -> None:
    visit = made.confirmed(made.place(name="Pasar", kind="market"))
    preparing.announce(visit=visit, people=10, by=None, at=made.MORNING)
    made.sent(visit, made.entry("count", subject="a", outcome="recorded", count=12))

    with pytest.raises(RuleBroken, match=r"visit\.over_target: The outcomes add up to 12, which is 2 more"):
        close(visit)


def test_what_was_filled_up_gives_way_to_what_is_counted_later() -> None:
    visit = made.confirmed(made.place(name="Pasar", kind="market"))
    preparing.announce(visit=visit, people=20, by=None, at=made.MORNING)
    made.sent(visit, made.entry("count", subject="a", outcome="recorded", count=12))
    closing.set_rest_absent(visit=visit, by=None, at=made.later())
    made.sent(visit, made.entry("count", subject="b", outcome="recorded", count=3))

    assert closing.set_rest_absent(visit=visit, by=None, at=made.later()) == -3
    assert queries.standing(visit).tally.absent == 5


def test_without_a_list_and_a_number_whoever_comes_is_the_target() -> None:
    visit = made.confirmed(made.place(name="Expo", kind="event"))
    made.sent(visit, made.walk_in(), made.walk_in("RINA"))

    assert close(visit).target == 2  # type: ignore[attr-defined]


@made.village_of(1)
def test_a_number_is_not_announced_over_a_list() -> None:
    with pytest.raises(RuleBroken, match=r"visit\.has_a_list"):
        preparing.announce(visit=made.confirmed(), people=5, by=None, at=made.MORNING)


@made.village_of(2)
def test_more_reasons_than_absent_people_keep_it_open() -> None:
    visit = made.confirmed()
    made.sent(
        visit, made.outcome(made.listed(visit)), made.entry("reasons", subject="a", reason="busy", count=2)
    )
    closing.set_rest_absent(visit=visit, by=None, at=made.later())

    with pytest.raises(RuleBroken, match=r"visit\.too_many_reasons"):
        close(visit)


# -- afterwards -------------------------------------------------------------------------------------


@made.village_of(6)
def test_reasons_by_person_and_as_counts_are_told_together_and_choose_the_next_step() -> None:
    visit = made.confirmed()
    names = ["SITI", "BUDI", "DEWI", "AGUS", "RINA", "YANTO"]
    people = [made.listed(visit, f"{name} REKAAN") for name in names]
    made.sent(
        visit,
        made.outcome(people[0], "absent", reason="busy"),
        made.outcome(people[1], "absent", reason="ill"),
        made.outcome(people[2], "absent", refused=True),
        made.outcome(people[3], "absent"),
        made.outcome(people[4], "absent"),
        made.outcome(people[5], "recorded"),
        made.entry("reasons", subject="a", reason="busy", count=1),
    )
    close(visit)

    assert queries.reasons(visit) == {Reason.BUSY: 2, Reason.ILL: 1}
    advice = queries.advice(visit)
    assert dict(advice.people) == {
        Next.EVENING: 2,
        Next.SECOND_PASS: 1,
        Next.HOME_VISIT: 1,
        Next.SUMMONS: 1,
    }
    wish = passes.wish_of(visit)
    assert wish is not None
    assert (wish.people, wish.hours, wish.state) == (3, "evening", SecondPass.State.WANTED)


@made.village_of(1)
def test_whoever_is_silent_at_two_visits_is_sent_for() -> None:
    for on in (date(2016, 8, 1), date(2016, 9, 20)):
        visit = made.confirmed(on=on)
        made.sent(visit, made.entry("arrival"))
        closing.set_rest_absent(visit=visit, by=None, at=made.later())
        close(visit)

    assert dict(queries.advice(visit).people) == {Next.SUMMONS: 1}


@made.village_of(1)
def test_a_second_pass_is_refused_with_a_reason_and_wanted_again() -> None:
    visit = made.confirmed()
    made.sent(visit, made.outcome(made.listed(visit), "absent", reason="away"))
    close(visit)
    wish = passes.wish_of(visit)
    assert wish is not None

    passes.dismiss(wish=wish, why="Sedikit", by=None, at=made.later())
    assert not queries.second_passes_wanted().exists()
    passes.want_again(wish=wish, by=None, at=made.later())
    assert queries.second_passes_wanted().exists()


@made.village_of(4)
def test_a_second_pass_is_planned_once_and_not_after_it_was_dismissed() -> None:
    visit = made.confirmed()
    made.sent(visit, *made.everybody(visit, "absent"))
    close(visit)
    again = made.planned(on=date(2016, 10, 20), second_pass_of=visit)

    with pytest.raises(RuleBroken, match=r"visit\.second_pass_decided"):
        made.planned(on=date(2016, 10, 21), second_pass_of=visit)

    assert SecondPass.objects.get().planned == again


@made.village_of(3)
def test_the_visit_says_how_many_of_its_recordings_have_arrived(village: list[dict[str, str]]) -> None:
    visit = made.confirmed()
    made.sent(visit, *made.everybody(visit), made.walk_in())
    assert queries.arrived(visit, recorded=4).arrived == 0

    day = "30-09-2016"
    make.committed([make.session(village[0], day)], kind=ImportKind.RECORDINGS, as_of=date(2016, 10, 3))

    found = queries.arrived(visit, recorded=4)
    assert (found.recorded, found.with_nik, found.arrived, found.on_their_way) == (4, 3, 1, 2)


@made.village_of(1)
def test_a_recording_of_another_day_is_not_this_visits(village: list[dict[str, str]]) -> None:
    visit = made.confirmed()
    made.sent(visit, *made.everybody(visit))

    session = make.session(village[0], "29-09-2016")
    make.committed([session], kind=ImportKind.RECORDINGS, as_of=date(2016, 10, 3))

    assert queries.arrived(visit, recorded=1).arrived == 0


@made.village_of(2)
def test_the_count_of_recorded_people_is_not_touched_by_a_visit() -> None:
    made.closed()

    from rekam.office.residents.models import Resident

    assert not Resident.objects.exclude(first_recorded_on=None).exists()
