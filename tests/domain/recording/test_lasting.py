"""How long something lasted, whatever was done to the clock."""

import pytest

from rekam.domain.recording import lasting


@pytest.mark.parametrize(
    ("wall", "counted", "lasted"),
    [
        (600, 600, 600),
        (-10_800, 600, 600),  # set back by three hours
        (31_536_000, 600, 600),  # set forward by a year
        (600, None, 600),  # the laptop was started anew
        (-10_800, None, None),
        (31_536_000, None, None),
        (600, 90_000, None),  # it slept over a day
    ],
)
def test_what_the_machine_counted_is_believed_and_a_clock_as_far_as_it_can_be(
    wall: float, counted: float | None, lasted: float | None
) -> None:
    assert lasting.lasted(wall=wall, counted=counted, most=3600) == lasted
