"""The two kinds of trouble that stop what a person asked for.

Each has a stable code (``noun.reason``, listed in ``docs/reference/office-codes.md``) for programs and a
sentence for people. The sentence is the English one; the edge translates it and fills in the
values, so that a rule needs no translation machinery: ``RuleBroken("file.too_large",
"The file is larger than %(limit)s MB.", limit=1024)``.
"""


class Trouble(Exception):
    """What a person asked for cannot be done; nothing was changed."""

    def __init__(self, code: str, sentence: str, /, **values: object) -> None:
        super().__init__(code, sentence, values)
        self.code = code
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        """The code and the English sentence: for logs, the terminal and tests."""
        return f"{self.code}: {self.told(str(self.sentence))}"

    def told(self, sentence: str) -> str:
        """This or another language's sentence with the values in their places."""
        return sentence % self.values if self.values else sentence


class RuleBroken(Trouble):
    """A rule of the office forbids this now, whoever asks (an import already undone, say)."""


class Forbidden(Trouble):
    """The rule allows it, but not to this person, or not for this area."""
