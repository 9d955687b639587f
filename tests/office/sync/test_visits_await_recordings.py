"""What a visit still awaits: by its own numbers, though a laptop was at two visits within a day."""

from dataclasses import replace
from typing import Any

import pytest

from rekam.office.stations.models import Epoch
from rekam.office.sync.models import Counted
from rekam.office.visits.models import Visit
from rekam.wire.keys import SigningKey
from rekam.wire.packets import Sealed
from rekam.wire.recordings import Closing, Kind, VisitSums
from tests.office.sync import made
from tests.office.visits import made as visits

Two = tuple[Visit, Visit]


@pytest.fixture
def laptop() -> made.Laptop:
    made.office()
    return made.laptop()


@pytest.fixture
def two(laptop: made.Laptop) -> Two:
    """In the morning and in the afternoon."""
    return visits.confirmed(), visits.confirmed()


def recorded(laptop: made.Laptop, visit: Visit, **facts: Any) -> Sealed:
    return laptop.seal(made.recording(laptop, name="BUDI REKAAN", visit=str(visit.pk), **facts))


def closed(laptop: made.Laptop, visit: Visit, told: Closing) -> Sealed:
    said = {"kind": Kind.CLOSING, "person": None, "captures": (), "closing": told}
    return laptop.seal(made.recording(laptop, visit=str(visit.pk), **said))


def sums(visit: Visit, *numbers: int, epoch: int = 1) -> VisitSums:
    return VisitSums(str(visit.pk), "", epoch, len(numbers), numbers)


def day(last: int, *each: VisitSums, first: int = 1) -> Closing:
    count = sum(one.recorded for one in each) or last - first + 1
    return Closing(made.DAY, first, last, count, {}, 0, 0, {}, visits=each)


def arrive(laptop: made.Laptop, *each: Sealed) -> None:
    for sealed in each:
        laptop.send(sealed)
    made.opened()


def awaited(*each: Visit) -> list[int]:
    return [Visit.objects.get(pk=visit.pk).awaited for visit in each]


def test_a_laptop_at_two_visits_within_a_day_tells_each_its_own(laptop, two):
    morning, afternoon = two
    each = [recorded(laptop, visit) for visit in (morning, morning, afternoon, afternoon)]
    closing = closed(laptop, afternoon, day(4, sums(morning, 1, 2), sums(afternoon, 3, 4)))

    arrive(laptop, closing, each[0], each[2], each[3])
    assert awaited(*two) == [1, 0]
    assert set(Counted.objects.values_list("visit", flat=True)) == {morning.pk, afternoon.pk}

    arrive(laptop, each[1])
    assert awaited(*two) == [0, 0]


def test_a_closing_of_an_older_program_keeps_no_visit_open_for_recordings_of_another(laptop, two):
    morning, afternoon = two
    each = [recorded(laptop, visit) for visit in (morning, morning, afternoon)]

    arrive(laptop, closed(laptop, afternoon, day(3)), each[1], each[2])
    assert awaited(afternoon) == [1]  # it may be of either

    arrive(laptop, each[0])
    assert awaited(*two) == [0, 0]


def test_recordings_under_the_keys_before_a_new_enrolment_are_told_too(laptop, two):
    morning, _afternoon = two
    before = recorded(laptop, morning)
    again = made.enrolled(laptop.station)
    after = recorded(again, morning)
    told = day(1, sums(morning, 1, epoch=laptop.epoch.number), sums(morning, 1, epoch=again.epoch.number))

    arrive(again, after, closed(again, morning, told))
    assert awaited(morning) == [1]

    laptop.epoch = Epoch.objects.get(pk=laptop.epoch.pk)
    arrive(laptop, before)
    assert awaited(morning) == [0]


def test_what_lies_in_quarantine_at_the_office_is_on_no_laptop(laptop, two):
    morning, afternoon = two
    unsigned = replace(laptop, operator_signing=SigningKey.new())
    aside = recorded(unsigned, morning)
    laptop.sequence, laptop.previous = unsigned.sequence, unsigned.previous
    lost = recorded(laptop, afternoon)
    arrive(laptop, closed(laptop, afternoon, day(2, sums(morning, 1), sums(afternoon, 2))))
    assert awaited(*two) == [1, 1]

    arrive(laptop, aside)

    assert made.packet(aside).quarantine == "not_signed"
    assert awaited(*two) == [0, 1]
    arrive(laptop, lost)
    assert awaited(*two) == [0, 0]


def test_a_number_that_no_closing_accounts_for_may_be_somebody(laptop, two):
    """Somebody came after the day was closed; the second closing is still on the laptop."""
    morning, _afternoon = two
    first = recorded(laptop, morning)
    closing = closed(laptop, morning, day(1, sums(morning, 1)))
    later = [recorded(laptop, morning) for _ in range(2)]

    arrive(laptop, first, closing, later[1])
    assert awaited(morning) == [1]

    arrive(laptop, later[0])
    assert awaited(morning) == [0]
