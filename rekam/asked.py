"""Small questions that are asked again and again, as some of every call of a laptop: Django works out the SQL
of each anew, and that costs several times what the database takes to answer. Here it is worked out once.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

# What stands for the values while the SQL is worked out: no question contains one of these itself.
_STANDS_FOR = {str: "\0value {}".format, int: lambda n: 2_147_480_000 + n}


@dataclass(frozen=True, slots=True)
class _Question(Generic[Row]):
    """*readers*: by the place of a column, what makes its value of what the database gives, and its field."""

    model: type[Row]
    sql: str
    parameters: tuple[Any, ...]
    names: Sequence[str]
    readers: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]

    def asked(self, given: dict[Any, Any]) -> list[Row]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, tuple(given.get(each, each) for each in self.parameters))
            return [self._read(row) for row in cursor.fetchall()]

    def _read(self, row: Iterable[Any]) -> Row:
        values = list(row)
        for place, steps, field in self.readers:
            for step in steps:
                values[place] = step(values[place], field, connection)
        return self.model.from_db(connection.alias, self.names, values)


class Asked(Generic[Row]):
    """*ask* makes the question of values of these *kinds*, each compared as it is with a field of text or of
    numbers of four bytes or more. It asks for fields of one model. Called with values it gives the rows, in
    whatever transaction there is.
    """

    def __init__(self, ask: Callable[..., QuerySet[Row]], *kinds: type[str] | type[int]) -> None:
        self._ask = ask
        self._words: list[Any] = [_STANDS_FOR[kind](n) for n, kind in enumerate(kinds)]
        self._kept: dict[str, _Question[Row]] = {}  # by the kind of database

    def __call__(self, *values: str | int) -> list[Row]:
        given = dict(zip(self._words, values, strict=True))
        return (self._kept.get(connection.vendor) or self._worked_out()).asked(given)

    def first(self, *values: str | int) -> Row | None:
        """Of a question to which there is one row at most, or whose first is meant."""
        return next(iter(self(*values)), None)

    def _worked_out(self) -> _Question[Row]:
        asked = self._ask(*self._words)
        compiler: Any = asked.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        assert all(word in parameters for word in self._words), sql
        columns = [column for column, _, _ in compiler.select]
        assert {column.target.model for column in columns} == {asked.model}, sql
        readers = compiler.get_converters(columns)
        kept = self._kept[connection.vendor] = _Question(
            model=asked.model,
            sql=sql,
            parameters=tuple(parameters),
            names=[column.target.attname for column in columns],
            readers=[(place, steps, field) for place, (steps, field) in readers.items()],
        )
        return kept
