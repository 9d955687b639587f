"""How much a process reads and writes: that something is refused before it is read needs no stopwatch."""

from pathlib import Path


def bytes_moved() -> int:
    """By this process so far, as Linux counts them, from files and to them."""
    said = dict(line.split(": ") for line in Path("/proc/self/io").read_text(encoding="ascii").splitlines())
    return int(said["rchar"]) + int(said["wchar"])
