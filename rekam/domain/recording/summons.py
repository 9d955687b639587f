"""The code of a summons: random, without a NIK or anything else about a person, for a counter.

It begins with a letter that no code of a slip has, so that the two are never taken for one another.
"""

from collections.abc import Iterable

from rekam.domain.recording import slips

MARK = "U"
LENGTH = slips.LENGTH  # random numbers that it takes


def code(numbers: Iterable[int]) -> str:
    """`U-7KQM-X2PD-9RTB`: letters by chance (*numbers*), and one that checks them."""
    return f"{MARK}-{slips.code(numbers)}"


def read(text: str) -> str:
    """As `code` writes it, however it was typed or scanned; empty for anything else."""
    letters = [letter for letter in text.upper() if letter not in "-– "]
    whole = "".join(letters[1:])
    if letters[:1] != [MARK] or not slips.is_code(whole):
        return ""
    return "-".join([MARK, *(whole[at : at + 4] for at in range(0, len(whole), 4))])
