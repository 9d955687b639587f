"""What a visit still awaits: by its own numbers, though a laptop was at two visits within a day."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rekam.domain.sync.people import Kind as CaseKind
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.stations import actions as stations
from rekam.office.stations.models import Epoch, Lost, Station
from rekam.office.sync.awaited import awaiting, losing
from rekam.office.sync.deciding import cases
from rekam.office.sync.models import Case, Counted, Packet
from rekam.office.sync.unsealing import retrying
from rekam.office.visits.models import Visit
from rekam.wire.keys import SigningKey
from rekam.wire.packets import Sealed
from rekam.wire.recordings import Closing, DeviceTrouble, Kind, VisitSums
from tests.office.accounts import staff
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


def test_trouble_in_quarantine_is_no_recording_that_arrived(laptop, two):
    """The closing of an older program tells how many recordings there were, and not their numbers."""
    morning, _afternoon = two
    first = recorded(laptop, morning)
    unsigned = replace(laptop, operator_signing=SigningKey.new())
    seen = DeviceTrouble("finger", "Contoh", "Slap 4", "SN-9", "device.vendor", "hangs", made.MORNING)
    trouble = unsigned.seal(made.recording(laptop, kind=Kind.TROUBLE, person=None, captures=(), trouble=seen))
    laptop.sequence, laptop.previous = unsigned.sequence, unsigned.previous
    last = recorded(laptop, morning)

    arrive(laptop, first, trouble, closed(laptop, morning, replace(day(3), recorded=2)))
    assert made.packet(trouble).quarantine == "not_signed"
    assert awaited(morning) == [1]

    arrive(laptop, last)
    assert awaited(morning) == [0]


def test_what_an_older_program_told_of_another_visit_is_awaited_there_alone(laptop, two):
    """Another day: the laptop was at this visit before and after it."""
    morning, afternoon = two
    before, *others, after = (recorded(laptop, visit) for visit in (morning, afternoon, afternoon, morning))
    told = closed(laptop, afternoon, day(3, first=2))

    arrive(laptop, before, others[0], after, told)

    assert awaited(*two) == [0, 1]


@pytest.mark.parametrize("is_enrolled_again", [False, True])
def test_a_day_that_an_older_and_a_newer_program_closed_awaits_each_number_once(
    laptop, two, is_enrolled_again
):
    """The laptop was updated between; the second closing says which number was made where."""
    morning, afternoon = two
    each = [recorded(laptop, visit) for visit in (morning, morning, afternoon)]
    older = closed(laptop, afternoon, day(3))
    arrive(laptop, each[1], older)
    assert awaited(afternoon) == [2]  # either number may be of it

    again = made.enrolled(laptop.station) if is_enrolled_again else laptop
    arrive(again, closed(again, afternoon, day(3, sums(morning, 1, 2), sums(afternoon, 3))))
    assert awaited(*two) == [1, 1]

    laptop.epoch = Epoch.objects.get(pk=laptop.epoch.pk)
    arrive(laptop, each[0], each[2])
    assert awaited(*two) == [0, 0]


# -- what lies in quarantine ------------------------------------------------------------------------


def let_out(kind: CaseKind, *each: Sealed) -> None:
    """Two people decide the case: these count, what else it is about is set aside."""
    case, names = Case.objects.get(kind=kind, decided_at=None), [made.packet(sealed).name for sealed in each]
    for role in (Role.REGISTRAR, Role.HEAD):
        cases.decide(case=case, counting=names, why="dilihat", by=staff.person(role), at=made.later(100))
    made.opened(at=made.later(110))


def stolen(laptop: made.Laptop) -> None:
    stations.revoke(epoch=laptop.epoch, why="dicuri", by=staff.person(Role.HEAD), at=made.later(35))
    made.callers.forget()


@pytest.mark.parametrize("is_older", [False, True])
@pytest.mark.parametrize("is_accepted", [False, True])
def test_a_closing_in_quarantine_makes_no_visit_wait_until_two_people_let_it_out(
    laptop, two, is_older, is_accepted
):
    morning, _afternoon = two
    first = recorded(laptop, morning)
    [recorded(laptop, morning) for _ in range(2)]
    arrive(laptop, first)
    stolen(laptop)
    closing = closed(laptop, morning, day(3) if is_older else day(3, sums(morning, 1, 2, 3)))
    arrive(laptop, closing)
    assert made.packet(closing).quarantine == "revoked"
    assert awaited(morning) == [0]
    assert awaiting.told_of([laptop.epoch]) == {}

    let_out(CaseKind.REVOKED, *([closing] if is_accepted else []))

    assert awaited(morning) == ([2] if is_accepted else [0])


def test_a_closing_that_is_held_back_later_is_awaited_no_more_and_again_once_it_is_let_out(laptop, two):
    morning, _afternoon = two
    each, clone = [recorded(laptop, morning) for _ in range(3)], laptop.clone()
    closing = closed(laptop, morning, day(3, sums(morning, 1, 2, 3)))
    arrive(laptop, each[0], closing)
    assert awaited(morning) == [2]

    theirs = recorded(clone, morning)
    arrive(clone, theirs)
    assert made.packet(closing).quarantine == made.packet(theirs).quarantine == "same_sequence"
    assert awaited(morning) == [0]

    let_out(CaseKind.CLONED, closing)
    assert awaited(morning) == [2]


def test_a_closing_in_quarantine_hides_no_number_from_another_visit(laptop, two):
    """That of an older program, which says that the missing number was made elsewhere."""
    morning, afternoon = two
    each = [recorded(laptop, morning) for _ in range(3)]
    arrive(laptop, each[0], each[2], closed(laptop, morning, day(1, sums(morning, 1))))
    assert awaited(morning) == [1]
    stolen(laptop)

    hiding = closed(laptop, afternoon, day(2, first=2))
    arrive(laptop, hiding)
    assert awaited(*two) == [1, 0]

    let_out(CaseKind.REVOKED, hiding)
    assert awaited(*two) == [0, 1]


def test_a_recording_in_quarantine_far_ahead_makes_no_visit_wait_for_what_is_before_it(laptop, two):
    """Whoever stole the laptop chooses the number."""
    morning, _afternoon = two
    arrive(laptop, recorded(laptop, morning), closed(laptop, morning, day(1, sums(morning, 1))))
    stolen(laptop)

    far = recorded(replace(laptop, sequence=1_000_000), morning)
    arrive(laptop, far)

    assert made.packet(far).quarantine == "revoked"
    assert awaited(morning) == [0]
    let_out(CaseKind.REVOKED, far)
    assert awaited(morning) == [999_998]


# -- lost for good ----------------------------------------------------------------------------------


def browser(role: Role, area: str = "") -> Client:
    return staff.browser(staff.person(role, area=area, language="en"))


def numbers(laptop: made.Laptop) -> str:
    return reverse("sync:numbers", args=[laptop.epoch.pk])


@pytest.fixture
def burnt(laptop: made.Laptop, two: Two) -> Visit:
    """Two of four numbers burnt with the laptop; the closing told of all of them."""
    morning, _afternoon = two
    each = [recorded(laptop, morning) for _ in range(4)]
    arrive(laptop, each[0], each[3], closed(laptop, morning, day(4, sums(morning, 1, 2, 3, 4))))
    assert awaited(morning) == [2]
    return morning


def test_a_number_that_is_lost_for_good_is_awaited_no_more_and_the_trail_says_why(laptop, burnt):
    head = browser(Role.HEAD)
    assert "2–3" in head.get(numbers(laptop)).content.decode()

    head.post(numbers(laptop), {"first": "2", "last": "3", "why": "Laptop terbakar, tanpa salinan"})

    assert awaited(burnt) == [0]
    assert Entry.objects.get(event="numbers.lost").details == {
        "epoch": 1,
        "start": 2,
        "end": 3,
        "why": "Laptop terbakar, tanpa salinan",
    }
    index = head.get(reverse("sync:index")).content.decode()
    assert "2 lost for good" in index
    assert "2 missing" not in index
    assert "Laptop terbakar" in head.get(numbers(laptop)).content.decode()


def test_a_closing_of_an_older_program_awaits_no_lost_number_either(laptop, two):
    morning, _afternoon = two
    each = [recorded(laptop, morning) for _ in range(2)]
    arrive(laptop, each[1], closed(laptop, morning, day(2)))
    assert awaited(morning) == [1]

    losing.declare(
        epoch=laptop.epoch, first=1, last=1, why="Disk rusak", by=staff.person(Role.HEAD), at=made.later(90)
    )

    assert awaited(morning) == [0]
    arrive(laptop, each[0])  # it was found after all
    assert made.recorded(each[0]).visit == morning


@pytest.mark.parametrize(
    ("first", "last", "why"), [("1", "3", "terbakar"), ("3", "2", "terbakar"), ("2", "3", " ")]
)
def test_only_what_is_missing_can_be_lost_and_a_reason_is_given(laptop, burnt, first, last, why):
    answer = browser(Role.HEAD).post(numbers(laptop), {"first": first, "last": last, "why": why})

    assert answer.status_code == 409
    assert awaited(burnt) == [2]
    assert not Lost.objects.exists()


@pytest.mark.parametrize(("role", "area"), [(Role.TECHNICIAN, ""), (Role.REGISTRAR, "64.08.04")])
def test_who_does_not_decide_about_recordings_gives_none_up(laptop, burnt, role, area):
    Station.objects.update(place=burnt.place)
    them = browser(role, area)
    assert "Wait for them no more" not in them.get(numbers(laptop)).content.decode()

    them.post(numbers(laptop), {"first": "2", "last": "3", "why": "terbakar"})

    assert awaited(burnt) == [2]


def given_up(laptop: made.Laptop) -> Lost:
    who = staff.person(Role.HEAD)
    return losing.declare(epoch=laptop.epoch, first=2, last=3, why="Disk rusak", by=who, at=made.later(90))


@pytest.mark.parametrize("area", ["", "64.08"])  # the regency is the whole office
def test_what_was_given_up_too_early_is_awaited_again_and_the_trail_says_so(laptop, burnt, area):
    Station.objects.update(place=burnt.place)
    lost = given_up(laptop)
    again, head = reverse("sync:await_again", args=[lost.pk]), browser(Role.HEAD, area)
    assert again in head.get(numbers(laptop)).content.decode()
    assert awaited(burnt) == [0]

    assert head.post(again).status_code == 302

    assert awaited(burnt) == [2]
    assert not Lost.objects.exists()
    told = Entry.objects.get(event="numbers.awaited_again").details
    assert told == {"epoch": 1, "start": 2, "end": 3, "why": "Disk rusak"}
    assert "2–3" in head.get(numbers(laptop)).content.decode()


@pytest.mark.parametrize(("role", "area"), [(Role.TECHNICIAN, ""), (Role.REGISTRAR, "64.08.04")])
def test_who_does_not_decide_about_recordings_takes_none_of_it_back(laptop, burnt, role, area):
    Station.objects.update(place=burnt.place)
    lost, them = given_up(laptop), browser(role, area)
    again = reverse("sync:await_again", args=[lost.pk])
    assert again not in them.get(numbers(laptop)).content.decode()

    assert them.post(again).status_code in (403, 404)

    assert Lost.objects.get() == lost


def test_a_packet_whose_number_was_given_up_is_told_when_it_comes(laptop, two):
    morning, _afternoon = two
    each = [recorded(laptop, morning) for _ in range(4)]
    arrive(laptop, each[0], each[3])
    given_up(laptop)

    arrive(laptop, each[1])

    assert Entry.objects.get(event="number.found").details == {"epoch": 1, "sequence": 2}
    assert "1 came after all, and counts" in browser(Role.HEAD).get(numbers(laptop)).content.decode()


def test_a_given_up_number_that_came_into_quarantine_does_not_count(laptop, two):
    morning, _afternoon = two
    each = [recorded(laptop, morning) for _ in range(4)]
    arrive(laptop, each[0], each[3])
    given_up(laptop)
    stolen(laptop)

    arrive(laptop, each[1])

    assert made.packet(each[1]).quarantine == "revoked"
    assert "came after all" not in browser(Role.HEAD).get(numbers(laptop)).content.decode()
    let_out(CaseKind.REVOKED, each[1])
    assert "1 came after all, and counts" in browser(Role.HEAD).get(numbers(laptop)).content.decode()


def test_a_given_up_number_whose_laptop_was_unknown_is_told_when_it_is_taken_up(laptop, two):
    morning, _afternoon = two
    each = [recorded(laptop, morning) for _ in range(4)]
    arrive(laptop, each[0], each[3])
    given_up(laptop)
    key = laptop.station.key
    Station.objects.filter(key=key).update(key="f" * 32)  # as in an office set back to before its enrolment
    made.callers.forget()
    arrive(laptop, each[1])
    assert made.packet(each[1]).quarantine == "unknown_key"
    assert not Entry.objects.filter(event="number.found").exists()

    Station.objects.filter(key="f" * 32).update(key=key)
    retrying.try_again(packet=made.packet(each[1]), by=staff.person(Role.HEAD), at=made.later(100))

    assert Entry.objects.get(event="number.found").details == {"epoch": 1, "sequence": 2}


def test_numbers_under_the_keys_before_a_new_enrolment_can_be_lost_too(laptop, two):
    """Nothing came under the old keys: only the closing under the new ones tells of them."""
    morning, _afternoon = two
    recorded(laptop, morning)
    again = made.enrolled(laptop.station)
    told = day(1, sums(morning, 1, epoch=laptop.epoch.number), sums(morning, 1, epoch=again.epoch.number))
    arrive(again, recorded(again, morning), closed(again, morning, told))
    assert awaited(morning) == [1]
    assert "1 missing" in browser(Role.HEAD).get(reverse("sync:index")).content.decode()

    losing.declare(
        epoch=laptop.epoch, first=1, last=1, why="Disk rusak", by=staff.person(Role.HEAD), at=made.later(90)
    )

    assert awaited(morning) == [0]


def test_a_closing_under_new_keys_makes_up_no_numbers_under_them(laptop, two):
    """Nobody was recorded under them yet: its last number is one of the keys before."""
    morning, _afternoon = two
    each = [recorded(laptop, morning) for _ in range(3)]
    arrive(laptop, *each)
    again = made.enrolled(laptop.station)

    arrive(again, closed(again, morning, day(3, sums(morning, 1, 2, 3, epoch=laptop.epoch.number))))

    assert losing.missing(again.epoch) == []
    assert "missing" not in browser(Role.HEAD).get(reverse("sync:index")).content.decode()
    with pytest.raises(RuleBroken, match="not_missing"):
        losing.declare(
            epoch=again.epoch, first=2, last=3, why="-", by=staff.person(Role.HEAD), at=made.later(90)
        )


def test_how_many_were_unsent_is_as_the_last_closing_says_whichever_comes_first(laptop, two):
    morning, _afternoon = two
    first = closed(laptop, morning, replace(day(3, sums(morning, 1, 2, 3)), unsent=3))
    last = closed(laptop, morning, replace(day(3, sums(morning, 1, 2, 3)), unsent=1))

    arrive(laptop, last, first)

    assert awaiting.told_of([laptop.epoch]) == {laptop.epoch.pk: (3, 1)}


@pytest.mark.parametrize("says_it", ["a closing", "a header"])
def test_a_laptop_that_lost_count_of_its_numbers_stops_no_worker(laptop: made.Laptop, says_it: str) -> None:
    """The visit awaits as many as can be written down, and whatever else comes goes into the register."""
    visit, last = visits.confirmed(), 10**12
    laptop.send(recorded(laptop, visit))
    if says_it == "a closing":
        laptop.send(closed(laptop, visit, Closing(made.DAY, 1, last, 2**31 - 1, {}, 0, 0, {})))
    else:
        laptop.send(
            laptop.seal(made.recording(laptop, name="BUDI REKAAN", visit=str(visit.pk)), sequence=last)
        )

    made.opened()

    assert {packet.opened for packet in Packet.objects.all()} == {"done"}
    visit.refresh_from_db()
    assert visit.awaited > 2**31 - 5
    laptop.send(recorded(laptop, visit))
    made.opened()
    assert {packet.opened for packet in Packet.objects.all()} == {"done"}


def test_a_visit_hears_of_a_person_whose_name_is_blank(laptop: made.Laptop) -> None:
    visit = visits.confirmed()
    said = made.recording(laptop, nik=made.siti()["NIK"], name="\0  ", visit=str(visit.pk))
    laptop.send(laptop.seal(said))

    made.opened()

    assert [each.name for each in visit.people.order_by("pk")][1:] == ["-"]  # after whom it was sent to
