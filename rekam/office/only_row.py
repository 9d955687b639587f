"""Tables of one row that every page asks for: the state of the ledger, the end of the audit trail.

To build such a question anew costs the ORM ten times what the database needs for the answer.
"""

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, Generic, TypeVar

from django.db import connection, models

Model = TypeVar("Model", bound=models.Model)


def read(model: type[models.Model], columns: Sequence[str]) -> tuple[Any, ...] | None:
    """These columns of the row whose key is 1, with the database's types; None while there is none."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    key = quote(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {quote(model._meta.db_table)} WHERE {key} = 1")
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


class Kept(Generic[Model]):
    """A whole row, with what it refers to, as a model: built anew only when the database gives another row.

    *asked* is the question (it takes no parameters). Each reader gets a copy to do with as it likes.
    """

    def __init__(self, asked: Callable[[], models.QuerySet[Model]]) -> None:
        self._asked = asked
        self._question: dict[str, str] = {}  # SQL by the database's kind
        self._last: tuple[tuple[Any, ...], Model] | None = None

    def read(self) -> Model | None:
        """The model as the database holds it now; None while there is no row."""
        row = self._row()
        last = self._last
        if row is not None and last is not None and last[0] == row:
            return copy(last[1])
        built = self._asked().first()
        if row is not None and built is not None and self._row() == row:  # nobody wrote in between
            self._last = row, copy(built)
        return built

    def _row(self) -> tuple[Any, ...] | None:
        if connection.vendor not in self._question:
            self._question[connection.vendor] = self._asked()[:1].query.sql_with_params()[0]
        with connection.cursor() as cursor:
            cursor.execute(self._question[connection.vendor])
            found: tuple[Any, ...] | None = cursor.fetchone()
        return found
