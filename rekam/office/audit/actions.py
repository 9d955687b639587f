"""Adding a line to the audit trail."""

from datetime import datetime
from typing import Any

from django.db import transaction

from rekam.office.accounts.masking import masked, masked_within
from rekam.office.accounts.models import Token, User
from rekam.office.audit import chain
from rekam.office.audit.models import Entry, Head

TERMINAL = "terminal"
UNKNOWN = "unknown"


@transaction.atomic(savepoint=False)
def record(
    event: str,
    subject: str,
    *,
    by: User | Token | str | None,
    at: datetime,
    details: dict[str, Any] | None = None,
) -> Entry:
    """Add one line, in the caller's transaction: the change and its line are kept or lost together.

    Nobody (``by=None``) is the terminal of the server; a text names who is no person of the office, such
    as `UNKNOWN`, somebody in a browser who has not signed in. The head of the chain stays locked until the
    caller's transaction ends, so a long action records its line last. NIKs and family card numbers
    are masked here, whatever the caller passes.
    """
    facts = masked_within(details or {})
    assert isinstance(facts, dict)
    head = _locked_head()
    entry = Entry(
        number=head.count + 1,
        at=at,
        by=by if isinstance(by, User) else None,
        username=_name(by),
        event=event,
        subject=masked(subject),
        details_json=chain.canonical(facts),
        previous_hash=head.last_hash,
    )
    entry.hash = chain.link(**{field: getattr(entry, field) for field in chain.LINKED})
    entry.save(force_insert=True)
    Head.objects.filter(pk=1).update(count=entry.number, last_hash=entry.hash)
    return entry


def _name(by: User | Token | str | None) -> str:
    if by is None:
        return TERMINAL
    return by if isinstance(by, str) else by.username


def _locked_head() -> Head:
    """On SQLite the transaction already holds the only write lock there is (IMMEDIATE)."""
    head, _made = Head.objects.select_for_update().get_or_create(pk=1)
    return head
