"""Proposals of spares at real places: what goes where, what it saves, and what the office says to it."""

from datetime import date, timedelta
from typing import Any

import pytest

from rekam.domain.kits.fitness import Fitness
from rekam.domain.kits.kinds import Kind, Role
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role as Person
from rekam.office.kits import custody
from rekam.office.kits import queries as device_kits
from rekam.office.kits.models import Handover, Kit
from rekam.office.places.models import Place
from rekam.office.regions.models import Office
from rekam.office.service import queries, sending, spares
from rekam.office.service.spares import Option, Proposed
from tests import make
from tests.office.accounts import staff
from tests.office.coverage.test_screens import words
from tests.office.kits import made as kits_made
from tests.office.service import made

STORE = {"lat": 0.5416, "lon": 117.5789}
NEAR = {"lat": 0.42, "lon": 117.42}
SPARES = "/pantauan/cadangan/"
FAR = {"lat": 1.01, "lon": 118.47, "access": "dry_season"}


def busy(area: str, per_day: int, **where: Any) -> tuple[Place, Kit]:
    """A place with one kit that recorded so many people on every day since 30 September."""
    place = made.place(area, **where)
    kit = made.kit(place)
    made.recorded_for_weeks(place, per_day)
    return place, kit


def head_office() -> None:
    made.place(name="Disdukcapil", kind="head_office", week=None, **STORE)


def spare_kit(code: str = "KIT-C-1") -> Kit:
    return made.kit(None, code=code, role=Role.SPARE)


def proposed(day: int = 24, clock: str = "08:00") -> Proposed:
    return spares.proposals(made.at(day, clock))


def chosen(found: Proposed) -> list[Option]:
    return [found.options[saving.move.number] for saving in found.plan.savings]


def kits_in(found: Proposed) -> list[int]:
    return [option.item.kit.kit.pk for option in chosen(found) if option.item.kit]


def test_a_spare_kit_goes_where_the_only_kit_broke() -> None:
    head_office()
    place, kit = busy(made.SANGATTA_SELATAN, 28, **NEAR)
    spare = spare_kit()
    made.broken(kit, since=made.at(24, "08:00"))

    found = proposed()

    (option,) = chosen(found)
    assert (option.item.kit and option.item.kit.kit, option.place) == (spare, place)
    assert found.plan.is_best
    # 56 open hours as promised, four people in each, less those until it has come.
    assert found.plan.lost_before == pytest.approx(4 * 56, rel=0.02)
    assert found.plan.savings[0].saves == pytest.approx(found.plan.saves)
    assert found.plan.lost_after < 20
    assert option.arrives is not None
    assert option.arrives > made.at(24, "10:00")


def test_nothing_is_sent_where_another_kit_takes_everybody() -> None:
    head_office()
    place, kit = busy(made.SANGATTA_SELATAN, 14, **NEAR)
    made.kit(place)
    spare_kit()
    made.broken(kit, since=made.at(24, "08:00"))

    assert chosen(proposed()) == []


def test_in_the_rains_nothing_is_sent_over_a_road_of_the_dry_season() -> None:
    head_office()
    _place, kit = busy(made.TELUK_PANDAN, 28, **FAR)
    spare_kit()
    made.broken(kit, since=made.at(24, "08:00"))

    assert len(chosen(proposed())) == 1
    assert chosen(spares.proposals(made.at(31, "23:59") + timedelta(minutes=1))) == []


def test_a_spare_device_mends_the_kit_that_lacks_it() -> None:
    head_office()
    _place, kit = busy(made.SANGATTA_SELATAN, 28, **NEAR)
    scanner = kits_made.device(Kind.FINGERPRINT_SCANNER)
    kits_made.device(Kind.CAMERA)
    made.broken(kit, since=made.at(24, "08:00"))

    (option,) = chosen(proposed())

    assert option.item.device == scanner
    assert option.to_kit is not None
    assert option.to_kit.kit == kit


