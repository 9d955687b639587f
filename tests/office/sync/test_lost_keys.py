"""An office restored without its keys must not become another office: no laptop would believe it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.office.stations import keys
from rekam.office.stations.models import Epoch
from rekam.office.sync.models import Packet, Receipt
from tests.office.sync import made
from tests.office.sync.made import Laptop


@pytest.fixture(params=["office.key", "receipt.key", "intake-*.public", "*"])
def lost(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """What a restored data folder lacks; it is put back after the test."""
    made.office()
    shutil.copytree(keys.folder(), tmp_path / "keys")
    yield str(request.param)
    shutil.rmtree(keys.folder())
    shutil.copytree(tmp_path / "keys", keys.folder(), dirs_exist_ok=True)


def lose(pattern: str) -> None:
    for path in list(keys.folder().glob(pattern)):
        path.unlink()


def test_no_keys_are_made_where_laptops_are_enrolled(lost: str) -> None:
    made.laptop()
    lose(lost)
    before = sorted(keys.folder().iterdir())

    with pytest.raises(RuleBroken, match=r"intake\.keys_lost.*Put the folders keys and intake"):
        keys.prepare()

    assert sorted(keys.folder().iterdir()) == before


def test_no_keys_are_made_where_receipts_were_given(lost: str) -> None:
    """The database is older than the enrolment of every laptop, and yet there are receipts."""
    laptop = made.laptop()
    laptop.send(laptop.seal(made.recording(laptop)))
    Packet.objects.update(epoch=None)
    Epoch.objects.all().delete()
    lose(lost)

    with pytest.raises(RuleBroken, match=r"intake\.keys_lost"):
        keys.prepare(signed=Receipt.objects.exists())
    assert not list(keys.folder().glob(lost))


def test_the_first_day_makes_them(lost: str) -> None:
    lose(lost)

    keys.prepare()

    assert keys.missing() == []
    assert keys.office().public.raw == keys.office_public().raw
    assert [keys.receipt().public.raw] == [key.raw for key in keys.receipt_publics()]


def test_a_laptop_is_believed_again_when_they_are_put_back(laptop: Laptop, tmp_path: Path) -> None:
    folder = keys.folder()
    shutil.move(folder, tmp_path / "keys")
    with pytest.raises(RuleBroken):
        keys.prepare()

    folder.rmdir()
    shutil.move(tmp_path / "keys", folder)
    keys.prepare()

    assert laptop.send(laptop.seal(made.recording(laptop))).status == 200
