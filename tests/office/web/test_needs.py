"""What waits for somebody on the first page: only what the office really holds."""

import warnings
from datetime import date

import pytest
from django.core.cache import CacheKeyWarning

from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.coverage import actions as coverage
from rekam.office.regions.models import Office
from rekam.office.web import needs
from tests import make
from tests.office.accounts import staff
from tests.office.coverage.test_screens import words

OCTOBER = date(2016, 10, 7)


@pytest.fixture(scope="module", autouse=True)
def register(ground: None) -> list[dict[str, str]]:
    """Two obliged people in two districts, and a clock that stands at the last day that is known."""
    make.office()
    Office.objects.update(is_demo=True)
    rows = [make.siti(), make.siti(area=make.TELUK_PANDAN)]
    make.committed(rows)
    return rows


def home(person: User) -> str:
    return words(staff.browser(person).get("/"))


def planner() -> User:
    return staff.person(Role.PLANNER)


def test_nothing_waits_on_a_quiet_day(register: list[dict[str, str]]) -> None:
    everybody = [make.session(row, "30-09-2016") for row in register]
    make.recorded(everybody)

    assert "Tidak ada yang menunggu Anda di sini." in home(staff.person(Role.OPERATOR))


def test_a_reviewed_file_waits_for_a_decision_by_who_sees_imports() -> None:
    make.reviewed([make.siti()])

    assert "1 impor menunggu keputusan data.csv" in home(staff.person(Role.REGISTRAR))
    assert "menunggu keputusan" not in home(planner())


def test_a_committed_file_waits_no_longer() -> None:
    make.committed([make.siti()])

    assert "menunggu keputusan" not in home(staff.person(Role.REGISTRAR))


def test_what_waits_is_asked_once_until_somebody_does_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(needs, "imports", lambda request: asked.append(request.user.username) or [])
    one, other = planner(), planner()

    home(one)
    home(other)
    assert len(asked) == 1

    home(staff.person(Role.HEAD))  # sees other things
    make.reviewed([make.siti()])
    home(one)
    assert len(asked) == 3


def test_districts_without_a_recording_are_named_with_the_last_day(register: list[dict[str, str]]) -> None:
    more = [make.siti(), make.siti(area=make.TELUK_PANDAN)]
    make.committed(more)
    make.recorded(
        [make.session(register[0], "06-10-2016"), make.session(register[1], "20-09-2016")], as_of=OCTOBER
    )

    told = home(planner()).replace("\u2011", "-")

    assert "1 kecamatan tanpa perekaman selama seminggu Teluk Pandan (20-09-2016)" in told


def test_a_recording_that_the_centre_never_took_is_told_after_two_weeks(
    register: list[dict[str, str]],
) -> None:
    sent = make.session(register[0], "12-09-2016", STATUS="SENT_FOR_ENROLLMENT")
    fresh = make.session(register[1], "05-10-2016", STATUS="SENT_FOR_ENROLLMENT")
    make.recorded([sent, fresh], as_of=OCTOBER)

    assert "1 perekaman sudah dikirim dan belum diterima pusat" in home(planner())


def test_the_report_of_last_month_waits_from_the_fifth_on(register: list[dict[str, str]]) -> None:
    known = {"TGL_DIKETAHUI": "04-10-2016"}
    make.recorded([make.session(register[0], "30-09-2016", **known)], as_of=date(2016, 10, 4))
    assert "belum diterbitkan" not in home(planner())

    make.recorded([make.session(register[1], "05-10-2016")], as_of=OCTOBER)
    assert "Laporan bulanan September 2016 belum diterbitkan" in home(planner())
    assert "belum diterbitkan" not in home(staff.person(Role.OPERATOR))
    assert "belum diterbitkan" not in home(staff.person(Role.PLANNER, area="64.08.04"))
    assert "September 2016 belum diterbitkan" in home(staff.person(Role.PLANNER, area="64.08"))


def test_a_published_figure_without_a_reason_is_told_until_it_is_put_right(
    register: list[dict[str, str]],
) -> None:
    make.recorded([make.session(row, "30-09-2016") for row in register])
    facts = {
        "measure": "recorded", "value": 3, "on": date(2016, 9, 30), "area_code": "64.08", "stated_by": "Dewi",
        "published_on": date(2016, 9, 30), "source": "Radar", "note": "",
    }  # fmt: skip
    by = planner()
    figure = coverage.add_stated(**facts, by=by, at=make.moment())
    with warnings.catch_warnings():
        warnings.simplefilter("error", CacheKeyWarning)
        assert "1 angka yang diumumkan berbeda" in home(by)

    coverage.change_stated(figure=figure, value=2, by=by, at=make.moment(OCTOBER))
    assert "angka yang diumumkan berbeda" not in home(by)


def test_what_waits_in_a_district_is_not_told_to_another() -> None:
    facts = {
        "measure": "obliged", "value": 9, "on": make.OPENED, "area_code": "64.08.13", "stated_by": "Dewi",
        "published_on": make.OPENED, "source": "Radar", "note": "",
    }  # fmt: skip
    coverage.add_stated(**facts, by=planner(), at=make.moment())

    assert "diumumkan berbeda" in home(planner())
    assert "diumumkan berbeda" not in home(staff.person(Role.DISTRICT_STAFF))
