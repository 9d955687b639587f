"""The reference says what the code says.

A table that differs is printed as it should be: put it into the document.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.utils import translation

from rekam import cli, training
from rekam.domain.coverage.rules import KNOWN_STATUSES, NOT_COUNTED, Reason
from rekam.files.fields import FIELDS
from rekam.office.accounts.rights import RIGHTS, Right, Role
from rekam.office.coverage.words import REASONS

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
ENVIRONMENT = re.compile(r"""(?:env\.\w+\(|environ(?:\.get\(|\[))"(REKAM_\w+)\"""")
CODE = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


def catalogue(app: str) -> Catalog:
    """The Indonesian of one app."""
    with (ROOT / "rekam" / "office" / app / "locale" / "id" / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file)


def indonesian(words: Catalog, english: str, context: str | None = None) -> str:
    found = words.get(english, context)
    assert found is not None, english
    return str(found.string)


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def test_the_table_of_rights_is_the_one_that_is_enforced() -> None:
    words, roles = catalogue("accounts"), list(Role)
    with translation.override("en"):
        labels = {right: str(right.label) for right in Right}
    rows = [
        [f"`{right}`", label, indonesian(words, label), *(_mark(right, role) for role in roles)]
        for right, label in labels.items()
    ]
    wanted = table(["code", "right", "hak", *(role.value.replace("_", " ") for role in roles)], rows)

    assert wanted in page("rights.md"), wanted


def _mark(right: Right, role: Role) -> str:
    return "●" if role in RIGHTS[right] else ""


@pytest.mark.parametrize("kind", FIELDS)
def test_the_columns_of_files_are_those_that_are_read(kind: str) -> None:
    rows = [
        [
            f"`{field.name}`" + (" *" if field.required else ""),
            field.id,
            field.en,
            f"`{field.aliases.split('|')[0]}`",
            ", ".join(field.aliases.split("|")[1:]).lower(),
        ]
        for field in FIELDS[kind].values()
    ]
    wanted = table(["field", "kolom", "column", "SIAK", "also understood"], rows)

    assert wanted in page("files.md"), wanted


def test_every_reason_of_the_ledger_is_explained_and_no_other() -> None:
    words = catalogue("coverage")
    with translation.override("en"):
        labels = {reason: str(REASONS[reason]) for reason in Reason}
    wanted = [(r.value, indonesian(words, label, "reason"), label) for r, label in labels.items()]

    rows = [line.strip("| ").split(" | ") for line in page("reasons.md").splitlines() if CODE.match(line)]

    assert [(row[0].strip("`"), row[1], row[2]) for row in rows] == wanted


def test_every_status_is_listed_with_whether_it_counts() -> None:
    lines = [line.split(" | ") for line in page("statuses.md").splitlines() if CODE.match(line)]

    listed = {cells[0].strip("| `"): cells[1].strip() for cells in lines}

    assert listed == {code: "no" if code in NOT_COUNTED else "yes" for code in KNOWN_STATUSES}


def test_the_settings_are_the_variables_that_are_read() -> None:
    sources = [ROOT / "rekam" / "office" / name for name in ("settings.py", "storage.py", "stations/keys.py")]
    sources += (ROOT / "rekam" / "station").rglob("*.py")
    read = {training.NAME, training.CABLE} | {
        name for source in sources for name in ENVIRONMENT.findall(source.read_text(encoding="utf-8"))
    }

    assert set(CODE.findall(page("settings.md"))) == read


def test_every_command_is_shown_with_an_example() -> None:
    shown = re.findall(r"^\$ rekam (.+)$", page("commands.md"), re.MULTILINE)

    missing = [name for name in cli.ABOUT if not any(f"{line} ".startswith(f"{name} ") for line in shown)]

    assert not missing
