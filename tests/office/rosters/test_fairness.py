"""Weekends and holidays are shared over the year by all who could come to the same posts."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from rekam.office.places.models import Place
from rekam.office.rosters import fairness, stating
from rekam.office.rosters.fairness import Wanted
from rekam.office.rosters.models import Duty, Officer, Roster, State
from rekam.office.rosters.queries import Worked
from tests import make
from tests.office.places import made as places
from tests.office.rosters import made

OPERATOR, BOTH = ["operator"], ["operator", "administrator"]
LAST = made.on(31)
SUNDAYS = [made.on(day) for day in (9, 16, 23, 30)]


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def worked(place: Place, who: Officer, days: Sequence[date]) -> None:
    """Published duties of the months before."""
    for month in sorted({on.replace(day=1) for on in days}):
        held = Roster.objects.filter(month=month).first() or Roster.objects.create(
            month=month, version=1, state=State.PUBLISHED, made_at=made.at(), published_at=made.at()
        )
        Duty.objects.bulk_create(
            Duty(roster=held, officer=who, place=place, on=on, shift=made.shift(), skill="operator")
            for on in days
            if on.replace(day=1) == month
        )


def weekends(count: int) -> list[date]:
    """The first so many days of weekends of 2016."""
    days = (date(2016, 1, 1) + timedelta(days=n) for n in range(366))
    return [on for on in days if on.weekday() >= 5][:count]


def costs() -> dict[str, list[int]]:
    """By officer, what no, one, two and three days of October's weekends add to the penalty."""
    problem = stating.problem(stating.read(made.OCTOBER, LAST))
    names = {str(officer.pk): officer.name for officer in Officer.objects.all()}
    return {
        names[worker.code]: [share.cost(days) for days in range(4)]
        for worker in problem.workers
        for share in worker.shares
        if share.name == "weekends"
    }


def shares(carried: dict[Officer, int], *demand: tuple[Sequence[Officer], int]) -> list[int]:
    """The fair number of weekend days of each, when so many more are wanted of each group in October."""
    wanted = [Wanted(SUNDAYS[0], count, tuple(who.pk for who in group)) for group, count in demand]
    had = {who.pk: Worked(weekends=count) for who, count in carried.items()}
    found = fairness.fair(carried, wanted, had, start=made.OCTOBER, end=LAST, holidays=())
    return [found[who.pk].weekends for who in carried]


def test_who_can_do_more_beside_it_shares_weekends_with_the_other_operators() -> None:
    place, _ = made.office(officers=0)
    siti = made.officer("Siti", skills=BOTH)
    for who, count in ((siti, 20), (made.officer("Budi"), 3), (made.officer("Dewi"), 3)):
        worked(place, who, weekends(count))

    found = costs()

    assert found["Budi"] == found["Dewi"] == [0, 0, 0, 0]
    # Nine days of weekends are wanted: 7.5, rounded up to 8, would be fair for each of the two others.
    assert found["Siti"] == [0, *(sum(20 * n for n in range(13, 13 + days)) for days in (1, 2, 3))]


def test_the_roster_gives_fewer_weekends_to_who_had_more_whatever_else_they_can_do() -> None:
    place, _ = made.office(officers=0)
    siti, budi = made.officer("Siti", skills=BOTH), made.officer("Budi", skills=OPERATOR)
    worked(place, siti, [date(2016, 9, day) for day in (3, 4, 10, 11)])

    roster = made.planned()

    of_each = [sum(made.on(day).weekday() >= 5 for day in made.days_of(roster, who)) for who in (siti, budi)]
    assert of_each[0] < of_each[1]


def test_who_had_most_keeps_the_measure_of_those_beside_them() -> None:
    siti, budi, dewi = (made.officer(name) for name in ("Siti", "Budi", "Dewi"))

    assert shares({siti: 40, budi: 5, dewi: 5}, ((siti, budi, dewi), 8)) == [9, 9, 9]


def test_those_who_came_later_share_by_their_days() -> None:
    siti, budi = made.officer("Siti"), made.officer("Budi", since=date(2016, 10, 1))

    assert shares({siti: 10, budi: 0}, ((siti, budi), 8)) == [17, 2]  # 18 in all, 305 and 31 days


def test_one_who_fills_two_posts_levels_them_out_and_others_keep_to_their_own() -> None:
    """A driver who is an operator, too, stands in where less was done; a technician shares with nobody."""
    operators = [made.officer(f"Operator {n}") for n in range(2)]
    driver = made.officer("Sopir", skills=["driver"])
    mixed = made.officer("Campuran", skills=["operator", "driver"])
    technician = made.officer("Teknisi", skills=["technician"])
    carried = dict.fromkeys((*operators, driver, mixed, technician), 0)

    found = shares(carried, ((*operators, mixed), 12), ((driver, mixed), 4), ((technician,), 1))

    assert found == [4, 4, 4, 4, 1]


def test_nobody_is_measured_by_a_post_at_which_nobody_is_wanted() -> None:
    siti, budi = made.officer("Siti"), made.officer("Budi", skills=BOTH)

    assert shares({siti: 3, budi: 7}, ((budi,), 2), ((siti, budi), 0)) == [3, 9]


def test_officers_of_one_place_are_not_measured_by_those_of_another() -> None:
    made.office(officers=0)
    there = places.place("Kantor Camat Busang", area=made.BUSANG)
    made.cover(there, range(1, 32))
    worked(there, made.officer("Siti", home=made.BUSANG), weekends(20))
    made.officer("Budi")

    assert costs()["Siti"] == [0, 0, 0, 0]
