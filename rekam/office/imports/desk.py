"""The table on which a file lies while it is read and decided: one folder an import in the data folder.

It holds the file as it came, what was read of it (Parquet), the problems, and how far the work is.
"""

import contextlib
import io
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office import background, storage

LONGEST_UPLOAD_SECONDS = 24 * 3600
DRAFT = "draft-"


@dataclass(frozen=True)
class Desk:
    """The folder of one import. A review lays down drafts, under a name of its own, until it ends."""

    folder: Path
    draft: str = ""

    @property
    def original(self) -> Path:
        return self.folder / "original"

    def save(self, name: str, table: pl.DataFrame) -> None:
        """Put a table on the desk, whole or not at all."""
        whole = io.BytesIO()  # written by Polars itself, a full disk has no number to be known by
        table.write_parquet(whole, compression="lz4")
        place = self._place(name)
        part = place.with_suffix(".part")
        try:
            part.write_bytes(whole.getbuffer())
        except OSError:
            part.unlink(missing_ok=True)
            raise
        part.replace(place)

    def _place(self, name: str) -> Path:
        return self.folder / f"{self.draft}{name}.parquet"

    def drafting(self, review: str) -> "Desk":
        """The same desk, on which what is laid down is a draft."""
        return Desk(self.folder, f"{DRAFT}{review}-")

    def keep_drafts(self) -> None:
        """What was laid down is what the review came to; drafts of others, who never ended, go."""
        for path in self.folder.glob(f"{self.draft}*.parquet"):
            path.replace(self.folder / path.name.removeprefix(self.draft))
        self.drop_drafts(of=DRAFT)

    def drop_drafts(self, *, of: str = "") -> None:
        for path in self.folder.glob(f"{of or self.draft}*"):
            path.unlink(missing_ok=True)

    def load(self, name: str) -> pl.DataFrame:
        """A table from the desk."""
        return pl.read_parquet(self._place(name), memory_map=False)

    def scan(self, name: str) -> pl.LazyFrame:
        """A table on the desk of which only some rows are wanted."""
        return pl.scan_parquet(self._place(name))

    def has(self, name: str) -> bool:
        return self._place(name).exists()

    def height(self, name: str) -> int:
        """How many rows a table has; none when it is not on the desk."""
        return int(self.scan(name).select(pl.len()).collect().item()) if self.has(name) else 0

    def tell(self, step: str, done: float) -> None:
        """Say how far the work is (0 to 1), and stop here if somebody asked for it."""
        if background.must_stop(self.folder):
            raise RuleBroken("import.stopped", gettext_noop("The work was stopped. Nothing has changed."))
        background.tell(self.folder, {"step": step, "done": round(done, 3)})

    def progress(self) -> dict[str, object]:
        """The last word of ``tell``."""
        return {"step": "waiting", "done": 0.0, **background.progress(self.folder)}

    def ask_to_stop(self) -> None:
        """The work stops at its next ``tell``; what was changed until then is taken back."""
        background.ask_to_stop(self.folder)

    def clear(self, *, keep_original: bool = False) -> None:
        """Take personal data off the desk: once decided, what was read is in the register or not wanted."""
        for path in self.folder.iterdir():
            if not (keep_original and path == self.original) and path.name != "problems.parquet":
                path.unlink(missing_ok=True)

    def clear_tables(self) -> None:
        """Take away what a review laid down, beside work that may be under way."""
        for path in (*self.folder.glob("*.parquet"), *self.folder.glob("*.part")):
            if path.name != "problems.parquet":
                path.unlink(missing_ok=True)


def of(number: int) -> Desk:
    """The desk of an import, to look at. It is gone when the import was put aside."""
    return Desk(_place(str(number)))


def laid(number: int) -> Desk:
    """The desk of an import, to work on: made when missing."""
    return _made(str(number))


def _place(name: str) -> Path:
    return storage.data_folder() / "imports" / name


def _made(name: str) -> Desk:
    """Only the office's own account may look into it."""
    folder = _place(name)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Desk(folder)


def remove(number: int) -> None:
    """Clear the desk and take it away: at once, so that nobody lays something on it meanwhile."""
    folder = _place(str(number))
    going = folder.with_name(f"arriving-{secrets.token_hex(8)}")  # swept when this is killed before its end
    with contextlib.suppress(FileNotFoundError):
        folder.rename(going)
    shutil.rmtree(going, ignore_errors=True)


@contextmanager
def arriving(parts: Iterable[bytes]) -> Iterator[Desk]:
    """A desk without a number yet, with the file as it came on it; gone when what follows fails."""
    _sweep()
    desk = _made(f"arriving-{secrets.token_hex(8)}")
    try:
        _take(desk, parts)
        yield desk
    except BaseException:
        shutil.rmtree(desk.folder, ignore_errors=True)
        raise


def _take(desk: Desk, parts: Iterable[bytes]) -> None:
    """Write the file as it came, to the disk and not only to its cache."""
    part = desk.folder / "original.part"
    with part.open("wb") as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())
    part.replace(desk.original)


def _sweep() -> None:
    """Files of people do not stay behind when the program was killed while they came in."""
    for folder in (storage.data_folder() / "imports").glob("arriving-*"):
        if time.time() - folder.stat().st_mtime > LONGEST_UPLOAD_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def put(desk: Desk, number: int) -> None:
    """Give a desk its number. After a database was restored, a number may come again."""
    remove(number)
    desk.folder.rename(_place(str(number)))
