"""``docs/reference/office-codes.md``, written from the code:

python -m rekam.office.api.codes > docs/reference/office-codes.md
"""

import ast
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

INTRODUCTION = """# Kode masalah kantor / Problem codes of the office

Kode ini tetap: surat, catatan, dan program boleh merujuknya. Layar, perintah `rekam`, dan API memakai kode
yang sama; API menyampaikan kalimatnya dalam bahasa Inggris. Tanda … diganti nilai yang bersangkutan. Kode
masalah pada berkas dan pesan ada di [codes.md](codes.md).

The codes are stable: letters, logs and programs may refer to them. Screens, the command `rekam` and the API
use the same ones; the API tells the English sentence. Where … stands, a value is named. The codes of
problems in files and messages are in [codes.md](codes.md).

Written from the code: `python -m rekam.office.api.codes > docs/reference/office-codes.md`.
"""
ROOM = Path(__file__).resolve().parent.parent.parent
RAISED = ("RuleBroken", "Forbidden", "Trouble", "Overtaken")
CODE = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")


def written() -> str:
    """The whole document: a table for each subject, in alphabetical order."""
    subjects: dict[str, list[str]] = {}
    for code, sentences in sorted(found().items()):
        subjects.setdefault(code.partition(".")[0], []).append(_row(code, sorted(sentences)))
    parts = [f"## {subject}\n\n{HEAD}{''.join(rows)}" for subject, rows in subjects.items()]
    return "\n".join([INTRODUCTION, *parts])


HEAD = "| kode / code | kalimat | sentence |\n|---|---|---|\n"


def found() -> dict[str, set[str]]:
    """Every code of the office with the English sentences that are said under it."""
    from rekam.office.problem_documents import DETAILS

    codes = {code: {sentence} for code, sentence in DETAILS.items()}
    for path in sorted([*(ROOM / "office").rglob("*.py"), *(ROOM / "domain").rglob("*.py")]):
        for code, sentence in _raised(ast.parse(path.read_text(encoding="utf-8"))):
            codes.setdefault(code, set()).add(sentence)
    return codes


def _raised(module: ast.Module) -> Iterator[tuple[str, str]]:
    """What one module raises under a code that it names, itself or by a constant of its own."""
    constants = dict(_constants(module.body))
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
            code, sentence = (_text(argument, constants) for argument in (*node.args, None, None)[:2])
            if code and sentence and CODE.fullmatch(code):
                yield code, sentence


def _constants(body: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _pairs(target, node.value)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, its_value in zip(target.elts, value.elts, strict=True):
            yield from _pairs(one, its_value)
    elif isinstance(target, ast.Name) and (text := _text(value, {})):
        yield target.id, text


def _text(node: ast.expr | None, constants: dict[str, str]) -> str:
    """A text as written, marked for translation or named; empty when it is put together as it runs."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Name):
        return constants.get(node.id, "")
    return _text(node.args[0], constants) if isinstance(node, ast.Call) and node.args else ""


def _row(code: str, sentences: list[str]) -> str:
    from django.utils import translation

    with translation.override("id"):
        indonesian = [translation.gettext(sentence) for sentence in sentences]
    return f"| `{code}` | {_told(indonesian)} | {_told(sentences)} |\n"


def _told(sentences: list[str]) -> str:
    return " / ".join(re.sub(r"%\(\w+\)s", "…", text).replace("|", "\\|") for text in sentences)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rekam.office.settings")
    import django

    django.setup()
    print(written(), end="")
