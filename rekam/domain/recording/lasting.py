"""How long something lasted, at a laptop whose clock may be set in the middle of the day.

What the machine itself counted is the truth; it cannot be set, and it begins anew with every start of the
machine. Then the clock on the wall has to do, as far as it can be believed.
"""

WAIT = 16 * 3600.0  # longer than any day at a counter
PERSON = 2 * 3600.0
STEP = 3600.0  # beyond it, it was a pause
BETWEEN = 900.0  # from one person to the next who waits; beyond it, it was a break


def lasted(*, wall: float, counted: float | None, most: float) -> float | None:
    """Seconds; None where nobody knows. *counted*: by the machine, where it ran all the time."""
    seconds = wall if counted is None else counted
    return seconds if 0 <= seconds <= most else None
