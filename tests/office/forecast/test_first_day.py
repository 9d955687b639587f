"""On the first day of an office the page and the terminal say what a forecast wants."""

import pytest

from rekam import cli
from rekam.office.accounts.rights import Role
from tests import make
from tests.office.accounts import staff
from tests.office.forecast.test_screens import PAGE, words


def test_on_the_first_day_the_page_says_what_is_missing() -> None:
    make.office()

    assert "Belum ada dasar untuk perkiraan" in words(staff.browser(staff.person(Role.HEAD)).get(PAGE))


def test_without_a_register_there_is_nothing_to_say(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)
    make.office()

    assert cli.main(["forecast"]) == 1
    assert "Belum ada data yang masuk" in capsys.readouterr().err
