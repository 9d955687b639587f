"""Folders that lie on the disks a test says: the folders are real, and so are files that tell of disks."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from rekam import disks


def tell(monkeypatch: pytest.MonkeyPatch, at: Path, places: Mapping[Path, str]) -> None:
    """*places*: what each folder and all in it lies on, as `sda1`, `sdb1`, or nothing for what is no disk's.
    Below *at* the system's own files are laid out as Linux has them.
    """
    numbers = {path: os.makedev(8 if name else 0, n) for n, (path, name) in enumerate(places.items(), 1)}
    for path, name in places.items():
        if name:
            link(at, numbers[path], part(at, name))

    def device(path: Path) -> int:
        found = [each for each in numbers if path.is_relative_to(each)]
        return numbers[max(found, key=lambda each: len(each.parts))] if found else path.stat().st_dev

    monkeypatch.setattr(disks, "device", device)
    monkeypatch.setattr(disks, "BLOCKS", at / "dev" / "block")
    monkeypatch.setattr(disks, "MOUNTED", at / "mountinfo")


def part(at: Path, name: str) -> Path:
    """A partition such as `sda1`, below its disk."""
    place = at / "devices" / "pci" / name.rstrip("0123456789") / name
    place.mkdir(parents=True, exist_ok=True)
    (place / "partition").write_text("1\n")
    return place


def link(at: Path, number: int, place: Path) -> None:
    blocks = at / "dev" / "block"
    blocks.mkdir(parents=True, exist_ok=True)
    (blocks / f"{os.major(number)}:{os.minor(number)}").symlink_to(place)
