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

    assert answer["Location"] == f"/penduduk/{desk.resident(siti).pk}/"


def test_a_nik_with_one_wrong_digit_finds_its_neighbour(registrar: Client) -> None:
    siti = make.siti(NAMA_LGKP="SITI REKAAN")
    desk.people(siti)
    wrong = siti["NIK"][:-1] + "3"

    answer = desk.search(registrar, wrong)

    assert desk.names(answer) == ["SITI REKAAN"]
    assert "Berbeda satu angka" in desk.text(answer)
    assert wrong not in answer.content.decode()


def test_a_misspelt_name_is_found(registrar: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="MUHAMMAD YUSUF"), make.siti(NAMA_LGKP="DEWI REKAAN"))

    answer = desk.search(registrar, "mohamad jusup")

    assert desk.names(answer) == ["MUHAMMAD YUSUF"]


def test_of_namesakes_the_one_born_then_is_found(registrar: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="SITI SATU", TGL_LHR="01-02-1970"), make.siti(NAMA_LGKP="SITI SATU"))

    answer = desk.search(registrar, "siti satu 01-02-1970")

    assert "01-02-1970" in desk.text(answer)
    assert desk.names(answer) == ["SITI SATU"]


def test_a_new_resident_is_found_by_name_at_once(registrar: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="LAMA SEKALI"))
    desk.search(registrar, "lama sekali")
    desk.people(make.siti(NAMA_LGKP="BARU DATANG"))

    assert desk.names(desk.search(registrar, "baru datang")) == ["BARU DATANG"]


def test_before_there_is_a_register_nobody_is_found(registrar: Client) -> None:
    assert desk.names(desk.search(registrar, "siti aminah")) == []


def test_recordings_that_came_in_between_leave_the_search_as_it_was(registrar: Client) -> None:
    siti = make.siti(NAMA_LGKP="SITI SATU")
    desk.people(siti)
    desk.search(registrar, "siti satu")
    make.recorded([make.session(siti, "05-09-2016")])

    assert desk.names(desk.search(registrar, "siti satu")) == ["SITI SATU"]


def test_a_family_card_finds_the_family(registrar: Client) -> None:
    card = "6408042101160077"
    desk.people(make.siti(NAMA_LGKP="IBU", NO_KK=card), make.siti(NAMA_LGKP="ANAK", NO_KK=card), make.siti())

    answer = desk.search(registrar, card)

    assert sorted(desk.names(answer)) == ["ANAK", "IBU"]
    assert desk.written("residents.searched").details == {"by": "number", "count": 2}


def test_an_unknown_nik_that_was_recorded_is_said_to_be_so(registrar: Client) -> None:
    desk.people(make.siti())
    stranger = make.siti()
    make.recorded([make.session(stranger, "05-09-2016")])

    answer = desk.search(registrar, stranger["NIK"])

    assert "NIK ini sudah direkam, tetapi tidak ada dalam data penduduk" in desk.text(answer)


def test_two_letters_are_too_few(registrar: Client) -> None:
    answer = desk.search(registrar, "si")

    assert "Ketik sedikitnya tiga huruf nama" in desk.text(answer)


def test_district_staff_find_nobody_of_another_kecamatan(in_the_district: Client) -> None:
    other = make.siti(NAMA_LGKP="SITI JAUH", area=make.TELUK_PANDAN, TGL_LHR="09-11-1991")
    desk.people(other, make.siti(NAMA_LGKP="SITI DEKAT"))

    by_nik = desk.search(in_the_district, other["NIK"])
    by_name = desk.search(in_the_district, "siti jauh")

    assert desk.names(by_nik) == []
    assert "SITI JAUH" not in desk.names(by_name)


def test_one_comes_back_to_what_was_found_and_nothing_typed_is_in_its_address(registrar: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="DEWI REKAAN"))

    to = registrar.post("/penduduk/cari/", {"q": "dewi rekaan"})["Location"]
    twice = [desk.names(registrar.get(to)) for _ in range(2)]

    assert twice == [["DEWI REKAAN"], ["DEWI REKAAN"]]
    assert "dewi" not in to.lower()


def test_nobody_else_opens_what_somebody_found(registrar: Client, planner: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="DEWI REKAAN"))
    to = registrar.post("/penduduk/cari/", {"q": "dewi rekaan"})["Location"]

    assert planner.get(to)["Location"] == "/penduduk/"


def test_a_person_is_found_under_a_corrected_name_at_once(registrar: Client) -> None:
    siti = make.siti(NAMA_LGKP="NAMA LAMA")
    desk.people(siti)
    desk.search(registrar, "nama lama")
    desk.corrected(registrar, siti, name="SUJONO PRAWIRO")

    assert desk.names(desk.search(registrar, "soejono")) == ["SUJONO PRAWIRO"]


def test_a_masked_nik_from_a_list_finds_the_person(registrar: Client) -> None:
    siti = make.siti(NAMA_LGKP="DEWI REKAAN")
    desk.people(siti, make.siti(NAMA_LGKP="LAIN"))

    found = desk.search(registrar, f"{siti['NIK'][:6]}••••••{siti['NIK'][-4:]}")

    assert desk.names(found) == ["DEWI REKAAN"]


def test_what_was_found_says_whether_the_person_is_recorded(registrar: Client) -> None:
    desk.people(
        make.siti(
            NAMA_LGKP="DEWI REKAAN", EKTP_CURRENT_STATUS_CODE="CARD_ISSUED", EKTP_CREATED_DATE="03-02-2014"
        )
    )

    assert "Sudah rekam" in desk.text(desk.search(registrar, "dewi rekaan"))
