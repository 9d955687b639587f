from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.kits.fitness import Fitness, Part
from rekam.domain.kits.kinds import Condition, Kind, Stops
from rekam.domain.kits.timeline import Span, Station, stretches

START = datetime(2016, 9, 1, tzinfo=UTC)
END = START + timedelta(hours=48)
WHOLE = (Kind.LAPTOP, Kind.CAMERA, Kind.SIGNATURE_PAD, Kind.FINGERPRINT_SCANNER)
hours = st.integers(-5, 60)


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


spans = st.builds(
    lambda kind, condition, since, length: Span(Part(kind, condition), at(since), at(since + length)),
    st.sampled_from(Kind),
    st.sampled_from(Condition),
    hours,
    st.integers(1, 40),
)


def test_a_kit_is_down_from_the_report_until_the_test_was_passed() -> None:
    well = [Span(Part(kind), START) for kind in (*WHOLE, Kind.IRIS_SCANNER) if kind != Kind.CAMERA]
    camera = [
        Span(Part(Kind.CAMERA), START, at(10)),
        Span(Part(Kind.CAMERA, stops=Stops.ALL), at(10), at(30)),
        Span(Part(Kind.CAMERA), at(30)),
    ]

    found = stretches([*well, *camera], [Station(7, START)], start=START, end=END)

    assert [(s.start, s.end, s.fitness) for s in found] == [
        (START, at(10), Fitness.FIT),
        (at(10), at(30), Fitness.DOWN),
        (at(30), END, Fitness.FIT),
    ]


def test_a_kit_on_its_way_is_nowhere() -> None:
    well = [Span(Part(kind), START) for kind in (*WHOLE, Kind.IRIS_SCANNER)]
    stood = [Station(7, START, at(5)), Station(None, at(9))]

    found = stretches(well, stood, start=START, end=END)

    assert [(s.place, s.is_placed) for s in found] == [(7, True), (None, False), (None, True)]


@given(st.lists(spans, max_size=8))
def test_stretches_leave_no_gap_and_no_two_neighbours_say_the_same(held: list[Span]) -> None:
    found = stretches(held, [Station(1, at(-9))], start=START, end=END)

    assert (found[0].start, found[-1].end) == (START, END)
    assert all(one.end == other.start for one, other in pairwise(found))
    assert all((one.fitness, one.reasons) != (other.fitness, other.reasons) for one, other in pairwise(found))


def test_no_time_has_no_stretches() -> None:
    assert stretches([], [], start=END, end=START) == []
