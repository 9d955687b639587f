"""Whether a kit can record, from its devices alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.kits.fitness import Fitness, Part, Reason, Why, fitness, works
from rekam.domain.kits.kinds import Condition, Kind, Stops

WHOLE = (Kind.LAPTOP, Kind.CAMERA, Kind.SIGNATURE_PAD, Kind.FINGERPRINT_SCANNER, Kind.IRIS_SCANNER)
BESIDE = (Kind.PRINTER, Kind.HUB, Kind.TRIPOD, Kind.LAMP, Kind.ROUTER)
parts = st.builds(
    Part,
    kind=st.sampled_from(Kind),
    condition=st.sampled_from(Condition),
    stops=st.none() | st.sampled_from(Stops),
    is_away=st.booleans(),
)


def kit(*others: Part, without: Kind | None = None) -> list[Part]:
    return [*(Part(kind) for kind in WHOLE if kind != without), *others]


def test_a_kit_with_everything_it_needs_is_fit() -> None:
    assert fitness(kit()) == (Fitness.FIT, ())


def test_a_kit_of_which_nothing_is_listed_is_down_and_says_so() -> None:
    assert fitness([]) == (Fitness.DOWN, (Reason(Why.NO_DEVICES, None, Fitness.DOWN),))


@pytest.mark.parametrize("kind", [kind for kind in WHOLE if kind != Kind.IRIS_SCANNER])
def test_without_one_of_these_nobody_can_be_recorded(kind: Kind) -> None:
    found, reasons = fitness(kit(without=kind))

    assert found == Fitness.DOWN
    assert reasons == (Reason(Why.MISSING, kind, Fitness.DOWN),)


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (Part(Kind.IRIS_SCANNER, Condition.BROKEN), Why.BROKEN),
        (Part(Kind.IRIS_SCANNER, Condition.LOST), Why.LOST),
        (Part(Kind.IRIS_SCANNER, stops=Stops.ALL), Why.FAULT),
        (Part(Kind.IRIS_SCANNER, is_away=True), Why.AWAY),
        (Part(Kind.IRIS_SCANNER, Condition.PARTIAL), Why.WEAK),
    ],
)
def test_irises_alone_may_be_left_out_as_an_exception(part: Part, why: Why) -> None:
    found, reasons = fitness(kit(part, without=Kind.IRIS_SCANNER))

    assert (found, reasons[0].why) == (Fitness.PARTIAL, why)


def test_a_scanner_that_works_only_partly_makes_the_kit_partial() -> None:
    worn = Part(Kind.FINGERPRINT_SCANNER, Condition.PARTIAL)

    assert fitness(kit(worn, without=Kind.FINGERPRINT_SCANNER))[0] == Fitness.PARTIAL


def test_a_second_camera_stands_in_for_the_broken_one() -> None:
    assert fitness(kit(Part(Kind.CAMERA, Condition.BROKEN)))[0] == Fitness.FIT


def test_what_stops_nothing_changes_nothing() -> None:
    noisy = Part(Kind.CAMERA, stops=Stops.NOTHING)

    assert fitness(kit(noisy, without=Kind.CAMERA))[0] == Fitness.FIT


def test_a_desktop_without_anything_that_keeps_it_running_is_partial() -> None:
    desktop = kit(Part(Kind.CLIENT_PC), without=Kind.LAPTOP)

    assert fitness(desktop)[0] == Fitness.PARTIAL
    assert fitness([*desktop, Part(Kind.UPS)])[0] == Fitness.FIT
    assert fitness([*desktop, Part(Kind.UPS, Condition.BROKEN)])[1][0].kind == Kind.UPS


def test_a_laptop_carries_its_own_battery() -> None:
    assert fitness(kit(Part(Kind.UPS, Condition.BROKEN)))[0] == Fitness.FIT


@pytest.mark.parametrize("kind", BESIDE)
def test_whatever_else_breaks_matters_when_its_reporter_says_that_it_stops_the_recording(kind: Kind) -> None:
    assert fitness(kit(Part(kind, Condition.BROKEN)))[0] == Fitness.FIT
    assert fitness(kit(Part(kind, stops=Stops.PART)))[0] == Fitness.PARTIAL
    assert fitness(kit(Part(kind, stops=Stops.ALL)))[0] == Fitness.DOWN
    assert fitness(kit(Part(kind, stops=Stops.ALL), Part(kind)))[0] == Fitness.FIT


@given(st.lists(parts, max_size=12))
def test_a_kit_that_is_fit_has_no_reasons_and_any_other_has_the_worst_first(held: list[Part]) -> None:
    found, reasons = fitness(held)

    assert bool(reasons) == (found != Fitness.FIT)
    assert not reasons or reasons[0].effect == found
    assert Fitness.FIT not in {reason.effect for reason in reasons}


@given(st.lists(parts, max_size=12), st.randoms())
def test_the_order_of_devices_decides_nothing(held: list[Part], random: object) -> None:
    shuffled = held[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert fitness(shuffled)[0] == fitness(held)[0]


@given(st.lists(parts, min_size=1, max_size=12))
def test_a_device_more_that_works_well_never_makes_a_kit_worse(held: list[Part]) -> None:
    order = [Fitness.DOWN, Fitness.PARTIAL, Fitness.FIT]
    for kind in (*WHOLE, Kind.UPS):
        assert order.index(fitness([*held, Part(kind)])[0]) >= order.index(fitness(held)[0])


@given(parts)
def test_what_is_away_lost_or_broken_does_not_work(part: Part) -> None:
    gone = part.is_away or part.condition in (Condition.BROKEN, Condition.LOST) or part.stops == Stops.ALL

    assert works(part) != gone
