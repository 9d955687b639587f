"""A system call of a child that is made to kill it, or to fail: strace does it, from outside."""

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from proof.nursery import Child

# Those that change what a disk or somebody else has seen. `sendto` is what a child tells the outside.
MATTER = (
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "ftruncate",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "mkdir",
    "rmdir",
    "sendto",
)


def is_possible() -> bool:
    return shutil.which("strace") is not None


@dataclass
class Tracer:
    """What strace has seen, once it has let go."""

    has_fired: bool = False  # whether a call was made to fail; one that does not come so often was not


@contextlib.contextmanager
def injected(child: Child, what: str, calls: tuple[str, ...] = MATTER) -> Iterator[Tracer]:
    """*what* as strace has it: `signal=KILL:when=3`, `error=EIO:when=1+`."""
    seen, folder = Tracer(), tempfile.TemporaryDirectory()
    log = Path(folder.name) / "calls"
    names = ",".join(f"?{name}" for name in calls)
    command = [
        "strace",
        "-f",
        "-qq",
        "-o",
        str(log),
        "-e",
        f"trace={names}",
        "-e",
        f"inject={names}:{what}",
    ]
    tracer = subprocess.Popen([*command, "-p", str(child.pid)], stderr=subprocess.DEVNULL)
    child.is_harmed = True
    try:
        _wait_until_traced(child, tracer)
        yield seen
    finally:
        _let_go(tracer, child)
        child.is_harmed = False
        seen.has_fired = log.exists() and "(INJECTED)" in log.read_text(errors="replace")
        folder.cleanup()


def _let_go(tracer: subprocess.Popen[bytes], child: Child) -> None:
    """A tracer that waits for somebody who will never move again is ended; its processes go on."""
    if is_dead(child):
        tracer.kill()
    tracer.terminate()
    try:
        tracer.wait(0.2)
    except subprocess.TimeoutExpired:
        tracer.kill()
        tracer.wait()


def is_dead(child: Child) -> bool:
    """Without asking it: a process that is traced would be killed, or fail, over its answer."""
    try:
        return "State:\tZ" in Path(f"/proc/{child.pid}/status").read_text()
    except FileNotFoundError:
        return True


def _wait_until_traced(child: Child, tracer: subprocess.Popen[bytes]) -> None:
    status = Path(f"/proc/{child.pid}/status")
    while "TracerPid:\t0" in status.read_text():
        if tracer.poll() is not None:
            raise RuntimeError("strace could not take hold of the process")
        time.sleep(0.001)
