"""What closed visits teach the planner, by kind of place and by crew."""

from datetime import date, timedelta

from rekam.domain.visits.rates import COMMON
from rekam.office.rosters.models import Officer
from rekam.office.visits import closing, learned, queries
from rekam.office.visits.models import Closing
from tests.office.visits import made


def closed_with(recorded: int, of: int, *, on: date = date(2016, 9, 20), **facts: object) -> Closing:
    """A visit without names at which so many of so many were recorded, in three hours with one kit."""
    visit = made.confirmed(made.place(name="Balai Umum", kind="company"), on=on, **facts)
    start = made.later()
    made.sent(
        visit,
        made.entry("arrival", made_at=start.isoformat()),
        made.entry("count", subject="a", outcome="absent", count=of - recorded, made_at=start.isoformat()),
        at=start,
    )
    last = start + timedelta(hours=3)
    made.sent(visit, made.entry("count", subject="b", outcome="recorded", count=recorded), at=last)
    return closing.close(visit=visit, by=None, at=made.later(6))


def test_before_any_visit_the_prior_is_told_and_where_it_was_seen() -> None:
    rates = queries.rates(made.DAY)

    assert rates.of("company").show_up.mean == COMMON.show_up
    assert "PPU, 2012" in rates.sentence("company")
    assert "156" in rates.sentence("school")


def test_visits_of_a_kind_move_the_rates_of_that_kind_only() -> None:
    for _ in range(4):
        closed_with(20, 80)

    rates = queries.rates(made.DAY)

    assert rates.of("company").show_up.mean < 0.5
    assert rates.of("village").show_up.mean == COMMON.show_up
    assert "4" in rates.sentence("company")
    assert "320" in rates.sentence("company")


def test_hours_of_work_end_with_the_last_recording() -> None:
    assert closed_with(30, 40, kits=[made.kit()]).worked_minutes == 180


def test_a_rate_knows_only_what_was_known_on_its_day() -> None:
    closed_with(20, 80, on=date(2016, 9, 20))

    assert queries.rates(date(2016, 9, 20)).of("company").visits == 0
    assert queries.rates(date(2016, 9, 21)).of("company").visits == 1


def test_the_last_closing_of_a_visit_is_what_teaches() -> None:
    closing_ = closed_with(20, 80)
    visit = closing_.visit
    made.sent(visit, made.entry("count", subject="c", outcome="recorded", count=10), at=made.later(7))
    closing.close(visit=visit, by=None, at=made.later(8))

    (found,) = learned.closed()
    assert (found.closing.recorded, found.came, found.reachable) == (30, 30, 90)


def test_a_crew_is_whoever_went_together_and_starts_from_what_its_places_bring() -> None:
    home = made.place().area
    siti, budi = (
        Officer.objects.create(name=name, home=home, since=date(2016, 1, 1)) for name in ("Siti", "Budi")
    )
    closed_with(60, 80, crew=[siti, budi])
    closed_with(20, 80, on=date(2016, 9, 22), crew=[budi])

    rates = queries.rates(made.DAY)

    assert set(rates.crews) == {"Budi, Siti", "Budi"}
    assert rates.crews["Budi, Siti"].show_up.mean > rates.crews["Budi"].show_up.mean


def test_visits_of_which_nothing_was_expected_are_not_compared() -> None:
    closed_with(20, 80, expected=30)
    closed_with(60, 80, on=date(2016, 9, 22))

    found = learned.compare("", learned.closed())

    assert (found.visits, found.expected, found.recorded, found.without) == (1, 30.0, 20, 1)
    assert found.difference == -10
