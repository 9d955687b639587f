"""Which disk a folder lies on. Two partitions of one disk are two file systems, and break together.

Linux tells it for what lies on disks of the machine. Nothing is told of a network's folder, of one in memory
or in a container's layers, on other systems, and where it cannot be read: then nobody knows it here, and a
person has to look.
"""

import os
import re
import stat
from pathlib import Path

BLOCKS = Path("/sys/dev/block")  # one link for each block device: 8:1 -> ../../devices/.../sda/sda1
MOUNTED = Path("/proc/self/mountinfo")


def is_same(one: Path, other: Path) -> bool | None:
    """Whether two folders, there or still to be made, lie on one disk; none where nobody tells."""
    one, other = _there(one), _there(other)
    if device(one) == device(other):
        return True
    first, second = _disks_of(one), _disks_of(other)
    return bool(first & second) if first and second else None


def is_another_part(one: Path, other: Path) -> bool:
    """Whether two folders lie on two file systems of one disk."""
    return is_same(one, other) is True and device(_there(one)) != device(_there(other))


def device(path: Path) -> int:
    """The number of the file system that a path lies on."""
    return path.stat().st_dev


def _there(path: Path) -> Path:
    """What is not there yet will lie where its folder does."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _disks_of(path: Path) -> frozenset[str]:
    """The disks under a file system: more than one under a volume that spans several; none where unknown."""
    try:
        return _under(_block(device(path)) or _block(_of_mount(path))) if BLOCKS.exists() else frozenset()
    except OSError:  # it may not be read, or a disk just went
        return frozenset()


def _block(number: int) -> Path | None:
    place = BLOCKS / f"{os.major(number)}:{os.minor(number)}"
    return place.resolve() if place.exists() else None


def _under(block: Path | None) -> frozenset[str]:
    if block is None:
        return frozenset()
    if (block / "partition").exists():
        return _under(block.parent)
    if (file := block / "loop" / "backing_file").exists():
        return _of_image(Path(file.read_text().strip()))
    parts = [_under(each.resolve()) for each in sorted((block / "slaves").glob("*"))]
    if not all(parts):  # of a part of it nothing is known, and so of the whole
        return frozenset()
    return frozenset().union(*parts) if parts else frozenset({str(block)})


def _of_image(file: Path) -> frozenset[str]:
    """A disk that is a file lies where the file does."""
    return _disks_of(file) if file.exists() else frozenset()


def _of_mount(path: Path) -> int:
    """What the file system was mounted from, if that is a block device: some number themselves otherwise."""
    try:
        lines = MOUNTED.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0
    whole, best, source = path.resolve(), Path(), ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = Path(_plain(before.split()[4]))
        if whole.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, source = point, _plain(after.split()[1])
    return _number_of(Path(source))


def _number_of(source: Path) -> int:
    try:
        found = source.stat()
    except OSError:
        return 0
    return found.st_rdev if stat.S_ISBLK(found.st_mode) else 0


def _plain(text: str) -> str:
    """Spaces and the like stand as three octal digits."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)
