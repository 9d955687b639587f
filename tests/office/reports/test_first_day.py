"""The first day of an office: there is nothing to report, and the page says so before anybody issues it."""

from rekam.office.accounts.rights import Role
from tests import make
from tests.office.accounts import staff


def test_before_the_register_there_is_no_draft_to_issue() -> None:
    make.office()

    told = staff.browser(staff.person(Role.REGISTRAR)).get("/laporan/buat/").content.decode()

    assert "Data penduduk masih kosong: belum ada yang dapat dilaporkan." in told
    assert 'href="/impor/penduduk/"' in told
    assert "Terbitkan laporan" not in told
