"""Ways between service points: longer by river, closed in the rains."""

from datetime import date

import pytest

from rekam.domain.service import travel
from rekam.domain.service.travel import Spot

SEPTEMBER, JANUARY = date(2016, 9, 30), date(2017, 1, 10)
SANGATTA = Spot(0.5416, 117.57889)
KOMBENG, BUSANG = Spot(1.28046, 117.06764), Spot(0.92747, 116.29518)
BUSANG_BY_RIVER = Spot(0.92747, 116.29518, travel.RIVER)
SANDARAN = Spot(1.00988, 118.46998, travel.DRY_SEASON)


@pytest.mark.parametrize(("there", "km"), [(KOMBENG, 240), (BUSANG, 300)])
def test_the_two_known_roads_are_about_as_long_as_they_are(there: Spot, km: int) -> None:
    found = travel.way(SANGATTA, there, SEPTEMBER)

    assert found is not None
    assert found.km == pytest.approx(km, rel=0.12)


def test_a_place_on_the_same_spot_still_takes_packing() -> None:
    found = travel.way(SANGATTA, SANGATTA, SEPTEMBER)

    assert found == travel.Way(0.0, travel.HANDLING_MINUTES, travel.ROAD)


def test_the_worse_end_decides_how_one_travels() -> None:
    by_road = travel.way(SANGATTA, BUSANG, SEPTEMBER)
    by_river = travel.way(BUSANG_BY_RIVER, SANGATTA, SEPTEMBER)

    assert by_road is not None
    assert by_river is not None
    assert by_river.access == travel.RIVER
    assert by_river.minutes > 2 * by_road.minutes


def test_a_river_is_slower_while_it_is_low() -> None:
    dry, wet = (travel.way(SANGATTA, BUSANG_BY_RIVER, on) for on in (SEPTEMBER, JANUARY))

    assert dry is not None
    assert wet is not None
    assert dry.minutes > wet.minutes


def test_nobody_gets_through_a_dry_season_road_in_the_rains() -> None:
    assert travel.way(SANGATTA, SANDARAN, SEPTEMBER) is not None
    assert travel.way(SANGATTA, SANDARAN, JANUARY) is None
    assert travel.way(SANDARAN, BUSANG_BY_RIVER, JANUARY) is None
