"""What every test gets: a data folder of its own, both databases, and no way out to the network."""

import gc
import json
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import no_skips
from tests.databases import NAMES, Databases, instead_of_emptying

# The tests in here are about stored data: they run on both databases without saying so, unless they are
# marked otherwise (`one_database`: rights, forms and words are the same on both).
DATA_LAYER = Path(__file__).parent / "office"
NEEDS_DATABASE = {"db", "transactional_db", "django_db_reset_sequences"}

hypothesis.settings.register_profile("rekam", deadline=None, derandomize=no_skips.IN_CI, print_blob=True)
hypothesis.settings.load_profile("rekam")

pytest_runtest_makereport = no_skips.pytest_runtest_makereport
pytest_make_collect_report = no_skips.pytest_make_collect_report

FOLDER = pytest.StashKey[Path]()
DATABASES = pytest.StashKey[Databases]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=NAMES, help="run the data layer on this database alone")


# -- Django, in a folder that is thrown away ---------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_databases: runs on SQLite and on PostgreSQL")
    config.addinivalue_line("markers", "one_database: among the data layer's tests, but not about data")
    worker = getattr(config, "workerinput", {}).get("workerid", "")
    if not worker:
        _forget_the_offices_settings()
        os.environ["REKAM_TESTS"] = tempfile.mkdtemp(prefix="rekam-tests-")
        config.stash[FOLDER] = Path(os.environ["REKAM_TESTS"])
        config.stash[FOLDER].chmod(0o755)  # PostgreSQL runs as another user when we are root
    if worker or not _hands_out_to_workers(config):
        _set_up_django(config, Path(os.environ["REKAM_TESTS"]), worker or "main")


def _forget_the_offices_settings() -> None:
    """What is set for a real office on this machine must not reach the tests, nor the tests its data."""
    for name in [name for name in os.environ if name.startswith("REKAM_")]:
        del os.environ[name]


def _hands_out_to_workers(config: pytest.Config) -> bool:
    return bool(config.getoption("tx", None) or config.getoption("numprocesses", None))


def _set_up_django(config: pytest.Config, folder: Path, worker: str) -> None:
    if os.environ.get("DJANGO_SETTINGS_MODULE"):  # then pytest-django has read them, with a real data folder
        raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests set up an office of their own.")
    os.environ["REKAM_DATA"] = str(folder / worker)
    os.environ["DJANGO_SETTINGS_MODULE"] = "rekam.office.settings"
    import django
    from django.conf import settings

    # A slow hash is the point of a password's hash, and the opposite of a test's.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()
    config.stash[DATABASES] = Databases(folder, worker)


def pytest_unconfigure(config: pytest.Config) -> None:
    if DATABASES in config.stash:
        config.stash[DATABASES].close()
    if FOLDER in config.stash:
        shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


# -- what stays to the end ----------------------------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Any:
    """Thousands of tests and all that they import stay: looking for rubbish among them, again and again, took
    a quarter of the time of finding the tests and a tenth of the time of running them.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


# -- both databases -----------------------------------------------------------------------------


def _is_data_layer(item: Any) -> bool:
    return DATA_LAYER in item.path.parents


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    item = metafunc.definition
    asked = item.get_closest_marker("both_databases")
    uses = item.get_closest_marker("django_db") or NEEDS_DATABASE & set(metafunc.fixturenames)
    is_about_data = _is_data_layer(item) and not item.get_closest_marker("one_database")
    if is_about_data or (asked and uses):
        only = metafunc.config.getoption("database")
        names = [only] if only else NAMES
        metafunc.parametrize("database", names, indirect=True, scope="module")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The longest test by far begins first: at the end the other workers would wait for it.
    items.sort(key=lambda item: not item.path.match("tests/browser/test_station_day.py"))
    for item in items:
        if _is_data_layer(item) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> None:
    """Ours, not pytest-django's: see tests/databases.py."""
    databases = request.config.stash[DATABASES]
    instead_of_emptying(databases.restore)
    with django_db_blocker.unblock():
        databases.use(databases.current or "sqlite")


@pytest.fixture(scope="module", autouse=True)
def database(request: pytest.FixtureRequest, django_db_blocker: Any) -> str:
    """The name of the database behind this test: sqlite unless it runs on both."""
    databases, name = request.config.stash[DATABASES], getattr(request, "param", "")
    if name or databases.current:  # rules need none, and start at once
        with django_db_blocker.unblock():
            databases.use(name or "sqlite")
    return name or "sqlite"


@pytest.fixture(autouse=True)
def nothing_kept_from_another_test(database: str) -> None:
    """Answers are kept under the numbers of rows, which come again once a test's rows are taken back."""
    if "django" in sys.modules and database:
        from django.core.cache import caches

        for cache in caches.all(initialized_only=True):
            cache.clear()


# -- rules of the house -------------------------------------------------------------------------


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


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The checks that ran before the tests, above the last line; what failed, for tools/once_more.py."""
    if where := os.environ.get("FAILED_TESTS_TO"):
        kinds = ("failed", "error")
        names = {report.nodeid for kind in kinds for report in terminalreporter.stats.get(kind, [])}
        Path(where).write_text(json.dumps(sorted(names)), encoding="utf-8")
    lines = json.loads(os.environ.get("CHECKS_BEFORE_TESTS", "[]"))
    if lines:
        terminalreporter.section("checks")
        for line in lines:
            terminalreporter.write_line(line, red=line.startswith("FAILED"))
