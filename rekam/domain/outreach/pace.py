"""The effort of a search of plans, by the clock on the wall or by another that is passed in.

A benchmark on a busy machine passes the processor's own time: a search then does as much as alone.
"""

from collections.abc import Callable

from rekam.domain.rosters.effort import Effort

Clock = Callable[[], float]


class Pace(Effort):
    """``clock`` tells seconds from any beginning."""

    def __init__(self, seconds: float, stop: Callable[[], bool] | None, clock: Clock | None) -> None:
        super().__init__(seconds, stop)
        self.given, self._clock = seconds, clock
        self._began = clock() if clock else 0.0

    @property
    def is_own(self) -> bool:
        """Whether seconds are not those on the wall."""
        return self._clock is not None

    @property
    def seconds(self) -> float:
        """Since the start."""
        return super().seconds if self._clock is None else self._clock() - self._began
