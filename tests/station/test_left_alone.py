"""A station that nobody touches locks itself: also without a browser, and on a broken disk."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import Error, connection
from django.urls import reverse

from rekam.station import clock
from rekam.station.operators import idle, present
from rekam.station.packs import queries as packs
from rekam.station.packs.models import Taken
from rekam.station.store.opened import store
from rekam.wire.packs import Rules
from rekam.wire.trouble import WireTrouble
from tests.station import make
from tests.station.desk import Counter
from tests.station.office import Office
from tests.station.test_starting import _until

NOTHING = b"the disk gives this and nothing else"


@pytest.fixture
def uptime(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the machine is up; a test moves it on."""
    now = [10_000.0]
    monkeypatch.setattr(clock, "uptime", lambda: now[0])
    present.moves()
    return now


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch, uptime: list[float]) -> Iterator[threading.Thread]:
    """The thread that looks whether somebody is there, looking without a pause."""
    monkeypatch.setattr(idle, "LOOK_SECONDS", 0.01)
    until = threading.Event()
    watching = threading.Thread(target=idle.watch, args=(until,), daemon=True)
    watching.start()
    yield watching
    until.set()
    watching.join(30)


def break_the_store(folder: Path) -> None:
    """Every page of it, and of its log, is something else now: as where the disk reads wrong."""
    connection.close()
    for file in folder.glob("station.db*"):
        with file.open("r+b") as disk:
            disk.write(NOTHING * (os.stat(file).st_size // len(NOTHING) + 1))


def test_the_station_locks_although_no_browser_asks_for_anything(
    working: Path, watched: threading.Thread, uptime: list[float]
) -> None:
    uptime[0] += idle.USUAL_SECONDS - 1
    assert store.is_open

    uptime[0] += 1

    _until(lambda: not store.is_open)
    assert not present.anybody()
    assert watched.is_alive()


def test_a_store_that_cannot_be_read_is_locked_after_the_usual_while(
    working: Path, uptime: list[float]
) -> None:
    break_the_store(working)
    with pytest.raises(Error):
        packs.rules()
    connection.close()

    uptime[0] += idle.USUAL_SECONDS - 1
    idle.look()
    assert store.is_open
    uptime[0] += 1
    idle.look()

    assert not store.is_open
    assert not present.anybody()


def test_a_damaged_pack_ends_no_watch(working: Path, watched: threading.Thread, uptime: list[float]) -> None:
    """Nobody could look whether somebody is there until the station was started again."""
    Taken.objects.update(body=b"what was a roster pack")
    with pytest.raises(WireTrouble):
        packs.rules()

    uptime[0] += idle.USUAL_SECONDS

    _until(lambda: not store.is_open)
    assert watched.is_alive()


# -- who is there says so ---------------------------------------------------------------------


def test_a_page_is_told_how_often_to_say_that_somebody_is_there(counter: Counter) -> None:
    counter.begin()

    for address in (counter.at("foto/"), reverse("outbox:index")):
        assert 'data-tell-every="60"' in counter.get(address).content.decode()


def test_where_the_office_locks_sooner_a_page_says_it_more_often(enrolled: Path, office: Office) -> None:
    make.take_first(office, office.make_pack(rules=Rules({"slap": 40}, 3, 86400, 45)))

    page = Counter().get(reverse("outbox:index")).content.decode()

    assert 'data-tell-every="15"' in page


def test_who_types_says_so_and_stays_signed_in(counter: Counter, uptime: list[float]) -> None:
    """As the page does (`locked.js`); what it asks by itself keeps nobody signed in."""
    for _minute in range(10):
        uptime[0] += 60
        assert counter.get(reverse("web:still_open")).json() == {"is_open": True}
    assert present.idle_seconds() == 0

    uptime[0] += idle.USUAL_SECONDS
    by_itself = counter.client.get(reverse("web:still_open"), headers={"X-By-Itself": "1"})

    assert by_itself.json() == {"is_open": False}


def test_nobody_who_is_locked_out_is_signed_in_again_by_typing(counter: Counter, uptime: list[float]) -> None:
    uptime[0] += idle.USUAL_SECONDS

    assert counter.get(reverse("web:still_open")).json() == {"is_open": False}
    assert not store.is_open
