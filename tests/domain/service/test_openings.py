"""What becomes of a planned opening: kits, operators and the roster laid over it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.service.openings import Means, State, opening, together
from rekam.domain.service.standing import Reason, Span

DAY = datetime(2016, 10, 3, tzinfo=UTC)
TOMORROW = DAY + timedelta(days=1)


def span(start: float, end: float) -> Span:
    return DAY + timedelta(hours=start), DAY + timedelta(hours=end)


PLANNED, ALL_DAY = span(8, 12), span(0, 24)
FIT = {"stood": [ALL_DAY], "usable": [ALL_DAY]}


def means(*, operators: list[Span] | None = None, is_rostered: bool = True, **kits: list[Span]) -> Means:
    held = {**FIT, **kits}
    on_duty = [ALL_DAY] if operators is None else operators
    return Means(held["stood"], held["usable"], on_duty, is_rostered)


def test_with_a_kit_and_an_operator_all_along_it_is_served() -> None:
    found = opening(PLANNED, means(operators=[span(7, 10), span(10, 15)]), known_until=TOMORROW)

    assert (found.state, found.reasons, found.served) == (State.SERVED, (), (PLANNED,))


def test_an_operator_for_half_of_it_serves_half() -> None:
    found = opening(PLANNED, means(operators=[span(10, 15)]), known_until=TOMORROW)

    assert (found.state, found.reasons) == (State.PARTLY, (Reason.NO_OPERATOR,))
    assert found.served == (span(10, 12),)


def test_a_kit_in_the_morning_and_an_operator_at_noon_never_meet() -> None:
    found = opening(PLANNED, means(usable=[span(8, 10)], operators=[span(10, 12)]), known_until=TOMORROW)

    assert (found.state, found.served) == (State.MISSING, ())
    assert found.reasons == (Reason.KITS_DOWN, Reason.NO_OPERATOR)


def test_without_a_roster_nobody_knows_unless_there_is_no_kit_either() -> None:
    unrostered = means(operators=[], is_rostered=False)
    nothing = means(operators=[], is_rostered=False, stood=[], usable=[])

    assert opening(PLANNED, unrostered, known_until=TOMORROW).state == State.UNKNOWN
    assert opening(PLANNED, nothing, known_until=TOMORROW).reasons == (Reason.NO_KIT, Reason.NO_ROSTER)
    assert opening(PLANNED, nothing, known_until=TOMORROW).state == State.MISSING


def test_a_missing_operator_is_certain_and_a_broken_kit_only_until_tonight() -> None:
    without_operator, without_kit = means(operators=[]), means(usable=[])

    assert opening(PLANNED, without_operator, known_until=DAY).is_certain
    assert opening(PLANNED, without_kit, known_until=TOMORROW).is_certain
    assert not opening(PLANNED, without_kit, known_until=DAY).is_certain


def test_a_day_is_partly_served_when_one_of_its_openings_is() -> None:
    assert together([State.SERVED, State.MISSING]) == State.PARTLY
    assert together([State.MISSING, State.UNKNOWN]) == State.UNKNOWN
    assert together([State.MISSING, State.MISSING]) == State.MISSING


def pieces() -> st.SearchStrategy[list[Span]]:
    bounds = st.tuples(st.integers(0, 23), st.integers(1, 6))
    return st.lists(bounds.map(lambda b: span(b[0], b[0] + b[1])), max_size=4)


@given(usable=pieces(), operators=pieces(), is_rostered=st.booleans())
def test_it_is_served_in_the_hours_in_which_both_are_there(
    usable: list[Span], operators: list[Span], is_rostered: bool
) -> None:
    found = opening(
        PLANNED,
        means(usable=usable, operators=operators, is_rostered=is_rostered),
        known_until=TOMORROW,
    )

    def holds(spans: list[Span] | tuple[Span, ...], hour: int) -> bool:
        return any(start <= DAY + timedelta(hours=hour) < end for start, end in spans)

    wanted = [holds(usable, hour) and holds(operators, hour) for hour in range(8, 12)]
    assert [holds(found.served, hour) for hour in range(8, 12)] == wanted
    assert (found.state == State.SERVED) == all(wanted) == (not found.reasons)
