"""The code on a ticket: random, and never to be taken for a name, a NIK or a summons.

Every laptop begins its numbers with A 001, so that a number does not say whose ticket it is; the code does.
"""

import re
import secrets

from rekam.domain.recording import summons

_CODE = re.compile(r"[A-Za-z0-9_-]{16}")


def new() -> str:
    while not is_code(code := secrets.token_urlsafe(12)):
        continue
    return code


def is_code(text: str) -> bool:
    """Of this laptop or of another one. A name has no digits, and a number no letters."""
    is_mixed = any(letter.isdigit() for letter in text) and any(letter.isalpha() for letter in text)
    return bool(_CODE.fullmatch(text)) and is_mixed and not summons.read(text)
