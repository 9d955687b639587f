"""What can come of looking for somebody from a roll in the register."""

from enum import StrEnum


class Match(StrEnum):
    """Who a row is, as far as that was found out; what a person decided stands beside it."""

    SURE = "sure"  # this resident
    CHECK = "check"  # probably one of these residents: a person looks
    NONE = "none"  # nobody in the register


class How(StrEnum):
    """By what a resident was found, and why a person should look."""

    NIK = "nik"  # the NIK, and nothing speaks against it
    REPAIRED = "repaired"  # a damaged NIK whose digits that are left name one resident, and the name agrees
    NAME_BORN = "name_born"  # name and birth date, and no other resident has them
    OTHER_NAME = "other_name"  # the NIK is a resident's, but the name is another
    DAMAGED = "damaged"  # the digits that are left fit, but are not proof enough
    CLOSE = "close"  # name and birth date are close
    NAME_ONLY = "name_only"  # only the name is known, and it is a resident's
    DECIDED = "decided"  # a person said so


# Proposals that a person may accept all at once: two independent things agree, for one resident alone.
ACCEPTED_TOGETHER = (How.REPAIRED, How.NAME_BORN)


class Decision(StrEnum):
    """What a person said of a row."""

    THIS = "this"  # it is this resident
    NOBODY = "nobody"  # it is none of those shown, and nobody of the register


class Result(StrEnum):
    """What is to become of a person on a roll, on a day."""

    UNRECORDED = "unrecorded"  # obliged and not recorded: should come
    FIRST_TIMER = "first_timer"  # 16, not recorded: may come, and counts from 17
    RECORDED = "recorded"
    TOO_YOUNG = "too_young"
    NOT_OBLIGED = "not_obliged"  # a foreigner without permanent stay
    ELSEWHERE = "elsewhere"  # lives elsewhere: served here, counted there
    GONE = "gone"  # died, or no longer in the register: a person looks
    CHECK = "check"
    NOT_FOUND = "not_found"
    TWICE = "twice"


# Who is asked to come on the day of a visit. Somebody from elsewhere may be recorded here too
# (Permendagri 8/2016), but whether that is still to be done only their own office knows.
SHOULD_COME = (Result.UNRECORDED, Result.FIRST_TIMER)
