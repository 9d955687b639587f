"""Small questions that are asked again and again, as some of every call of a laptop: Django works out the SQL
of each anew, and that costs several times what the database takes to answer. Here it is worked out once.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

# What stands for the values while the SQL is worked out: no question contains one of these itself.
_STANDS_FOR = {str: "\0value {}".format, int: lambda n: 2_147_480_000 + n}


class Asked(Generic[Row]):
    """*ask* makes the question of values of these *kinds*, each compared as it is with a field of text or of
    numbers of four bytes or more. Called with values it gives the rows, in whatever transaction there is.
    """

    def __init__(self, ask: Callable[..., QuerySet[Row]], *kinds: type[str] | type[int]) -> None:
        self._ask = ask
        self._words: list[Any] = [_STANDS_FOR[kind](n) for n, kind in enumerate(kinds)]
        self._kept: dict[str, tuple[type[Row], str, list[Any]]] = {}  # by the kind of database

    def __call__(self, *values: str | int) -> list[Row]:
        model, sql, parameters = self._kept.get(connection.vendor) or self._worked_out()
        given = dict(zip(self._words, values, strict=True))
        return list(model._default_manager.raw(sql, [given.get(each, each) for each in parameters]))

    def first(self, *values: str | int) -> Row | None:
        """Of a question to which there is one row at most, or whose first is meant."""
        return next(iter(self(*values)), None)

    def _worked_out(self) -> tuple[type[Row], str, list[Any]]:
        asked = self._ask(*self._words)
        sql, parameters = asked.query.sql_with_params()
        assert all(word in parameters for word in self._words), sql
        kept = self._kept[connection.vendor] = (asked.model, sql, list(parameters))
        return kept
