"""One small demo for all tests of the demo, and one of full size for those that ask for it."""

import pytest

from rekam.demo import Script, write_files
from tests.demo.recount import Recount

SMALL = 0.02


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes many seconds; leave out with -m 'not slow'")


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> Script:
    return write_files(tmp_path_factory.mktemp("demo"), scale=SMALL)


@pytest.fixture(scope="session")
def recount(script: Script) -> Recount:
    return Recount(script)
