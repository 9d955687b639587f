"""``docs/reference/office-codes.md``, from the code itself. Django is set up, for the Indonesian."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

INTRODUCTION = """# Kode masalah kantor / Problem codes of the office

Kode ini tetap: surat, catatan, dan program boleh merujuknya. Layar, perintah `rekam`, dan API memakai kode
yang sama; API menyampaikan kalimatnya dalam bahasa Inggris. Tanda … diganti nilai yang bersangkutan. Di sini
juga ada temuan `rekam verify`, baris daftar yang tidak diterima, dan alasan seseorang dihitung (`why` pada
API). Kode masalah pada berkas dan pesan ada di [codes.md](codes.md).

The codes are stable: letters, logs and programs may refer to them. Screens, the command `rekam` and the API
use the same ones; the API tells the English sentence. Where … stands, a value is named. What `rekam verify`
finds, rows of lists that are not taken, and why somebody counts (`why` in the API) stand here as well. The
codes of problems in files and messages are in [codes.md](codes.md).

Written from the code: `python tools/reference.py`.
"""
ROOM = Path(__file__).resolve().parent.parent / "rekam"
ROOTS = frozenset({"Trouble", "RuleBroken", "Forbidden"})
CODE = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
AND = "\t"  # between what happened and what to do, which are translated each
MARKS = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "pgettext", "pgettext_lazy"})
# Tables of what happened, which is no trouble: the audit trail's, and notices to officers.
HAPPENINGS = ("office/audit/events.py", "office/rosters/notices.py")


def written() -> str:
    """The whole document: a table for each subject, in alphabetical order."""
    subjects: dict[str, list[str]] = {}
    for code, sentences in sorted(found().items()):
        subjects.setdefault(code.partition(".")[0], []).append(_row(code, sorted(sentences)))
    parts = [f"## {subject}\n\n{HEAD}{''.join(rows)}" for subject, rows in subjects.items()]
    return "\n".join([INTRODUCTION, *parts])


HEAD = "| kode / code | kalimat | sentence |\n|---|---|---|\n"


@dataclass
class Module:
    """What one module says by itself: its texts and tables of texts by their names, and its classes."""

    path: str
    tree: ast.Module
    nodes: list[ast.AST]  # all of the tree; walking through it is what takes the time
    texts: dict[str, str] = field(default_factory=dict)
    tables: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Module":
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = cls(str(path.relative_to(ROOM)), tree, list(ast.walk(tree)))
        for name, value in _named(tree.body):
            if text := found.text(value):
                found.texts[name] = text
            elif isinstance(value, ast.Dict) and (table := found.table(value)):
                found.tables[name] = table
        return found

    def text(self, node: ast.expr | None) -> str:
        """A text as written, marked for translation or named; empty when it is put together as it runs."""
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else ""
        if isinstance(node, ast.Name):
            return self.texts.get(node.id, "")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            return self.text(node.left)
        return self.text(node.args[-1]) if _is_marked(node) and isinstance(node, ast.Call) else ""

    def table(self, node: ast.Dict) -> dict[str, str]:
        """Texts by words; of two texts, what happened and what to do, both."""
        found: dict[str, str] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            parts = value.elts if isinstance(value, ast.Tuple) else [value]
            if not isinstance(key, ast.Constant) or not all(_is_marked(part) for part in parts):
                return {}
            found[str(key.value)] = AND.join(self.text(part) for part in parts)
        return found


def _named(body: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _pairs(target, node.value)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield from _pairs(node.target, node.value)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, its_value in zip(target.elts, value.elts, strict=True):
            yield from _pairs(one, its_value)
    elif isinstance(target, ast.Name):
        yield target.id, value


def _is_marked(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS


@cache
def modules() -> dict[str, Module]:
    """Every module of the office and of its rules, by its dotted name."""
    paths = sorted([*(ROOM / "office").rglob("*.py"), *(ROOM / "domain").rglob("*.py")])
    named = {".".join(path.relative_to(ROOM.parent).with_suffix("").parts): path for path in paths}
    return {name: Module.read(path) for name, path in named.items() if ".migrations." not in name}


def _texts_of(module: Module, alias: str) -> dict[str, str]:
    """The texts of another module that this one calls by a name."""
    for node in module.tree.body:
        if isinstance(node, ast.ImportFrom):
            for each in node.names:
                if alias == (each.asname or each.name) and f"{node.module}.{each.name}" in modules():
                    return modules()[f"{node.module}.{each.name}"].texts
    return {}


# -- what is raised -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where trouble is made in the code: its codes with their sentences; none: they cannot be read."""

    where: str
    codes: tuple[tuple[str, str], ...]


