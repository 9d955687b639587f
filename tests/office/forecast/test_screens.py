"""The page that answers when it will be done, and the same answer on the terminal."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from rekam import cli
from rekam.office.accounts.rights import Role
from rekam.office.regions.models import Office
from tests import make
from tests.office.accounts import staff

PAGE = "/perkiraan/"


@pytest.fixture(scope="module", autouse=True)
def register(ground: None) -> None:
    """Forty in two kecamatan, one of whom is recorded each month, and known to be on that day."""
    make.office()
    Office.objects.update(is_demo=True)
    rows = [make.siti(area=make.SANGATTA_UTARA if n % 4 else make.TELUK_PANDAN) for n in range(40)]
    make.committed(rows)
    sessions = [make.session(row, f"28-{month:02}-2016") for month, row in enumerate(rows[:9], start=1)]
    make.recorded([*sessions, make.session(rows[12], "30-09-2016")], as_of=date(2016, 9, 30))


@pytest.fixture(autouse=True)
def own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    # A command closes the connections of its process at its end; here the test's transaction is on one.
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)


@pytest.fixture
def head() -> Client:
    return staff.browser(staff.person(Role.HEAD))


def words(response: Any) -> str:
    page = re.sub(r"<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", page)


def data(response: Any) -> Any:
    found = re.search(r'<script id="fan-data"[^>]*>(.*?)</script>', response.content.decode(), re.S)
    assert found
    return json.loads(found[1])


def test_the_answer_comes_first(head: Client) -> None:
    found = words(head.get(PAGE))

    assert "Tidak akan pernah dengan laju ini: 95 % terekam" in found or "Tidak sebelum akhir" in found
    assert "Belum rekam sekarang 30" in found


def test_the_fan_begins_where_the_past_ends(head: Client) -> None:
    fan = data(head.get(PAGE))
    now = fan["dates"].index("2016-09-30")

    assert fan["past"][now] == 30 == fan["lines"][0][now] == fan["lines"][4][now]
    assert fan["past"][now + 1] is None
    assert fan["lines"][2][now - 1] is None
    assert fan["dates"][-1] == "2017-12-31"
    assert len(fan["lines"][0]) == len(fan["dates"])
    for at in range(now, len(fan["dates"])):
        ranges = [line[at] for line in fan["lines"]]
        assert ranges == sorted(ranges)


def test_the_address_holds_the_question(head: Client) -> None:
    response = head.get(PAGE + "?until=2016-12&left=25&kits=2&crews=1&days=7&yield=10&per_day=4,5&releases=0")
    page = response.content.decode()

    assert data(response)["dates"][-1] == "2016-12-31"
    assert data(response)["target"] == 25
    for name, value in {
        "left": "25",
        "kits": "2",
        "crews": "1",
        "days": "7",
        "yield": "10",
        "per_day": "4,5",
    }.items():
        assert re.search(rf'name="{name}"[^>]*value="{value}"', page), name
    assert "Dengan yang Anda tanyakan" in words(response)


@pytest.mark.parametrize(
    "asked",
    [
        "until=2016-08",
        "until=lusa",
        "until=2031-01",
        "target=150",
        "kits=banyak",
        "days=9",
        "left=-1",
        "yield=nan",
    ],
)
def test_what_cannot_be_read_is_said_and_the_usual_value_taken(head: Client, asked: str) -> None:
    response = head.get(f"{PAGE}?{asked}")

    assert response.status_code == 200
    assert "Tidak terbaca, jadi dipakai nilai biasanya" in words(response)
    assert data(response)["dates"][-1] == "2017-12-31"


def test_a_target_that_is_met_is_done(head: Client) -> None:
    found = words(head.get(PAGE + "?target=10"))

    assert "Sudah tercapai: 10 % terekam. 10 dari 40 wajib KTP sudah direkam." in found


def test_a_kecamatan_has_its_own_answer(head: Client) -> None:
    whole, one = head.get(PAGE), head.get(PAGE + "?area=64.08.13")

    assert "?area=64.08.13" in whole.content.decode()
    assert data(one)["past"] != data(whole)["past"]
    assert "Teluk Pandan" in words(one)


def test_a_kecamatans_staff_see_their_own_and_no_other() -> None:
    client = staff.browser(staff.person(Role.DISTRICT_STAFF, area="64.08.13"))

    assert "Kecamatan Teluk Pandan" in words(client.get(PAGE))
    assert client.get(PAGE + "?area=64.08.04").status_code == 403


def test_it_says_how_often_the_range_held(head: Client) -> None:
    found = words(head.get(PAGE))

    assert re.search(r"Pada masa lalu rentang ini benar \d+ dari 39 kali untuk kabupaten", found)
    assert re.search(r"\d+ dari 702 kali untuk masing-masing kecamatan", found)


# -- the terminal -----------------------------------------------------------------------------------


def test_the_terminal_says_it_in_the_offices_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["forecast", "--until", "2016-12", "--target", "10"]) == 0
    found = capsys.readouterr().out

    assert "Sudah tercapai: 10\u00a0% terekam." in found
    assert "Desember 2016" in found
    assert "Teluk Pandan" in found
    assert "Pada masa lalu rentang ini benar" in found


def test_a_program_reads_codes_and_months(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["forecast", "--until", "2017-03", "--left", "12", "--kits", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert found["day"] == "2016-09-30"
    assert found["target"] == {"percent": None, "left": 12}
    assert found["regency"]["now"] == {"obliged": 40, "recorded": 10, "unrecorded": 30}
    assert len(found["districts"]) == 18
    assert [month["end"] for month in found["regency"]["months"]][-1] == "2017-03-31"
    assert found["regency"]["answer"] in ("likely", "later", "never")
    assert found["past"][-1]["regency"][1] == 39


@pytest.mark.parametrize("words", [("--until", "2016-09"), ("--target", "120"), ("--until", "besok")])
def test_a_slip_of_the_finger_is_refused(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert cli.main(["forecast", *words]) != 0
    assert capsys.readouterr().err
