"""What a kit records on a day, from the office's own sessions of the last weeks."""

from datetime import date

from rekam.domain.forecast.whatif import Means
from rekam.office.coverage import queries as coverage
from rekam.office.service import recordings

# Until the office has kits that recorded: 50 recordings of a mobile set in six hours (Surabaya, 2022).
PUBLISHED = Means(per_day=50.0, days=5.0)
WEEK = 7


def means(until: date) -> Means:
    """As measured until a day; kept until the register learns more."""
    return coverage.kept(f"forecast:means:{until}", lambda: _means(until))


def _means(until: date) -> Means:
    """Recordings a day of one kit over the last eight weeks that are known, and on how many days a week.

    A day of a kit is one on which it recorded anybody. Sessions are counted, as in the costs of faults.
    """
    work = recordings.work(until)
    held = recordings.counted().filter(recorded_on__range=(work.start, work.end)).exclude(kit="").order_by()
    kit_days = held.values("kit", "recorded_on").distinct().count()
    if not kit_days:
        return PUBLISHED
    made = sum(count for kit, count in work.by_kits.items() if kit)
    kits = sum(1 for kit in work.by_kits if kit)
    weeks = ((work.end - work.start).days + 1) / WEEK
    return Means(made / kit_days, min(kit_days / kits / weeks, WEEK), kits, kit_days)
