"""A copy of everything that an office is, made while it runs, and an office made of such a copy.

The database comes first. A file is whole on the disk before the database names it, so that whatever the copy
of the database names is among the files that are copied after it, but for what is erased meanwhile.

    rekam.sqlite3 or rekam.dump    the database
    data/                          the data folder: packets, keys, packs, photographs, rolls, imports ...
    intake/                        the keys that open packets, unless they are kept apart
    made-at                        when it was begun, by the office's clock
"""

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office import storage
from rekam.office.audit.models import Entry
from rekam.office.stations import keys

SQLITE, DUMP, MADE_AT = "rekam.sqlite3", "rekam.dump", "made-at"
# Made anew by whoever needs it, another program's, or seen by nobody a moment later. What lies in
# packets/shown was opened for a person to look at, and the worker lays it out again.
LEFT_OUT = {Path(name) for name in ("cache", "answers", "uploads", "intake", "station", "simulator")}
LEFT_OUT |= {Path("packets", "incoming"), Path("packets", "shown")}
LEFT_OUT |= {Path("packets", "read-through.json")}  # it speaks of the disks here, and of no others
NEVER_CHANGED = Path("packets", "held")  # each file is named by its hash
MTIME_SECONDS = 2.0  # so coarsely does a disk of another kind keep when a file was written


@dataclass(frozen=True, slots=True)
class Copied:
    """How many files of the data folder, and whether the keys that open packets are among what was copied."""

    files: int
    has_intake_key: bool


# -- making one -------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _private() -> Iterator[None]:
    """Nobody else may read what is written meanwhile, whatever this user's habit is."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@_private()
def make(to: Path, *, at: datetime, with_intake_key: bool = True) -> Copied:
    """Whole or not at all: it gets its name at the end. Packets that the newest backup beside it holds are
    not written a second time, but linked.
    """
    data, part = Path(settings.DATA), to.with_name(f"{to.name}.part")
    _refuse_bad_place(to, part, data)
    part.mkdir(mode=0o700)
    try:
        (part / MADE_AT).write_text(at.isoformat(), encoding="ascii")
        _copy_database(part)
        files = _copy_tree(data, part / "data", like=_newest_beside(to))
        has_key = with_intake_key and _copy_intake_key(part)
        os.sync()
        part.rename(to)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)  # else it fills the disk that had no room for it, for good
        raise
    keys.sync_folder(to.parent)
    return Copied(files, has_key)


def _refuse_bad_place(to: Path, part: Path, data: Path) -> None:
    if to.exists() or part.exists():
        raise RuleBroken(
            "backup.exists",
            gettext_noop("%(folder)s is there already. A backup makes a folder of its own: name another."),
            folder=str(to if to.exists() else part),
        )
    if data in to.resolve().parents:
        raise RuleBroken(
            "backup.within",
            gettext_noop("A backup within the data folder goes with it. Name a folder on another disk."),
        )


def _copy_database(into: Path) -> None:
    if connection.vendor == "postgresql":
        schema = storage.schema()
        _run("pg_dump", "--format=custom", f"--schema={schema}", f"--file={into / DUMP}")
        return
    place = Path(connection.settings_dict["NAME"])
    source = sqlite3.connect(f"file:{quote(str(place))}?mode=ro", uri=True)
    with contextlib.closing(source), contextlib.closing(sqlite3.connect(into / SQLITE)) as copy:
        source.backup(copy)  # with what still stands in the WAL
        copy.create_function("REGEXP", 2, lambda pattern, text: re.search(pattern, str(text)) is not None)
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise RuleBroken("backup.damaged", gettext_noop("The copy of the database is damaged."))


def _newest_beside(to: Path) -> Path | None:
    """Its copy of the data folder. What was broken off is none; other folders may be nobody's to see. Nor is
    the office itself, whose data folder may lie in one: what is linked to it is no copy.
    """
    whole = [each / "data" for each in to.parent.iterdir() if each.suffix != ".part"]
    found = [data for data in whole if os.path.isdir(data / NEVER_CHANGED) and not _is_office(data)]
    return max(found, key=lambda data: data.stat().st_mtime, default=None)


def _is_office(data: Path) -> bool:
    return data.resolve() == Path(settings.DATA).resolve()


def _copy_tree(source: Path, target: Path, *, like: Path | None = None) -> int:
    """How many files; those that never change are taken from *like* where they lie there."""
    count = 0
    for path in _files(source):
        within = path.relative_to(source)
        (target / within).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if like and within.is_relative_to(NEVER_CHANGED) and _link(like / within, target / within, like=path):
            count += 1
            continue
        with contextlib.suppress(FileNotFoundError):  # it was taken away a moment ago
            shutil.copy2(path, target / within)
            count += 1
    return count


def _link(held: Path, target: Path, *, like: Path) -> bool:
    """Not where it was written anew since, as what had rotted and was mended from its second copy: a backup
    that had the rotten one would hand it down to all after it.
    """
    with contextlib.suppress(OSError):  # it is not there, or the file system has no links
        before, now = held.stat(), like.stat()
        if before.st_size == now.st_size and abs(before.st_mtime - now.st_mtime) < MTIME_SECONDS:
            os.link(held, target)
            return True
    return False


def _files(source: Path) -> Iterator[Path]:
    """Every file but what is left out, the database and the keys that open packets."""
    intake = keys.intake_folder().resolve()
    databases = (Path(connection.settings_dict["NAME"]).name, SQLITE)  # with what lies beside: the WAL
    for folder, folders, names in os.walk(source, onerror=_unless_gone, followlinks=True):
        within = Path(folder).relative_to(source)
        kept = [name for name in folders if within / name not in LEFT_OUT]
        folders[:] = [name for name in kept if Path(folder, name).resolve() != intake]
        at_top = within == Path()
        files = [name for name in names if within / name not in LEFT_OUT]
        yield from (Path(folder) / name for name in files if not (at_top and name.startswith(databases)))


def _unless_gone(trouble: OSError) -> None:
    if not isinstance(trouble, FileNotFoundError):
        raise trouble


def _copy_intake_key(into: Path) -> bool:
    """Whether they were within reach: they may be another user's."""
    where = keys.intake_folder()
    found = sorted(where.glob("*.key")) if os.access(where, os.R_OK | os.X_OK) else []
    for path in found:
        (into / "intake").mkdir(mode=0o700, exist_ok=True)
        shutil.copy2(path, into / "intake" / path.name)
    return bool(found)


