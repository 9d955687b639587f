"""Somebody undoes a file of recordings while the worker runs."""

import threading

import pytest

from rekam.office.imports import actions as imports
from rekam.office.sync import worker
from tests.office.sync import made
from tests.office.sync.test_sessions_of_recordings import arrive, counted, found_different, told_by_a_file


@pytest.fixture
def register() -> str:
    """The test commits."""
    return made.register()


class Undoing(threading.Event):
    """Somebody undoes a file while the worker rests for the first time; it stops at the second."""

    def __init__(self, file) -> None:
        super().__init__()
        self.file, self.rests = file, 0

    def wait(self, timeout: float | None = None) -> bool:
        self.rests += 1
        if self.rests == 1:
            assert counted() == 1
            imports.undo(self.file, by=None, at=made.later(200))
        else:
            self.set()
        return True


@pytest.mark.django_db(transaction=True)
def test_the_worker_notices_that_a_file_is_undone(laptop, siti):
    file = told_by_a_file(siti)
    other = made.laptop()
    arrive(laptop, laptop.seal(made.recording(laptop, nik=siti)))
    arrive(other, other.seal(made.recording(other, nik=siti, finished_at=made.later(20))))
    found_different()
    stop = Undoing(file)

    worker.run(stop)

    assert stop.rests == 2
    assert counted() == 0
