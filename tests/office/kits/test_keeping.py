"""Keeping kits and devices: what a kit may be called, and who may keep which."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rekam.domain.kits.kinds import Kind
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.kits import actions, care
from rekam.office.kits.models import CareRule, Device, Inventory, Kit
from tests import make
from tests.office.accounts import staff
from tests.office.kits import made


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def browser(person: User | None = None) -> Client:
    client = Client()
    person = person or staff.person(Role.PLANNER)
    client.force_login(person, backend="rekam.office.accounts.backends.Staff")
    return client


def facts(**more: Any) -> dict[str, Any]:
    return {"code": "KTM-04-1", "name": "", "role": "fixed", "home": "", "note": "", "place": "", **more}


# -- what a kit is called ---------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["KTM/04", "KTM 04", "../KTM", "-KTM", "KTM?", "ÉTÉ-1", "KTM-04\n1"])
def test_a_code_that_no_address_can_carry_is_refused(code: str) -> None:
    with pytest.raises(RuleBroken, match=r"kit\.code_unreadable"):
        made.kit(code=code, kinds=())


def test_a_refused_code_is_told_beside_its_field_and_the_page_of_kits_opens() -> None:
    planner = browser()

    answer = planner.post(reverse("kits:add_kit"), facts(code="KTM/04"))

    assert answer.status_code == 200
    assert answer.context["form"].errors["code"]
    assert not Kit.objects.exists()
    assert planner.get(reverse("kits:index")).status_code == 200


def test_a_code_with_hyphens_dots_and_low_lines_is_kept_in_capitals() -> None:
    browser().post(reverse("kits:add_kit"), facts(code="ktm-04.1_a"))

    assert Kit.objects.get().code == "KTM-04.1_A"


# -- whoever keeps the kits of one kecamatan ----------------------------------------------------------


def of_one_district() -> Client:
    return browser(staff.person(Role.PLANNER, area=made.SANGATTA_SELATAN))


def test_what_is_checked_is_decided_for_the_whole_office() -> None:
    rule = care.add_rule(kind=Kind.CAMERA, what="Bersihkan lensa", every_days=7, by=None, at=made.MORNING)
    planner = of_one_district()

    answers = [
        planner.get(reverse("kits:care_rules")),
        planner.post(reverse("kits:care_rules"), {"kind": "ups", "what": "Cabut", "every_days": "30"}),
        planner.post(reverse("kits:care_rules"), {"usual": "1"}),
        planner.post(reverse("kits:end_care_rule", args=[rule.pk])),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert list(CareRule.objects.filter(ended_at=None)) == [rule]
    assert browser().get(reverse("kits:care_rules")).status_code == 200


def test_lists_and_counts_are_the_whole_office_s() -> None:
    planner = of_one_district()

    def send(name: str, text: str, **more: str) -> int:
        file = SimpleUploadedFile("alat.csv", text.encode())
        return planner.post(reverse(f"kits:{name}"), {"file": file, **more}).status_code

    assert send("import_devices", "Jenis;Merek\nUPS;Contoh\n", sure="1") == 403
    assert send("count_devices", "Komponen,Kecamatan,Baik\nUPS,Sangatta Selatan,1\n") == 403
    assert not Device.objects.exists()
    assert not Inventory.objects.exists()


def test_nobody_is_offered_what_they_may_not_do() -> None:
    for page in ("inventory", "care"):
        offered = of_one_district().get(reverse(f"kits:{page}")).content.decode()
        assert reverse("kits:import_devices") not in offered
        assert reverse("kits:care_rules") not in offered


def test_a_device_goes_into_kits_of_the_own_kecamatan_only() -> None:
    mine, other = made.kit(made.place(), kinds=()), made.kit(made.place(made.TELUK_PANDAN), kinds=())
    camera = made.device(Kind.CAMERA, place=made.place())
    address = reverse("kits:move_device", args=[camera.tag])

    refused = of_one_district().post(address, {"kit": other.code})
    assert not other.devices.exists()
    done = of_one_district().post(address, {"kit": mine.code})

    camera.refresh_from_db()
    assert "kit" in refused.context["form"].errors
    assert (done.status_code, camera.kit) == (302, mine)


def test_a_kit_gets_its_home_in_the_own_kecamatan_only() -> None:
    here, there = made.place(), made.place(made.TELUK_PANDAN)
    kit = made.kit(here, kinds=(), home=there)
    address = reverse("kits:change_kit", args=[kit.code])
    elsewhere = made.place("64.08.04")

    refused = of_one_district().post(address, facts(home=elsewhere.pk))
    stays = of_one_district().post(address, facts(home=there.pk, name="Tetap"))
    done = of_one_district().post(address, facts(home=here.pk))

    kit.refresh_from_db()
    assert "home" in refused.context["form"].errors
    assert [each.status_code for each in (stays, done)] == [302, 302]
    assert (kit.home, kit.name) == (here, "")


# -- what the page showed -----------------------------------------------------------------------------


def moved_meanwhile() -> tuple[Device, Kit, Kit]:
    """The page showed the camera in the first kit; now it is in the second."""
    first, second = made.kit(made.place()), made.kit(made.place(), kinds=())
    camera = made.part(first, Kind.CAMERA)
    actions.put_in_kit(device=camera, kit=second, leaves=first, by=None, at=made.later())
    return camera, first, second


@pytest.mark.parametrize("into_a_third", [True, False])
def test_a_device_that_was_moved_meanwhile_stays_where_another_put_it(into_a_third: bool) -> None:
    camera, first, second = moved_meanwhile()
    third = made.kit(made.place(), kinds=()).code if into_a_third else ""

    answer = browser().post(
        reverse("kits:move_device", args=[camera.tag]), {"kit": third, "leaves": first.code}
    )

    camera.refresh_from_db()
    assert (answer.status_code, camera.kit) == (200, second)
    assert second.code in str(answer.context["form"].errors["kit"])


def test_a_page_that_shows_the_kit_takes_the_device_out_of_it() -> None:
    camera, _first, second = moved_meanwhile()
    third = made.kit(made.place(), kinds=())
    address = reverse("kits:move_device", args=[camera.tag])

    page = browser().get(address).content.decode()
    browser().post(address, {"kit": third.code, "leaves": second.code})

    camera.refresh_from_db()
    assert f'name="leaves" value="{second.code}"' in page
    assert camera.kit == third


def test_the_usual_checks_taken_twice_are_there_once() -> None:
    planner = browser()

    answers = [planner.post(reverse("kits:care_rules"), {"usual": "1"}).status_code for _twice in range(2)]

    assert (answers, CareRule.objects.count()) == ([302, 302], len(care.usual()))