def test_two_broken_sets_become_one_when_there_is_no_spare() -> None:
    place, kit = busy(made.SANGATTA_SELATAN, 35, **NEAR)
    _other, idle = busy(made.TELUK_PANDAN, 1, **STORE)
    made.broken(kit, Kind.FINGERPRINT_SCANNER, since=made.at(24, "08:00"))
    made.broken(idle, Kind.CAMERA, since=made.at(24, "08:00"))

    found = proposed()

    (option,) = chosen(found)
    assert option.item.device == made.device(idle, Kind.FINGERPRINT_SCANNER)
    assert option.place == place
    assert option.move.taken is not None
    assert found.plan.saves > 100


def test_a_device_with_a_fault_of_its_own_is_no_spare() -> None:
    head_office()
    _place, kit = busy(made.SANGATTA_SELATAN, 28, **NEAR)
    kits_made.fault(kits_made.device(Kind.FINGERPRINT_SCANNER))
    made.broken(kit, since=made.at(24, "08:00"))

    assert chosen(proposed()) == []


# -- kits that are not where they belong ---------------------------------------------------------------------


def sent(kit: Kit, to: Place | None, day: int, clock: str = "06:00") -> Handover:
    return custody.send_kit(kit=kit, to=to, reason="Perbaikan", by=None, at=made.at(day, clock))


def moved(kit: Kit, to: Place | None, day: int) -> None:
    """Sent and signed for on one morning."""
    custody.receive(handover=sent(kit, to, day), by=None, at=made.at(day, "07:00"))


def test_a_place_whose_only_kit_was_sent_in_waits_for_a_spare() -> None:
    head_office()
    place, kit = busy(made.BUSANG, 28, **NEAR)
    spare = spare_kit()
    made.broken(kit, since=made.at(20, "08:00"))
    moved(kit, None, 21)

    found = proposed()

    assert kits_in(found) == [spare.pk]
    assert chosen(found)[0].place == place
    assert found.plan.lost_before > 4 * 56  # the repair as promised, and the way home
    page = words(staff.browser(made.head()).get(SPARES))
    assert "satu set lengkap, yang berada di tempat lain" in page


def test_a_spare_that_stands_in_for_a_kit_sent_in_is_offered_to_nobody() -> None:
    head_office()
    place, kit = busy(made.BUSANG, 28, **NEAR)
    _other, waiting = busy(made.SANGATTA_SELATAN, 28, **NEAR)
    spare = spare_kit()
    moved(spare, place, 20)
    made.broken(kit, since=made.at(20, "08:00"))
    moved(kit, None, 21)
    made.broken(waiting, since=made.at(24, "08:00"))

    found = proposed()

    assert chosen(found) == []
    assert (found.spare_kits, found.options) == (0, {})  # nor is any of its devices


def test_a_spare_beside_kits_that_all_work_is_free() -> None:
    head_office()
    place, _kit = busy(made.BUSANG, 28, **NEAR)
    _other, waiting = busy(made.SANGATTA_SELATAN, 28, **NEAR)
    spares_there = [spare_kit("KIT-C-1"), spare_kit("KIT-C-2")]
    for spare in spares_there:
        moved(spare, place, 20)
    made.broken(waiting, since=made.at(24, "08:00"))

    assert proposed().spare_kits == 2
    made.broken(Kit.objects.get(home=place), since=made.at(24, "08:00"))
    assert proposed().spare_kits == 1


def test_a_mended_kit_in_the_store_is_sent_home_and_nowhere_else() -> None:
    head_office()
    place, kit = busy(made.BUSANG, 28, **NEAR)
    _other, waiting = busy(made.SANGATTA_SELATAN, 56, **NEAR)
    moved(kit, None, 21)
    made.broken(waiting, since=made.at(24, "08:00"))

    found = proposed()

    assert [(option.item.kit and option.item.kit.kit, option.place) for option in chosen(found)] == [
        (kit, place)
    ]
    assert {option.place for option in found.options.values() if option.item.kit} == {place}
    assert found.spare_kits == 0


