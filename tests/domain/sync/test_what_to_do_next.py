from datetime import date, timedelta

import pytest

from rekam.domain.coverage.rules import KNOWN_STATUSES
from rekam.domain.sync import ageing, deciding, enrolment, keeping
from rekam.domain.sync.ageing import Step
from rekam.domain.sync.deciding import Proposal
from rekam.domain.trouble import RuleBroken
from tests.domain.sync import told_at

OCTOBER = date(2016, 10, 6)


def after(days: int, status: str = "SENT_FOR_ENROLLMENT") -> Step:
    return ageing.step(status, since=OCTOBER, on=OCTOBER + timedelta(days=days))


def test_sfe_waits_then_is_asked_about_then_may_be_recorded_elsewhere():
    assert [after(d) for d in (0, 13, 14, 27, 28)] == [
        Step.WAIT,
        Step.WAIT,
        Step.ASK_CENTRE,
        Step.ASK_CENTRE,
        Step.CHECK_DUPLICATE,
    ]


def test_a_failure_is_recorded_again_at_once():
    assert after(0, "ENROLL_FAILURE_AT_CENTRAL") is Step.RECORD_AGAIN


def test_a_status_that_nobody_knows_waits():
    assert after(400, "SOMETHING_NEW") is Step.WAIT


def test_every_known_status_has_a_next_step():
    assert set(KNOWN_STATUSES) - set(ageing.RULES) == {"CARD_ISSUED"}


def test_biometrics_go_a_while_after_the_centre_confirmed_and_at_most_after_two_years():
    rule = keeping.Rule(after_confirmed_days=90, at_most_days=730)
    confirmed = keeping.Held(OCTOBER, confirmed_on=OCTOBER + timedelta(days=10))

    assert keeping.erase_on(confirmed, rule) == OCTOBER + timedelta(days=100)
    assert keeping.erase_on(keeping.Held(OCTOBER), rule) == OCTOBER + timedelta(days=730)


def test_what_two_people_still_have_to_compare_is_kept():
    assert not keeping.is_due(
        keeping.Held(OCTOBER, in_a_case=True), keeping.Rule(), on=OCTOBER + timedelta(days=9999)
    )


BOTH = frozenset({"a", "b"})


def test_a_case_is_decided_when_a_second_person_says_the_same():
    first = Proposal(1, frozenset({"a"}))

    assert not deciding.decide(first, before=None, about=BOTH)
    assert deciding.decide(Proposal(2, frozenset({"a"})), before=first, about=BOTH)


def test_who_says_otherwise_makes_another_proposal():
    assert not deciding.decide(Proposal(2, BOTH), before=Proposal(1, frozenset({"a"})), about=BOTH)


def test_nobody_confirms_their_own_proposal():
    with pytest.raises(RuleBroken, match=r"case\.second_person"):
        deciding.decide(Proposal(1, BOTH), before=Proposal(1, BOTH), about=BOTH)


def test_an_enrolment_lasts_ten_minutes():
    begun = told_at(9)

    assert enrolment.decide(
        enrolment.State.WAITING, "ask", begun_at=begun, at=begun + timedelta(minutes=10)
    ) is (enrolment.State.ASKED)
    with pytest.raises(RuleBroken, match=r"enrolment\.expired"):
        enrolment.decide(enrolment.State.WAITING, "ask", begun_at=begun, at=begun + timedelta(minutes=11))


def test_who_began_an_enrolment_does_not_confirm_it():
    with pytest.raises(RuleBroken, match=r"enrolment\.second_person"):
        enrolment.check_second(1, 1)


def test_revoked_keys_stay_revoked():
    for move in ("freeze", "thaw", "replace", "revoke"):
        with pytest.raises(RuleBroken, match=r"epoch\.not_now"):
            enrolment.moved(enrolment.Epoch.REVOKED, move)
