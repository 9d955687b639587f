"""Every refusal at the counter has a stable code and one sentence with the next step, in both languages, and
stands in the reference as it is said.
"""

import ast
import re
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
STATION = ROOT / "rekam" / "station"
ROOMS = (
    ROOT / "rekam" / "domain" / "recording",
    *(STATION / name for name in ("queue", "counter", "closing")),
)
PAGE = ROOT / "docs" / "reference" / "counter.md"
STEP = re.compile(r"^(Write|Choose|Say|Show) |[:;,] ")  # it is the next step itself, or leads up to it
VALUE = re.compile(r"%\(\w+\)s")


@cache
def refusals() -> dict[str, str]:
    """Code and English sentence of every rule that can be broken here."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for room in ROOMS for path in room.glob("*.py")]
    everywhere = {name: text for tree in trees for name, text in _constants(tree)}
    found = [
        _refusal(node, everywhere | dict(_constants(tree)))
        for tree in trees
        for node in ast.walk(tree)
        if _is_refusal(node)
    ]
    return dict(sorted(found))


def _constants(tree: ast.Module) -> list[tuple[str, str]]:
    """Module constants of text. A rule may name that of another module."""
    assigned = [node for node in tree.body if isinstance(node, ast.Assign)]
    named = [(node.targets[0], node.value) for node in assigned]
    return [
        (name.id, value.value)
        for name, value in named
        if isinstance(name, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str)
    ]


def _is_refusal(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RuleBroken"


def _refusal(call: ast.AST, texts: dict[str, str]) -> tuple[str, str]:
    assert isinstance(call, ast.Call)
    code, sentence = call.args[:2]
    assert isinstance(code, ast.Constant)
    name = getattr(sentence, "id", "") or getattr(sentence, "attr", "")
    return str(code.value), texts[name]


def indonesian() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("queue", "counter", "closing"):
        with (STATION / name / "locale" / "id" / "LC_MESSAGES" / "django.po").open("rb") as file:
            found |= {str(m.id): str(m.string) for m in read_po(file) if isinstance(m.id, str)}
    return found


def test_a_refusal_is_one_sentence_with_its_next_step() -> None:
    several = {code: text for code, text in refusals().items() if text.count(". ") or not text.endswith(".")}
    without_step = [code for code, text in refusals().items() if not STEP.search(text)]

    assert len(refusals()) > 35
    assert not several
    assert not without_step


def test_every_refusal_of_the_counter_stands_in_the_reference() -> None:
    spoken = indonesian()
    rows = [
        f"| `{code}` | {VALUE.sub('…', spoken[text])} | {VALUE.sub('…', text)} |"
        for code, text in refusals().items()
    ]
    wanted = "\n".join(
        ["| kode / code | apa dan tindakan | what and what to do |", "| --- | --- | --- |", *rows]
    )

    assert wanted in PAGE.read_text(encoding="utf-8"), wanted
