"""Who sits at the counter: found on the pack, of another regency, or to be matched by the office later.

Nobody is turned away for not being on the list. What is corrected is corrected against a document.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rekam.domain import nik as niks
from rekam.domain import register
from rekam.domain.coverage.rules import EVER_MARRIED, FIRST_TIMER_AGE, birthday
from rekam.domain.trouble import RuleBroken


class Matched(StrEnum):
    PACK = "pack"
    OUT_OF_DOMICILE = "out_of_domicile"
    TO_MATCH = "to_match"


class Document(StrEnum):
    FAMILY_CARD = "family_card"
    BIRTH_CERTIFICATE = "birth_certificate"
    MARRIAGE_CERTIFICATE = "marriage_certificate"
    DIVORCE_CERTIFICATE = "divorce_certificate"
    DIPLOMA = "diploma"
    COURT_ORDER = "court_order"
    MOVE_LETTER = "move_letter"
    HEALTH_LETTER = "health_letter"
    PASSPORT = "passport"


# A copy of the family card (KK) is enough for everything: Mendagri letter 471/1768/SJ, 12 May 2016.
_CERTIFICATES = (Document.FAMILY_CARD, Document.BIRTH_CERTIFICATE, Document.DIPLOMA, Document.COURT_ORDER)
_MARRIAGE = (Document.FAMILY_CARD, Document.MARRIAGE_CERTIFICATE, Document.DIVORCE_CERTIFICATE)
_HOME = (Document.FAMILY_CARD, Document.MOVE_LETTER)
DOCUMENTS: dict[str, tuple[Document, ...]] = {
    "name": (*_CERTIFICATES, Document.PASSPORT),
    "born": (*_CERTIFICATES, Document.PASSPORT),
    "birth_place": _CERTIFICATES,
    "sex": (Document.FAMILY_CARD, Document.BIRTH_CERTIFICATE, Document.COURT_ORDER),
    "kk": (Document.FAMILY_CARD,),
    "address": _HOME,
    "rt": _HOME,
    "rw": _HOME,
    "religion": (Document.FAMILY_CARD, Document.COURT_ORDER),
    "marital": _MARRIAGE,
    "blood": (Document.FAMILY_CARD, Document.HEALTH_LETTER),
}
FIELDS = tuple(DOCUMENTS)
# What is chosen and not written: the codes and words of the register, which reads nothing else.
CHOICES: dict[str, tuple[str, ...]] = {
    "sex": ("m", "f"),
    "religion": register.RELIGIONS,
    "marital": register.MARITAL,
    "blood": register.BLOOD_GROUPS,
}
YOUNGEST = FIRST_TIMER_AGE
LONGEST = 150  # letters of a field: as many as the register holds of a name
SHORTER = {"birth_place": 100, "rt": 5, "rw": 5}  # of which it holds fewer

_NIK_STAYS = "A NIK is not corrected here: if it is another one, go back and find that resident."
_UNKNOWN_FIELD = "%(field)s is not corrected at the counter: note it for the office."
_NO_DOCUMENT = "A correction needs the document that shows it: choose it from the list."
_OTHER_DOCUMENT = "This document does not show that: choose one of those offered for this field."
_BAD_KK = "A family card number has 16 digits: read it on the card again."
_NO_NUMBER = "Write the number of the document, so that the office finds it again."
_EMPTY = "Write what the document says; if it says nothing, leave the field as it was."
_NOT_OFFERED = "%(field)s is not written freely: choose from the list what the document says."
_TOO_LONG = "This is longer than %(most)s letters: write it shorter, as the family card does."
_NO_NAME = "Write the resident's name as it stands on the family card."
NO_BIRTH = "Write the date of birth as it stands on the family card, as DD-MM-YYYY."
_IN_FUTURE = "This date of birth lies in the future: read the year on the family card again."
_LONG_AGO = "This date of birth is more than %(age)s years ago: read the year on the family card again."
_NO_SEX = "Choose the sex as it stands on the family card."
_BAD_NIK = "These are not the 16 digits of a NIK: read them on the family card again, or leave them out."
_NO_SUCH_DAY = (
    "Digits 7 to 12 of this NIK are no date of birth: read the NIK on the family card again, or leave it out."
)
_ANOTHERS_NIK = (
    "On the roster pack this NIK is of somebody with another name and birth date: read it on the family card "
    "again, or leave it out."
)
_WRONG_KK = "A family card number has 16 digits: read it on the card again, or leave it out."
_TOO_YOUNG = (
    "Recording is from %(age)s years, earlier for whoever is or was married: correct the marital status, "
    "or note it as under 16 and say that it is possible from %(day)s."
)


@dataclass(frozen=True, slots=True)
class Correction:
    """One field against its document."""

    field: str
    was: str
    now: str
    document: Document
    number: str


def correct(field: str, was: str, now: str, document: str, number: str) -> Correction | None:
    """One change, or None when nothing changed."""
    was, now, number = " ".join(was.split()), " ".join(now.split()), " ".join(number.split())
    if was == now:
        return None
    if field == "nik":
        raise RuleBroken("biodata.nik_stays", _NIK_STAYS)
    if field not in DOCUMENTS:
        raise RuleBroken("biodata.unknown_field", _UNKNOWN_FIELD, field=field)
    if not now:
        raise RuleBroken("biodata.empty", _EMPTY)
    if field == "kk" and not (len(now) == niks.LENGTH and now.isascii() and now.isdigit()):
        raise RuleBroken("biodata.bad_kk", _BAD_KK)
    if field in CHOICES and now not in CHOICES[field]:
        raise RuleBroken("biodata.not_offered", _NOT_OFFERED, field=field)
    _check_length(now, most=SHORTER.get(field, LONGEST))
    _check_length(number)
    if document not in set(Document):
        raise RuleBroken("biodata.no_document", _NO_DOCUMENT)
    if document not in DOCUMENTS[field]:
        raise RuleBroken("biodata.other_document", _OTHER_DOCUMENT)
    if not number:
        raise RuleBroken("biodata.no_number", _NO_NUMBER)
    return Correction(field, was, now, Document(document), number)


def _check_length(text: str, *, most: int = LONGEST) -> None:
    if len(text) > most:
        raise RuleBroken("biodata.too_long", _TOO_LONG, most=most)


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who is not on the pack, as the papers in hand say."""

    name: str
    born: date
    sex: str
    nik: str = ""
    kk: str = ""


