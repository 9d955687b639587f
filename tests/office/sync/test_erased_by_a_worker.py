"""A worker that erases while a disk answers with errors, or is killed in between. All of it commits."""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from rekam.office.sync import worker
from rekam.office.sync.keeping import copies, erasing, shelf
from rekam.office.sync.models import Opened, Packet
from tests.office.sync import made
from tests.office.sync.test_erased_everywhere import REFUSED, cleared, erased, lines, page


@pytest.fixture
def register() -> str:
    """Of each test: they commit."""
    return made.register()


@pytest.fixture
def sealed(siti):
    return made.record(made.laptop(), nik=siti)


class Stop(threading.Event):
    def wait(self, timeout: float | None = None) -> bool:
        """It has nothing to do any more."""
        self.set()
        return True


@pytest.mark.django_db(transaction=True)
def test_the_worker_goes_on_when_the_second_disk_answers_with_errors(siti, sealed, settings):
    first, _ = erased(sealed)
    first.write_bytes(b"from a backup")
    laptop = made.laptop()
    tried = laptop.seal(made.recording(laptop, name="BUDI REKAAN"))
    laptop.send(tried)
    Packet.objects.filter(pk=made.packet(tried).pk).update(tries=1)
    settings.SECOND_COPY = REFUSED
    assert "is on a disk again" in page()

    worker.run(Stop())

    assert made.packet(tried).opened == Opened.DONE
    assert not first.exists()


class Killed(BaseException):
    """As a kill: nothing that follows is done."""


@contextmanager
def killed_after(monkeypatch: pytest.MonkeyPatch, name: str, path: Path) -> Iterator[None]:
    """Right after the system has done *name* with a file of this name, whatever it is called by then."""
    real = getattr(Path, name)

    def done(self: Path, *given: object, **named: object) -> object:
        found = real(self, *given, **named)
        if self.name.startswith(path.name):
            raise Killed
        return found

    with monkeypatch.context() as patched:
        patched.setattr(Path, name, done)
        yield


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["rename", "unlink"])
def test_what_has_come_back_leaves_a_line_wherever_its_erasing_is_killed(sealed, monkeypatch, moment):
    places = erased(sealed)
    before = len(lines())
    for place in places:
        place.write_bytes(b"from a backup")

    with killed_after(monkeypatch, moment, places[0]), pytest.raises(Killed):
        cleared()

    assert moment == "rename" or len(lines()) > before  # gone: and written down
    assert erasing.come_back() == [made.packet(sealed)]
    cleared()
    assert not any(list(place.parent.glob(f"{place.name}*")) for place in places)
    assert lines()[-1] == {"rule": "came_back", "count": 2 if moment == "rename" else 1}
    assert erasing.come_back() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["rename", "unlink"])
def test_what_is_left_of_a_damaged_file_leaves_a_line_wherever_its_erasing_is_killed(
    sealed, monkeypatch, moment
):
    place = shelf.held(made.packet(sealed).digest)
    aside = place.with_name(f"{place.name}.damaged-1")
    for other in copies.damaged(before=math.inf):  # of other tests: packets of a whole run lie in one folder
        other.unlink()
    aside.write_bytes(b"rotten")
    late = timezone.now() + timedelta(days=800)

    with killed_after(monkeypatch, moment, aside), pytest.raises(Killed):
        erasing.erase_damaged(at=late)

    assert not aside.exists()
    assert moment == "rename" or lines() == [{"rule": "at_most", "count": 1}]
    erasing.erase_damaged(at=late)
    assert not list(place.parent.glob(f"{place.name}.damaged-*"))
    assert lines() == [{"rule": "at_most", "count": 1}]
