"""The key that opens packets is read by one process and known to no other."""

import os
import re
import stat
from functools import cache
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from rekam.domain.trouble import RuleBroken
from rekam.office.stations import keys
from rekam.office.sync.keeping import shelf
from rekam.office.sync.unsealing import intake_keys
from tests.office.sync import made

ROOT = Path(__file__).resolve().parents[3]
IMPORT = re.compile(r"^\s*(?:from|import) ([\w.]+)(?: import (\([^)]*\)|.+))?", re.MULTILINE)
READER = "rekam.office.sync.unsealing.intake_keys"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> None:
    """Nothing of other tests lies there: their keys, and folders made under another umask."""
    settings.DATA = tmp_path


@cache
def imports() -> dict[str, set[str]]:
    """What each module of the office imports, wherever in its text."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "rekam" / "office").rglob("*.py"):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = set()
        for module, names in IMPORT.findall(path.read_text(encoding="utf-8")):
            found[name] |= {module, *(f"{module}.{each}" for each in re.findall(r"\w+", names))}
    return found


def reached(starts: list[str]) -> set[str]:
    seen: set[str] = set()
    left = [name for name in starts if name in imports()]
    while left:
        name = left.pop()
        seen.add(name)
        left += [each for each in imports()[name] if each in imports() and each not in seen]
    return seen


def test_nothing_that_serves_pages_or_takes_calls_reaches_it():
    served = [
        name for name in imports() if name.rsplit(".", 1)[1] in ("urls", "views", "wsgi", "tasks", "apps")
    ]
    served += ["rekam.office.sync.receiving.receiver", "rekam.office.settings"]

    assert "rekam.office.sync.case_views" in reached(served)
    assert READER not in reached(served)
    assert "rekam.office.sync.worker" not in reached(served)


def test_only_the_worker_and_its_command_name_it():
    names = {name for name, wanted in imports().items() if READER in wanted}

    assert names == {"rekam.office.sync.worker", "rekam.office.web.management.commands.intake"}


def test_a_key_that_others_may_read_is_not_used():
    made.office()
    [path] = keys.intake_folder().glob("*.key")
    os.chmod(path, 0o640)

    with pytest.raises(RuleBroken, match=r"intake\.key_open"):
        intake_keys.read()
    with pytest.raises(CommandError, match="chmod 600"):
        call_command("intake", part="worker")

    os.chmod(path, 0o600)
    assert intake_keys.read().keys() == keys.recipients().keys()


@pytest.mark.parametrize(("umask", "file", "folder"), [(0o007, 0o660, 0o770), (0o077, 0o600, 0o700)])
def test_a_worker_of_the_same_group_may_read_what_the_receiver_takes_where_the_umask_says_so(
    laptop: made.Laptop, umask: int, file: int, folder: int
) -> None:
    sealed, before = laptop.seal(made.recording(laptop)), os.umask(umask)
    try:
        laptop.send(sealed)
    finally:
        os.umask(before)

    place = shelf.held(made.packet(sealed).digest)
    assert (stat.S_IMODE(place.stat().st_mode), stat.S_IMODE(place.parent.stat().st_mode)) == (file, folder)


def test_a_worker_without_the_key_that_laptops_seal_for_does_not_start() -> None:
    """It would set every packet aside as one that cannot be opened."""
    made.office()
    [path] = keys.intake_folder().glob("*.key")
    other = path.with_name("intake-0123456789abcdef.key")
    path.rename(other)  # the key of another office
    try:
        with pytest.raises(CommandError, match="Tidak ada kunci"):
            call_command("intake", part="worker")
    finally:
        other.rename(path)
