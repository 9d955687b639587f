"""Quality falls with each thing that spoils a picture, and says which."""

import cv2
import numpy as np
import pytest

from rekam.biometrics import compress, faces, fingers, irises, iso_finger
from rekam.biometrics.compress import Pixels
from rekam.biometrics.faces import Background, Remark
from rekam.simulator.faces import Sitting
from tests.biometrics import pictures

PEOPLE = range(3)


# -- fingers --------------------------------------------------------------------------------------


def test_a_clear_finger_is_well_above_what_the_field_asks_for() -> None:
    assert all(fingers.quality(pictures.finger(seed)).score >= 80 for seed in PEOPLE)


@pytest.mark.parametrize(
    ("spoil", "most"),
    [
        (lambda image: pictures.blurred(image, 4), 70),
        (lambda image: pictures.faded(image, 0.8), 55),
        (lambda image: pictures.noisy(image, 60), 75),
        (lambda image: pictures.cut_off(image, 0.65), 60),
    ],
    ids=["smeared", "dry", "noisy", "the_tip_alone"],
)
def test_a_spoilt_finger_is_worse(spoil: object, most: int) -> None:
    assert callable(spoil)
    for seed in PEOPLE:
        image = pictures.finger(seed)

        assert fingers.quality(spoil(image)).score <= min(most, fingers.quality(image).score - 15)


def test_the_worse_a_finger_is_laid_down_the_lower_it_scores() -> None:
    for seed in PEOPLE:
        scores = [
            fingers.quality(pictures.finger(seed, 1, clarity)).score for clarity in (1, 0.7, 0.5, 0.3, 0.1)
        ]

        assert scores == sorted(scores, reverse=True)
        assert scores[0] > 80
        assert scores[-2] < 40


def test_glass_and_noise_are_no_finger() -> None:
    nothing, noise = pictures.glass(), pictures.noisy(np.full((400, 320), 128, np.uint8), 60)

    assert not fingers.quality(nothing).shows_skin
    assert fingers.quality(nothing).score == 0
    assert fingers.quality(noise).score < 10


def test_a_finger_that_fills_its_picture_is_as_good_as_one_with_glass_around_it() -> None:
    for seed in PEOPLE:
        for clarity in (1, 0.7, 0.5, 0.3):
            image = pictures.finger(seed, 1, clarity)
            whole, filled = fingers.quality(image), fingers.quality(pictures.filled(image))

            assert abs(whole.score - filled.score) <= 6
            assert filled.shows_skin or whole.score < 10


def test_a_dry_finger_that_is_hardly_darker_than_the_glass_is_a_finger() -> None:
    dry = pictures.faded(pictures.finger(), 0.9)

    for image in (dry, pictures.filled(dry)):
        assert fingers.quality(image).shows_skin
        assert 0 < fingers.quality(image).score < 40


@pytest.mark.parametrize(
    "image",
    [
        pictures.filled(pictures.glass()),
        np.zeros((400, 320), np.uint8),
        np.full((400, 320), 120, np.uint8),
        pictures.noisy(np.full((400, 320), 128, np.uint8), 60),
        pictures.filled(pictures.noisy(np.full((400, 320), 128, np.uint8), 120)),
        pictures.faded(pictures.finger(), 0.96),
    ],
    ids=["glass", "black", "grey", "noise", "stronger_noise", "trace_of_the_finger_before"],
)
def test_what_has_no_ridges_and_no_glass_around_it_is_no_finger(image: Pixels) -> None:
    assert not fingers.quality(image).shows_skin
    assert fingers.quality(image).score == 0


def test_a_smudge_lies_on_the_glass_and_has_no_quality() -> None:
    smudge = fingers.quality(pictures.smudged())

    assert smudge.shows_skin
    assert smudge.score == 0


def test_a_finger_in_colour_at_a_thousand_dots_an_inch_is_measured_like_any_other() -> None:
    image = pictures.finger()
    fine = np.dstack([np.asarray(cv2.resize(image, None, fx=2, fy=2), np.uint8)] * 3)
    record = iso_finger.write(
        [
            iso_finger.FingerImage(
                position=iso_finger.Position.LEFT_INDEX,
                width=fine.shape[1],
                height=fine.shape[0],
                image=compress.jpeg2000(fine),
                dpi=1000,
            )
        ]
    )

    measured = fingers.of_record(record)

    assert measured.shape == image.shape
    assert abs(fingers.quality(measured).score - fingers.quality(image).score) <= 10


def test_the_score_stays_from_nothing_to_a_hundred_on_any_picture() -> None:
    rng = np.random.default_rng(3)
    for shape in ((40, 40), (17, 333), (401, 319), (64, 16)):
        image = rng.integers(0, 256, shape, dtype=np.uint8)

        assert 0 <= fingers.quality(image).score <= 100


