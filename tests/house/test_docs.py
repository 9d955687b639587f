"""A command that the documents show is a command that exists."""

import json
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)([^)#\s]+)[^)]*\)|!\[[^\]]*\]\(([^)#\s]+)\)")
RUN_VERBS = {"demo", "serve", "station", "rekam", "test", "fix", "bench", "prove", "help"}


def commands() -> list[tuple[str, list[str]]]:
    """Every line `$ ./run ...` or `$ rekam ...` in a console block, with where it stands."""
    found = []
    for document in DOCUMENTS:
        for block in FENCED.findall(document.read_text(encoding="utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                words = _words(line)
                if words[:1] in (["./run"], ["rekam"]):
                    found.append((f"{document.relative_to(ROOT)}: {' '.join(words)}", words))
    return found


def _words(line: str) -> list[str]:
    """The command itself: without the prompt, a comment, settings before it and where its output goes."""
    if not line.startswith("$ "):
        return []
    words = shlex.split(line[2:], comments=True)
    while words and re.match(r"[A-Z_]+=", words[0]):
        words.pop(0)
    ends = [number for number, word in enumerate(words) if re.match(r"[|<>&;]|2>", word)]
    return words[: ends[0]] if ends else words


SHOWN = dict(commands())


def test_the_readme_shows_the_two_commands() -> None:
    shown = [words for place, words in SHOWN.items() if place.startswith("README.md")]

    assert ["./run", "demo"] in shown
    assert ["./run", "test"] in shown


@pytest.mark.parametrize("place", SHOWN)
def test_a_command_in_the_documents_exists(place: str) -> None:
    verb = (SHOWN[place] + ["help"])[1]
    if SHOWN[place][0] == "./run":
        assert verb in RUN_VERBS, place
        if verb == "bench" and SHOWN[place][2:] not in ([], ["list"]):
            assert (ROOT / "benchmarks" / f"{SHOWN[place][2]}.py").exists(), place
    if words := _of_rekam(place):
        _exists_in_rekam(words, place)


def _of_rekam(place: str) -> list[str]:
    """The words after `rekam`, also where `./run` calls it; none where something else is called."""
    first, *rest = SHOWN[place]
    if first == "rekam":
        return rest
    if rest[:1] == ["rekam"]:
        return rest[1:]
    return rest if rest[:1] in (["demo"], ["serve"], ["station"]) else []


def _exists_in_rekam(words: list[str], place: str) -> None:
    """Its subcommands answer --help, and that help names every option shown."""
    options = [word.split("=")[0] for word in words if word.startswith("--")]
    plain = tuple(_before_options(words))
    depth = next((n for n in range(len(plain), -1, -1) if _help(plain[:n])), None)
    found = depth if plain else depth == 0
    assert found, f"{place}: there is no such command"
    missing = [option for option in options if option not in _help(plain[:depth])]
    assert not missing, f"{place}: `rekam {' '.join(plain[:depth])} --help` does not name {missing}"


def _before_options(words: list[str]) -> list[str]:
    named = next((number for number, word in enumerate(words) if word.startswith("-")), len(words))
    return [word for word in words[:named] if re.fullmatch(r"[a-z][a-z-]*", word)]


def _help(words: tuple[str, ...]) -> str:
    """What the command says to ``--help``; "" where there is no such command."""
    return _every_help("station" if words[:1] == ("station",) else "office")[words]


@cache
def _every_help(room: str) -> dict[tuple[str, ...], str]:
    """Of every command that a document shows, and of every beginning of it."""
    shown = {tuple(_before_options(words)) for place in SHOWN if (words := _of_rekam(place))}
    asked = sorted({plain[:n] for plain in shown for n in range(len(plain) + 1)})
    asked = [words for words in asked if (words[:1] == ("station",)) == (room == "station")]
    done = subprocess.run(
        [sys.executable, "-m", "tests.house.every_help"],
        cwd=ROOT,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(asked, json.loads(done.stdout), strict=True))


def test_a_link_between_documents_leads_somewhere() -> None:
    links = [(d, one or two) for d in DOCUMENTS for one, two in LINK.findall(d.read_text(encoding="utf-8"))]

    dead = [
        f"{document.relative_to(ROOT)}: {to}" for document, to in links if not (document.parent / to).exists()
    ]

    assert not dead
