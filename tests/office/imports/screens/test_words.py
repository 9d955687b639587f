"""Every trouble that an import or a file of areas can raise has words in both languages, and a next step."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from rekam import files
from rekam.domain.trouble import RuleBroken
from rekam.office.imports import sentences, work
from rekam.office.imports.work import What
from rekam.office.regions import sentences as of_areas

OFFICE = Path(__file__).resolve().parents[4] / "rekam" / "office"
# What somebody at the terminal alone can meet.
SAID_AS_IT_IS = {"right.whole_office"}


def raised() -> dict[str, str]:
    """Code and English sentence of each trouble raised in the code of imports and regions."""
    found = {}
    for path in [*(OFFICE / "imports").glob("*.py"), *(OFFICE / "regions").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("RuleBroken", "Forbidden"):
                code, sentence = node.args[:2]
                words = sentence.args[0] if isinstance(sentence, ast.Call) else sentence
                assert isinstance(code, ast.Constant)
                assert isinstance(words, ast.Constant)
                found[str(code.value)] = str(words.value)
    return found


RAISED = raised()


@pytest.mark.parametrize("code", sorted(RAISED))
def test_the_sentence_of_a_trouble_is_translated(code: str) -> None:
    with translation.override("id"):
        assert translation.gettext(RAISED[code]) != RAISED[code]


@pytest.mark.parametrize("code", sorted(RAISED.keys() - SAID_AS_IT_IS))
def test_a_trouble_says_what_to_do(code: str) -> None:
    said = []
    for language in ("id", "en"):
        with translation.override(language):
            trouble = RuleBroken(code, "%(size)s", size="9", limit="8", code="64", count="3")
            told = sentences.tell(trouble)
            known = of_areas.SENTENCES.get(code)
            what, todo = of_areas.tell(trouble) if known else (told.what, told.todo)
        assert what != code
        assert todo
        said.append((what, todo))
    assert said[0] != said[1]


def test_trouble_is_kept_as_its_code_and_told_in_the_language_of_whoever_looks() -> None:
    kept = sentences.as_json(files.FileProblem("file.mixed_encoding", count=2, row=7))

    with translation.override("id"):
        assert "baris 7" in sentences.say(kept).what
    with translation.override("en"):
        assert "row 7" in sentences.say(kept).what


def test_every_step_of_the_work_has_words() -> None:
    for step in work.STEPS:
        found = work.Work(What.REVIEW, step, 0.5, 3)
        with translation.override("id"):
            indonesian = found.line
        with translation.override("en"):
            assert indonesian not in ("", step, found.line)
