"""From a seed to the files of an office, and the order in which it received them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from rekam.demo import events, firsts, forms, others, places, population, settle, traits
from rekam.demo.days import AS_OF, FILES, MONTH_OF, RELEASE_2015, RELEASE_2016, as_date
from rekam.demo.firsts import Office
from rekam.demo.logbook import Logbook
from rekam.demo.recording_files import Recordings
from rekam.demo.register_files import Register
from rekam.demo.script import Script, Step
from rekam.demo.stated import REGENCY, STATED, Targets
from rekam.demo.traits import Traits

SEED = 20160930
Progress = Callable[[str, float], None]

_RELEASES = {RELEASE_2015: "dkb_semester_2_2015", RELEASE_2016: "dkb_semester_1_2016"}


def write_files(
    folder: Path, *, scale: float = 1.0, seed: int = SEED, progress: Progress | None = None
) -> Script:
    """Invent the register of Kutai Timur and write it into *folder* as the files an office has.

    The same seed and scale give the same files, byte for byte. *progress* hears what is being done and which
    share is done.
    """
    tell = progress or (lambda what, share: None)
    folder.mkdir(parents=True, exist_ok=True)
    office, known = invent(scale=scale, seed=seed, progress=tell)
    register = Register(office, known, office.book.attested(), scale)
    recordings = Recordings(office, known, office.book.sessions(), scale)
    steps: list[Step] = []
    for file in FILES:
        month = int(MONTH_OF[file])
        if file and file != RELEASE_2016:
            steps.append(_write_recordings(recordings, folder, month, _stream(seed, 200 + month)))
        tell("Writing files", 0.35 + 0.65 * file / len(FILES))
        steps.append(_write_register(register, folder, file, _stream(seed, 100 + file)))
    tell("Writing files", 1.0)
    return Script(tuple(steps), STATED)


def invent(*, scale: float, seed: int, progress: Progress) -> tuple[Office, Traits]:
    """The whole truth behind the files."""
    targets, count, where = Targets.at(scale), population.counter(scale), places.load()
    progress("Inventing families", 0.0)
    people = population.make(_stream(seed, 1), where, count, registered=targets.registered)
    progress("Inventing what happens to them", 0.05)
    events.happen(_stream(seed, 2), people, where, count)
    settle.obliged(_stream(seed, 3), people, targets.obliged)
    known = traits.invent(_stream(seed, 4), people, where)
    office = Office(_stream(seed, 5), people, where, known.employer, Logbook(len(people)), count)
    progress("Inventing recordings", 0.10)
    _record(office, targets)
    settle.check(office, targets)
    return office, known


def _record(office: Office, targets: Targets) -> None:
    others.settle(office)
    firsts.record(office, september=targets.recorded_in_september)
    recorded = settle.opening(office, targets)
    others.repeat(office, recorded)
    others.second_times(office)
    others.serve_visitors(office)
    others.follow_up(office)


def _stream(seed: int, part: int) -> np.random.Generator:
    """Luck of its own for each part, so that a change in one leaves the others alone."""
    return np.random.default_rng([seed, part])


def _write_recordings(recordings: Recordings, folder: Path, month: int, rng: np.random.Generator) -> Step:
    path = folder / f"2016-{month:02}_perekaman.{forms.RECORDINGS[month].suffix}"
    recordings.write(month, path, rng)
    return Step("recordings", path, as_date(int(AS_OF[month if month < 7 else month + 1])))


def _write_register(register: Register, folder: Path, file: int, rng: np.random.Generator) -> Step:
    on = as_date(int(AS_OF[file]))
    name = _RELEASES.get(file, "pembaruan")
    path = folder / f"{on:%Y-%m}_{name}.{forms.REGISTER[file].suffix}"
    register.write(file, path, rng)
    if file in _RELEASES:
        return Step("residents", path, on, mode="release", scope=REGENCY)
    return Step("residents", path, on, mode="update")
