from datetime import UTC, datetime


def told_at(hour: int) -> datetime:
    return datetime(2016, 10, 6, hour, tzinfo=UTC)
