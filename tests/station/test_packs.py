"""A roster pack is taken whole, when it is newer, unaltered and made for this laptop; or not at all."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rekam.domain.recording import summons
from rekam.domain.trouble import RuleBroken
from rekam.station import clock, folder
from rekam.station.operators.models import Operator
from rekam.station.packs import queries, search, taking
from rekam.station.packs.models import Resident, Taken
from rekam.station.store.opened import store
from rekam.wire import packs
from rekam.wire.keys import SealKey, SigningKey
from rekam.wire.trouble import WireTrouble
from tests.station import make
from tests.station.office import BUDI, PASSWORD, Office
from tests.wire import make as wire


def next_pack(office: Office, version: int = 2, **other: object) -> bytes:
    return office.issue(office.make_pack(version=version, **other))


def test_the_first_pack_brings_the_people_and_erases_the_keys_that_lay_open(
    enrolled: Path, office: Office
) -> None:
    assert (enrolled / folder.ENROLMENT).exists()

    make.take_first(office)
    assert not (enrolled / folder.ENROLMENT).exists()
    make.sign_in()

    assert Resident.objects.get().name == "SITI"
    pack = queries.in_use()
    assert pack is not None
    assert (pack.version, pack.residents) == (1, ())


def test_a_newer_pack_takes_the_place_of_the_one_in_use(working: Path, office: Office) -> None:
    dewi = wire.resident(token="t-2", name="DEWI", nik="6408044109880002")

    taking.take(next_pack(office, residents=(dewi,)), at=make.now())

    assert [r.name for r in Resident.objects.all()] == ["DEWI"]
    assert Taken.objects.get().version == 2
    assert search.find("siti") == []


def test_who_is_new_on_the_pack_may_sign_in_and_who_is_gone_may_not(working: Path, office: Office) -> None:
    budi = office.operator(BUDI, "budi", "sandi budi sendiri")
    taking.take(next_pack(office, operators=(budi,)), at=make.now())
    store.close()

    with pytest.raises(RuleBroken, match=r"sign_in\.wrong"):
        make.sign_in()
    assert make.sign_in("budi", "sandi budi sendiri").name == "Budi Santoso"
    assert [o.name for o in Operator.objects.filter(is_active=True)] == ["Budi Santoso"]


def test_a_changed_password_counts_from_the_next_pack_on(working: Path, office: Office) -> None:
    taking.take(next_pack(office, operators=(office.operator(password="sandi yang baru"),)), at=make.now())
    store.close()

    with pytest.raises(RuleBroken, match=r"sign_in\.wrong"):
        make.sign_in()
    assert make.sign_in(password="sandi yang baru").login == "siti"


@pytest.mark.parametrize("version", [1, 2])
def test_the_same_or_an_older_pack_is_refused(working: Path, office: Office, version: int) -> None:
    taking.take(next_pack(office, version=2), at=make.now())

    with pytest.raises(WireTrouble, match=r"pack\.older"):
        taking.take(next_pack(office, version=version, residents=()), at=make.now())

    assert Resident.objects.exists()


def test_a_pack_that_has_expired_is_refused(working: Path, office: Office) -> None:
    with pytest.raises(WireTrouble, match=r"pack\.expired"):
        taking.take(next_pack(office, expires_at=make.now() - timedelta(seconds=1)), at=make.now())


def test_a_pack_for_another_laptop_is_refused(working: Path, office: Office) -> None:
    mine = office.seal_public
    office.seal_public = SealKey.new().public
    other = next_pack(office)
    with pytest.raises(WireTrouble, match=r"pack\.another_station"):
        taking.take(other, at=make.now())

    office.seal_public = mine
    named = replace(office.make_pack(version=2), station=packs.StationPlace(b"\1" * 16, "X", "", "", ""))
    with pytest.raises(WireTrouble, match=r"pack\.another_station"):
        taking.take(office.issue(named), at=make.now())


def test_a_pack_that_the_office_did_not_sign_is_refused(working: Path, office: Office) -> None:
    forged = office.issue(office.make_pack(version=2), signing=SigningKey.new())

    with pytest.raises(WireTrouble, match=r"pack\.signature"):
        taking.take(forged, at=make.now())


def test_a_pack_with_one_bit_turned_is_refused(working: Path, office: Office) -> None:
    data = bytearray(next_pack(office))
    data[len(data) // 2] ^= 1

    with pytest.raises(WireTrouble):
        taking.take(bytes(data), at=make.now())

    assert Taken.objects.get().version == 1


def test_a_power_cut_between_store_and_keyring_is_put_right_by_the_next_sign_in(
    working: Path, office: Office
) -> None:
    before = (working / folder.KEYRING).read_bytes()
    budi = office.operator(BUDI, "budi", "sandi budi sendiri")
    taking.take(next_pack(office, operators=(office.operator(), budi)), at=make.now())
    (working / folder.KEYRING).write_bytes(before)
    store.close()
    with pytest.raises(RuleBroken, match=r"sign_in\.wrong"):
        make.sign_in("budi", "sandi budi sendiri")

    make.sign_in()
    store.close()

    assert make.sign_in("budi", "sandi budi sendiri").login == "budi"


def test_a_first_pack_that_was_cut_short_is_taken_again(enrolled: Path, office: Office) -> None:
    make.take_first(office)
    (enrolled / folder.KEYRING).unlink()
    make.enrol(office)  # the file of the keys was not erased yet
    make.take_first(office)

    assert make.sign_in().login == "siti"


def test_a_crash_before_the_offices_name_was_written_closes_no_door(enrolled: Path, office: Office) -> None:
    (enrolled / folder.ABOUT).unlink()
    make.take_first(office)

    assert Client(SERVER_NAME="localhost").get("/masuk/").status_code == 200


def test_a_first_pack_that_is_asked_for_twice_is_taken_once(enrolled: Path, office: Office) -> None:
    """Two at once would throw away each other's store, and nobody could open what is left."""
    data, told = office.issue(), []

    def take() -> None:
        try:
            taking.take_first(data, at=make.now())
        except RuleBroken as broken:
            told.append(broken.code)

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told == ["pack.first_done"]
    assert make.sign_in().name == "Siti Rahayu"


