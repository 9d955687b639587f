"""The codes of the office are found in the code, whatever way they are said."""

import ast
from collections.abc import Iterator

from tools import page_of_office_codes as codes


def test_codes_are_found_where_they_are_raised_and_named_by_a_constant() -> None:
    found = codes.found()

    assert found["right.missing"] == {"Your role does not include this: %(right)s."}
    assert "storage.full" in found
    assert {"api.not_found", "key.invalid", "import.not_now", "report.number_taken"} <= set(found)


def test_every_place_where_trouble_is_made_can_be_read_for_the_reference() -> None:
    """A code that is put together as it runs would be missing: give it a table of sentences in its module."""
    assert codes.unread() == []


def test_codes_are_found_however_their_sentences_are_kept() -> None:
    found = codes.found()

    by_table, put_together, of_its_own, of_another_module = (
        "template.no_way_out", "duty.most_days_on", "office.full", "message.too_large",
    )  # fmt: skip
    assert {by_table, put_together, of_its_own, of_another_module, "packet.chunks_missing"} <= set(found)
    assert {"roster.impossible", "device.no_office", "audit.tail_cut", "place.no_point"} <= set(found)
    assert not {"sign_in.failed", "swap.lapsed"} & set(found)  # what happened is no trouble


def test_rows_and_findings_with_a_code_are_in_the_reference() -> None:
    """Of whatever the office makes with a field ``code``, where it is named in the code."""
    nodes = [(module.path, node) for module in codes.modules().values() for node in module.nodes]
    at = {name: place for _path, node in nodes for name, place in with_a_code(node)}
    made = {
        (code, path)
        for path, node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in at
        for code in node.args[at[node.func.id] : at[node.func.id] + 1]
        if isinstance(code, ast.Constant) and codes.CODE.fullmatch(str(code.value))
    }

    found = codes.found()
    missing = [(code.value, path) for code, path in made if code.value not in found]
    assert len(made) > 20
    assert missing == []


def with_a_code(node: ast.AST) -> Iterator[tuple[str, int]]:
    """A class with a field ``code``, and its place among the fields."""
    if isinstance(node, ast.ClassDef):
        names = [each.target.id for each in node.body if is_field(each)]  # type: ignore[attr-defined]
        if "code" in names:
            yield node.name, names.index("code")


def is_field(node: ast.stmt) -> bool:
    return isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
