"""The screens of kits as people use them: reporting, moving, sending, checking, and lists."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rekam.domain.kits.kinds import Condition, Kind
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.kits import care, counts, custody, device_list
from rekam.office.kits.models import CareDone, Device, Fault, Handover, Inventory
from tests import make
from tests.office.accounts import staff
from tests.office.accounts.staff import browser
from tests.office.kits import made, pictures

REPORT = {"symptom": "no_power", "stops": "all", "tried": "Kabel ditukar", "note": ""}


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def scanner() -> Device:
    return made.part(made.kit(made.place()), Kind.FINGERPRINT_SCANNER)


def photo(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("foto.jpg", content or pictures.from_a_phone(), "image/jpeg")


# -- reporting --------------------------------------------------------------------------------------


def test_district_staff_report_a_fault_with_a_photo() -> None:
    device = scanner()
    phone = browser(made.district_staff())

    answer = phone.post(reverse("kits:report", args=[device.tag]), {**REPORT, "photo": photo()})

    fault = Fault.objects.get()
    assert answer["Location"] == reverse("kits:fault", args=[fault.pk])
    assert (fault.device, fault.tried, fault.photos.count()) == (device, "Kabel ditukar", 1)
    kept = phone.get(reverse("kits:photo", args=[fault.photos.get().pk]))
    assert kept["Content-Type"] == "image/jpeg"
    assert b"".join(kept.streaming_content)[:2] == b"\xff\xd8"


def test_whoever_comes_second_is_led_to_the_first_report() -> None:
    device = scanner()
    held = made.fault(device)

    answer = browser(made.district_staff()).post(reverse("kits:report", args=[device.tag]), REPORT)

    assert answer["Location"] == reverse("kits:fault", args=[held.pk])
    assert Fault.objects.count() == 1


def test_what_came_second_is_added_to_the_first_report_with_its_photo() -> None:
    device = scanner()
    held = made.fault(device)
    report = {**REPORT, "note": "Sejak pagi", "photo": photo()}

    browser(made.district_staff()).post(reverse("kits:report", args=[device.tag]), report)

    assert held.moves.get(move="add").note == "Tidak mau menyala. Sejak pagi. Kabel ditukar"
    assert held.photos.count() == 1


def test_a_report_that_is_sent_twice_is_told_once() -> None:
    device = scanner()
    phone = browser(made.district_staff())

    for _twice in range(2):
        phone.post(reverse("kits:report", args=[device.tag]), {**REPORT, "photo": photo()})

    fault = Fault.objects.get()
    assert (fault.photos.count(), fault.moves.filter(move="add").count()) == (1, 0)


def test_a_photo_that_is_none_keeps_what_was_typed_and_reports_nothing() -> None:
    device = scanner()

    answer = browser(made.district_staff()).post(
        reverse("kits:report", args=[device.tag]), {**REPORT, "photo": photo(b"no picture")}
    )

    assert "Kabel ditukar" in answer.content.decode()
    assert not Fault.objects.exists()


def test_staff_of_another_district_see_neither_the_device_nor_its_photo() -> None:
    fault = made.fault(scanner())
    stranger = browser(made.district_staff(made.TELUK_PANDAN))

    for name, key in (("device", fault.device.tag), ("report", fault.device.tag), ("fault", fault.pk)):
        assert stranger.get(reverse(f"kits:{name}", args=[key])).status_code == 403


# -- repairing --------------------------------------------------------------------------------------


def test_a_technician_brings_a_device_back_into_service() -> None:
    fault, technician = made.fault(scanner()), made.technician()
    bench = browser(technician)
    moves = (
        {"move": "confirm"},
        {"move": "assign", "assignee": technician.pk},
        {"move": "start_repair", "where": "Bengkel Contoh", "cost_rupiah": "150000"},
        {"move": "test"},
        {"move": "pass", "tested": "Sepuluh jari"},
    )

    for step in moves:
        assert bench.post(reverse("kits:move_fault", args=[fault.pk]), step).status_code == 302

    fault.refresh_from_db()
    assert (fault.state, fault.device.condition) == ("back", Condition.GOOD)
    assert fault.moves.get(move="start_repair").cost_rupiah == 150_000
    for language, written in (("id", "Rp\u00a0150.000"), ("en", "Rp\u00a0150,000")):
        bench.cookies["django_language"] = language
        assert written in bench.get(reverse("kits:fault", args=[fault.pk])).content.decode()


def test_a_move_that_is_not_possible_now_is_refused_with_the_reason() -> None:
    fault = made.fault(scanner())

    answer = browser(made.technician()).post(
        reverse("kits:move_fault", args=[fault.pk]), {"move": "pass", "tested": "Apa saja"}
    )

    assert answer.status_code == 422
    fault.refresh_from_db()
    assert fault.state == "reported"


# -- on the way -------------------------------------------------------------------------------------


def test_a_device_is_sent_and_received_with_a_receipt() -> None:
    device = scanner()
    made.fault(device)
    staff_here = browser(made.district_staff())

    staff_here.post(reverse("kits:send"), {"device": device.tag, "to": "", "reason": "Perbaikan"})

    way = Handover.objects.get()
    assert staff_here.post(reverse("kits:receive", args=[way.pk])).status_code == 403
    browser(made.technician()).post(reverse("kits:receive", args=[way.pk]), {"note": "Lengkap"})
    way.refresh_from_db()
    paper = staff_here.get(reverse("kits:receipt_pdf", args=[way.pk]))
    assert (way.received_note, paper.content[:5]) == ("Lengkap", b"%PDF-")


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.REGISTRAR, Role.DISTRICT_STAFF])
def test_whoever_may_only_report_a_fault_sends_no_device_that_works(role: Role) -> None:
    device, there = scanner(), made.place(made.TELUK_PANDAN)
    person = made.district_staff() if role == Role.DISTRICT_STAFF else staff.person(role)
    wish = {"device": device.tag, "to": there.pk, "reason": "Dipinjam"}
    client = browser(person)

    offered = client.get(reverse("kits:send"), {"device": device.tag})
    answer = client.post(reverse("kits:send"), wish)

    assert (offered.status_code, answer.status_code, Handover.objects.count()) == (409, 409, 0)
    assert "Laporkan dulu kerusakannya" in answer.content.decode()
    assert reverse("kits:send") not in client.get(reverse("kits:device", args=[device.tag])).content.decode()
    with pytest.raises(RuleBroken, match=r"device\.no_open_fault"):
        custody.send_device(device=device, to=there, reason="Dipinjam", by=person, at=made.later())


def test_a_fault_that_was_dismissed_sends_a_device_nowhere() -> None:
    device = scanner()
    made.moved(made.fault(device), "dismiss")

    answer = browser(made.district_staff()).post(
        reverse("kits:send"), {"device": device.tag, "to": "", "reason": "Perbaikan"}
    )

    assert (answer.status_code, Handover.objects.count()) == (409, 0)


@pytest.mark.parametrize("role", [Role.HEAD, Role.PLANNER, Role.TECHNICIAN])
def test_whoever_decides_where_devices_go_sends_one_that_works(role: Role) -> None:
    device = scanner()
    client = browser(staff.person(role))

    offered = client.get(reverse("kits:device", args=[device.tag])).content.decode()
    client.post(reverse("kits:send"), {"device": device.tag, "to": "", "reason": "Ke gudang"})

    assert reverse("kits:send") in offered
    assert Handover.objects.get().device == device


# -- checks -----------------------------------------------------------------------------------------


def test_a_check_is_noted_with_one_tap() -> None:
    device = scanner()
    rule = care.add_rule(kind=device.kind, what="Bersihkan kaca", every_days=7, by=None, at=made.MORNING)

    browser(made.district_staff()).post(reverse("kits:note_care"), {"device": device.tag, "rule": rule.pk})

    assert CareDone.objects.get().is_fine


def test_a_check_that_found_something_is_done_with_the_report() -> None:
    device = scanner()
    rule = care.add_rule(kind=device.kind, what="Bersihkan kaca", every_days=7, by=None, at=made.MORNING)

    browser(made.district_staff()).post(
        reverse("kits:report", args=[device.tag]), {**REPORT, "check": str(rule.pk)}
    )

    done = CareDone.objects.get()
    assert (done.is_fine, done.fault) == (False, Fault.objects.get())


def known_fault() -> tuple[Fault, int]:
    """A fault that is open, and a check of its device."""
    device = scanner()
    rule = care.add_rule(kind=device.kind, what="Bersihkan kaca", every_days=7, by=None, at=made.MORNING)
    return made.fault(device), rule.pk


def test_a_check_that_finds_a_known_fault_is_done_by_adding_to_its_report() -> None:
    fault, check = known_fault()
    phone = browser(made.district_staff())

    page = phone.get(reverse("kits:report", args=[fault.device.tag]), {"check": check}, follow=True)
    assert "Pemeriksaan “Bersihkan kaca” menemukan kerusakan ini" in page.content.decode()
    assert f'name="check" value="{check}"' in page.content.decode()
    phone.post(reverse("kits:add_to_fault", args=[fault.pk]), {"note": "", "check": check})

    done = CareDone.objects.get()
    assert (done.is_fine, done.fault) == (False, fault)
    assert fault.moves.get(move="add").note == "Bersihkan kaca"
    assert care.due(care.tasks("", done.on)) == []


def test_a_report_of_a_check_that_comes_second_notes_the_check_with_the_first() -> None:
    fault, check = known_fault()

    browser(made.district_staff()).post(
        reverse("kits:report", args=[fault.device.tag]), {**REPORT, "check": str(check)}
    )

    assert CareDone.objects.get().fault == fault


def test_a_check_is_not_noted_with_a_fault_that_was_closed_meanwhile() -> None:
    fault, check = known_fault()
    made.moved(fault, "dismiss")

    browser(made.district_staff()).post(reverse("kits:add_to_fault", args=[fault.pk]), {"check": check})

    assert not CareDone.objects.exists()


def test_from_a_devices_page_a_check_leads_to_its_open_fault() -> None:
    fault, check = known_fault()

    page = browser(made.district_staff()).get(reverse("kits:device", args=[fault.device.tag]))

    assert f"{reverse('kits:report', args=[fault.device.tag])}?check={check}" in page.content.decode()


# -- lists ------------------------------------------------------------------------------------------

LIST = """Jenis Alat;Merek;No. Seri;Kondisi;Pemilik;Set;Kecamatan
Pemindai sidik jari;Contoh;A-1;Baik;Pusat;{kit};
Kamera;Contoh;A-2;Rusak ringan;Kabupaten;;Kecamatan Sangatta Selatan
Mesin kopi;Contoh;A-3;Baik;Pusat;;
UPS;Contoh;A-4;entah;Pusat;;
Laptop;Contoh;A-5;Baik;Pusat;KIT-TIDAK-ADA;
"""


def listed(folder: Path, kit: str) -> Path:
    path = folder / "alat.csv"
    path.write_text(LIST.format(kit=kit), encoding="utf-8")
    return path


def test_a_list_brings_in_what_it_can_and_names_the_rest(tmp_path: Path) -> None:
    kit = made.kit(made.place(), kinds=())

    found = device_list.take(listed(tmp_path, kit.code), by=None, at=made.later())

    assert [each.serial for each in found.outcome.added] == ["A-1", "A-2"]
    codes = {each.row: each.code for each in found.refused}
    assert codes == {4: "device.unknown_kind", 5: "device.unknown_condition", 6: "kit.unknown"}
    assert Device.objects.get(serial="A-2").condition == Condition.PARTIAL
    assert Device.objects.get(serial="A-1").kit == kit


def test_the_same_list_twice_changes_nothing(tmp_path: Path) -> None:
    path = listed(tmp_path, made.kit(made.place(), kinds=()).code)
    device_list.take(path, by=None, at=made.later())

    again = device_list.take(path, by=None, at=made.later(2))

    assert (len(again.outcome.same), again.outcome.added, again.outcome.changed) == (2, [], [])
    assert Device.objects.count() == 2


def test_a_list_is_looked_over_before_it_is_taken_in(tmp_path: Path) -> None:
    planner = browser(staff.person(Role.PLANNER))
    content = listed(tmp_path, made.kit(made.place(), kinds=()).code).read_bytes()

    def send(**more: str) -> int:
        file = SimpleUploadedFile("alat.csv", content)
        answer = planner.post(reverse("kits:import_devices"), {"file": file, **more})
        return int(answer.status_code)

    assert (send(), Device.objects.count()) == (200, 0)
    assert (send(sure="1"), Device.objects.count()) == (302, 2)


COUNTS = """Komponen,Kecamatan,Baik,Kurang Baik,Rusak,Hilang
Pemindai sidik jari,Sangatta Selatan,2,0,1,0
Mesin kopi,Sangatta Selatan,1,0,0,0
Kamera,Negeri Antah,1,0,0,0
"""


def test_counts_stand_beside_what_is_listed(tmp_path: Path) -> None:
    made.kit(made.place())
    path = tmp_path / "hitungan.csv"
    path.write_text(COUNTS, encoding="utf-8")

    found = counts.take(path, as_of=make.moment().date(), by=None, at=made.later())
    again = counts.take(path, as_of=make.moment().date(), by=None, at=made.later(2))
    _latest, rows = counts.beside(made.SANGATTA_SELATAN)

    assert [each.code for each in found.refused] == ["device.unknown_kind", "device.unknown_district"]
    assert (found.rows, again.rows, Inventory.objects.count()) == (4, 4, 4)
    [scanners] = [row for row in rows if row.counted[0] is not None]
    assert (scanners.cells[0], scanners.cells[2], scanners.differs) == ((2, 1), (1, 0), True)
