"""The code on the slip: random, without a NIK, easy to read out over a telephone."""

from collections.abc import Iterable

# Without I, L, O, U and 0: what is read out is written down right. There are 31, a prime.
LETTERS = "123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 11


def code(numbers: Iterable[int]) -> str:
    """Eleven letters by chance (*numbers*) and one that checks them, in groups: `7KQM-X2PD-9RTB`."""
    letters = [LETTERS[number % len(LETTERS)] for number in numbers][:LENGTH]
    if len(letters) < LENGTH:
        raise ValueError("too few random numbers")
    whole = "".join([*letters, _check(letters)])
    return "-".join(whole[at : at + 4] for at in range(0, LENGTH + 1, 4))


def is_code(text: str) -> bool:
    """A mistyped letter or two neighbours exchanged are noticed."""
    letters = [letter for letter in text.upper() if letter not in "- "]
    return (
        len(letters) == LENGTH + 1
        and all(letter in LETTERS for letter in letters)
        and _check(letters[:-1]) == letters[-1]
    )


def _check(letters: Iterable[str]) -> str:
    """Weights differ between places and none shares a factor with 31, so one wrong letter always shows."""
    return LETTERS[sum((place + 2) * LETTERS.index(letter) for place, letter in enumerate(letters)) % 31]
