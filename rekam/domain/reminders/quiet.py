"""Quiet hours: when nobody is written to. What falls into them waits until they are over."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Quiet:
    """From an hour until an hour of the clock on the wall; it may pass midnight. Both the same: never."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def over(self, local: datetime) -> datetime:
        """The first moment from *local* on at which one may write: *local* itself outside the hours."""
        if not self.holds(local.time()):
            return local
        ends = local.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        return ends if ends > local else ends + timedelta(days=1)
