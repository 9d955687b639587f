"""What is sent and received between kecamatan and office, and what a kit can do meanwhile."""

import pytest
from django.db import IntegrityError, transaction

from rekam.domain.kits.fitness import Fitness, Why
from rekam.domain.kits.kinds import Kind, Stops
from rekam.domain.trouble import RuleBroken
from rekam.office.audit.models import Entry
from rekam.office.kits import actions, custody, queries
from rekam.office.kits.models import Handover
from tests import make
from tests.office.kits import made


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def sent_kit(kit: object, to: object = None, hours: float = 1) -> Handover:
    return custody.send_kit(kit=kit, to=to, reason="Ditukar", by=None, at=made.later(hours))  # type: ignore[arg-type]


def sent(device: object, to: object = None, hours: float = 1) -> Handover:
    return custody.send_device(device=device, to=to, reason="Perbaikan", by=None, at=made.later(hours))  # type: ignore[arg-type]


def received(handover: Handover, hours: float = 2) -> Handover:
    return custody.receive(handover=handover, by=None, at=made.later(hours), note="Lengkap")


def test_a_kit_on_its_way_is_nowhere_until_it_arrives() -> None:
    here, there = made.place(), made.place(made.TELUK_PANDAN)
    kit = made.kit(here)

    way = sent_kit(kit, there)
    meanwhile = queries.fitness_of(kit)
    received(way)

    assert (meanwhile.fitness, meanwhile.is_placed) == (Fitness.FIT, False)
    assert queries.at_places()[there.pk][0].kit == kit
    assert queries.area_of(kit) == made.TELUK_PANDAN


def test_receipts_are_numbered_within_their_year() -> None:
    numbers = [sent(made.device(place=made.place())).number for _each in range(2)]

    assert numbers == ["0001/BAST-ALAT/2016", "0002/BAST-ALAT/2016"]


def test_the_receipt_keeps_what_went_as_it_was() -> None:
    kit = made.kit(made.place())
    way = sent_kit(kit)
    camera = made.part(kit, Kind.CAMERA)
    actions.change_device(device=camera, values={"model": "Baru"}, by=None, at=made.later(3))

    way.refresh_from_db()
    assert len(way.contents) == len(made.WHOLE)
    assert {item["model"] for item in way.contents} == {""}


def test_a_kit_records_without_the_iris_scanner_it_sent_away_and_is_whole_when_it_comes_back() -> None:
    here = made.place()
    kit = made.kit(here)
    iris = made.part(kit, Kind.IRIS_SCANNER)

    received(sent(iris))
    away = queries.fitness_of(kit)
    received(sent(iris, here, hours=3), hours=4)

    assert (away.fitness, away.reasons[0].why) == (Fitness.PARTIAL, Why.AWAY)
    assert queries.fitness_of(kit).fitness == Fitness.FIT
    iris.refresh_from_db()
    assert (iris.is_apart, iris.place) == (False, None)


def test_a_device_that_is_repaired_at_the_office_is_missing_from_its_kit_until_it_was_carried_back() -> None:
    here = made.place()
    kit = made.kit(here)
    camera = made.part(kit, Kind.CAMERA)
    fault = made.fault(camera)
    received(sent(camera))
    made.moved(fault, "confirm", "assign", "start_repair", "test", "pass", hours=3)
    before = queries.fitness_of(kit)

    received(sent(camera, here, hours=9), hours=10)

    assert (before.fitness, before.reasons[0].why) == (Fitness.DOWN, Why.AWAY)
    assert queries.fitness_of(kit).fitness == Fitness.FIT


def test_what_lies_on_a_bench_stays_behind_when_its_kit_leaves() -> None:
    here = made.place()
    kit = made.kit(here)
    fault = made.fault(made.part(kit, Kind.IRIS_SCANNER), stops=Stops.PART)
    made.moved(fault, "confirm", "assign", "start_repair")

    way = sent_kit(kit, hours=9)

    assert Kind.IRIS_SCANNER not in {item["kind"] for item in way.contents}
    assert queries.place_of_device(made.part(kit, Kind.IRIS_SCANNER)) == here.pk


def test_a_device_that_waits_joins_its_kit_when_that_comes_to_it() -> None:
    here = made.place()
    kit = made.kit(here)
    iris = made.part(kit, Kind.IRIS_SCANNER)
    received(sent(iris))

    received(sent_kit(kit, hours=3), hours=4)

    assert queries.fitness_of(kit).fitness == Fitness.FIT


def test_what_is_on_its_way_is_not_sent_again_nor_received_twice() -> None:
    here = made.place()
    kit = made.kit(here)
    way = sent_kit(kit)

    for again in (
        lambda: sent_kit(kit, here, hours=2),
        lambda: actions.station(kit=kit, place=here, by=None, at=made.later(2)),
        lambda: sent(made.part(kit, Kind.CAMERA), here, hours=2),
    ):
        with pytest.raises(RuleBroken, match=way.number):
            again()
    received(way)
    with pytest.raises(RuleBroken, match=r"handover\.received"):
        received(way, hours=3)


def test_the_database_holds_one_open_way_per_device() -> None:
    way = sent(made.device(place=made.place()))

    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(number="2", device=way.device, sent_at=made.later(2))


def test_nothing_is_sent_to_where_it_is() -> None:
    here = made.place()

    with pytest.raises(RuleBroken, match=r"handover\.same_place"):
        sent_kit(made.kit(here), here)


def test_who_sent_and_who_received_stands_in_the_trail() -> None:
    way = received(sent(made.device(place=made.place())))

    events = Entry.objects.filter(subject=way.number).order_by("number").values_list("event", flat=True)
    assert list(events) == ["handover.sent", "handover.received"]
