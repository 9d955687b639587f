"""What the audit trail keeps of kits for ever: that something was written, not what; nobody's name."""

import pytest

from rekam.office.audit.models import Entry
from rekam.office.kits import actions, custody
from tests import make
from tests.office.kits import made

SAID = "Dititipkan kepada Ibu Dewi yang sedang sakit"


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def last(event: str) -> Entry:
    return Entry.objects.filter(event=event).order_by("-number")[0]


def test_a_repair_is_assigned_to_a_user_name_and_its_words_stay_out() -> None:
    joko = made.technician(full_name="Joko Rekaan")
    fault = made.moved(made.fault(made.device()), "confirm", note=SAID)
    fault = made.moved(fault, "assign", assignee=joko, note=SAID, hours=3)
    where = {"where": SAID, "vendor": "CV Dewi"}
    made.moved(fault, "start_repair", hours=4, cost_rupiah=150_000, details=where)

    assert last("fault.confirmed").details == {"note": True}
    assert last("fault.assigned").details == {"assignee": joko.username, "note": True}
    assert last("fault.repair_begun").details == {"cost_rupiah": 150_000, "vendor": True, "where": True}


def test_the_history_of_the_repair_still_says_it_all() -> None:
    joko = made.technician(full_name="Joko Rekaan")
    fault = made.moved(made.fault(made.device()), "confirm", "assign", assignee=joko, note=SAID)

    made_move = fault.moves.get(move="assign")
    assert (made_move.note, made_move.details["assignee"]) == (SAID, "Joko Rekaan")


def test_the_words_of_a_receipt_and_of_a_kit_stay_out() -> None:
    kit = made.kit(made.place(), kinds=())
    actions.change_kit(kit=kit, values={"note": SAID}, by=None, at=made.later())
    way = custody.send_kit(kit=kit, to=None, reason=SAID, carrier="Dewi", by=None, at=made.later(2))
    custody.receive(handover=way, note=SAID, by=None, at=made.later(3))

    assert last("kit.changed").details == {"note": True}
    assert last("handover.received").details["note"] is True
    assert not Entry.objects.filter(details_json__contains="Dewi").exists()
