"""Sessions in the database, as Django keeps them, found with a question that is written once.

Every request asks for its session. To build the question anew costs the ORM ten times what the database
needs to answer it.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from rekam.office import only_row


class SessionStore(db.SessionStore):
    """Reads by itself; whatever is written goes through Django's own."""

    def _get_session_from_db(self) -> Any:
        """The row of this session; None, and no key, when there is none or it has ended."""
        key = self.session_key
        quote = connection.ops.quote_name
        question = (
            f"SELECT {quote('session_data')} FROM {quote(self.model._meta.db_table)}"
            f" WHERE {quote('session_key')} = %s AND {quote('expire_date')} > %s"
        )
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        found = only_row.first(question, [key, now])
        if key is None or found is None:
            self._session_key = None
            return None
        return self.model(session_key=key, session_data=found[0])
