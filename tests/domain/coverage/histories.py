"""Random histories of invented residents, for property tests."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from rekam.domain.coverage.life import Report, Saying, Session
from rekam.domain.coverage.rules import Reason

AREAS = ("64.08.04.2001", "64.08.12.2002", "64.08.13.2003")
START, END = date(2014, 1, 1), date(2018, 12, 31)


def days(first: date = START, last: date = END) -> st.SearchStrategy[date]:
    return st.dates(first, last)


def births() -> st.SearchStrategy[date]:
    """Many near 17 within the years of the histories, some on a leap day."""
    return st.one_of(
        days(date(1996, 1, 1), date(2003, 1, 1)), days(date(1930, 1, 1)), st.just(date(2000, 2, 29))
    )


@st.composite
def sayings(draw: st.DrawFn, *, first: bool = False) -> Saying:
    known = draw(days())
    standing = draw(st.sampled_from(("resident", "resident", "resident", "moved_out", "died", "left")))
    recently = st.none() | days(known - timedelta(days=400), known)
    return Saying(
        known_on=known,
        area=draw(st.sampled_from(AREAS)),
        sex=draw(st.sampled_from("mf")),
        born=draw(births()),
        ever_married=draw(st.booleans()),
        married_on=draw(recently),
        citizenship=draw(
            st.sampled_from(("citizen", "citizen", "citizen", "permanent_stay", "temporary_stay"))
        ),
        standing=standing,
        ended_on=draw(recently) if standing != "resident" else None,
        arrived_on=draw(recently),
        came=draw(st.sampled_from((Reason.OPENING, Reason.BORN, Reason.JOINED_REGISTER))),
        ektp_status=draw(st.sampled_from(("", "PRINT_READY_RECORD", "ENROLL_FAILURE_AT_CENTRAL"))),
        ektp_on=draw(recently),
        was_so=draw(st.sampled_from((False, False, False, True))),
    )


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    recorded = draw(days())
    known = recorded + timedelta(days=draw(st.integers(0, 60)))
    codes = st.sampled_from(
        ("BIO_CAPTURED", "SENT_FOR_ENROLLMENT", "ENROLL_FAILURE_AT_CENTRAL", "CARD_ISSUED")
    )
    reports = [
        Report(known + timedelta(days=draw(st.integers(0, 90))), recorded + timedelta(days=n), draw(codes))
        for n in range(draw(st.integers(0, 3)))
    ]
    return Session(recorded, known, tuple(reports))


def histories() -> st.SearchStrategy[tuple[list[Saying], list[Session]]]:
    """What is ever said of one resident, in any order of arrival; of one day there may be several sayings."""
    said = st.lists(sayings(), min_size=1, max_size=4).flatmap(_on_fewer_days)
    return st.tuples(said, st.lists(sessions(), max_size=3))


@st.composite
def _on_fewer_days(draw: st.DrawFn, said: list[Saying]) -> list[Saying]:
    """Some of them on the day of another, as the releases of several districts are."""
    return [
        replace(each, known_on=draw(st.sampled_from([each.known_on, *(s.known_on for s in said)])))
        for each in said
    ]