# -- an office made of one ----------------------------------------------------------------------------------


@_private()
def restore(backup: Path) -> Copied:
    """Into a data folder and a database in which nothing is. Nothing is ever written over."""
    data = Path(settings.DATA)
    _refuse_no_backup(backup)
    _refuse_office_here(backup, data)
    files = _copy_tree(backup / "data", data)
    where = keys.intake_folder()
    for path in sorted((backup / "intake").glob("*.key")):
        where.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (where / path.name).exists():
            shutil.copy2(path, where / path.name)
    _restore_database(backup)
    os.sync()
    return Copied(files, any(where.glob("*.key")))


def made_at(backup: Path) -> datetime | None:
    """When a backup that was restored here was begun; of an older one, which does not tell, when the last
    thing that its audit trail knows of happened.
    """
    with contextlib.suppress(OSError, ValueError):
        return datetime.fromisoformat((backup / MADE_AT).read_text(encoding="ascii"))
    last: datetime | None = Entry.objects.aggregate(at=Max("at"))["at"]
    return last


def _refuse_no_backup(backup: Path) -> None:
    name = DUMP if connection.vendor == "postgresql" else SQLITE
    if not ((backup / name).is_file() and (backup / "data").is_dir()):
        raise RuleBroken(
            "backup.none",
            gettext_noop(
                "%(folder)s is no backup of such an office: there must be %(name)s and the folder data in "
                "it. Check REKAM_DATABASE_URL."
            ),
            folder=str(backup),
            name=name,
        )


def _refuse_office_here(backup: Path, data: Path) -> None:
    names = [each.name for each in (backup / "data").iterdir() if each.is_dir()]
    there = [str(data / name) for name in names if any((data / name).glob("**/*"))]
    if connection.vendor == "postgresql":
        there += ["PostgreSQL"] if connection.introspection.table_names() else []
        connection.close()
    else:
        place = Path(connection.settings_dict["NAME"])
        there += [str(place)] if place.exists() else []
    if there:
        raise RuleBroken(
            "backup.office_here",
            gettext_noop(
                "An office is here already (%(there)s). Restore into an empty data folder and an empty "
                "database; nothing was changed."
            ),
            there=", ".join(there),
        )


def _restore_database(backup: Path) -> None:
    if connection.vendor == "postgresql":
        flags = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
        _run("pg_restore", *flags, f"--dbname={connection.settings_dict['NAME']}", str(backup / DUMP))
        return
    place = Path(connection.settings_dict["NAME"])
    part = place.with_name(f"{place.name}.part")
    shutil.copyfile(backup / SQLITE, part)
    part.rename(place)


def _run(program: str, *arguments: str) -> None:
    """PostgreSQL's own program; the password goes by the environment, where no list of processes shows it."""
    held = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    told = {name: str(held[key]) for name, key in names.items() if held[key]}
    environment = {**os.environ, **told, "PGDATABASE": str(held["NAME"])}
    try:
        done = subprocess.run(
            [program, "--no-password", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise RuleBroken(
            "backup.no_program",
            gettext_noop("%(program)s is not on this machine. Install PostgreSQL's client programs."),
            program=program,
        ) from None
    if done.returncode != 0:
        raise RuleBroken(
            "backup.failed",
            gettext_noop("%(program)s failed: %(said)s"),
            program=program,
            said=done.stderr.strip()[-300:],
        )
