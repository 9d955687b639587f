"""The keys that open packets. The worker of ``rekam intake`` is the only one that reads them: what serves
pages and what takes calls does not even know this module (``tests/office/sync/test_the_intake_key.py``).
"""

import stat
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office.stations import keys
from rekam.wire.keys import SealKey

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read() -> Mapping[str, SealKey]:
    """By the names under which stations seal for them."""
    check()
    found = {}
    for path in _files():
        suite, *_rest = raw = path.read_bytes()
        found[_name(path)] = SealKey(suite, raw[1:])
    return found


def check() -> None:
    """Whether they are here, and nobody but their owner may read them. Looks at the files and at nothing in
    them.
    """
    found = _files()
    if not _fitting(found):
        raise RuleBroken(
            "intake.no_opening_key",
            gettext_noop(
                "No key in %(folder)s opens what laptops seal for this office, or this user may not read it. "
                "Put the folder intake of the backup there, or run this part as the user whose folder it is."
            ),
            folder=str(keys.intake_folder()),
        )
    for path in found:
        if path.stat().st_mode & OTHERS:
            raise RuleBroken(
                "intake.key_open",
                gettext_noop(
                    "The key %(file)s opens every packet, and others on this machine may read it. Give it to "
                    "its owner alone (chmod 600)."
                ),
                file=str(path),
            )


def _fitting(found: list[Path]) -> list[Path]:
    """Those whose public half stations seal for; all, to a user who may not see the public halves."""
    public = keys.intake_names()
    return [path for path in found if not public or _name(path) in public]


def _name(path: Path) -> str:
    return path.stem.rsplit("-", 1)[1]


def _files() -> list[Path]:
    return sorted(keys.intake_folder().glob("*.key"))