@cache
def places() -> tuple[Place, ...]:
    """Everywhere in the office and its rules where trouble is made, but for where it is only handed on."""
    classes = {name: node for module in modules().values() for name, node in _classes(module)}
    raised = set(ROOTS)
    while more := {n for n, node in classes.items() if n not in raised and raised & _bases(node)}:
        raised |= more
    own = {name for name in raised - ROOTS if any(_begins(node) for node in ast.walk(classes[name]))}
    return tuple(place for module in modules().values() for place in _places_in(module, raised - own, raised))


def _places_in(module: Module, raised: set[str], classes: set[str]) -> Iterator[Place]:
    own = (node for name, node in _classes(module) if name in classes - ROOTS)
    inside = {id(part) for node in own for part in ast.walk(node)}
    for node in module.nodes:
        if not isinstance(node, ast.Call):
            continue
        is_raised = _name(node.func) in raised or (id(node) in inside and _begins(node))
        if is_raised and not _hands_on(node):
            yield Place(f"{module.path}:{node.lineno}", tuple(_codes(module, node)))


def _classes(module: Module) -> Iterator[tuple[str, ast.ClassDef]]:
    return ((node.name, node) for node in module.nodes if isinstance(node, ast.ClassDef))


def _bases(node: ast.ClassDef) -> set[str]:
    return {_name(base) for base in node.bases}


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _begins(node: ast.AST) -> bool:
    """``super().__init__(...)``: a kind of trouble that brings its own code."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr == "__init__" and len(node.args) > 1


def _hands_on(node: ast.Call) -> bool:
    """``RuleBroken(trouble.code, trouble.sentence, ...)``: the same trouble with other values."""
    said = node.args[:2]
    names = [each.attr for each in said if isinstance(each, ast.Attribute)]
    return names == ["code", "sentence"]


def _codes(module: Module, node: ast.Call) -> Iterator[tuple[str, str]]:
    """By a text or a name of its own; or by the word under which a table of this module has the sentence."""
    if len(node.args) < 2:
        return
    code, sentence = node.args[:2]
    if isinstance(sentence, ast.Subscript):
        for word, text in module.tables.get(_name(sentence.value), {}).items():
            if made := _made_of(code, sentence.slice, word):
                yield made, text
    elif CODE.fullmatch(module.text(code)) and (said := _sentence(module, sentence)):
        yield module.text(code), said


def _sentence(module: Module, node: ast.expr) -> str:
    """A text of this module, or one of another that it calls by its name."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return _texts_of(module, node.value.id).get(node.attr, "")
    return module.text(node)


def _made_of(code: ast.expr, key: ast.expr, word: str) -> str:
    """The code that a word of a table makes: the word itself, or f"duty.{word}"."""
    if ast.dump(code) == ast.dump(key):
        return word if CODE.fullmatch(word) else ""
    if not isinstance(code, ast.JoinedStr) or len(code.values) != 2:
        return ""
    begin, rest = code.values
    is_made = isinstance(rest, ast.FormattedValue) and ast.dump(rest.value) == ast.dump(key)
    return str(begin.value) + word if is_made and isinstance(begin, ast.Constant) else ""


def unread() -> list[str]:
    """Where trouble is made under codes that cannot be read from the code, so that nobody finds them here."""
    return [place.where for place in places() if not place.codes]


# -- what is said without being raised ------------------------------------------------------------------


def _said(module: Module) -> Iterator[tuple[str, str]]:
    """Doubts: whatever is made of a code and a text. Then tables of sentences by code: rows that are not
    taken, what a check finds, why somebody counts.
    """
    for node in module.nodes:
        if isinstance(node, ast.Call) and len(node.args) > 1:
            code, text = node.args[:2]
            if CODE.fullmatch(module.text(code)) and _marked_text(text):
                yield module.text(code), module.text(text)
    if module.path not in HAPPENINGS:
        for table in module.tables.values():
            if all(CODE.fullmatch(code) for code in table):
                yield from table.items()


def _marked_text(node: ast.expr) -> bool:
    return _is_marked(node.left if isinstance(node, ast.BinOp) else node)


def found() -> dict[str, set[str]]:
    """Every code of the office with the English sentences that are said under it."""
    codes: dict[str, set[str]] = {}
    for place in places():
        for code, sentence in place.codes:
            codes.setdefault(code, set()).add(sentence)
    raised = set(codes)
    for module in modules().values():
        for code, sentence in _said(module):
            if code not in raised:
                codes.setdefault(code, set()).add(sentence)
    return codes


def _row(code: str, sentences: list[str]) -> str:
    from django.utils import translation

    with translation.override("id"):
        indonesian = [AND.join(map(translation.gettext, sentence.split(AND))) for sentence in sentences]
    return f"| `{code}` | {_told(indonesian)} | {_told(sentences)} |\n"


def _told(sentences: list[str]) -> str:
    plain = (re.sub(r"%\(\w+\)[sd]", "…", text).replace(AND, " ") for text in sentences)
    return " / ".join(text.replace("|", "\\|") for text in plain)
