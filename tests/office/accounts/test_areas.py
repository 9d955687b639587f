"""The area of a person or key: which there are to choose, and who works in the whole office."""

import pytest

from rekam.office.accounts import queries
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.regions.models import Area, Level
from tests import make
from tests.office.accounts import staff
from tests.office.api.calls import calling
from tests.office.imports.screens.counter import text

ELSEWHERE = "32.05.01"


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    """With the kecamatan of another office, as a national list of areas brings them in."""
    make.office()
    Area.objects.create(code=ELSEWHERE, name="Kecamatan Lain", level=Level.DISTRICT)


def test_the_kecamatan_of_other_offices_are_not_offered_and_not_taken() -> None:
    admin = staff.browser(staff.person(Role.ADMINISTRATOR))
    new = {"username": "budi", "full_name": "Budi", "role": "operator", "area_code": ELSEWHERE}

    answer = admin.post("/tata-kelola/orang/tambah/", new)

    offered = dict(queries.areas_to_choose())
    assert len(offered) == 18
    assert all(code.startswith("64.08.") for code in offered)
    assert "area_code" in answer.context["form"].errors
    assert not User.objects.filter(username="budi").exists()
    assert "Kecamatan Lain" not in text(admin.get("/tata-kelola/kunci/"))


def test_whoever_has_an_area_that_is_not_offered_any_more_keeps_it() -> None:
    person = staff.person(Role.OPERATOR, area=ELSEWHERE)
    kept = {"full_name": "Budi Baru", "role": "operator", "area_code": ELSEWHERE}

    staff.browser(staff.person(Role.ADMINISTRATOR)).post(f"/tata-kelola/orang/{person.pk}/", kept)

    person.refresh_from_db()
    assert (person.full_name, person.area_code) == ("Budi Baru", ELSEWHERE)


@pytest.mark.parametrize(
    ("area", "page", "program"),
    [("", 200, 200), ("64.08", 200, 200), ("64", 200, 200), ("64.08.04", 403, 404), ("32.05", 403, 404)],
)
def test_the_regency_is_the_whole_office_for_people_and_for_keys(area: str, page: int, program: int) -> None:
    answers = [
        staff.browser(staff.person(Role.REGISTRAR, area=area)).get("/impor/"),
        staff.browser(staff.person(Role.AUDITOR, area=area)).get("/tata-kelola/audit/"),
        calling(Role.REGISTRAR, area).get("/api/imports"),
    ]

    assert [answer.status_code for answer in answers] == [page, page, program]
