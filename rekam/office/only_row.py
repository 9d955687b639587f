"""Tables of one row that every page asks for: the state of the ledger, the end of the audit trail.

To build such a question anew costs the ORM ten times what the database needs for the answer.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def read(model: type[models.Model], columns: Sequence[str]) -> tuple[Any, ...] | None:
    """These columns of the row whose key is 1, with the database's types; None while there is none."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    key = quote(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {quote(model._meta.db_table)} WHERE {key} = 1")
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found
