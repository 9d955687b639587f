"""One against one: the same finger or eye is known again, another is not. On invented people."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from rekam.biometrics import comparing, compress, iris_codes, iso_finger, iso_iris, matching, minutiae, slaps
from rekam.biometrics import ridges as ridge_maps
from rekam.biometrics.minutiae import Template
from rekam.biometrics.trouble import BadRecord
from tests.biometrics import pictures

FINGERS = range(10, 18)
EYES = range(20, 28)


@cache
def template(seed: int, touch: int = 1, clarity: float = 1.0) -> Template:
    return minutiae.extract(pictures.finger(seed, touch, clarity))


@cache
def code(seed: int, touch: int = 1, clarity: float = 1.0) -> iris_codes.IrisCode:
    found = iris_codes.code(pictures.eye(seed, touch, clarity))
    assert found is not None
    return found


def test_a_finger_is_known_again_well_and_badly_laid_down() -> None:
    for seed in FINGERS:
        assert matching.compare(template(seed), template(seed, 2)) >= 1.5 * matching.THRESHOLD
        assert matching.compare(template(seed), template(seed, 3, 0.5)) >= matching.THRESHOLD


def test_a_finger_that_fills_its_picture_is_known_again() -> None:
    filled = {
        (seed, touch): minutiae.extract(pictures.filled(pictures.finger(seed, touch)))
        for seed in FINGERS
        for touch in (1, 2)
    }

    for seed in FINGERS:
        assert matching.compare(filled[seed, 1], filled[seed, 2]) >= matching.THRESHOLD
        assert matching.compare(filled[seed, 1], template(seed, 2)) >= matching.THRESHOLD
    strangers = [matching.compare(filled[a, 1], filled[b, 2]) for a in FINGERS for b in FINGERS if a != b]
    assert max(strangers) < matching.THRESHOLD


def test_another_finger_is_not_taken_for_it() -> None:
    scores = [matching.compare(template(a), template(b, 2)) for a in FINGERS for b in FINGERS if a != b]

    assert max(scores) < matching.THRESHOLD


def test_it_does_not_matter_which_print_comes_first() -> None:
    for a, b in ((10, 10), (11, 12), (13, 13)):
        there, back = (
            matching.compare(template(a), template(b, 2)),
            matching.compare(template(b, 2), template(a)),
        )

        assert (there >= matching.THRESHOLD) == (back >= matching.THRESHOLD)


def test_a_picture_without_ridges_is_like_nothing() -> None:
    nothing = minutiae.extract(pictures.glass())

    assert len(nothing) < matching.FEW
    assert matching.compare(nothing, template(10)) == 0
    assert matching.compare(nothing, nothing) == 0


def test_an_eye_is_known_again_and_another_is_not() -> None:
    same = [
        iris_codes.distance(code(seed), code(seed, 2, clarity)) for seed in EYES for clarity in (1.0, 0.5)
    ]
    other = [iris_codes.distance(code(a), code(b, 2)) for a in EYES for b in EYES if a != b]

    assert max(same) < iris_codes.THRESHOLD - 0.05
    assert min(other) > iris_codes.THRESHOLD + 0.05


def test_an_eye_of_which_nothing_is_seen_is_like_nothing() -> None:
    closed = iris_codes.IrisCode(code(20).bits, np.zeros_like(code(20).seen))

    assert iris_codes.distance(closed, code(20)) == 1.0
    assert iris_codes.code(pictures.glass()) is None


# -- slaps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 2, 3, 4])
@pytest.mark.parametrize("clarity", [1.0, 0.4])
def test_the_fingers_on_a_slap_are_counted(many: int, clarity: float) -> None:
    found = slaps.segment(pictures.slap(*range(10, 10 + many), clarity=clarity))

    assert len(found) == many
    assert [finger.left for finger in found] == sorted(finger.left for finger in found)


def test_a_finger_cut_out_of_a_slap_is_the_finger() -> None:
    found = slaps.segment(pictures.slap(10, 11, 12, 13))

    for seed, finger in zip(range(10, 14), found, strict=True):
        assert matching.compare(minutiae.extract(finger.image), template(seed)) >= matching.THRESHOLD


def test_nothing_on_the_glass_is_no_finger() -> None:
    assert slaps.count(pictures.glass()) == 0


def test_the_same_finger_laid_down_twice_is_told() -> None:
    def twice(*images: pictures.Pixels) -> tuple[int, int] | None:
        return slaps.same_finger_twice(images, [ridge_maps.measure(image) for image in images])

    assert twice(*(pictures.finger(seed) for seed in FINGERS[:4])) is None
    assert twice(pictures.finger(10), pictures.finger(11), pictures.finger(10, 2)) == (0, 2)


# -- from the records -----------------------------------------------------------------------------


def finger_record(seed: int, touch: int = 1) -> bytes:
    return of_finger(pictures.finger(seed, touch))


def of_finger(picture: NDArray[np.uint8]) -> bytes:
    image = compress.wsq(picture)
    return iso_finger.write(
        [
            iso_finger.FingerImage(
                position=iso_finger.Position.LEFT_INDEX,
                width=320,
                height=400,
                image=image,
                compression=iso_finger.Compression.WSQ,
            )
        ]
    )


def eye_record(seed: int, touch: int = 1) -> bytes:
    return of_eye(pictures.eye(seed, touch))


def of_eye(picture: NDArray[np.uint8]) -> bytes:
    image = compress.jpeg2000(picture, ratio=12)
    return iso_iris.write([iso_iris.IrisImage(eye=iso_iris.Eye.LEFT, width=640, height=480, image=image)])


ODD = [(1, 500), (500, 1), (31, 400), (40, 401), (1, 1)]  # rows and columns


@pytest.mark.parametrize("shape", ODD)
def test_a_stripe_or_a_dot_is_no_finger_and_no_eye(shape: tuple[int, int]) -> None:
    odd = compress.png(np.full(shape, 90, np.uint8))
    finger = iso_finger.FingerImage(
        position=iso_finger.Position.LEFT_INDEX,
        width=shape[1],
        height=shape[0],
        image=odd,
        compression=iso_finger.Compression.PNG,
    )
    eye = iso_iris.IrisImage(
        eye=iso_iris.Eye.LEFT, width=shape[1], height=shape[0], image=odd, format=iso_iris.Format.PNG
    )

    with pytest.raises(BadRecord, match=r"image\.odd_size"):
        comparing.fingers_of(iso_finger.write([finger]), finger_record(10))
    with pytest.raises(BadRecord, match=r"image\.odd_size"):
        comparing.eyes_of(eye_record(20), iso_iris.write([eye]))


@pytest.mark.parametrize("shape", [(32, 32), (32, 320), (320, 32), (33, 47)])
@pytest.mark.parametrize("look", ["noise", "one grey"])
def test_the_smallest_images_that_are_measured_are_like_nothing(shape: tuple[int, int], look: str) -> None:
    dice = np.random.default_rng(3)
    image = dice.integers(0, 256, shape, np.uint8) if look == "noise" else np.full(shape, 90, np.uint8)

    assert matching.compare(minutiae.extract(image), template(10)) < matching.THRESHOLD
    assert iris_codes.code(image) is None or look == "noise"


@pytest.mark.parametrize(("dpi", "code"), [(1, "value"), (124, "value"), (2001, "value"), (126, "too_large")])
def test_a_record_may_not_claim_any_number_of_dots(dpi: int, code: str) -> None:
    """At 500 dpi it would fill the memory."""
    image = compress.png(np.full((2000, 2000), 90, np.uint8))
    finger = iso_finger.FingerImage(
        position=iso_finger.Position.LEFT_INDEX,
        width=2000,
        height=2000,
        image=image,
        compression=iso_finger.Compression.PNG,
        dpi=dpi,
    )

    with pytest.raises(BadRecord, match=code):
        comparing.template(iso_finger.write([finger]))


# Drawn when a test asks for them: every worker reads this file, and most need none of its pictures.
@cache
def siti() -> dict[str, bytes]:
    return {
        "Left IndexFinger": finger_record(10),
        "Right IndexFinger": finger_record(11),
        "Left": eye_record(20),
    }


@cache
def siti_again() -> dict[str, bytes]:
    return {
        "Left IndexFinger": finger_record(10, 2),
        "Right IndexFinger": finger_record(11, 2),
        "Left": eye_record(20, 2),
    }


@cache
def dewi() -> dict[str, bytes]:
    return {
        "Left IndexFinger": finger_record(12),
        "Right IndexFinger": finger_record(13),
        "Left": eye_record(21),
    }


def test_two_recordings_of_one_person_are_hers() -> None:
    assert comparing.people(siti(), siti_again()).same_person is True


def test_two_recordings_of_two_people_are_not() -> None:
    alike = comparing.people(siti(), dewi())

    assert alike.same_person is False
    assert alike.score < comparing.people(siti(), siti_again()).score


def test_where_parts_disagree_people_decide() -> None:
    mixed = {**siti_again(), "Left": dewi()["Left"]}

    assert comparing.people(siti(), mixed).same_person is None


def test_where_nothing_can_be_compared_nothing_is_said() -> None:
    alike = comparing.people({"Left": siti()["Left"]}, {"Right": siti()["Left"]})

    assert alike.compared == 0
    assert alike.same_person is None


SMUDGE = of_finger(pictures.glass()[:400, :320])
CLOSED_EYE = of_eye(np.full((480, 640), 128, np.uint8))


@pytest.mark.parametrize(
    "other",
    [
        {"Left IndexFinger": SMUDGE},
        {"Left": CLOSED_EYE},
        {"Left IndexFinger": SMUDGE, "Left": CLOSED_EYE},
    ],
)
def test_what_shows_too_little_is_no_other_person(other: dict[str, bytes]) -> None:
    for alike in (comparing.people(siti(), other), comparing.people(other, siti())):
        assert alike.compared == 0
        assert alike.same_person is None


def test_a_finger_that_shows_too_little_does_not_hide_what_the_others_say() -> None:
    smudged = {**siti_again(), "Left IndexFinger": SMUDGE}
    of_another = {**dewi(), "Left IndexFinger": SMUDGE}

    assert comparing.people(siti(), smudged).same_person is True
    assert comparing.people(siti(), of_another).same_person is False
