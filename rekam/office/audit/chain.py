"""What is hashed, and how: written down once, used when a line is added and when it is checked."""

import hashlib
import json
from datetime import UTC, datetime

START = "0" * 64
# What a line's hash stands for, in the order in which a check reads it.
LINKED = ("number", "at", "by_id", "username", "event", "subject", "details_json", "previous_hash")

_quoted = json.encoder.encode_basestring  # as json.dumps(ensure_ascii=False), without its overhead


def canonical(details: dict[str, object]) -> str:
    """JSON in exactly one form: sorted keys, no spaces. Dates, decimals and the like become text."""
    return json.dumps(details, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def link(
    *,
    number: int,
    at: datetime,
    by_id: int | None,
    username: str,
    event: str,
    subject: str,
    details_json: str,
    previous_hash: str,
) -> str:
    """The hash of one line: SHA-256 over its canonical JSON, which holds the hash of the line before."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    text = (
        f'{{"at":"{moment}","by":{"null" if by_id is None else by_id},"details":{details_json},'
        f'"event":{_quoted(event)},"number":{number},"previous":"{previous_hash}",'
        f'"subject":{_quoted(subject)},"username":{_quoted(username)}}}'
    )
    return hashlib.sha256(text.encode()).hexdigest()
