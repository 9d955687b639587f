"""A register that is read leaves the machine its memory."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from rekam.office import bulk

FREED = """
import os, time
from django.conf import settings
settings.DATA
import polars as pl
def held():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20
before = held()
table = pl.DataFrame({str(n): range(400_000) for n in range(20)})
most = held()
del table
for _ in range(40):
    time.sleep(0.1)
    pl.Series([1])
    if held() - before < 20:
        break
print(most - before, held() - before)
"""


def mapped() -> int:
    driver = connection.connection
    return int(driver.execute("PRAGMA mmap_size").fetchone()[0])


def test_the_file_of_the_database_is_mapped_again_after_a_register_was_read() -> None:
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        with bulk.sparingly():
            assert connection.connection is not None
        return
    before = mapped()

    with bulk.sparingly():
        assert mapped() == 0

    assert mapped() == before > 0


@pytest.mark.one_database
def test_what_polars_frees_goes_back_to_the_system(tmp_path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "rekam.office.settings",
        "REKAM_DATA": str(tmp_path),
    }
    environment.pop("_RJEM_MALLOC_CONF", None)

    done = subprocess.run(
        [sys.executable, "-c", FREED], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )

    most, left = map(int, done.stdout.split())
    assert most > 50
    assert left < 20
