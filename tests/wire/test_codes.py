"""Every code of a message says what happened and what to do, in both languages, and is in the reference."""

import re
from pathlib import Path

import pytest

from rekam.wire.trouble import SENTENCES, WireTrouble

ROOT = Path(__file__).resolve().parents[2]
WIRE = [path for path in sorted((ROOT / "rekam" / "wire").glob("*.py")) if path.stem != "trouble"]
RAISED = re.compile(r'WireTrouble\(\s*f?"([a-z]+\.[a-z_]+|\{subject\}\.[a-z]+)"')
READ = re.compile(r'(?:subject="|unreadable\(")([a-z]+)"')


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_code_says_the_same_in_both_languages(code: str) -> None:
    sentence = SENTENCES[code]

    assert sentence.en.endswith(".")
    assert sentence.id.endswith(".")
    assert slots(sentence.en) == slots(sentence.id)


def slots(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]", text))


def test_every_code_that_is_raised_has_a_sentence_and_no_sentence_is_left_over() -> None:
    texts = [path.read_text(encoding="utf-8") for path in WIRE]
    both_sides = [path.read_text(encoding="utf-8") for path in (ROOT / "rekam").rglob("*.py")]
    raised = {code for text in both_sides for code in RAISED.findall(text) if not code.startswith("{")}
    subjects = {subject for text in texts for subject in READ.findall(text)}
    unreadable = {f"{subject}.unreadable" for subject in subjects}
    versions = {f"{subject}.version" for subject in subjects} - {"request.version"}

    assert raised | unreadable | versions | {"message.unreadable"} == set(SENTENCES)


def test_trouble_is_told_in_both_languages() -> None:
    trouble = WireTrouble("packet.chunk", number=3)

    assert str(trouble).startswith("packet.chunk: Part 3 of the packet")
    assert trouble.in_indonesian().startswith("Bagian 3 paket")
