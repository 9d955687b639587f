"""The rules of hours know no translations: their sentences are marked elsewhere, and must be the same."""

from collections.abc import Callable
from datetime import datetime, time

import pytest
from django.utils import translation

from rekam.domain.places import hours
from rekam.domain.places.hours import Range
from rekam.domain.trouble import RuleBroken
from rekam.office.places import queries, sentences

MORNING = Range(time(8), time(12))
BROKEN: dict[str, Callable[[], object]] = {
    "hours.empty": lambda: Range(time(8), time(8)),
    "hours.past_midnight": lambda: Range(time(22), time(2)),
    "hours.unreadable": lambda: hours.read_time("pagi"),
    "hours.overlap": lambda: hours.ranges([MORNING, MORNING]),
    "hours.not_a_week": lambda: hours.week([]),
    "moment.without_zone": lambda: hours.local(datetime(2016, 9, 30), queries.zone()),  # noqa: DTZ001
}


@pytest.mark.parametrize("code", BROKEN)
def test_every_rule_of_hours_speaks_indonesian(code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        BROKEN[code]()

    assert broken.value.code == code
    assert broken.value.sentence == sentences.HOURS[code]
    with translation.override("id"):
        told = broken.value.told(translation.gettext(broken.value.sentence))
    assert told != broken.value.told(broken.value.sentence)
    assert "%(" not in told


def test_no_sentence_is_kept_for_a_rule_that_is_gone() -> None:
    assert set(sentences.HOURS) == set(BROKEN)
