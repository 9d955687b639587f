"""Rows that every page asks for: the state of the ledger, the end of the audit trail, the office, the reader.

To build such a question anew costs the ORM ten times what the database needs for the answer, so they are
written once. And a question to a server is a journey: the first that a page asks there brings along the
answers to all that are marked to be on every page.
"""

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, Generic, TypeVar

from django.db import connection, models

from rekam.office import once

Model = TypeVar("Model", bound=models.Model)
Row = tuple[Any, ...]

MOST_KEPT = 1_000  # rows of one table by key: everybody of an office, several times over
_BROUGHT = "only_row"
_on_every_page: list["Question"] = []


class Question:
    """A question of one row, written once for each kind of database; *write* gives SQL and no parameters."""

    def __init__(self, write: Callable[[], str], *, on_every_page: bool = False) -> None:
        self._write = write
        self._sql: dict[str, str] = {}
        if on_every_page:
            _on_every_page.append(self)

    @property
    def sql(self) -> str:
        """As the database of this connection understands it."""
        if connection.vendor not in self._sql:
            self._sql[connection.vendor] = self._write()
        return self._sql[connection.vendor]

    def ask(self) -> Row | None:
        """The row with the database's types; None while there is none.

        In a request that reads, this may be the row as it was when the request began, but for one time only:
        whoever asks again is told how it is now.
        """
        held = once.notebook()
        brought: dict[str, Row | None] | None = held.get(_BROUGHT) if held is not None else None
        if brought is not None and self.sql in brought:
            return brought.pop(self.sql)
        return first(self.sql)


def first(sql: str, parameters: Sequence[Any] = ()) -> Row | None:
    """The first row of an answer; what is on every page comes along with the first question of a request."""
    held = once.notebook()
    if held is None or _BROUGHT in held or connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters or None)
            found: Row | None = cursor.fetchone()
            return found
    others = [each.sql for each in _on_every_page if each.sql != sql]
    held[_BROUGHT] = brought = {}
    # Without parameters a per cent sign stands for itself, with them it does not.
    journey = "; ".join([sql, *(each.replace("%", "%%") if parameters else each for each in others)])
    with connection.cursor() as cursor:
        cursor.execute(journey, parameters or None)
        found = cursor.fetchone()
        for each in others:
            cursor.nextset()
            brought[each] = cursor.fetchone()
    return found


def columns(model: type[models.Model], names: Sequence[str], *, on_every_page: bool = False) -> Question:
    """Asks for these columns of the row whose key is 1."""

    def write() -> str:
        quote = connection.ops.quote_name
        key, table = quote(str(model._meta.pk.column)), quote(model._meta.db_table)
        return f"SELECT {', '.join(map(quote, names))} FROM {table} WHERE {key} = 1"

    return Question(write, on_every_page=on_every_page)


class Kept(Generic[Model]):
    """A whole row, with what it refers to, as a model: built anew only when the database gives another row.

    *asked* is the question (it takes no parameters). Each reader gets a copy to do with as it likes.
    """

    def __init__(self, asked: Callable[[], models.QuerySet[Model]], *, on_every_page: bool = False) -> None:
        self._asked = asked
        self._question = Question(
            lambda: str(asked()[:1].query.sql_with_params()[0]), on_every_page=on_every_page
        )
        self._last: tuple[Row, Model] | None = None

    def read(self) -> Model | None:
        """The model as the database holds it now; None while there is no row."""
        row = self._question.ask()
        last = self._last
        if row is not None and last is not None and last[0] == row:
            return copy(last[1])
        built = self._asked().first()
        if row is not None and built is not None and self._question.ask() == row:  # nobody wrote in between
            self._last = row, copy(built)
        return built


class KeptByKey(Generic[Model]):
    """As ``Kept``, for the rows of a table by their key."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._question = Question(self._write)
        self._last: dict[Any, tuple[Row, Model]] = {}

    def read(self, key: Any) -> Model | None:
        """The model as the database holds it now; None while there is no such row."""
        row = first(self._question.sql, [key])
        if row is None:
            return None
        last = self._last.get(key)
        if last is not None and last[0] == row:
            return copy(last[1])
        built = self._model._default_manager.filter(pk=key).first()
        if built is not None and first(self._question.sql, [key]) == row:  # nobody wrote in between
            if len(self._last) >= MOST_KEPT:
                self._last.clear()
            self._last[key] = row, copy(built)
        return built

    def _write(self) -> str:
        quote, meta = connection.ops.quote_name, self._model._meta
        names = ", ".join(quote(str(field.column)) for field in meta.concrete_fields)
        return f"SELECT {names} FROM {quote(meta.db_table)} WHERE {quote(str(meta.pk.column))} = %s"
