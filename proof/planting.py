"""Planting a bug: a text in one function of the product is replaced, in the memory of one process.

The product's files stay as they are. The function keeps its identity and gets other code, so whoever holds it
calls the bug. Where the text is not there any more, the bug cannot be planted and the proof fails: it would
otherwise say "caught" of nothing.
"""

import ast
import inspect
import itertools
import linecache
import textwrap
from dataclasses import dataclass
from importlib import import_module
from types import FunctionType
from typing import Any

_NUMBERS = itertools.count()


@dataclass(frozen=True)
class Edit:
    """`where` is `package.module:function`, or `package.module:Class.function`, or `package.module:NAME`
    for a value that is replaced whole (then `now` is an expression of Python).
    """

    where: str
    was: str
    now: str


@dataclass(frozen=True)
class Bug:
    """Edits that make one mistake, on one side or both; and the trial that is meant to catch it."""

    name: str
    side: str  # office, laptop, or both
    trial: str
    edits: tuple[Edit, ...]


def bug(name: str, side: str, trial: str, *edits: tuple[str, str, str]) -> Bug:
    return Bug(name, side, trial, tuple(Edit(*edit) for edit in edits))


def plant(name: str, side: str) -> None:
    """Nothing where no bug is wanted, or where it is one of the other side."""
    if not name:
        return
    from proof.bugs import BUGS

    mistake = BUGS[name]
    if mistake.side in (side, "both"):
        for edit in mistake.edits:
            _plant(edit)


def check(name: str, side: str) -> str:
    """Why a bug cannot be planted here; empty where it can. Only looks."""
    from proof.bugs import BUGS

    mistake = BUGS[name]
    try:
        for edit in mistake.edits if mistake.side in (side, "both") else ():
            _plant(edit, only_looks=True)
    except (Unplantable, AttributeError, ImportError, SyntaxError) as trouble:
        return f"{type(trouble).__name__} {trouble}"
    return ""


class Unplantable(Exception):
    pass


def _plant(edit: Edit, *, only_looks: bool = False) -> None:
    module_name, _, path = edit.where.partition(":")
    module = import_module(module_name)
    *classes, last = path.split(".")
    holder: Any = module
    for each in classes:
        holder = getattr(holder, each)
    found = inspect.getattr_static(holder, last) if classes else getattr(holder, last)
    if edit.was == "":
        if only_looks:
            return
        setattr(holder, last, eval(edit.now, {**vars(module)}))
        return
    function = _function(found)
    text = textwrap.dedent(inspect.getsource(function))
    if text.count(edit.was) != 1:
        raise Unplantable(f"the text stands {text.count(edit.was)} times in {edit.where}")
    code = _compiled(text.replace(edit.was, edit.now), function)
    if not only_looks:
        function.__code__ = code


def _function(found: Any) -> FunctionType:
    found = getattr(found, "func", found)  # a cached property
    found = getattr(found, "__func__", found)  # a class method
    if isinstance(found, property):
        found = found.fget
    function = inspect.unwrap(found)
    assert isinstance(function, FunctionType), found
    return function


def _compiled(text: str, function: FunctionType) -> Any:
    tree = ast.parse(text)
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    scope: dict[str, Any] = {}
    name = f"<bug {next(_NUMBERS)} in {function.__qualname__}>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)  # for a second edit
    exec(compile(tree, name, "exec"), function.__globals__, scope)
    return scope[function.__name__].__code__
