"""How many people each block of a visit is expected to record.

Of the people who can be reached at a site a part shows up. One kit records so many an hour, and each block
takes from those who are left, so that the first blocks of a site bring the most.
"""

from rekam.domain.outreach.model import RECORDING

MOST_BLOCKS = 40  # of one site in one plan; more than twenty days there are another plan's


def blocks(people: float, show_up: float, per_hour: float, block_minutes: int) -> tuple[int, ...]:
    """Thousandths of a recording for each block, none above the one before; empty where nobody comes.

    *people* can be reached, *show_up* is the part of them that comes, *per_hour* what one kit records.
    """
    left = people * show_up
    most = per_hour * block_minutes / 60
    found: list[int] = []
    while left * RECORDING >= 1 and len(found) < MOST_BLOCKS and most > 0:
        taken = min(left, most)
        found.append(round(taken * RECORDING))
        left -= taken
    return tuple(found)
