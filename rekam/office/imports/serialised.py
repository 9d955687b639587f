"""What was found about a file as a whole, as a program reads it: its columns, and what to look at."""

from typing import Any

from rekam import files
from rekam.files.dates import ORDERS
from rekam.files.matching import SURE
from rekam.office.imports.models import Import


def columns(item: Import) -> list[dict[str, Any]]:
    """Which column of the file is taken for which field: field, column, how it was found, how sure."""
    found: list[dict[str, Any]] = item.columns.get("found", [])
    return found


def unsure(item: Import) -> list[dict[str, Any]]:
    """Those of them that a person should look at."""
    return [match for match in columns(item) if match["sure"] < SURE]


def orders(item: Import) -> list[dict[str, Any]]:
    """In which order the dates of a column were read, where that mattered: field, column, order as it is
    written at the terminal, and how it came about (said, shown, followed, before or unknown).
    """
    found: list[dict[str, Any]] = item.columns.get("dates", [])
    return [{**said, "order": ORDERS[said["order"]]} for said in found]


def notes(item: Import) -> list[dict[str, Any]]:
    """What is said of the whole file (dates that may be read in two ways, mixed encodings, other sheets):
    code, values, and in Indonesian what it is and what to do.
    """
    return [_note(note["code"], note["values"]) for note in item.columns.get("notes", [])]


def _note(code: str, values: dict[str, str]) -> dict[str, Any]:
    what, todo = files.say(code, "id", **values)
    return {"code": code, "values": values, "sentence": what, "next_step": todo}
