"""What each problem code says to an officer, in Indonesian and in English.

One table for the web, the terminal, the file of rejected rows and `docs/reference/codes.md`.
`what` says what was found and what it means for the work, `do` what to do now. In braces:
`value` (what the cell held), `expected`, `column`, `row` and whatever a file problem carries.
"""

from collections import defaultdict

from rekam.files.sentence import HELD, REJECTED, STOPS, WARNING, Sentence
from rekam.files.sentences_of_files import FILES
from rekam.files.sentences_of_people import PEOPLE
from rekam.files.sentences_of_rows import CELLS

__all__ = ["HELD", "REJECTED", "SENTENCES", "STOPS", "WARNING", "Sentence", "say"]

SENTENCES: dict[str, Sentence] = FILES | PEOPLE | CELLS


def say(code: str, language: str = "id", /, **params: object) -> tuple[str, str]:
    """What happened and what to do, filled in. An unknown code says itself rather than failing."""
    sentence = SENTENCES.get(code)
    if sentence is None:
        return code, ""
    held = defaultdict(str, {name: "" if value is None else str(value) for name, value in params.items()})
    what, do = sentence.en if language.startswith("en") else sentence.id
    return what.format_map(held), do.format_map(held)
