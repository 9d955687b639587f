import pytest

from rekam.office.places import standing


@pytest.fixture(autouse=True)
def by_the_calendar_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What kits and duty add is tested where they are known; here a place is open when its hours say so."""
    monkeypatch.setattr(standing, "_ask", None)
    monkeypatch.setattr(standing, "_ask_days", None)