# -- eyes -----------------------------------------------------------------------------------------


def test_a_clear_eye_is_found_where_it_is() -> None:
    found = irises.quality(pictures.eye(1))

    assert found.score >= 85
    assert found.circles is not None
    x, y, radius = found.circles.iris
    assert abs(x - 320) < 20
    assert abs(y - 240) < 14
    assert 112 < radius < 126


def test_the_less_an_eye_is_in_focus_the_lower_it_scores() -> None:
    for seed in PEOPLE:
        scores = [irises.quality(pictures.eye(seed, 1, clarity)).score for clarity in (1, 0.8, 0.6, 0.3, 0)]

        assert scores == sorted(scores, reverse=True)
        assert scores[0] >= 85
        assert scores[-1] < 60


def test_lids_over_an_eye_lower_its_score() -> None:
    for seed in PEOPLE:
        free, half = pictures.eye(seed), pictures.eye(seed, 1, 1.0, 0.45)

        assert irises.quality(half).score <= irises.quality(free).score - 10
        assert irises.quality(half).open < 0.9


def test_where_there_is_no_eye_none_is_found() -> None:
    for image in (pictures.glass(), np.zeros((480, 640), np.uint8), pictures.finger()):
        assert irises.quality(image).score < 40


# -- faces ----------------------------------------------------------------------------------------


def judged(sitting: Sitting, seed: int = 1, wanted: Background = Background.RED) -> faces.FaceQuality:
    return faces.quality(pictures.face(seed, sitting), background=wanted)


def test_a_good_portrait_has_nothing_to_mend() -> None:
    for seed in PEOPLE:
        good = judged(Sitting(), seed)

        assert good.score >= 90
        assert good.faces == 1
        assert good.remarks == ()


@pytest.mark.parametrize(
    ("sitting", "remark"),
    [
        (Sitting(blur=5), Remark.BLURRED),
        (Sitting(light=0.4), Remark.TOO_DARK),
        (Sitting(shifted=(95, 0)), Remark.OFF_CENTRE),
        (Sitting(shifted=(0, 130)), Remark.OFF_CENTRE),
        (Sitting(size=0.45), Remark.TOO_FAR),
        (Sitting(size=1.9), Remark.TOO_NEAR),
        (Sitting(background="white"), Remark.BACKGROUND),
        (Sitting(background="blue"), Remark.BACKGROUND),
    ],
    ids=lambda value: str(getattr(value, "value", "")),
)
def test_a_bad_portrait_says_what_to_mend(sitting: Sitting, remark: Remark) -> None:
    bad = judged(sitting)

    assert remark in bad.remarks
    assert bad.score <= 80


def test_light_from_one_side_is_told() -> None:
    picture = pictures.face().astype(np.float32)
    shade = np.linspace(0.35, 1.15, picture.shape[1], dtype=np.float32)[None, :, None]

    found = faces.quality(np.clip(picture * shade, 0, 255).astype(np.uint8))

    assert Remark.UNEVEN_LIGHT in found.remarks


def test_no_face_and_two_faces_are_told() -> None:
    wall = np.full((640, 480, 3), (190, 32, 38), np.uint8)
    pair = np.hstack([pictures.face(1), pictures.face(2)])

    assert faces.quality(wall).remarks == (Remark.NO_FACE,)
    assert faces.quality(pair).remarks == (Remark.MORE_THAN_ONE,)
    assert faces.quality(pair).score == 0


def test_the_background_is_the_one_that_is_wanted() -> None:
    assert judged(Sitting(background="blue"), wanted=Background.BLUE).remarks == ()


def test_a_grey_portrait_is_judged_by_all_but_its_background() -> None:
    grey = compress.grey(pictures.face())

    found = faces.quality(grey, background=Background.RED)

    assert found.remarks == (Remark.NO_COLOUR,)
    assert found.background == Background.GREY
    assert 50 < found.score < 90
    assert faces.quality(grey).score >= 90
    assert faces.quality(np.full((640, 480), 90, np.uint8)).remarks == (Remark.NO_FACE,)


def test_a_background_is_told_in_poorer_light_too() -> None:
    def seen(picture: Pixels) -> Background:
        return faces.quality(picture).background

    assert seen(pictures.face(1, Sitting(background="red", light=0.6))) == Background.RED
    assert seen(pictures.face(1, Sitting(background="blue", light=0.6))) == Background.BLUE
    assert seen(pictures.face(1, Sitting(background="green"))) == Background.OTHER


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (64, 40_000)])
def test_on_a_stripe_there_is_no_face(size: tuple[int, int]) -> None:
    assert faces.quality(np.full((*size, 3), 90, np.uint8)).remarks == (Remark.NO_FACE,)
