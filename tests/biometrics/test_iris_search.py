"""One eye among many is found as by comparing it with each, one after the other."""

import numpy as np
import pytest

from rekam.biometrics import iris_codes, iris_search
from rekam.biometrics.iris_codes import IrisCode

RANDOM = np.random.default_rng(7)


def somebody() -> IrisCode:
    """Waves that last some columns, as real ones do, with lids over a part."""
    rough = RANDOM.random((12, 32, 4)) > 0.5
    seen = RANDOM.random((12, 32, 4)) > 0.2
    return IrisCode(np.repeat(rough, 8, axis=1), np.repeat(seen, 8, axis=1))


def again(code: IrisCode, share: float, turn: int) -> IrisCode:
    """The same eye once more: some bits differ, the head is turned."""
    bits = code.bits ^ (RANDOM.random(code.bits.shape) < share)
    return IrisCode(np.roll(bits, turn, axis=1), np.roll(code.seen, turn, axis=1))


def plainly(code: IrisCode, others: dict[int, IrisCode], *, but: int) -> dict[int, float]:
    """One after the other, as it is written in a book."""
    found = {}
    for key, other in others.items():
        least = 1.0
        for turned in iris_search.ROUGH_TURNS:
            both = np.roll(code.seen[::2], turned, axis=1) & other.seen[::2]
            if both.any():
                differing = (np.roll(code.bits[::2], turned, axis=1) ^ other.bits[::2]) & both
                least = min(least, int(differing.sum()) / int(both.sum()))
        if key != but and least < iris_search.ROUGH:
            distance = iris_codes.distance(code, other)
            if distance < iris_codes.THRESHOLD:
                found[key] = distance
    return found


@pytest.fixture(scope="module")
def eyes() -> dict[int, IrisCode]:
    each = [somebody() for _ in range(24)]
    each += [again(each[n % 20], share, turn) for n, (share, turn) in enumerate(
        (share, turn) for share in (0.02, 0.2, 0.3, 0.4) for turn in (-13, -5, 0, 7, 12)
    )]  # fmt: skip
    blind = IrisCode(each[0].bits, np.zeros_like(each[0].seen))
    return dict(enumerate([*each, blind], start=100))


def table(eyes: dict[int, IrisCode]) -> iris_search.Table:
    made = iris_search.Table()
    for key, code in eyes.items():
        made.put(key, iris_search.packed(code))
    return made


def test_a_table_finds_whom_comparing_one_by_one_finds(eyes):
    made = table(eyes)

    some = (100, 106, 112, 118)  # each has a second picture here, from good to useless

    found = {key: made.near(eyes[key], but=key) for key in some}

    assert found == {key: plainly(eyes[key], eyes, but=key) for key in some}
    assert 2 <= sum(map(len, found.values())) <= 3


def test_what_was_erased_is_found_no_more_and_the_others_are(eyes):
    made = table(eyes)
    left = {key: code for key, code in eyes.items() if key % 3}

    made.keep(left.keys())
    made.put(7, iris_search.packed(eyes[101]))

    assert len(made) == len(left) + 1
    assert made.near(eyes[101], but=101) == {**plainly(eyes[101], left, but=101), 7: 0.0}


def test_packing_loses_nothing(eyes):
    code = iris_search.unpacked(iris_search.packed(eyes[100]))

    assert (code.bits == eyes[100].bits).all()
    assert (code.seen == eyes[100].seen).all()