def test_a_mended_device_in_the_store_goes_back_into_its_own_kit() -> None:
    head_office()
    place, kit = busy(made.BUSANG, 28, **NEAR)
    _other, waiting = busy(made.SANGATTA_SELATAN, 28, **NEAR)
    kits_made.device(Kind.FINGERPRINT_SCANNER)
    scanner = made.device(kit)
    way = custody.send_device(device=scanner, to=None, reason="Perbaikan", by=None, at=made.at(1, "06:00"))
    custody.receive(handover=way, by=None, at=made.at(1, "07:00"))

    made.broken(waiting, since=made.at(2, "06:00"))

    goes = {option.to_kit and option.to_kit.kit: option for option in chosen(spares.proposals(queries.now()))}
    assert goes[kit].item.device == scanner
    assert goes[waiting].item.device != scanner

    browser = staff.browser(made.head())
    assert f"Pemindai sidik jari kembali ke {kit.code}" in words(browser.get(SPARES))
    wish = f"device-{scanner.pk}-{place.pk}-{kit.pk}"
    browser.post("/pantauan/cadangan/kirim/", {"wish": wish})
    custody.receive(handover=Handover.objects.get(received_at=None), by=None, at=made.at(3, "12:00"))
    assert device_kits.fitness_of(kit).fitness == Fitness.FIT


def test_a_kit_that_never_came_to_its_place_is_missed_there() -> None:
    head_office()
    place = made.place(made.BUSANG, **NEAR)
    made.kit(None, home=place, kinds=())
    spare = spare_kit()

    found = proposed()

    assert [(kits_in(found), option.place) for option in chosen(found)] == [([spare.pk], place)]


def test_a_temporary_place_misses_no_kit() -> None:
    head_office()
    place = made.place(made.BUSANG, **NEAR, closes_on=date(2016, 12, 31))
    made.kit(None, home=place)
    spare_kit()

    assert proposed().scene.sites == {}


# -- what is on its way already ------------------------------------------------------------------------------


@pytest.mark.parametrize("area", ["", "64.08"])  # the regency is the whole office
def test_no_second_kit_goes_after_the_one_that_is_on_its_way(area: str) -> None:
    head_office()
    _place, kit = busy(made.BUSANG, 28, **NEAR)
    first, second = spare_kit("KIT-C-1"), spare_kit("KIT-C-2")
    made.broken(kit, since=made.at(3, "06:00"))
    browser = staff.browser(staff.person(Person.HEAD, area=area))
    assert "/pantauan/cadangan/kirim/" in browser.get(SPARES).content.decode()
    (option,) = chosen(spares.proposals(queries.now()))
    assert option.item.kit is not None

    browser.post("/pantauan/cadangan/kirim/", {"wish": f"kit-{option.item.kit.kit.pk}-{option.place.pk}-"})
    found = spares.proposals(queries.now())

    assert Handover.objects.get().kit in (first, second)
    assert chosen(found) == []
    assert (found.spare_kits, found.plan.lost_before) == (1, found.plan.lost_after)
    assert 0 < found.plan.lost_before < 20  # until it has come
    page = words(browser.get(SPARES))
    assert "bantuan dalam perjalanan" in page
    assert "satu set lengkap" not in page


def test_no_second_scanner_goes_after_the_one_that_is_on_its_way() -> None:
    head_office()
    _place, kit = busy(made.BUSANG, 28, **NEAR)
    for _number in range(2):
        kits_made.device(Kind.FINGERPRINT_SCANNER)
    made.broken(kit, since=made.at(3, "06:00"))
    (option,) = chosen(spares.proposals(queries.now()))
    device = option.item.device
    assert device is not None

    wish = f"device-{device.pk}-{option.place.pk}-{kit.pk}"
    staff.browser(made.head()).post("/pantauan/cadangan/kirim/", {"wish": wish})
    found = spares.proposals(queries.now())

    assert Handover.objects.get().device == device
    assert (chosen(found), found.spare_devices) == ([], 1)
    assert 0 < found.plan.lost_before < 20


