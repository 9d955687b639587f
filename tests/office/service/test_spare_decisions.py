"""What the office says to a proposal of a spare, and who may say it."""

from datetime import timedelta
from typing import Any

import pytest

from rekam.office.accounts.rights import Role as Person
from rekam.office.audit.models import Entry
from rekam.office.kits import actions as kits
from rekam.office.kits import custody
from rekam.office.kits.models import Handover, Kit
from rekam.office.places.models import Place
from rekam.office.service import sending, spares
from rekam.office.service.models import SpareDecision
from tests.office.accounts import staff
from tests.office.coverage.test_screens import words
from tests.office.service import made
from tests.office.service.test_spares import (
    NEAR,
    SPARES,
    busy,
    chosen,
    head_office,
    kits_in,
    spare_kit,
    wish_of,
)


@pytest.fixture(scope="module", autouse=True)
def proposal(office: None) -> None:
    """A place that waits for the spare kit in the store."""
    head_office()
    _place, kit = busy(made.SANGATTA_SELATAN, 28, **NEAR)
    spare_kit()
    made.broken(kit, since=made.at(3, "06:00"))


@pytest.fixture
def waiting() -> Kit:
    """The spare kit that is waited for."""
    return Kit.objects.get(code="KIT-C-1")


def test_an_accepted_proposal_sets_out_with_a_receipt(waiting: Kit) -> None:
    browser = staff.browser(made.planner())
    page = words(browser.get("/pantauan/cadangan/"))
    assert "Kirim set KIT-C-1 ke Kantor Camat" in page
    assert "Pilihan ini" not in page

    answer = browser.post("/pantauan/cadangan/kirim/", {"wish": wish_of(waiting)})

    assert answer.status_code == 302
    way = Handover.objects.get()
    assert (way.kit, way.received_at) == (waiting, None)
    decision = SpareDecision.objects.get()
    assert decision.handover == way
    assert decision.facts["saves"] > 50
    assert Entry.objects.filter(event="spare.accepted", subject="KIT-C-1").count() == 1
    assert way.number in words(browser.get("/pantauan/cadangan/"))


def test_when_it_has_arrived_the_place_records_again(waiting: Kit) -> None:
    staff.browser(made.head()).post("/pantauan/cadangan/kirim/", {"wish": wish_of(waiting)})

    custody.receive(handover=Handover.objects.get(), by=None, at=made.at(3, "12:00"))

    assert chosen(spares.proposals(made.at(3, "13:00"))) == []


def test_a_refusal_says_why_and_is_not_proposed_again_for_a_week(waiting: Kit) -> None:
    browser = staff.browser(made.head())
    browser.post("/pantauan/cadangan/tolak/", {"wish": wish_of(waiting), "reason": "Dipakai untuk expo"})

    assert waiting.pk not in kits_in(spares.proposals(made.at(4, "08:00")))
    assert waiting.pk in kits_in(spares.proposals(made.at(10, "08:00")))
    assert "Dipakai untuk expo" in words(browser.get("/pantauan/cadangan/"))

    browser.post("/pantauan/cadangan/usulkan-lagi/", {"decision": SpareDecision.objects.get().pk})
    assert waiting.pk in kits_in(spares.proposals(made.at(4, "08:00")))
    assert [entry.event for entry in Entry.objects.order_by("number")][-2:] == [
        "spare.refused",
        "spare.refusal_taken_back",
    ]


def test_a_refusal_without_a_reason_is_refused(waiting: Kit) -> None:
    answer = staff.browser(made.head()).post("/pantauan/cadangan/tolak/", {"wish": wish_of(waiting)})

    assert answer.status_code == 409
    assert "spare.refused_without_reason" in answer.content.decode()
    assert not SpareDecision.objects.exists()


def test_a_proposal_that_is_none_any_more_is_not_carried_out(waiting: Kit) -> None:
    for wish in (f"kit-{waiting.pk}-987654321-", "kit-²-²-", "nonsense", ""):
        answer = staff.browser(made.head()).post("/pantauan/cadangan/kirim/", {"wish": wish})

        assert answer.status_code == 409
        assert "spare.not_proposed" in answer.content.decode()
    assert not Handover.objects.exists()


def test_a_district_sees_the_proposals_decisions_and_broken_kits_of_its_own(waiting: Kit) -> None:
    other = spare_kit("KIT-C-2")
    facts: dict[str, Any] = {"kit": other, "device": None, "to_kit": None, "facts": {}, "by": made.head()}
    here = Place.objects.get(area__code=made.SANGATTA_SELATAN)
    sending.refuse_spare(to=here, reason="Menunggu mobil", at=made.at(), **facts)

    pages = {
        area: words(staff.browser(staff.person(Person.DISTRICT_STAFF, area=area)).get("/pantauan/cadangan/"))
        for area in (made.SANGATTA_SELATAN, made.BUSANG)
    }

    for told in ("Kirim set KIT-C-1", "Menunggu mobil", "Titik dengan set rusak"):
        assert told in pages[made.SANGATTA_SELATAN]
        assert told not in pages[made.BUSANG]
    assert here.name not in pages[made.BUSANG]


def test_which_kit_of_another_district_it_is_stays_with_the_office(waiting: Kit) -> None:
    """A spare in the store is named; one that stands in another district is not until it is sent."""
    away = made.place(made.TELUK_PANDAN, **NEAR)
    made.kit(away)
    spare = Kit.objects.get(code="KIT-C-1")
    kits.station(kit=spare, place=away, by=None, at=made.at(1))
    here = Place.objects.get(area__code=made.SANGATTA_SELATAN)
    facts: dict[str, Any] = {"kit": spare, "device": None, "to_kit": None, "facts": {}, "by": made.head()}
    long_ago = made.at(3) - timedelta(days=8)
    sending.refuse_spare(to=here, reason="Menunggu mobil", at=long_ago, **facts)

    district = words(staff.browser(staff.person(Person.DISTRICT_STAFF, area="64.08.12")).get(SPARES))
    whole = words(staff.browser(made.planner()).get(SPARES))

    assert "Kirim set alat dari kecamatan lain ke" in district
    assert "set alat dari kecamatan lain →" in district
    assert "KIT-C-1" not in district
    assert "Kirim set KIT-C-1 ke" in whole


def test_only_who_decides_about_kits_decides(waiting: Kit) -> None:
    page = words(staff.browser(staff.person(Person.TECHNICIAN)).get("/pantauan/cadangan/"))
    assert "Kirim set KIT-C-1" in page
    assert "Tolak usulan" not in page

    for person in (staff.person(Person.TECHNICIAN), staff.person(Person.PLANNER, area="64.08.12")):
        answer = staff.browser(person).post("/pantauan/cadangan/kirim/", {"wish": wish_of(waiting)})
        assert answer.status_code == 403
    assert not Handover.objects.exists()
