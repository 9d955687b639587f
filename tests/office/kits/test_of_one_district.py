"""What somebody sees who works in one district: their own kits, and no door that is closed to them."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from rekam.domain.kits.kinds import Kind
from rekam.office.accounts.rights import Role
from rekam.office.kits import actions, care, custody
from rekam.office.kits.models import Handover, Kit
from tests import make
from tests.office.accounts import staff
from tests.office.accounts.staff import browser
from tests.office.kits import made
from tests.office.rosters.screens.desk import text

LINK = re.compile(r'href="(/[^"#]*)')


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


@pytest.fixture
def ours() -> Kit:
    return made.kit(made.place(), code="KTM-12-1")


@pytest.fixture
def theirs() -> Kit:
    return made.kit(made.place(made.TELUK_PANDAN), code="KTM-13-1")


def keeper() -> Client:
    """A technician who looks after the kits of one district."""
    return browser(made.technician(area=made.SANGATTA_SELATAN))


def page(client: Client, name: str, *args: object, **asked: str) -> str:
    answer = client.get(reverse(f"kits:{name}", args=args), asked)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def sent(kit: Kit, to: str) -> Handover:
    return custody.send_kit(kit=kit, to=made.place(to), reason="Pinjaman", by=None, at=made.later())


def links(html: str) -> Iterator[str]:
    """Those of the page itself; the frame around it has its own test."""
    inside = html.partition("<main")[2].partition("</main")[0]
    return (each.replace("&amp;", "&") for each in LINK.findall(inside))


def test_labels_and_forms_name_the_kits_of_the_own_district_alone(ours: Kit, theirs: Kit) -> None:
    camera = made.part(ours, Kind.CAMERA)
    client = keeper()

    for name, *args in (("labels",), ("add_device",), ("move_device", camera.tag)):
        html = page(client, name, *args)
        assert "KTM-12-1" in html
        assert "KTM-13-1" not in html
    assert made.place(made.TELUK_PANDAN).name not in page(client, "add_kit")


def test_the_whole_office_is_offered_all_of_them(ours: Kit, theirs: Kit) -> None:
    client = browser(made.technician())

    for name in ("labels", "add_device"):
        html = page(client, name)
        assert "KTM-12-1" in html
        assert "KTM-13-1" in html


def test_a_kit_of_another_district_that_was_typed_is_no_choice(ours: Kit, theirs: Kit) -> None:
    camera = made.part(ours, Kind.CAMERA)
    typed = {"kit": theirs.code, "leaves": ours.code}

    answer = keeper().post(reverse("kits:move_device", args=[camera.tag]), typed)

    camera.refresh_from_db()
    assert answer.status_code != 302
    assert camera.kit == ours


def test_a_kit_on_its_way_to_a_district_is_named_there(ours: Kit, theirs: Kit) -> None:
    sent(theirs, made.SANGATTA_SELATAN)

    assert "KTM-13-1" in page(keeper(), "labels")


def test_that_it_has_arrived_is_said_where_it_goes_to(ours: Kit) -> None:
    way = sent(ours, made.TELUK_PANDAN)
    said = "Sudah tiba"

    told = {
        area: text(browser(made.district_staff(area)).get(reverse("kits:handovers")))
        for area in (made.SANGATTA_SELATAN, made.TELUK_PANDAN)
    }

    assert way.number in told[made.SANGATTA_SELATAN]
    assert said not in told[made.SANGATTA_SELATAN]
    assert said in told[made.TELUK_PANDAN]
    assert said not in text(browser(staff.person(Role.AUDITOR)).get(reverse("kits:handovers")))


def test_a_device_that_travels_with_its_kit_is_on_its_way_and_is_not_sent_again(ours: Kit) -> None:
    way = sent(ours, made.TELUK_PANDAN)
    client = browser(made.district_staff(made.TELUK_PANDAN))

    html = page(client, "device", made.part(ours, Kind.CAMERA).tag)

    assert way.number in html
    assert reverse("kits:send") not in html


def test_what_lies_on_the_bench_has_no_button_that_would_be_refused(ours: Kit) -> None:
    camera = made.part(ours, Kind.CAMERA)
    client = browser(made.district_staff())
    fault = made.fault(camera)
    assert reverse("kits:send") in page(client, "device", camera.tag)

    made.moved(fault, "confirm", "assign", "start_repair")

    assert reverse("kits:send") not in page(client, "device", camera.tag)


def test_a_retired_kit_says_so_and_offers_nothing() -> None:
    kit = made.kit(made.place(), kinds=(), code="KTM-12-9")
    actions.retire_kit(kit=kit, by=None, at=made.later())

    html = page(browser(made.technician()), "kit", kit.code)

    assert "dipensiunkan" in html
    assert not [name for name in ("send", "add_device", "labels") if reverse(f"kits:{name}") in html]
    assert reverse("kits:retire_kit", args=[kit.code]) not in html


def test_no_link_leads_district_staff_to_a_closed_door(ours: Kit, theirs: Kit) -> None:
    """Two kits changed districts, each leaving behind a device that had a fault before."""
    here, there = made.place(), made.place(made.TELUK_PANDAN)
    addresses = [f"/alat/{each}" for each in ("", "kerusakan/", "serah-terima/", "perawatan/", "inventaris/")]
    for kit, to in ((ours, there), (theirs, here)):
        made.fault(made.part(kit, Kind.CAMERA))
        scanner = made.part(kit, Kind.IRIS_SCANNER)
        past = made.moved(made.fault(scanner), "dismiss")
        actions.take_out(device=scanner, leaves=kit, by=None, at=made.later(4))
        way = custody.send_kit(kit=kit, to=to, at=made.later(5), reason="Tukar", by=None)
        custody.receive(handover=way, note="", by=None, at=made.later(6))
        addresses += [reverse("kits:fault", args=[past.pk]), reverse("kits:receipt", args=[way.pk])]

    for area in (made.SANGATTA_SELATAN, made.TELUK_PANDAN):
        assert closed_doors(browser(made.district_staff(area)), addresses) == []


def closed_doors(client: Client, addresses: list[str]) -> list[str]:
    """Links that are shown and then refused, from these pages on."""
    seen, todo, closed = set(addresses), list(addresses), []
    first = {each for each in addresses if client.get(each).status_code == 403}
    while todo:
        answer = client.get(address := todo.pop())
        if answer.status_code >= 400 and address not in first:
            closed.append(address)
        new = {each for each in links(answer.content.decode()) if is_followed(each)} - seen
        seen |= new
        todo += new
    assert len(seen) > 20
    return closed


def is_followed(address: str) -> bool:
    return address.startswith("/alat/") and not address.endswith(".pdf")


def test_nothing_is_offered_to_be_sent_to_where_it_is(ours: Kit, theirs: Kit) -> None:
    loose = made.device(Kind.UPS)
    client = browser(made.technician())

    from_here = client.get(reverse("kits:send"), {"kit": ours.code}).context["form"]["to"]
    from_store = client.get(reverse("kits:send"), {"device": loose.tag}).context["form"]["to"]

    offered = [{str(label) for _value, label in field.field.choices} for field in (from_here, from_store)]
    assert "Kantor Camat Sangatta Selatan" not in offered[0]
    assert "Gudang kantor" in offered[0]
    assert "Gudang kantor" not in offered[1]


def test_what_is_away_is_checked_when_it_is_back(ours: Kit) -> None:
    care.add_rule(kind=Kind.CAMERA, what="Bersihkan lensa", every_days=7, by=None, at=made.later())
    due = date(2016, 12, 1)
    assert len(care.tasks(made.SANGATTA_SELATAN, due)) == 1

    custody.send_device(
        device=made.part(ours, Kind.CAMERA), to=None, reason="Perbaikan", by=None, at=made.later(3)
    )

    assert care.tasks(made.SANGATTA_SELATAN, due) == []
