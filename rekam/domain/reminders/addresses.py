"""Telephone numbers and e-mail addresses: one spelling each, and hidden wherever they need not be seen."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

COUNTRY = "ID"
EMAIL = re.compile(r"[^@\s<>,;:\"()]+@[^@\s<>,;:\"()]+\.[^@\s<>,;:\"().]{2,}")
LONG_NUMBER = re.compile(r"\+?\d[\d \-().]{6,}\d", re.ASCII)


def phone(text: str) -> str | None:
    """+628…, the one spelling under which a number is kept, or nothing where it is none."""
    try:
        found = phonenumbers.parse(text.strip(), COUNTRY)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(found):
        return None
    return str(phonenumbers.format_number(found, PhoneNumberFormat.E164))


def email(text: str) -> str | None:
    text = text.strip().lower()
    return text if len(text) <= 254 and EMAIL.fullmatch(text) else None


def masked(address: str) -> str:
    """+6281•••••7890, s•••@contoh.id: enough to tell two apart, too little to write to."""
    if "@" in address:
        name, _, host = address.partition("@")
        return f"{name[:1]}•••@{host}"
    if len(address) < 8:
        return "•" * len(address)
    return (
        f"{address[:5]}{'•' * (len(address) - 9)}{address[-4:]}"
        if len(address) > 9
        else f"••••{address[-4:]}"
    )


def scrubbed(text: str, most: int = 200) -> str:
    """What a provider said, without anybody's number or address in it."""
    text = EMAIL.sub(lambda found: masked(found[0]), " ".join(text.split()))
    return LONG_NUMBER.sub(lambda found: masked(re.sub(r"[^\d+]", "", found[0])), text)[:most]