def stranger(*, name: str, born: date | None, sex: str, nik: str, kk: str, on: date) -> Stranger:
    """Read what was written; a number may be missing, a wrong one may not stand."""
    name = " ".join(name.split()).upper()
    if not name:
        raise RuleBroken("person.no_name", _NO_NAME)
    _check_length(name)
    if born is None:
        raise RuleBroken("person.no_birth", NO_BIRTH)
    check_birth(born, on)
    if sex not in CHOICES["sex"]:
        raise RuleBroken("person.no_sex", _NO_SEX)
    return Stranger(name, born, sex, _nik(nik), _digits(kk, RuleBroken("person.bad_kk", _WRONG_KK)))


def check_birth(born: date, on: date) -> None:
    """A day on which somebody who sits here can have been born."""
    if born > on:
        raise RuleBroken("person.birth_in_future", _IN_FUTURE)
    if on.year - born.year > niks.OLDEST_AGE:
        raise RuleBroken("person.birth_long_ago", _LONG_AGO, age=niks.OLDEST_AGE)


def _nik(text: str) -> str:
    digits = _digits(text, RuleBroken("person.bad_number", _BAD_NIK))
    try:
        return niks.Nik(digits).digits if digits else ""
    except niks.NikDamaged as damaged:
        raise RuleBroken("person.nik_without_date", _NO_SUCH_DAY) from damaged


def _digits(text: str, bad: RuleBroken) -> str:
    if not text.strip():
        return ""
    digits, state = niks.read(text)
    if digits is None or state not in {"exact", "repaired"}:
        raise bad
    return digits


class Doubt(StrEnum):
    """What the digits of a NIK say otherwise than the papers. A warning alone: neither a move nor a corrected
    date of birth changes a NIK.
    """

    BORN = "born"
    SEX = "sex"
    SERIAL = "serial"
    AREA = "area"


def doubts(nik: str, *, born: date, sex: str) -> tuple[Doubt, ...]:
    """Of a well-formed NIK; of none there is no doubt."""
    if not nik:
        return ()
    read = niks.Nik(nik)
    found = (
        (Doubt.BORN, born not in read.births()),
        (Doubt.SEX, read.sex != sex),
        (Doubt.SERIAL, read.serial == "0000"),
        (Doubt.AREA, nik[:2] not in niks.PROVINCES),
    )
    return tuple(doubt for doubt, is_so in found if is_so)


def check_same(*, is_like: bool, born: date, registered: date | None) -> None:
    """Whether a NIK that the pack holds can be of the person with these papers: a name or a date is often
    written otherwise, both together are somebody else.
    """
    if not is_like and registered != born:
        raise RuleBroken("person.nik_of_another", _ANOTHERS_NIK)


def matched(*, on_pack: bool, home: str, office: str) -> Matched:
    """*home*: the regency on the family card (64.74), empty when there is no card at hand.

    Never concluded from the place of recording, nor from the NIK: neither changes when a person moves.
    """
    if on_pack:
        return Matched.PACK
    return Matched.OUT_OF_DOMICILE if home and home[:5] != office[:5] else Matched.TO_MATCH


def sixteen(born: date) -> date:
    """The day from which somebody who never married can be recorded."""
    return birthday(born, YOUNGEST)


def check_age(born: date, on: date, *, marital: str) -> None:
    """Recorded from 16 (pemula), and at any age whoever married: the law obliges them. Whoever else is
    younger is told from when. *marital*: as the register says it, empty where it is not known.
    """
    if on < sixteen(born) and marital not in EVER_MARRIED:
        day = sixteen(born)
        raise RuleBroken("person.under_16", _TOO_YOUNG, age=YOUNGEST, day=f"{day:%d-%m-%Y}")
