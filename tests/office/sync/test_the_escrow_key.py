"""A second key that opens packets, kept offline: what was sealed for both is opened with it alone."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from rekam.office.audit.models import Entry
from rekam.office.stations import issuing, keys
from rekam.office.stations.issuing import Wanted
from rekam.office.sync.models import Recorded
from rekam.office.sync.unsealing import intake_keys
from rekam.wire import packets, packs
from rekam.wire.keys import CLASSIC
from rekam.wire.packets import Sealed
from tests.office.sync import made


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()


@pytest.fixture
def laptop() -> made.Laptop:
    made.office()
    return made.laptop()


@pytest.fixture
def safe(laptop: made.Laptop, tmp_path: Path) -> Path:
    """Where the escrow key was written to, after the laptop was enrolled."""
    file = tmp_path / "safe.key"
    call_command("intake", new_escrow=file)
    return file


def sent(laptop: made.Laptop) -> Sealed:
    sealed = laptop.seal(made.recording(laptop))
    laptop.send(sealed)
    return sealed


def lose_the_intake_key() -> None:
    for path in keys.intake_folder().glob("*.key"):
        path.unlink()


def names(sealed: Sealed) -> set[str]:
    return set(packets.read(sealed.header).header.keys)


def test_its_private_half_is_in_that_file_alone(safe):
    [name] = keys.names_of(keys.ESCROW)
    secret = safe.read_bytes()[1:]

    assert stat.S_IMODE(safe.stat().st_mode) == 0o600
    held = [path.read_bytes() for path in safe.parent.rglob("*") if path.is_file() and path != safe]
    assert not any(secret in each for each in held)
    assert set(keys.recipients()) == {name, *keys.intake_names()}
    assert [each.details["key"] for each in Entry.objects.filter(event="escrow.made")] == [name]


def test_laptops_learn_of_it_with_their_next_pack(laptop, safe):
    pack = issuing.issue(
        station=laptop.station, wanted=Wanted(), operators=[laptop.operator],
        expires_at=made.MORNING + timedelta(days=7), by=None, at=made.MORNING,
    )  # fmt: skip

    found = packs.open_pack(
        issuing.content(pack), office=keys.office_public(), station=laptop.sealing, now=made.MORNING,
        newer_than=0,
    )  # fmt: skip

    assert set(keys.names_of(keys.ESCROW)) < found.intake.keys()
    assert len({key.suite for key in found.intake.values()}) == 1


def test_a_packet_sealed_for_both_is_opened_with_the_escrow_key_alone(laptop, safe):
    sealed = sent(laptop)
    assert names(sealed) == {*keys.intake_names(), *keys.names_of(keys.ESCROW)}
    lose_the_intake_key()
    with pytest.raises(CommandError):
        call_command("intake", part="worker")

    call_command("intake", open_with=safe)

    made.opened()
    assert made.recorded(sealed).name == "SITI REKAAN"
    assert Entry.objects.get(event="escrow.used").details["renewed"] is True


def test_the_intake_has_a_new_key_then_and_the_lost_one_is_sealed_for_no_more(laptop, safe):
    [lost] = keys.intake_names()
    lose_the_intake_key()
    between = sent(laptop)  # by its old pack
    call_command("intake", open_with=safe)

    [new] = keys.intake_names()
    after = sent(laptop)

    assert names(between) >= {lost}
    assert names(after) == {new, *keys.names_of(keys.ESCROW)}
    made.opened()
    assert Recorded.objects.count() == 2


def test_the_intake_keeps_its_key_where_it_is_not_lost(laptop, safe):
    before = keys.intake_names()

    call_command("intake", open_with=safe)

    assert keys.intake_names() == before
    assert set(intake_keys.read()) == set(keys.recipients())
    assert Entry.objects.get(event="escrow.used").details["renewed"] is False


def test_another_one_takes_its_place_and_what_was_sealed_for_it_before_stays_open_to_it(
    laptop, safe, tmp_path
):
    sealed = sent(laptop)
    call_command("intake", new_escrow=tmp_path / "second.key")
    assert not names(sealed) & set(keys.names_of(keys.ESCROW))
    assert len(keys.recipients()) == 2
    lose_the_intake_key()

    call_command("intake", open_with=safe)

    made.opened()
    assert made.recorded(sealed).name == "SITI REKAAN"


def test_it_is_of_the_suite_that_the_intake_has(tmp_path):
    made.office()
    for path in (*keys.folder().glob("intake-*"), *keys.intake_folder().glob("*")):
        path.unlink()
    keys.prepare(suite=CLASSIC)

    call_command("intake", new_escrow=tmp_path / "safe.key")

    assert {key.suite for key in keys.recipients().values()} == {CLASSIC}


@pytest.mark.parametrize("place", ["data/safe.key", "data/intake/safe.key", "nowhere/safe.key", "there.key"])
def test_a_bad_place_is_refused_and_nobody_seals_for_it(laptop, tmp_path, place):
    (tmp_path / "there.key").write_bytes(b"something else")

    with pytest.raises(CommandError):
        call_command("intake", new_escrow=tmp_path / place)

    assert set(keys.recipients()) == set(keys.intake_names())
    assert (tmp_path / "there.key").read_bytes() == b"something else"


@pytest.mark.parametrize("content", [b"", b"\x01", b"\x09" + b"x" * 96, b"x" * 5000, None])
def test_what_is_no_escrow_key_of_this_office_opens_nothing(laptop, safe, tmp_path, content):
    lose_the_intake_key()
    other = tmp_path / "other.key"
    if content is not None:
        other.write_bytes(content)

    with pytest.raises(CommandError, match=r"other\.key"):
        call_command("intake", open_with=other)

    assert not list(keys.intake_folder().glob("*.key"))


def test_the_intakes_own_key_is_no_escrow_key(laptop, safe):
    [own] = keys.intake_folder().glob("*.key")

    with pytest.raises(CommandError):
        call_command("intake", open_with=own)
