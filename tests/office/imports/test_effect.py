"""What a review says that a commit makes of the counts is what it then makes of them."""

from datetime import date

import pytest

from rekam import cli
from rekam.office.accounts.rights import Role
from rekam.office.coverage import queries as coverage
from rekam.office.imports import actions, effects
from rekam.office.imports.models import Import, Kind
from tests import make
from tests.office.accounts import staff
from tests.office.imports.screens.counter import text

FIRST, LAST = date(2016, 9, 1), date(2016, 9, 28)


@pytest.fixture(scope="module", autouse=True)
def register(ground: None) -> list[dict[str, str]]:
    """Three women, none of them recorded."""
    make.office()
    rows = [make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN"), make.siti(NAMA_LGKP="AYU REKAAN")]
    make.committed(rows)
    return rows


@pytest.fixture
def september(register: list[dict[str, str]]) -> Import:
    """Recordings of a month, of which somebody typed its first day."""
    siti, dewi, ayu = register
    days = ((siti, "01-09-2016"), (dewi, "14-09-2016"), (ayu, "28-09-2016"))
    rows = [make.session(who, day, TGL_DIKETAHUI="") for who, day in days]
    content = make.csv_of(rows, make.RECORDINGS)
    item = make.received(content, kind=Kind.RECORDINGS, as_of=FIRST)
    return actions.look_over(item, at=make.moment())


def test_the_effect_of_recordings_later_than_their_file_is_taken_on_the_day_of_the_last(
    september: Import,
) -> None:
    told = effects.total(september.effect)
    actions.commit(september, by=None, at=make.moment())

    assert (september.effect_on, told["recorded"]) == (LAST, 3)
    assert coverage.coverage(on=LAST, within="64.08").total.total.recorded == 3


def test_the_effect_of_a_register_is_taken_on_its_day() -> None:
    item = make.reviewed([make.siti()])

    assert item.effect_on == make.OPENED


def test_the_day_of_the_effect_is_named_on_the_page(september: Import) -> None:
    page = staff.browser(staff.person(Role.REGISTRAR)).get(f"/impor/{september.pk}/")

    assert "per 28 September 2016" in text(page)


def test_the_day_of_the_effect_is_named_on_the_terminal(
    september: Import, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)

    assert ended("commit", str(september.pk)) == 0
    assert "per 28-09-2016" in capsys.readouterr().out


def test_the_day_of_the_effect_is_told_to_programs(september: Import) -> None:
    from tests.office.api.test_operations import calling

    assert calling().get(f"/api/imports/{september.pk}").json()["effect_on"] == "2016-09-28"


def ended(*words: str) -> int:
    try:
        return cli.main(["import", *words])
    except SystemExit as stop:
        return int(stop.code or 0)
