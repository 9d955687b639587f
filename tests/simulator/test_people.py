"""Invented people: the same word is the same person, everywhere and for ever."""

import numpy as np

from rekam.biometrics import matching, minutiae
from rekam.biometrics.iso_finger import Position
from rekam.simulator import fingers, irises
from rekam.simulator.fingers import Touch
from rekam.simulator.people import SUBTYPES, Person


def test_a_person_is_the_same_after_a_restart_and_another_word_is_another_person() -> None:
    siti, again, dewi = Person("siti"), Person("siti"), Person("dewi")

    assert siti.finger(Position.LEFT_INDEX) == again.finger(Position.LEFT_INDEX) == 0x102CB7EB86C2
    assert siti.face == again.face
    assert siti.eye("Left") != siti.eye("Right")
    assert siti.face != dewi.face


def test_all_parts_of_all_people_are_different_ones() -> None:
    seeds = [
        seed
        for word in ("siti", "dewi", "budi")
        for person in [Person(word)]
        for seed in (
            *(person.finger(one) for one in SUBTYPES.values()),
            person.eye("Left"),
            person.eye("Right"),
        )
    ]

    assert len(set(seeds)) == len(seeds) == 36


def test_one_finger_laid_down_twice_is_alike_and_not_the_same_picture() -> None:
    one, two = (fingers.impression(5, Touch(seed=touch)) for touch in (1, 2))

    assert not np.array_equal(one, two)
    assert np.array_equal(one, fingers.impression(5, Touch(seed=1)))
    assert matching.compare(minutiae.extract(one), minutiae.extract(two)) >= matching.THRESHOLD


def test_an_eye_is_round_and_its_texture_its_own() -> None:
    assert irises.eye(1, 1).shape == (480, 640)
    assert np.array_equal(irises.texture(1), irises.texture(1))
    assert np.abs(np.corrcoef(irises.texture(1).ravel(), irises.texture(2).ravel())[0, 1]) < 0.2
