"""The law as dates."""

from datetime import date
from enum import StrEnum

# UU 24/2013 article 63(1): aged 17, or married or ever married; citizens and foreigners with permanent stay.
OBLIGED_AGE = 17
# Mass recording of KTP-el began on this day.
PROGRAMME_BEGAN = date(2011, 2, 1)
# A first-timer (pemula) may be recorded from 16; the card comes at 17.
FIRST_TIMER_AGE = 16

ELIGIBLE = frozenset({"citizen", "permanent_stay"})
EVER_MARRIED = frozenset({"married", "divorced", "widowed"})

# What the office itself says of a recording that two people have to look at, or have decided against.
HELD_AT_OFFICE = "HELD_AT_OFFICE"
SET_ASIDE_AT_OFFICE = "SET_ASIDE_AT_OFFICE"

# A session counts unless the centre or the regency reported that it failed. A failed record is deleted at
# the centre and recorded again. A status we do not know counts: the capture took place.
NOT_COUNTED = frozenset(
    {
        "UNREGISTERED",
        "ENROLL_FAILURE_AT_CENTRAL",
        "ENROLL_FAILURE_AT_REGIONAL",
        "SEARCH_FAILURE_AT_CENTRAL",
        "DUPLICATE_RECORD",
        HELD_AT_OFFICE,
        SET_ASIDE_AT_OFFICE,
    }
)
KNOWN_STATUSES = (
    "UNREGISTERED",
    "BIO_CAPTURED",
    "PROCESSING",
    "SENT_FOR_ENROLLMENT",
    "RECEIVED_AT_CENTRAL",
    "PRINT_READY_RECORD",
    "DUPLICATE_RECORD",
    "ADJUDICATE_RECORD",
    "REQUEST_VALIDATION",
    "ENROLL_FAILURE_AT_CENTRAL",
    "ENROLL_FAILURE_AT_REGIONAL",
    "SEARCH_FAILURE_AT_CENTRAL",
    "SENT_FOR_CARD_PRINTING",
    "CARD_PRINTED",
    "CARD_SHIPPED",
    "CARD_ISSUED",
)

# How far along the way of a recording a status is; what we do not know comes last.
RANKS = {code: place for place, code in enumerate(KNOWN_STATUSES)}


class Measure(StrEnum):
    """What is counted. Unrecorded is obliged less recorded and is never stored."""

    REGISTERED = "registered"
    OBLIGED = "obliged"
    RECORDED = "recorded"


class Reason(StrEnum):
    """Why a count changed. Stored as text; never rename one that was posted."""

    OPENING = "opening"
    BORN = "born"
    TURNED_17 = "turned_17"
    MARRIED = "married"
    MOVED_IN = "moved_in"
    MOVED_OUT = "moved_out"
    MOVED_WITHIN = "moved_within"
    JOINED_REGISTER = "joined_register"
    LEFT_REGISTER = "left_register"
    DIED = "died"
    STATUS_CHANGED = "status_changed"
    RECORDED = "recorded"
    RECORDING_VOIDED = "recording_voided"
    CORRECTED = "corrected"


def birthday(born: date, age: int) -> date:
    """The day on which somebody completes *age* years. Born on 29 February: 1 March in a common year."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def obliged_from(born: date, married_on: date | None) -> tuple[date, Reason]:
    """The first day of the obligation by age or marriage, and which of the two it was."""
    turned_17 = birthday(born, OBLIGED_AGE)
    if married_on is not None and married_on < turned_17:
        return max(married_on, born), Reason.MARRIED
    return turned_17, Reason.TURNED_17


def age_on(born: date, on: date) -> int:
    """Completed years."""
    return on.year - born.year - (birthday(born, on.year - born.year) > on)
