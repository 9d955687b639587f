"""What the terminal says of a call itself: its usage, and what is off in its words.

These are sentences of Python's argparse, which asks a catalogue of its own that nobody ships. Here they are
looked up in ours, in the language of the office. One that a newer Python words in another way stays English.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext, gettext_noop, ngettext

SENTENCES = (
    gettext_noop("usage: "),
    gettext_noop("options"),
    gettext_noop("positional arguments"),
    gettext_noop("subcommands"),
    gettext_noop("show this help message and exit"),
    gettext_noop("%(prog)s: error: %(message)s\n"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("one of the arguments %s is required"),
    gettext_noop("not allowed with argument %s"),
    gettext_noop("unrecognized arguments: %s"),
    gettext_noop("ambiguous option: %(option)s could match %(matches)s"),
    gettext_noop("ignored explicit argument %r"),
    gettext_noop("expected one argument"),
    gettext_noop("expected at most one argument"),
    gettext_noop("expected at least one argument"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
    gettext_noop("invalid %(type)s value: %(value)r"),
)


def _counted(one: str, many: str, count: int) -> str:
    return ngettext("expected %s argument", "expected %s arguments", count) if "expected" in one else many


@contextmanager
def in_our_words() -> Iterator[None]:
    """While a command reads its call, argparse speaks the language that is active."""
    names = vars(argparse)
    before = {name: names[name] for name in ("_", "ngettext")}
    names.update(_=gettext, ngettext=_counted)
    try:
        yield
    finally:
        names.update(before)
