"""Codes that are asked for and tried at the same moment as others, each on its own connection."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from rekam.office.accounts.rights import Role
from rekam.office.stations import actions, enrolling
from rekam.office.stations.models import Station
from rekam.wire import enrolment as wire
from tests.office.accounts import staff
from tests.office.stations.test_enrolment import Fresh, people
from tests.office.sync import made


@pytest.fixture
def areas() -> None:
    """Of each test: they commit. The office itself is made for every test."""


@pytest.fixture
def station() -> Station:
    return actions.add(name="Laptop 01", by=None, at=made.MORNING)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_a_code_is_tried(station, monkeypatch):
    first, _second = people()
    begun = enrolling.begin(station=station, by=first, at=made.MORNING)
    really, open_ones = wire.check_code, []

    def check(data, code):
        open_ones.append(connection.in_atomic_block)
        really(data, code)

    monkeypatch.setattr(wire, "check_code", check)
    enrolling.ask(Fresh().ask(begun.code), at=made.MORNING)

    assert open_ones == [False]


@pytest.mark.django_db(transaction=True)
def test_a_code_that_is_asked_for_twice_at_once_is_shown_twice_and_the_first_is_void():
    """Two clicks, or two tabs."""
    made.office()
    station = actions.add(name="Laptop 01", by=None, at=made.MORNING)
    person = staff.person(Role.ADMINISTRATOR)
    begun = threading.Event()

    def first() -> None:
        with transaction.atomic():
            enrolling.begin(station=station, by=person, at=made.MORNING)
            begun.set()
            time.sleep(0.5)
        connection.close()

    with ThreadPoolExecutor(1) as threads:
        done = threads.submit(first)
        assert begun.wait(5)
        second = enrolling.begin(station=station, by=person, at=made.MORNING)
        done.result()

    assert second.state == "waiting"
    assert sorted(station.enrolments.values_list("state", flat=True)) == ["refused", "waiting"]