def test_a_scanner_sent_by_hand_closes_one_gap_of_two() -> None:
    head_office()
    place, kit = busy(made.BUSANG, 105, **NEAR)
    other = made.kit(place)
    by_hand, *left = (kits_made.device() for _number in range(3))
    for broken in (kit, other):
        made.broken(broken, since=made.at(24, "08:00"))
    custody.send_device(device=by_hand, to=place, reason="Bantuan", by=None, at=made.at(24, "08:00"))

    (option,) = chosen(proposed())
    assert option.item.device in left


def test_a_kit_on_its_way_home_is_waited_for() -> None:
    head_office()
    place, kit = busy(made.BUSANG, 28, **NEAR)
    spare_kit()
    moved(kit, None, 21)
    sent(kit, place, 24)

    found = proposed()

    assert chosen(found) == []
    assert found.plan.lost_before < 20


def test_a_kit_that_comes_broken_is_no_help() -> None:
    head_office()
    place, kit = busy(made.BUSANG, 28, **NEAR)
    spare = spare_kit()
    broken = [
        made.kit(None, code="KIT-C-8", role=Role.SPARE),
        made.kit(None, code="KIT-C-9", role=Role.SPARE, kinds=()),
    ]
    made.broken(broken[0], since=made.at(20, "08:00"))
    made.broken(kit, since=made.at(24, "07:00"))
    for each in broken:
        sent(each, place, 24)

    assert kits_in(proposed()) == [spare.pk]


def wish_of(spare: Kit) -> str:
    return f"kit-{spare.pk}-{Place.objects.get(area__code=made.SANGATTA_SELATAN).pk}-"


def test_in_the_demo_what_was_sent_can_be_received() -> None:
    """Its calendar stands still on 30 September, whatever the clock on the wall says."""
    head_office()
    make.committed([make.siti()], as_of=date(2016, 9, 30))
    Office.objects.update(is_demo=True)
    _place, kit = busy(made.SANGATTA_SELATAN, 28, **NEAR)
    made.broken(kit, since=queries.now() - timedelta(minutes=30))
    browser = staff.browser(made.head())

    browser.post("/pantauan/cadangan/kirim/", {"wish": wish_of(spare_kit())})
    way = Handover.objects.get()
    browser.post(f"/alat/serah-terima/{way.pk}/terima/")

    way.refresh_from_db()
    assert (way.sent_at, way.received_at) == (queries.now(), queries.now())


def test_a_device_out_of_another_kit_changes_its_kit_and_sets_out() -> None:
    place, kit = busy(made.SANGATTA_SELATAN, 28, **NEAR)
    spare = spare_kit()
    scanner = made.device(spare)

    decision = sending.send_spare_device(
        device=scanner,
        to_kit=kit,
        to=place,
        out_of=spare,
        reason="Usulan",
        facts={"saves": 9},
        by=None,
        at=made.at(),
    )

    scanner.refresh_from_db()
    assert (scanner.kit, scanner.is_apart) == (kit, True)
    assert decision.handover is not None
    assert decision.handover.device == scanner


def test_a_refusal_is_taken_back_once() -> None:
    place, _kit = busy(made.SANGATTA_SELATAN, 1)
    facts: dict[str, Any] = {"kit": spare_kit(), "device": None, "to": place, "to_kit": None}
    made_now = sending.refuse_spare(**facts, reason="Tidak ada mobil", facts={}, by=None, at=made.at())
    sending.take_back_refusal(decision=made_now, by=None, at=made.at())

    with pytest.raises(RuleBroken, match=r"spare\.no_refusal"):
        sending.take_back_refusal(decision=made_now, by=None, at=made.at())


@pytest.mark.parametrize("number", ["", "x", "²", "987654321"])
def test_a_refusal_that_is_not_there_is_not_found(number: str) -> None:
    answer = staff.browser(made.head()).post("/pantauan/cadangan/usulkan-lagi/", {"decision": number})

    assert answer.status_code == 404
