"""Django's SQLite engine over SQLCipher: one encrypted file, durable at every COMMIT.

The key is never in the settings: it is asked of `opened.store` for each connection, and there is none while
the station is locked. `base` is the name under which Django looks for an engine.
"""

import datetime
import decimal
import errno
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base as djangos
from django.db.backends.sqlite3._functions import register as register_functions
from django.db.backends.sqlite3.features import DatabaseFeatures as DjangosFeatures
from django.db.utils import OperationalError
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as sqlcipher

from rekam.station import folder
from rekam.station.store.opened import Locked, store

# Acknowledged work survives a power cut: FULL syncs the log at every COMMIT. Nothing of ours is written
# to temporary files, and what is deleted is overwritten.
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA cache_size = -32768",
    "PRAGMA wal_autocheckpoint = 2000",
    "PRAGMA legacy_alter_table = OFF",
)
NUMBER = 0x52454B41  # "REKA": the file says whose it is once it is open

sqlcipher.register_converter("bool", b"1".__eq__)
sqlcipher.register_converter("date", lambda value: parse_date(value.decode()))
sqlcipher.register_converter("time", lambda value: parse_time(value.decode()))
sqlcipher.register_converter("datetime", lambda value: parse_datetime(value.decode()))
sqlcipher.register_converter("timestamp", lambda value: parse_datetime(value.decode()))
sqlcipher.register_adapter(decimal.Decimal, str)
sqlcipher.register_adapter(datetime.date, lambda value: value.isoformat())
sqlcipher.register_adapter(datetime.datetime, lambda value: value.isoformat(" "))


class Cursor(sqlcipher.Cursor):
    """Takes Django's %s for SQLite's ?. The words are Django's own."""

    convert_query = djangos.SQLiteCursorWrapper.convert_query

    def execute(self, query: str, params: Any = None) -> Any:
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, dict) else None
        return super().execute(self.convert_query(query, param_names=names), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        rows = iter(param_list)
        first = next(rows, None)
        if first is None:
            return self
        names = list(first) if isinstance(first, dict) else None
        return super().executemany(self.convert_query(query, param_names=names), chain([first], rows))


class Connection(sqlcipher.Connection):
    """Can be held weakly, so that locking finds every connection that still lives."""


class DatabaseFeatures(DjangosFeatures):
    supports_json_field = True
    can_return_columns_from_insert = True
    can_return_rows_from_bulk_insert = True


def _begin(file: Path) -> None:
    """For its owner alone. Where somebody could sign in already, it was there, and no empty one takes its
    place.
    """
    if file.exists():
        return
    if (file.parent / folder.KEYRING).exists():
        raise sqlcipher.OperationalError("unable to open database: it is not there any more")
    try:
        file.touch(mode=0o600)
    except OSError as trouble:
        raise sqlcipher.OperationalError(_SAID.get(trouble.errno or 0, "disk I/O error")) from trouble


# As SQLite says it.
_SAID = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "database or disk is full"),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), "attempt to write a readonly database"),
    errno.ENOENT: "unable to open database: it is not there any more",
}


class DatabaseWrapper(djangos.DatabaseWrapper):
    display_name = "SQLCipher"
    Database = sqlcipher
    features_class = DatabaseFeatures
    generation = -1

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        try:
            key = store.key()
        except Locked as locked:
            raise sqlcipher.OperationalError("the station is locked") from locked
        _begin(Path(conn_params["database"]))
        connection = sqlcipher.connect(**conn_params, factory=Connection)
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in PRAGMAS:
            connection.execute(pragma)
        register_functions(connection)
        store.joins(connection)
        return connection

    def ensure_connection(self) -> None:
        """A connection that was closed under this thread is not used again: locking closes all of them."""
        if self._was_closed():
            if self.in_atomic_block:
                raise OperationalError("the station was locked")
            self.connection = None
        self.generation = store.generation
        super().ensure_connection()

    def close_if_unusable_or_obsolete(self) -> None:
        """At the beginning and end of each request, when the station may just have been locked."""
        if self._was_closed():
            self.connection, self.in_atomic_block = None, False
            return
        super().close_if_unusable_or_obsolete()

    def _was_closed(self) -> bool:
        return self.connection is not None and self.generation != store.generation

    def create_cursor(self, name: str | None = None) -> Cursor:
        return self.connection.cursor(Cursor)


__all__ = ["DatabaseWrapper", "OperationalError"]
