"""Every code says what happened and what to do, in both languages."""

import re
from pathlib import Path
from string import Formatter

import pytest

from rekam.files import SENTENCES, say

ROOT = Path(__file__).resolve().parents[2]
CODES = sorted(SENTENCES)
USED = re.compile(
    r'"((?:file|row|nik|kk|name|sex|born|date|marital|citizenship|standing|status|area|recorded|known|place)\.[a-z0-9_]+)"'
)


def slots(text: str) -> set[str]:
    return {name.removesuffix("_en") for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", CODES)
def test_a_code_says_what_happened_and_what_to_do(code: str) -> None:
    sentence = SENTENCES[code]

    for what, do in (sentence.en, sentence.id):
        assert what.endswith(".")
        assert do.endswith(".")
    assert slots(sentence.en[0]) == slots(sentence.id[0])
    assert slots(sentence.en[1]) == slots(sentence.id[1])
    assert sentence.en != sentence.id


def test_every_code_that_is_used_has_a_sentence() -> None:
    """Codes put together from a field and a state are named in their tests."""
    used = {
        code
        for path in (ROOT / "rekam" / "files").glob("*.py")
        if not path.name.startswith("sentence")
        for code in USED.findall(path.read_text(encoding="utf-8"))
    }

    assert used
    assert used <= set(SENTENCES)


def test_a_value_is_put_in_and_an_unknown_code_says_itself() -> None:
    assert "31-02-1985" in say("born.impossible", "id", value="31-02-1985")[0]
    assert say("born.impossible", "id", value=None)[0] == "Tanggal lahir  tidak ada di kalender."
    assert say("tidak.ada", "id") == ("tidak.ada", "")
