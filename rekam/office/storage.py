"""Where this office's data lies: decided here and nowhere else.

One office is one database (SQLite) or one schema of a PostgreSQL database. A province
runs the same code once per regency with another ``REKAM_SCHEMA``; no query names a schema.
"""

import fcntl
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# A writer waits this long for another one before it is told that somebody else is writing. The longest
# single transaction is the commit of a whole register (see benchmarks).
BUSY_SECONDS = float(os.environ.get("REKAM_BUSY_SECONDS", "60"))


def data_folder() -> Path:
    """The folder that holds everything that is not code: database, uploads, keys. Made when missing, for this
    user alone: what lies in it is as readable as its files' makers happen to leave it.
    """
    folder = Path(os.environ.get("REKAM_DATA", Path.cwd() / "data")).expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_once(path: Path, content: bytes) -> None:
    """Whole or not at all, for its owner alone, and never over what is there: of several that begin at one
    moment the first writes, and the others find it written.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if not path.exists():
            part = path.with_suffix(f"{path.suffix}.part")
            _write_part(part, content)
            part.rename(path)
            os.fsync(folder)
    finally:
        os.close(folder)


def _write_part(part: Path, content: bytes) -> None:
    part.unlink(missing_ok=True)  # of one that was killed
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def database() -> dict[str, Any]:
    """Django's ``DATABASES["default"]`` for ``REKAM_DATABASE_URL``, or the SQLite file in the data folder.

    The URL is ``postgresql://user:password@host:port/name`` (also ``?host=/socket/folder``)
    or ``sqlite:///path``.
    """
    url = os.environ.get("REKAM_DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        return _postgresql(url)
    path = Path(url.removeprefix("sqlite:///")) if url else data_folder() / "rekam.sqlite3"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,  # opening one for every request costs as much as all its questions
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # a reader that becomes a writer would fail at once, not wait
            "timeout": BUSY_SECONDS,
            # No temp_store=MEMORY: within a savepoint the journal of every statement would then be walked
            # from its beginning, and 35,000 updates take minutes instead of seconds.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
            ),
        },
    }


def schema() -> str:
    """The schema of this office in a PostgreSQL database."""
    return os.environ.get("REKAM_SCHEMA", "public")


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "rekam.office.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "rekam",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", "")) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # Whatever the server's default is: a receipt says that what it is for outlives a power cut.
            "options": (
                f"-c search_path={schema()},public -c lock_timeout={int(BUSY_SECONDS * 1000)}"
                " -c synchronous_commit=on"
            ),
        },
    }
