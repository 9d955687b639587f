"""What worlds are copies of: an office with a register, one enrolled laptop. Made once for this code, and
kept in build/.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from proof.nursery import ROOT, Child

if TYPE_CHECKING:
    from proof.world import Nurseries

KEPT = ROOT / "build" / "proof"
MIGRATIONS = ("rekam/office", "rekam/station")
PEOPLE = 400


def template(nurseries: "Nurseries") -> Path:
    sources = [*_migrations(), *(ROOT / "rekam" / "wire").glob("*.py")]
    own = [Path(__file__).parent / name for name in ("template.py", "office.py", "laptop.py")]
    return _kept("template", [*sources, *own], lambda folder: _make(nurseries, folder))


def _migrations() -> list[Path]:
    return sorted(path for room in MIGRATIONS for path in (ROOT / room).rglob("migrations/*.py"))


def _kept(name: str, sources: list[Path], make: Callable[[Path], None]) -> Path:
    """A folder that follows from these files. What followed from earlier ones is thrown away."""
    total = hashlib.sha256()
    for path in sorted(sources):
        total.update(path.read_bytes())
    folder = KEPT / f"{name}-{total.hexdigest()[:16]}"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two proofs at one time: the second waits
        if not (folder / "done").exists():
            for older in KEPT.glob(f"{name}-*"):
                shutil.rmtree(older)
            folder.mkdir()
            make(folder)
            (folder / "done").touch()
    return folder


def _make(nurseries: "Nurseries", kept: Path) -> None:
    folder = nurseries.folder / "template"
    for name in ("office", "laptop", "second"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(_kept("empty", _migrations(), _migrate), folder / "office", dirs_exist_ok=True)
    office = nurseries.office.child(folder=str(folder / "office"), second=str(folder / "second"))
    office.call("set_up")
    niks = office.call("register", PEOPLE)
    laptop = nurseries.laptop.child(folder=str(folder / "laptop"))
    laptop.network = lambda *call: office.call("ask", *call)
    key = enrol(office, laptop, "Laptop 1")
    salt = office.call("salt")
    laptop.stop()
    office.stop()
    (folder / "facts").write_text("\n".join([key.hex(), salt.hex(), *niks]))
    shutil.copytree(folder, kept, dirs_exist_ok=True)
    shutil.rmtree(folder)


def enrol(office: Child, laptop: Child, name: str) -> bytes:
    """As two people and a laptop do it. The key of the store comes back."""
    pk, code = office.call("begin_enrolment", name)
    laptop.call("enrol", code, name)
    office.call("grant", pk)
    laptop.call("ask_again")
    office.call("issue", name)
    key: bytes = laptop.call("first_pack")
    return key


def _migrate(folder: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("REKAM_", "PYTEST_"))}
    environment |= {"REKAM_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "rekam.office.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env={**environment, "PYTHONPATH": str(ROOT)}, check=True)
