"""One box for a NIK, a family card, a name: what it finds, and what it leaves behind."""

from django.test import Client

from tests import make
from tests.office.residents.screens import desk


def test_a_whole_nik_leads_to_the_person_and_stays_out_of_the_address(registrar: Client) -> None:
    siti = make.siti()
    desk.people(siti, make.siti())

    answer = registrar.post("/penduduk/cari/", {"q": siti["NIK"]})

    assert (answer.status_code, answer["Location"]) == (302, f"/penduduk/{desk.resident(siti).pk}/")
    assert siti["NIK"] not in str(desk.written("residents.searched").details)


def test_a_nik_with_dots_and_spaces_is_the_same_nik(registrar: Client) -> None:
    siti = make.siti()
    desk.people(siti)
    n = siti["NIK"]

    answer = registrar.post("/penduduk/cari/", {"q": f"{n[:6]}.{n[6:12]} {n[12:]}"})

    assert answer.status_code == 302


def test_a_nik_with_one_wrong_digit_finds_its_neighbour(registrar: Client) -> None:
    siti = make.siti(NAMA_LGKP="SITI REKAAN")
    desk.people(siti)
    wrong = siti["NIK"][:-1] + "3"

    answer = registrar.post("/penduduk/cari/", {"q": wrong})

    assert desk.names(answer) == ["SITI REKAAN"]
    assert "Berbeda satu angka" in desk.text(answer)
    assert wrong not in answer.content.decode()


def test_a_misspelt_name_is_found(registrar: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="MUHAMMAD YUSUF"), make.siti(NAMA_LGKP="DEWI REKAAN"))

    answer = registrar.post("/penduduk/cari/", {"q": "mohamad jusup"})

    assert desk.names(answer) == ["MUHAMMAD YUSUF"]


def test_of_namesakes_the_one_born_then_is_found(registrar: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="SITI SATU", TGL_LHR="01-02-1970"), make.siti(NAMA_LGKP="SITI SATU"))

    answer = registrar.post("/penduduk/cari/", {"q": "siti satu 01-02-1970"})

    assert "01-02-1970" in desk.text(answer)
    assert desk.names(answer) == ["SITI SATU"]


def test_a_new_resident_is_found_by_name_at_once(registrar: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="LAMA SEKALI"))
    registrar.post("/penduduk/cari/", {"q": "lama sekali"})
    desk.people(make.siti(NAMA_LGKP="BARU DATANG"))

    assert desk.names(registrar.post("/penduduk/cari/", {"q": "baru datang"})) == ["BARU DATANG"]


def test_a_family_card_finds_the_family(registrar: Client) -> None:
    card = "6408042101160077"
    desk.people(make.siti(NAMA_LGKP="IBU", NO_KK=card), make.siti(NAMA_LGKP="ANAK", NO_KK=card), make.siti())

    answer = registrar.post("/penduduk/cari/", {"q": card})

    assert sorted(desk.names(answer)) == ["ANAK", "IBU"]
    assert desk.written("residents.searched").details == {"by": "number", "count": 2}


def test_an_unknown_nik_that_was_recorded_is_said_to_be_so(registrar: Client) -> None:
    desk.people(make.siti())
    stranger = make.siti()
    make.recorded([make.session(stranger, "05-09-2016")])

    answer = registrar.post("/penduduk/cari/", {"q": stranger["NIK"]})

    assert "NIK ini sudah direkam, tetapi tidak ada dalam data penduduk" in desk.text(answer)


def test_two_letters_are_too_few(registrar: Client) -> None:
    answer = registrar.post("/penduduk/cari/", {"q": "si"})

    assert "Ketik sedikitnya tiga huruf nama" in desk.text(answer)


def test_district_staff_find_nobody_of_another_kecamatan(in_the_district: Client) -> None:
    other = make.siti(NAMA_LGKP="SITI JAUH", area=make.TELUK_PANDAN, TGL_LHR="09-11-1991")
    desk.people(other, make.siti(NAMA_LGKP="SITI DEKAT"))

    by_nik = in_the_district.post("/penduduk/cari/", {"q": other["NIK"]})
    by_name = in_the_district.post("/penduduk/cari/", {"q": "siti jauh"})

    assert desk.names(by_nik) == []
    assert "SITI JAUH" not in desk.names(by_name)
