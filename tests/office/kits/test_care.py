from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rekam.domain.kits.kinds import Kind
from rekam.domain.trouble import RuleBroken
from rekam.office.kits import care
from rekam.office.kits.models import CareRule
from tests import make
from tests.office.kits import made

TODAY = date(2016, 10, 31)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def rule(kind: Kind = Kind.CAMERA, every_days: int = 14, what: str = "Bersihkan lensa") -> CareRule:
    return care.add_rule(kind=kind, what=what, every_days=every_days, by=None, at=made.MORNING)


def test_every_device_of_a_kind_is_due_when_its_days_have_passed() -> None:
    kit, _other = made.kit(made.place()), made.kit(made.place(made.TELUK_PANDAN))
    weekly = rule(every_days=31)

    [task] = care.tasks(made.SANGATTA_SELATAN, TODAY)

    assert (task.device, task.rule, task.next.on) == (made.part(kit, Kind.CAMERA), weekly, TODAY)
    assert len(care.due(care.tasks("", TODAY))) == 2


def test_what_lies_on_a_bench_is_checked_when_it_is_back() -> None:
    camera = made.part(made.kit(made.place()), Kind.CAMERA)
    rule()
    fault = made.moved(made.fault(camera), "confirm", "assign")
    before = care.tasks("", TODAY)

    fault = made.moved(fault, "start_repair", hours=5)
    meanwhile = care.tasks("", TODAY)
    made.moved(fault, "test", "pass", hours=6)

    assert ([task.device for task in before], meanwhile) == ([camera], [])
    assert [task.device for task in care.tasks("", TODAY)] == [camera]


def test_a_check_that_was_fine_is_due_again_later() -> None:
    camera, check = made.part(made.kit(made.place()), Kind.CAMERA), rule()

    for _twice in range(2):
        care.note_fine(device=camera, rule=check, on=TODAY, by=None, at=made.later())

    assert (care.due(care.tasks("", TODAY)), camera.care.count()) == ([], 1)


def test_a_check_of_another_kind_is_refused() -> None:
    with pytest.raises(RuleBroken, match=r"care\.other_kind"):
        care.note_fine(device=made.device(Kind.UPS), rule=rule(), on=TODAY, by=None, at=made.later())


def test_a_check_that_found_something_names_the_fault() -> None:
    camera, check = made.device(Kind.CAMERA), rule()

    done = care.note_not_fine(
        device=camera, rule=check, fault=made.fault(camera), on=TODAY, by=None, at=made.later(2)
    )

    assert (done.is_fine, done.fault) == (False, camera.faults.get())


def test_a_rule_that_ended_is_asked_for_no_more_and_can_come_back() -> None:
    made.kit(made.place())
    check = rule()
    care.end_rule(rule=check, by=None, at=made.later())
    ended = care.tasks("", TODAY)

    assert (ended, rule(every_days=7).pk) == ([], check.pk)
    with pytest.raises(RuleBroken, match=r"care\.rule_exists"):
        rule()


def test_due_lists_ask_three_questions_however_many_devices() -> None:
    rule()
    for _each in range(3):
        made.kit(made.place())

    with CaptureQueriesContext(connection) as asked:
        [task.device.kit.code for task in care.tasks("", TODAY) if task.device.kit]

    assert len(asked) == 3