def test_turning_the_clock_back_does_not_make_a_pack_last_longer(
    working: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.talk()
    assert not queries.has_expired(make.now())
    up = clock.uptime()

    monkeypatch.setattr(clock, "uptime", lambda: up + 8 * 86400)
    long_ago = make.now() - timedelta(days=30)

    assert queries.has_expired(long_ago)
    with pytest.raises(WireTrouble, match=r"pack\.expired"):
        taking.take(office.issue(office.make_pack(version=2)), at=long_ago)


def test_days_and_times_are_those_of_the_office(enrolled: Path, office: Office) -> None:
    there = packs.Office("91.71", "Disdukcapil Jayapura", "Asia/Jayapura")
    make.take_first(office, office.make_pack(office=there))
    client = make.browser()
    client.post("/masuk/", {"login": "siti", "password": PASSWORD})

    shown = client.get("/antrean/layar/keadaan/").json()["at"]

    now = make.now().astimezone(ZoneInfo("Asia/Jayapura"))
    assert shown in {f"{now - timedelta(minutes=m):%H.%M}" for m in (0, 1)}


def test_nobody_takes_a_pack_before_the_laptop_is_enrolled(bare_folder: Path, office: Office) -> None:
    with pytest.raises(RuleBroken, match=r"pack\.not_enrolled"):
        taking.take_first(b"", at=make.now())


# -- finding somebody -------------------------------------------------------------------------

PEOPLE = (
    ("SITI AMINAH", "6408044109900001", "6408040101160001", date(1990, 9, 1)),
    ("SITI AMINAH", "6408044109850002", "6408040101160002", date(1985, 9, 1)),
    ("MUHAMMAD SOEJONO", "6408040103880003", "6408040101160002", date(1988, 3, 1)),
    ("NUR HAYATI", "6408045505920004", "6408040101160003", date(1992, 5, 15)),
    ("BUDI", "6408040101700005", "6408040101160004", date(1970, 1, 1)),
    ("YOHANES DJAJA", "6408040101700006", "6408040101160005", date(1970, 1, 1)),
)


@pytest.fixture
def people(working: Path, office: Office) -> None:
    residents = tuple(
        wire.resident(token=f"t{n}", name=name, nik=nik, kk=kk, born=born)
        for n, (name, nik, kk, born) in enumerate(PEOPLE)
    )
    taking.take(next_pack(office, residents=residents), at=make.now())


@pytest.mark.parametrize(
    ("typed", "nik", "how"),
    [
        ("6408044109900001", "6408044109900001", "nik"),
        ("640804 410990 0001", "6408044109900001", "nik"),
        ("6408044109900010", "6408044109900001", "part"),
        ("640804410990001", "6408044109900001", "part"),
        ("6408040101160003", "6408045505920004", "kk"),
        ("09900001", "6408044109900001", "part"),
        ("Siti Aminah 1990", "6408044109900001", "name"),
        ("sity aminh 1990", "6408044109900001", "name"),
        ("siti aminah 1986", "6408044109850002", "name"),
        ("01-09-1985 aminah siti", "6408044109850002", "name"),
        ("m sujono", "6408040103880003", "name"),
        ("Nurhayati", "6408045505920004", "name"),
        ("noer hajati 92", "6408045505920004", "name"),
        ("johanis jaya", "6408040101700006", "name"),
        ("bu", "6408040101700005", "name"),
        ("1/3/1988", "6408040103880003", "birth"),
    ],
)
def test_a_person_is_found_by_what_is_said_at_the_counter(
    people: None, typed: str, nik: str, how: str
) -> None:
    hits = search.find(typed)

    assert (hits[0].resident.nik, hits[0].how) == (nik, how)


@pytest.fixture
def crowd(working: Path, office: Office) -> None:
    """Of every year there are some whose names share a few letters, as in any village."""
    names = ("SITI KHADIJAH", "SITI MAEMUNAH", "AMINUDDIN", "RAHMAH SITI")
    others = [(name, date(year, 3, 2)) for name in names for year in range(1980, 2000)]
    aminah = [("SITI AMINAH", date(year, 9, 1)) for year in (1961, 1972, 1985)]
    people = [*others, *aminah, ("JUMAIDI REKAAN", None), ("SITI KHADIJAH", None)]
    residents = tuple(
        wire.resident(token=f"t{n}", name=name, nik=f"64080441099{n:05}", born=born)
        for n, (name, born) in enumerate(people)
    )
    taking.take(next_pack(office, residents=residents), at=make.now())


@pytest.mark.parametrize(
    ("typed", "name", "born"),
    [
        ("siti aminah 1987", "SITI AMINAH", date(1985, 9, 1)),
        ("sity aminh 1998", "SITI AMINAH", date(1985, 9, 1)),
        ("jumaidi 1987", "JUMAIDI REKAAN", None),
        ("siti khadijah 1990", "SITI KHADIJAH", date(1990, 3, 2)),  # of the year, before all others
    ],
)
def test_a_wrong_year_or_a_missing_birth_date_hides_nobody(
    crowd: None, typed: str, name: str, born: date | None
) -> None:
    hits = search.find(typed)

    assert (hits[0].resident.name, hits[0].resident.born) == (name, born)


@pytest.mark.parametrize("typed", ["sity aminh", "aminah", "sit", "siti aminah 1999"])
def test_whoever_is_called_so_is_found_by_the_rarest_groups_of_letters_alone(
    crowd: None, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    """As in a pack in which all of them are too many to be ranked while one waits."""
    monkeypatch.setattr(search, "MOST_RANKED", 0)
    asked = _ranked(monkeypatch, typed)

    assert 0 < len(asked) <= search.FEWEST_GROUPS
    assert "SITI AMINAH" in {hit.resident.name for hit in search.find(typed)}


def _ranked(monkeypatch: pytest.MonkeyPatch, typed: str) -> list[str]:
    """The groups that the index is asked for."""
    asked, rarer = [], search._rarer
    monkeypatch.setattr(search, "_rarer", lambda *given: asked.append(rarer(*given)) or asked[-1])
    search.find(typed)
    return asked[0]


def test_a_short_name_finds_a_long_one(working: Path, office: Office) -> None:
    long = wire.resident(token="t-9", name="SITI NURHALIZA PERMATASARI RAMADHANI HIDAYATULLAH")
    taking.take(next_pack(office, residents=(long,)), at=make.now())
    year = long.born.year if long.born else 0

    for typed in ("siti", "siti nur", f"siti {year}", f"siti {year + 20}"):
        assert [hit.resident.token for hit in search.find(typed)] == ["t-9"], typed


def test_the_names_of_a_year_are_read_from_the_index_alone(crowd: None) -> None:
    """Of fifty thousand people those of a year lie on as many pages as they are, and each is decrypted."""
    with CaptureQueriesContext(connection) as asked:
        search.find("siti khadijah 1990")
    of_year = next(q["sql"] for q in asked if "UNION ALL" in q["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {of_year}")
        plan = [str(row[3]) for row in cursor.fetchall() if "packs_resident" in str(row[3])]

    assert len(plan) == 2, plan
    assert all("USING COVERING INDEX sounds_of_a_year" in step for step in plan), plan


def test_who_has_no_birth_date_is_named_beside_those_of_the_year(crowd: None) -> None:
    born = [hit.resident.born for hit in search.find("siti khadijah 1990")]

    assert born == [date(1990, 3, 2), date(1989, 3, 2), date(1991, 3, 2), None]


@pytest.mark.parametrize(
    "typed", ["", "x", "12", "zzzz qqqq", "'; DROP TABLE", '"', "*", "a" * 5000, "NEAR(a b)"]
)
def test_what_names_nobody_finds_nobody(people: None, typed: str) -> None:
    assert search.find(typed) == []


def test_the_code_of_a_summons_names_one_person(people: None) -> None:
    found = search.by_token("t3")

    assert found is not None
    assert found.name == "NUR HAYATI"
    assert search.by_token("t99") is None


def test_a_summons_is_scanned_or_typed_and_one_of_somebody_else_finds_nobody(
    working: Path, office: Office
) -> None:
    code, other = summons.code(range(11)), summons.code(range(11, 22))
    resident = wire.resident(token=code, name="NUR HAYATI")
    taking.take(next_pack(office, residents=(resident,)), at=make.now())

    for typed in (code, code.lower(), code.replace("-", "")):
        found = search.by_token(typed)
        assert found is not None
        assert found.name == "NUR HAYATI"
    assert search.by_token(other) is None
    assert search.find(other) == []
