"""Statuses of the centre that do not move on, and what the office does next."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Step(StrEnum):
    """What to do next about a recording."""

    WAIT = "wait"
    SEND = "send"  # it never left the regency
    ASK_CENTRE = "ask_centre"
    CHECK_DUPLICATE = "check_duplicate"  # the NIK may be recorded elsewhere
    RECORD_AGAIN = "record_again"
    VALIDATE = "validate"
    DECIDE_DUPLICATE = "decide_duplicate"
    PRINT = "print"
    HAND_OVER = "hand_over"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Rule:
    """After *days* in a status the office does *then*; before that it waits."""

    days: int
    then: Step


RULES: dict[str, Rule] = {
    "BIO_CAPTURED": Rule(3, Step.SEND),
    "PROCESSING": Rule(7, Step.SEND),
    "SENT_FOR_ENROLLMENT": Rule(14, Step.ASK_CENTRE),
    "RECEIVED_AT_CENTRAL": Rule(14, Step.ASK_CENTRE),
    "ADJUDICATE_RECORD": Rule(14, Step.ASK_CENTRE),
    "PRINT_READY_RECORD": Rule(7, Step.PRINT),
    "SENT_FOR_CARD_PRINTING": Rule(14, Step.PRINT),
    "CARD_PRINTED": Rule(14, Step.HAND_OVER),
    "CARD_SHIPPED": Rule(14, Step.HAND_OVER),
    "REQUEST_VALIDATION": Rule(0, Step.VALIDATE),
    "DUPLICATE_RECORD": Rule(0, Step.DECIDE_DUPLICATE),
    "ENROLL_FAILURE_AT_CENTRAL": Rule(0, Step.RECORD_AGAIN),
    "ENROLL_FAILURE_AT_REGIONAL": Rule(0, Step.RECORD_AGAIN),
    "SEARCH_FAILURE_AT_CENTRAL": Rule(0, Step.RECORD_AGAIN),
    "UNREGISTERED": Rule(0, Step.RECORD_AGAIN),
}
# SFE that stays for weeks may mean that the NIK is recorded elsewhere already.
SFE = "SENT_FOR_ENROLLMENT"
SFE_WEEKS_DAYS = 28


ISSUED = "CARD_ISSUED"


def stages(status: str) -> tuple[tuple[int, Step], ...]:
    """From how many days on what is to be done, the latest first. Before all of them one waits."""
    rule = RULES.get(status)
    found = ((rule.days, rule.then),) if rule else ()
    return ((SFE_WEEKS_DAYS, Step.CHECK_DUPLICATE), *found) if status == SFE else found


def step(status: str, *, since: date, on: date) -> Step:
    """What to do on a day about a recording that has been in a status since another. An unknown status waits:
    nobody knows what it wants.
    """
    if status == ISSUED:
        return Step.NOTHING
    days = (on - since).days
    return next((then for least, then in stages(status) if days >= least), Step.WAIT)
