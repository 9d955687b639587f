"""The count on the first day of an office, when there is nothing to count."""

import pytest

from rekam.office.accounts.rights import Role
from tests import make
from tests.office.accounts import staff

PAGES = (
    "/",
    "/cakupan/",
    "/cakupan/penjelasan/",
    "/cakupan/penduduk/",
    "/cakupan/angka/",
    "/cakupan/unduh.csv",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("set_up", [False, True])
def test_before_the_first_register_every_page_says_what_to_do_first(page: str, set_up: bool) -> None:
    if set_up:
        make.office()

    answer = staff.browser(staff.person(Role.REGISTRAR)).get(page)

    assert answer.status_code == 200
    assert "Impor dahulu data penduduk" in answer.content.decode()
    assert "Memasukkan data penduduk" in answer.content.decode()


def test_who_may_not_bring_in_a_register_is_not_sent_there() -> None:
    answer = staff.browser(staff.person(Role.TECHNICIAN)).get("/")

    assert "Belum ada angka" in answer.content.decode()
    assert "Memasukkan data penduduk" not in answer.content.decode()


def test_the_first_administrator_is_sent_to_the_people_of_the_office() -> None:
    answer = staff.browser(staff.person(Role.ADMINISTRATOR)).get("/")

    assert "/tata-kelola/orang/" in answer.content.decode()
    assert "<h1>Beranda</h1>" in answer.content.decode().replace("\n", "")
