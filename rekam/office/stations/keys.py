"""The office's keys on disk: each in a file of its own, readable by its owner alone.

* *office*: signs roster packs and grants. The web process holds it.
* *receipt*: signs receipts and the office's time. The receiver holds it; others know the public half.
* *intake*: opens packets. It is made here and read nowhere here: it lies in a folder of its own
  (``REKAM_INTAKE_KEYS``), which only the worker of ``rekam intake`` reads
  (``sync.unsealing.intake_keys``). Here lie the public halves of all recipients: whether there is an intake
  key is told by them.
"""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office import storage
from rekam.office.stations.models import Epoch
from rekam.wire.keys import HYBRID, SealKey, SealPublic, SigningKey, VerifyKey

INTAKE, ESCROW = "intake", "escrow"
SIGNING = ("office", "receipt")
FORMER = ".former"  # after the name of a public half that stations seal for no more


def folder() -> Path:
    path = Path(settings.DATA) / "keys"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def intake_folder() -> Path:
    """Where the private halves lie. Not among the settings: the web process has no use for it."""
    return Path(os.environ.get("REKAM_INTAKE_KEYS", "") or Path(settings.DATA) / "intake")


def prepare(*, suite: int = HYBRID, signed: bool = False) -> None:
    """Make what is missing. Nothing that exists is ever replaced, and nothing is made where laptops know the
    keys that are gone: that they are enrolled is seen here, *signed* says that there are receipts.
    """
    gone = missing()
    if gone and (signed or Epoch.objects.exists()):
        raise RuleBroken(
            "intake.keys_lost",
            gettext_noop(
                "Laptops know this office by keys that are not in its data folder: %(files)s is missing. "
                "With new keys no laptop would believe it, so none are made. Put the folders keys and intake "
                "of the backup back into the data folder, and start again."
            ),
            files=", ".join(gone),
        )
    for name in SIGNING:
        if f"{name}.key" in gone:
            (folder() / f"{name}.public").unlink(missing_ok=True)
        key = _signing(name, make=True)
        storage.write_once(folder() / f"{name}.public", key.public.raw)
    if not intake_names():
        make_recipient(INTAKE, suite=suite)


def missing() -> list[str]:
    """The files among the office's keys that are not there. Of the intake the public half is looked for: its
    private one may be out of reach of whoever asks.
    """
    signing = [f"{name}.key" for name in SIGNING if not (folder() / f"{name}.key").exists()]
    return signing if intake_names() else [*signing, f"{INTAKE}-*.public"]


def intake_names() -> list[str]:
    """Under which names stations seal for the intake, as far as this user may see it."""
    return names_of(INTAKE)


def names_of(role: str, *, former: bool = False) -> list[str]:
    """Under which names stations seal for a recipient; *former*: did so once."""
    ending = f".public{FORMER if former else ''}"
    found = folder().glob(f"{role}-*{ending}")
    return sorted(path.name.removeprefix(f"{role}-").removesuffix(ending) for path in found)


def make_recipient(role: str, file: Path | None = None, *, suite: int = HYBRID) -> SealPublic:
    """A key that opens packets: its private half goes to *file*, or to the intake's folder; its public half
    to the office's keys, in the place of those of its role before. What was sealed for those, they open.
    """
    key = SealKey.new(suite)
    if file is None:
        intake_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        file = intake_folder() / f"{role}-{key.public.name}.key"
    storage.write_once(file, written(key))
    before = names_of(role)
    storage.write_once(folder() / f"{role}-{key.public.name}.public", bytes([suite]) + key.public.raw)
    for name in before:
        path = folder() / f"{role}-{name}.public"
        path.rename(path.with_name(path.name + FORMER))
    sync_folder(folder())
    return key.public


def written(key: SealKey) -> bytes:
    """As a key that opens packets lies in its file."""
    return bytes([key.suite]) + key.seed


def office() -> SigningKey:
    return _signing("office")


def office_public() -> VerifyKey:
    return VerifyKey(_read("office.public"))


def receipt() -> SigningKey:
    return _signing("receipt")


def receipt_publics() -> tuple[VerifyKey, ...]:
    return (VerifyKey(_read("receipt.public")),)


def recipients() -> Mapping[str, SealPublic]:
    """Whom stations seal for: the intake, and the escrow key kept offline where there is one."""
    found = {}
    for path in sorted(folder().glob("*-*.public")):
        suite, *_rest = raw = path.read_bytes()
        found[path.stem.rsplit("-", 1)[1]] = SealPublic(suite, raw[1:])
    if not found:
        raise _missing()
    return found


def _signing(name: str, *, make: bool = False) -> SigningKey:
    path = folder() / f"{name}.key"
    if make and not path.exists():
        storage.write_once(path, SigningKey.new().seed)
    if not path.exists():
        raise _missing()
    return _read_before(path.read_bytes())


_read_before = lru_cache(maxsize=8)(SigningKey)  # of the same bytes: making one costs more than reading them


def _read(name: str) -> bytes:
    path = folder() / name
    if not path.exists():
        raise _missing()
    return path.read_bytes()


def sync_folder(folder: Path) -> None:
    """What was renamed in it stays so after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _missing() -> RuleBroken:
    return RuleBroken(
        "intake.no_keys",
        gettext_noop("This office has no keys for its stations yet. Start rekam intake once; it makes them."),
    )
