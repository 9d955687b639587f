"""The published figures are computed from the files alone, by somebody who cannot see how they were made."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rekam.demo import SEED, STATED, Script, settle, stated, write, write_files
from rekam.demo.stated import Targets
from tests.demo.conftest import SMALL
from tests.demo.recount import Recount


def published(scale: float) -> tuple[int, int, int, int, int]:
    return (
        round(scale * 413_508),
        round(scale * 25_356),
        round(scale * 287_000),
        round(scale * 187_730),
        round(scale * 8_766),
    )


def test_a_small_demo_computes_to_the_published_figures_at_its_scale(recount: Recount) -> None:
    assert recount.totals() == published(SMALL)


def test_repairing_damaged_rows_instead_of_refusing_them_changes_no_total(script: Script) -> None:
    assert Recount(script, leniently=True).totals() == published(SMALL)


@pytest.mark.slow
def test_the_whole_regency_computes_to_the_published_figures(tmp_path: Path) -> None:
    whole = Recount(write_files(tmp_path))

    assert whole.totals() == (413_508, 25_356, 287_000, 187_730, 8_766)
    assert 35_000 <= whole.sessions.height <= 45_000


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("scale", [0.01, 0.037])
def test_any_seed_and_scale_come_to_their_figures(tmp_path: Path, seed: int, scale: float) -> None:
    assert Recount(write_files(tmp_path, scale=scale, seed=seed)).totals() == published(scale)


def test_a_population_that_does_not_compute_is_refused() -> None:
    office, _ = write.invent(scale=SMALL, seed=SEED, progress=lambda what, share: None)
    targets = Targets.at(SMALL)
    settle.check(office, targets)

    with pytest.raises(settle.Miscounted):
        settle.check(office, replace(targets, recorded=targets.recorded + 1))
    somebody = np.flatnonzero(office.people.held(10))[0]
    office.people.exit_file[somebody], office.people.exit_day[somebody] = 1, 0
    with pytest.raises(settle.Miscounted):
        settle.check(office, targets)


def test_a_demo_too_small_for_all_villages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"0\.01"):
        write_files(tmp_path, scale=0.009)


def test_what_was_published_is_kept_with_who_said_it_and_when() -> None:
    said = {(s.measure, s.area, s.on.isoformat()): s.value for s in STATED}

    assert said["unrecorded", "64.08", "2016-09-30"] == 100_000
    assert said["recorded_in_month", "64.08", "2016-09-30"] == 8_766
    assert said["recorded", "64.08", "2016-04-11"] == 180_414
    assert said["unrecorded", "64.08", "2016-08-25"] == 55_505
    assert said["unrecorded", stated.SANGATTA_UTARA, "2016-08-25"] == 25_356
    assert all(s.by and s.source and s.published_on >= s.on for s in STATED)
