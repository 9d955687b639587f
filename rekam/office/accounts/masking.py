"""Hides NIKs and family card numbers wherever text leaves the register: logs and the audit trail."""

import re

# Sixteen digits or more in a row, or written in the groups people use (6-6-4 and 4-4-4-4).
NUMBER = re.compile(r"\d{16,}|\d{6}([ .-])\d{6}\1\d{4}(?!\d)|\d{4}([ .-])\d{4}\2\d{4}\2\d{4}(?!\d)", re.ASCII)
# A checksum is hexadecimal and may hold sixteen digits in a row by chance; it says nothing of a person.
CHECKSUM = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}", re.ASCII)


def masked(text: str) -> str:
    """The text with every such number reduced to its first six and last four characters."""
    if CHECKSUM.fullmatch(text) and not text.isdigit():
        return text
    return NUMBER.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return f"{digits[:6]}••••••{digits[-4:]}"


def masked_within(value: object) -> object:
    """The same through dictionaries and lists; a whole number of sixteen digits is masked too."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {masked(str(key)): masked_within(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked_within(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**15:
        return masked(str(value))
    return value
