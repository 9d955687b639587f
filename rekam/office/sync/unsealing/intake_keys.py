"""The keys that open packets. The worker of ``rekam intake`` is the only one that reads them: what serves
pages and what takes calls does not even know this module (``tests/office/sync/test_the_intake_key.py``).
"""

import stat
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office import storage
from rekam.office.audit import actions as audit
from rekam.office.stations import keys
from rekam.wire.keys import SealKey
from rekam.wire.trouble import WireTrouble

OTHERS = stat.S_IRWXG | stat.S_IRWXO
LONGEST = 1000  # bytes; a key has about a hundred


def read() -> Mapping[str, SealKey]:
    """By the names under which stations seal for them."""
    check()
    found = {}
    for path in _files():
        found[_name(path)] = SealKey(*_parts(path.read_bytes()))
    return found


def _parts(raw: bytes) -> tuple[int, bytes]:
    suite, *_rest = raw
    return suite, raw[1:]


@transaction.atomic
def take_in(file: Path, *, at: datetime) -> bool:
    """The escrow key, where the intake's own is lost: from now on it lies with the intake, and the worker
    opens with it what was sealed for both. Laptops get a new key of the intake with their next roster pack,
    unless the old one is here all the same. Says whether one was made.
    """
    key = _escrow(file)
    keys.intake_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{keys.ESCROW}-{key.public.name}.key"
    storage.write_once(keys.intake_folder() / name, keys.written(key))
    is_lost = not _fitting(_files())
    if is_lost:
        suite = next(iter(keys.recipients().values())).suite  # all recipients of a packet have one
        keys.make_recipient(keys.INTAKE, suite=suite)
    audit.record("escrow.used", "", by=None, at=at, details={"key": key.public.name, "renewed": is_lost})
    return is_lost


def _escrow(file: Path) -> SealKey:
    known = [*keys.names_of(keys.ESCROW), *keys.names_of(keys.ESCROW, former=True)]
    try:
        key = SealKey(*_parts(file.read_bytes()[:LONGEST]))
    except (OSError, ValueError, WireTrouble):
        key = None
    if key is None or key.public.name not in known:
        raise RuleBroken(
            "escrow.not_ours",
            gettext_noop("%(file)s cannot be read, or is no escrow key of this office."),
            file=str(file),
        )
    return key


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
