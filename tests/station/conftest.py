"""A station of its own for each test, in a folder that is thrown away. How they run: own_process.py."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import no_skips
from tests.station import own_process

HERE = own_process.is_here()
KEY = bytes(range(32))


def pytest_pycollect_makemodule(module_path: Path, parent: Any) -> Any:
    if HERE:
        return None
    return own_process.InItsOwnProcess.from_parent(parent, path=module_path)


if HERE:
    os.environ["REKAM_STATION"] = tempfile.mkdtemp(prefix="rekam-station-")
    hypothesis.settings.register_profile("rekam", deadline=None, derandomize=no_skips.IN_CI, print_blob=True)
    hypothesis.settings.load_profile("rekam")
    import django

    django.setup()
    from rekam.wire import keys

    # A slow hash is the point of a password's hash, and the opposite of a test's.
    keys.MEMORY_KIB, keys.PASSES = 1024, 1

    pytest_runtest_makereport = no_skips.pytest_runtest_makereport
    pytest_make_collect_report = no_skips.pytest_make_collect_report

    @pytest.fixture(scope="session", autouse=True)
    def no_network() -> Iterator[None]:
        """A test that reaches for another machine fails, and says where it wanted to go."""
        connect = socket.socket.connect

        def only_here(self: socket.socket, address: Any) -> None:
            if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
                raise AssertionError(f"A test wanted to reach {address[0]}.")
            connect(self, address)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(socket.socket, "connect", only_here)
            yield

    @pytest.fixture(scope="session")
    def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
        """The tables, made once: a test gets a copy."""
        folder = tmp_path_factory.mktemp("empty")
        _settle_in(folder)
        from rekam.station.store import ready
        from rekam.station.store.opened import store

        store.open(KEY)
        ready.make()
        from django.db import connection

        connection.close()
        store.close()
        return folder

    @pytest.fixture
    def station(tmp_path: Path, empty_store: Path) -> Iterator[Path]:
        """The folder of a station with an open, empty store and nobody signed in."""
        from rekam.station.store.opened import store

        folder = tmp_path / "station"
        shutil.copytree(empty_store, folder)
        _settle_in(folder)
        store.open(KEY)
        yield folder
        _move_out()

    @pytest.fixture
    def bare_folder(tmp_path: Path) -> Iterator[Path]:
        """A laptop on which nothing of Rekam has been set up yet."""
        folder = tmp_path / "station"
        folder.mkdir()
        _settle_in(folder)
        yield folder
        _move_out()

    @pytest.fixture(scope="session")
    def begun(tmp_path_factory: pytest.TempPathFactory) -> Any:
        """An office and its laptop, made once; tests get copies of both."""
        from tests.station import make

        return make.begun(tmp_path_factory.mktemp("begun"), _settle_in, _move_out)

    @pytest.fixture
    def office(begun: Any) -> Iterator[Any]:
        """An office in memory that answers on a port of this machine."""
        from tests.station.office import served

        with served(begun.an_office()) as office:
            yield office

    @pytest.fixture
    def enrolled(tmp_path: Path, begun: Any, office: Any) -> Iterator[Path]:
        """A laptop that the office knows, before its first pack."""
        from tests.station import make

        shutil.copytree(begun.enrolled, tmp_path / "station")
        _settle_in(tmp_path / "station")
        make.move_to(office.address)
        yield tmp_path / "station"
        _move_out()

    @pytest.fixture
    def working(tmp_path: Path, begun: Any, office: Any) -> Iterator[Path]:
        """Enrolled, with a pack, and Siti signed in."""
        from tests.station import make

        shutil.copytree(begun.working, tmp_path / "station")
        _settle_in(tmp_path / "station")
        make.open_as_siti(begun.store_key, office.address)
        yield tmp_path / "station"
        _move_out()

    @pytest.fixture
    def counter(enrolled: Path, office: Any) -> Any:
        """Siti at the counter; Budi is the other officer of the pack."""
        from tests.station import make
        from tests.station.desk import Counter
        from tests.station.office import BUDI

        officers = (office.operator(), office.operator(BUDI, "budi"))
        make.take_first(office, office.make_pack(operators=officers))
        return Counter()

    @pytest.fixture
    def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
        """Simulated devices on the counter's desk."""
        from tests.station.desk import devices

        with devices(monkeypatch) as bench:
            yield bench

    def _settle_in(folder: Path) -> None:
        from django.conf import settings
        from django.db import connection

        connection.close()
        settings.FOLDER = folder
        connection.settings_dict["NAME"] = folder / "station.db"

    def _move_out() -> None:
        from django.core.cache import cache
        from django.db import connection

        from rekam.station import pace
        from rekam.station.operators import present
        from rekam.station.store import ready
        from rekam.station.store.opened import store

        connection.close()
        ready.forget()
        pace.forget()
        present.leave()
        store.close()
        cache.clear()

    def pytest_unconfigure(config: pytest.Config) -> None:
        shutil.rmtree(os.environ["REKAM_STATION"], ignore_errors=True)
