"""Habits of the house that no other tool checks. Each failure names the places."""

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REKAM = ROOT / "rekam"
CODE = [path for path in sorted(REKAM.rglob("*.py")) if "migrations" not in path.parts]
PAGES = sorted(REKAM.rglob("*.html"))
STYLES = sorted(REKAM.rglob("*.css"))
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "services", "common", "managers", "base"}
LONGEST_MODULE = 400
# Django looks for a database engine under this name and no other.
NAMED_BY_DJANGO = {"rekam/office/postgresql/base.py", "rekam/station/store/base.py"}

# What stops the taking of one packet is written down where everybody sees it, and the others go on; an image
# that cannot be compared or shown is noted, and two people are asked.
MAY_GO_ON = {
    *("rekam/office/sync/worker.py", "rekam/office/sync/unsealing/retrying.py"),
    *("rekam/office/sync/deciding/comparing.py", "rekam/office/sync/deciding/showing.py"),
}

# What reads a clock or a disk in a rule without an import that import-linter could see.
CLOCKS = {"now", "utcnow", "today"}

# Modules of the office that ask the clock for those who write.
EDGES = {
    *("views", "operations", "middleware", "sessions", "adapters"),  # a browser or a program asks
    *("terminal", "tasks", "rehearsal", "rehearsal_station"),  # a person at the server, and work begun before
    *("receiver", "answering", "worker", "copying"),  # the intake, which runs by itself
    "inspecting",  # reads for hours: each packet is looked at when its turn comes
}

NOT_IN_A_PAGE = {
    "a script in the page": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>",
    "a script in an attribute": r"\son[a-z]+=\"|javascript:",
    "a style in the page": r"<style|\sstyle=\"",
    "another host": r"(?:src|href|action)=\"(?:https?:)?//",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def places(paths: list[Path], is_wrong: Callable[[ast.AST], bool]) -> list[str]:
    return [f"{name_of(p)}:{getattr(n, 'lineno', 0)}" for p in paths for n in nodes(p) if is_wrong(n)]


def called(node: ast.AST) -> str:
    """The last word of what is called: `now` for `timezone.now()` and for `now()`."""
    function = node.func if isinstance(node, ast.Call) else None
    return str(getattr(function, "attr", "") or getattr(function, "id", ""))


def test_a_rule_asks_neither_the_clock_nor_the_disk() -> None:
    rules = sorted((REKAM / "domain").rglob("*.py"))

    assert rules
    assert not places(rules, lambda node: called(node) in CLOCKS | {"open"})


def is_edge(path: Path) -> bool:
    """Where the office meets a browser, a terminal, a laptop or its own background work."""
    return path.stem in EDGES or path.stem.endswith("_views") or "commands" in path.parts


def test_an_action_is_told_the_time() -> None:
    """Whoever writes is told `at` by the outermost layer, in every module and not in `actions` alone."""
    office = [path for path in CODE if "office" in path.relative_to(REKAM).parts and not is_edge(path)]

    assert len(places(office, is_told_the_time)) > 100
    assert not places(office, hands_the_clock_on)
    assert not places(office, lambda node: is_told_the_time(node) and asks_within(node))


def asks_the_clock(node: ast.AST) -> bool:
    """`timezone.now()`, and not what a module of ours answers under that name."""
    module = getattr(getattr(node, "func", None), "value", None)
    return called(node) in CLOCKS and getattr(module, "id", "") in {"timezone", "datetime", "date"}


def asks_within(node: ast.AST) -> bool:
    return any(map(asks_the_clock, ast.walk(node)))


def is_told_the_time(node: ast.AST) -> bool:
    if not isinstance(node, ast.FunctionDef):
        return False
    return any(each.arg == "at" for each in (*node.args.args, *node.args.kwonlyargs))


def hands_the_clock_on(node: ast.AST) -> bool:
    """`regaining.make_sure(packet, at=timezone.now())`."""
    given = node.keywords if isinstance(node, ast.Call) else ()
    return any(each.arg == "at" and asks_within(each.value) for each in given)


def test_no_trouble_is_swallowed() -> None:
    def takes_everything(node: ast.AST) -> bool:
        if not isinstance(node, ast.ExceptHandler) or isinstance(node.body[-1], ast.Raise):
            return False  # who tidies up and raises again swallows nothing
        return node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"}

    assert not places([path for path in CODE if name_of(path) not in MAY_GO_ON], takes_everything)
    assert len(places([ROOT / name for name in sorted(MAY_GO_ON)], takes_everything)) == 6


def test_a_module_is_named_for_what_it_holds_and_can_be_read_in_one_sitting() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}

    saying_nothing = {name_of(path) for path in CODE if path.stem in NAMES_THAT_SAY_NOTHING}
    assert saying_nothing == NAMED_BY_DJANGO
    assert not {name: length for name, length in lengths.items() if length > LONGEST_MODULE}


def test_white_stands_on_no_colour_that_is_light_in_the_dark() -> None:
    tone = re.compile(r"background(-color)?: var\(--(stop|risk|recorded|teal|data-\d)\)")
    rules = [(path, rule) for path in STYLES for rule in re.findall(r"\{[^{}]*\}", path.read_text())]

    assert sum(bool(tone.search(rule)) for _, rule in rules) > 10
    assert not [
        f"{name_of(path)}: {rule}" for path, rule in rules if tone.search(rule) and "color: #fff" in rule
    ]


def test_a_page_needs_no_inline_script_and_no_other_host() -> None:
    found = [
        f"{name_of(path)}: {what}"
        for path in PAGES
        for what, pattern in NOT_IN_A_PAGE.items()
        if re.search(pattern, path.read_text(encoding="utf-8"))
    ]

    assert PAGES
    assert not found
