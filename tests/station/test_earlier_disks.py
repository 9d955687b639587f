"""A disk that came back from a copy gives no number a second time."""

import contextlib
import shutil
from pathlib import Path

import pytest
from django.db import connection

from rekam.domain.trouble import RuleBroken
from rekam.station.calls import Failed
from rekam.station.identity import queries as identity
from rekam.station.identity.models import Epoch
from rekam.wire import packets
from rekam.wire.keys import SigningKey
from tests.station import make
from tests.station.office import Office


@pytest.fixture
def set_back(working: Path, office: Office) -> None:
    """The disk of this laptop is the one of yesterday: it was copied then, and the copy came back."""
    make.saved()
    make.talk()
    connection.close()
    yesterday = shutil.copytree(working, working.parent / "yesterday")
    make.saved()
    make.saved()
    make.talk()
    connection.close()
    shutil.rmtree(working)
    shutil.copytree(yesterday, working)


def test_a_disk_of_an_earlier_day_gives_no_number_a_second_time(set_back: None, office: Office) -> None:
    make.talk()

    epoch = Epoch.objects.get()
    assert (epoch.office_has, epoch.next_sequence, epoch.frozen_at is None) == (3, 2, False)
    with pytest.raises(RuleBroken, match=r"epoch\.set_back") as refused:
        make.saved()
    assert refused.value.values == {"office": 3, "next": 2}
    assert len(office.held) == 3


def test_what_such_a_disk_saved_before_it_heard_of_it_is_still_sent(set_back: None, office: Office) -> None:
    """The office keeps what has the number of another, for two people to look at."""
    make.saved()
    make.talk()

    assert Epoch.objects.get().office_has == 3
    assert len(office.held) == 4


def test_with_new_keys_such_a_disk_goes_on(set_back: None, office: Office) -> None:
    make.talk()
    Epoch.objects.create(number=2, signing_seed=b"\2" * 32, previous=packets.FIRST, begun_at=make.now())

    assert make.saved().sequence == 1
    assert identity.epoch().office_has is None


def test_a_disk_that_has_come_as_far_as_the_office_goes_on(working: Path, office: Office) -> None:
    make.saved()
    make.talk()
    make.talk()

    assert Epoch.objects.get().office_has is None
    assert make.saved().sequence == 2


@pytest.mark.parametrize("whose", ["another laptop's", "nobody's"])
def test_only_the_office_says_how_far_it_has_come_and_of_these_keys(
    working: Path, office: Office, whose: str
) -> None:
    office.came_so_far = lambda _last: 99
    if whose == "nobody's":
        office.signs_keys_with = SigningKey.new()
    else:
        office.speaks_of = b"\1" * 16

    with contextlib.suppress(Failed):
        make.talk()

    epoch = Epoch.objects.get()
    assert (epoch.office_has, epoch.frozen_at) == (None, None)
