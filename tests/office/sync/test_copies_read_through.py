"""`rekam copies check`: every copy is read, and one that rots is found while the other is whole."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rekam import cli
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.sync.keeping import erasing, inspecting, shelf
from rekam.office.sync.models import Packet, PacketState
from rekam.wire.packets import Sealed
from tests.office.accounts import staff
from tests.office.sync import made
from tests.office.sync.test_damaged_copies import first, is_good, put_aside, rot, second


@pytest.fixture(autouse=True)
def nothing_read_yet(monkeypatch: pytest.MonkeyPatch, siti: str) -> Iterator[None]:
    # A command closes the connections of its process at its end; here the test's transaction is on one.
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)
    forget()
    yield
    forget()


def forget() -> None:
    (shelf.root() / "read-through.json").unlink(missing_ok=True)


@pytest.fixture
def sealed(laptop: made.Laptop, siti: str) -> Sealed:
    """Held twice, and in the register."""
    return held(laptop, siti)


def held(laptop: made.Laptop, siti: str) -> Sealed:
    found = laptop.seal(made.recording(laptop, nik=siti))
    laptop.send(found)
    made.copied()
    made.opened()
    return found


def check(capsys: pytest.CaptureFixture[str], *words: str, code: int) -> dict[str, Any]:
    assert cli.main(["copies", "check", "--json", *words]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def counts(found: dict[str, Any]) -> dict[str, int]:
    told: dict[str, int] = found["counts"]
    return told


def page() -> str:
    browser = staff.browser(staff.person(Role.TECHNICIAN, language="en"))
    return browser.get(reverse("sync:index")).content.decode()


@pytest.mark.parametrize("which", [first, second])
@pytest.mark.parametrize("harm", [rot, Path.unlink])
def test_a_copy_that_rots_is_written_anew_from_the_other(capsys, sealed, which, harm) -> None:
    harm(which(sealed))

    found = check(capsys, code=0)

    assert (counts(found), found["is_whole"]) == ({"mended": 1}, True)
    assert found["named"] == {"mended": [made.packet(sealed).packet_id]}
    assert is_good(first(sealed), sealed)
    assert is_good(second(sealed), sealed)
    assert made.packet(sealed).state == PacketState.COPIED
    assert counts(check(capsys, code=0)) == {"whole": 1}


def test_what_is_left_of_a_damaged_second_copy_is_put_aside(capsys, sealed) -> None:
    rotten = rot(second(sealed))

    check(capsys, code=0)

    [aside] = put_aside(sealed, shelf.second())
    assert aside.read_bytes() == rotten
    assert put_aside(sealed) == []


def test_what_is_whole_nowhere_is_told_and_asked_for_again(capsys, laptop, sealed) -> None:
    rot(first(sealed))
    rot(second(sealed))

    found = check(capsys, code=1)

    assert (counts(found), found["is_whole"]) == ({"lost": 1}, False)
    assert made.packet(sealed).state == PacketState.ARRIVING
    assert "no whole copy here any more" in page()
    assert counts(check(capsys, code=1)) == {"lost": 1}  # nobody has sent it again yet
    assert laptop.send(sealed).status == 200
    assert is_good(first(sealed), sealed)
    assert counts(check(capsys, code=0)) == {"whole": 1}


def test_where_the_second_disk_is_away_its_copies_are_told_as_not_read(capsys, settings, sealed) -> None:
    settings.SECOND_COPY = "/nonexistent/second"

    assert counts(check(capsys, code=1)) == {"alone": 1}
    assert made.packet(sealed).state == PacketState.COPIED


def test_what_is_held_once_is_read_once_and_what_is_erased_not_at_all(capsys, laptop, siti, sealed) -> None:
    once = laptop.seal(made.recording(laptop, nik=siti))
    laptop.send(once)
    erasing.erase(made.packet(sealed), why="at_most", at=timezone.now())

    found = check(capsys, code=0)

    assert (counts(found), found["bytes"]) == ({"whole": 1}, made.packet(once).length)


def test_a_disk_that_lets_nobody_read_is_told_and_nothing_is_put_aside(capsys, monkeypatch, sealed) -> None:
    place = first(sealed)
    aside = place.rename(place.with_name("elsewhere"))
    place.symlink_to(place)  # too many levels: an answer of the system that says nothing of the file

    assert counts(check(capsys, code=1)) == {"unread": 1}
    assert place.is_symlink()
    place.unlink()
    aside.rename(place)


def test_one_that_is_stopped_goes_on_where_it_was(capsys, laptop, siti, sealed) -> None:
    other = held(laptop, siti)
    read: list[float] = []

    stopped = inspecting.read_through(clock=timezone.now, tell=read.append, is_stopped=lambda: len(read) == 1)

    assert (stopped.packets, stopped.ended, inspecting.last()) == (1, None, None)
    assert read == [0.5]
    rot(first(sealed))  # the one that was read already
    found = check(capsys, code=0)
    assert (found["packets"], counts(found), found["began_at"]) == (2, {"whole": 2}, stopped.began_at)
    assert inspecting.begun() is None
    assert counts(check(capsys, code=0)) == {"mended": 1, "whole": 1}
    assert is_good(first(other), other)


def test_from_the_beginning_where_somebody_wants_it(capsys, laptop, siti, sealed) -> None:
    held(laptop, siti)
    read: list[float] = []
    inspecting.read_through(clock=timezone.now, tell=read.append, is_stopped=lambda: len(read) == 1)
    rot(first(sealed))

    assert counts(check(capsys, "--anew", code=0)) == {"mended": 1, "whole": 1}


def test_ctrl_c_stops_it_and_says_so(capsys, monkeypatch, sealed) -> None:
    def pressed(*, is_stopped, **_others):
        import os
        import signal

        os.kill(os.getpid(), signal.SIGTERM)
        assert is_stopped()
        return inspecting.Reading(began_at=timezone.now().isoformat(), packets=7)

    monkeypatch.setattr(inspecting, "read_through", pressed)

    assert cli.main(["copies", "check"]) == 130
    assert "7" in capsys.readouterr().out


def test_two_at_once_are_refused(capsys, sealed) -> None:
    codes: list[int] = []

    def again(_done: float) -> None:
        codes.append(cli.main(["copies", "check"]))

    inspecting.read_through(clock=timezone.now, tell=again, is_stopped=lambda: False)

    assert codes == [1]
    assert "copies.under_way" in capsys.readouterr().err


def test_when_it_was_done_is_told_on_the_page_by_verify_and_in_the_trail(capsys, sealed) -> None:
    Packet.objects.update(held_at=timezone.now() - timedelta(days=inspecting.DUE_DAYS + 1))
    assert "It is time to read the sealed copies through" in page()
    assert cli.main(["verify"]) == 0
    assert "rekam copies check" in capsys.readouterr().out

    assert cli.main(["copies", "check"]) == 0
    told = capsys.readouterr().out.strip()

    assert "It is time to read" not in page()
    assert cli.main(["verify"]) == 0
    assert told in capsys.readouterr().out
    assert cli.main(["verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["copies"]["whole"] == 1
    assert Entry.objects.filter(event="copies.read_through").count() == 1


def test_an_office_whose_packets_are_new_is_not_reminded(sealed) -> None:
    assert not inspecting.is_due(at=timezone.now())
