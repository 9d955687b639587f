"""One document of a person's records: ISO/IEC 19785-3, the XML patron format that national-ID programmes
exchange.

Each record of ISO/IEC 19794 goes in as it is, with what it is of, when and how well it was captured. A
document type or an entity in the text is refused before anything is expanded.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from xml.etree import ElementTree

from rekam.biometrics.trouble import BadRecord

NAMESPACE = "http://standards.iso.org/iso-iec/19785/-3/ed-2/"
OWNER = 257  # ISO/IEC JTC 1/SC 37, as the register of biometric organisations numbers it
LARGEST = 64 * 1024 * 1024
MOST_RECORDS = 64
DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


class Kind(IntEnum):
    """The format of a record, in the owner's numbering."""

    FINGER = 7
    FACE = 8
    IRIS = 9


TYPES = {Kind.FINGER: "Finger", Kind.FACE: "Face", Kind.IRIS: "Iris"}


@dataclass(frozen=True)
class Entry:
    """One record: ``parts`` as devices name them (``Left IndexFinger``); none for a face."""

    kind: Kind
    parts: tuple[str, ...]
    record: bytes
    quality: int | None
    at: datetime


def write(entries: Iterable[Entry]) -> bytes:
    root = ElementTree.Element("BIR", {"xmlns": NAMESPACE})
    _said(root, "BIRInfo/Integrity", "false")
    for entry in entries:
        _written(ElementTree.SubElement(root, "BIR"), entry)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _written(bir: ElementTree.Element, entry: Entry) -> None:
    _said(bir, "Version/Major", "1")
    _said(bir.find("Version"), "Minor", "1")
    _said(bir, "BIRInfo/Integrity", "false")
    info = ElementTree.SubElement(bir, "BDBInfo")
    _said(info, "Format/Organization", str(OWNER))
    _said(info.find("Format"), "Type", str(int(entry.kind)))
    _said(info, "CreationDate", _moment(entry.at))
    _said(info, "Type", TYPES[entry.kind])
    if entry.parts:
        _said(info, "Subtype", " ".join(entry.parts))
    _said(info, "Level", "Raw")
    _said(info, "Purpose", "Enroll")
    if entry.quality is not None:
        _said(info, "Quality/Score", str(entry.quality))
    _said(bir, "BDB", base64.b64encode(entry.record).decode())


def _said(parent: ElementTree.Element | None, path: str, text: str) -> None:
    assert parent is not None
    for name in path.split("/"):
        parent = ElementTree.SubElement(parent, name)
    parent.text = text


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def read(data: bytes) -> list[Entry]:
    """The entries of a document; :class:`BadRecord` when it cannot be believed."""
    wide = b"\0" in data  # in UTF-16 a document type would hide from the look-out for it
    if len(data) > LARGEST or wide or DECLARED.search(data):
        raise BadRecord("cbeff.refused", "too large, or with a document type of its own")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise BadRecord("cbeff.unreadable", str(error)[:120]) from error
    if root.tag != _name("BIR"):
        raise BadRecord("record.not_this_format", root.tag[:120])
    birs = root.findall(_name("BIR"))
    if len(birs) > MOST_RECORDS:
        raise BadRecord("cbeff.refused", f"{len(birs)} records")
    return [_read(bir) for bir in birs]


def _name(path: str) -> str:
    return "/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/"))


def _read(bir: ElementTree.Element) -> Entry:
    owner, number = _text(bir, "BDBInfo/Format/Organization"), _text(bir, "BDBInfo/Format/Type")
    quality = bir.findtext(_name("BDBInfo/Quality/Score"))
    try:
        kind = Kind(int(number))
        record = base64.b64decode(_text(bir, "BDB"), validate=True)
        at = datetime.fromisoformat(_text(bir, "BDBInfo/CreationDate"))
        score = None if quality is None else int(quality)
    except (ValueError, binascii.Error) as error:
        raise BadRecord("record.bad_value", str(error)[:120]) from error
    if owner != str(OWNER) or _text(bir, "BDBInfo/Type") != TYPES[kind] or not at.tzinfo:
        raise BadRecord("record.bad_value", f"owner {owner[:20]}, format {number[:20]}")
    if score is not None and not 0 <= score <= 100:
        raise BadRecord("record.bad_value", f"a quality of {score}")
    return Entry(kind, _parts(kind, bir.findtext(_name("BDBInfo/Subtype")) or ""), record, score, at)


def _text(bir: ElementTree.Element, path: str) -> str:
    found = bir.findtext(_name(path))
    if not found:
        raise BadRecord("record.cut", f"no {path}")
    return found


def _parts(kind: Kind, said: str) -> tuple[str, ...]:
    """``Left IndexFinger Left MiddleFinger``: sides and fingers alternate; an eye is its side alone."""
    words = said.split()
    if kind != Kind.FINGER:
        return tuple(words)
    if len(words) % 2:
        raise BadRecord("record.bad_value", f"the parts {said[:80]}")
    return tuple(f"{side} {finger}" for side, finger in zip(words[::2], words[1::2], strict=True))
