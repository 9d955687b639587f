"""The residents behind a change or behind the recordings of some days."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.coverage import asked, behind, views
from rekam.office.coverage.asked import Asked, Days, Window
from rekam.office.coverage.words import MEASURES, REASONS
from rekam.office.residents import lists
from rekam.office.residents import words as resident_words

PEOPLE_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Subject:
    """What the people of a list have in common, and the number they add up to."""

    title: str
    total: int
    page: "Page[Any]"
    people: list[behind.Person]
    codes: dict[str, str]  # the same for the audit trail, which is read in any language
    changes: Window | None = None  # a change between two counts: people came and went
    late: bool = False
    days: Window | None = None
    learned_after: date | None = None  # of the recordings of some days, only what became known since


@requires(Right.SEE_RESIDENTS)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The residents behind one number. Reading them is written down."""
    question = asked.read(request)
    if question is None:
        return views.nothing_yet(request)
    subject = _subject(request, question)
    _note_reading(request, question, subject)
    page = {
        **views.common(request, question),
        "subject": subject,
        "rows": [(person, _is_within(request, person)) for person in subject.people],
        "moved": resident_words.MOVED,
        "full_nik": rights.can(request.user, Right.SEE_FULL_NIK),
    }
    return render(request, "coverage/people.html", page)


def _is_within(request: HttpRequest, person: behind.Person) -> bool:
    return person.resident is not None and lists.is_within(request.user, person.resident)


def _subject(request: HttpRequest, question: Asked) -> Subject:
    if request.GET.get("recorded_from"):
        return _of_recordings(request, question)
    return _of_cell(request, question)


def _of_cell(request: HttpRequest, question: Asked) -> Subject:
    (window, _wrong), late = asked.window(request), bool(request.GET.get("late"))
    measure, reason = _one_of(request, "measure", MEASURES), _one_of(request, "reason", REASONS)
    rows = behind.cell(area=question.area.code, measure=measure, reason=reason, window=window, late=late)
    page, shown = _page(request, rows)
    return Subject(
        title=f"{MEASURES[measure]}: {REASONS[reason]}",
        total=int(rows["amount"].sum()),
        page=page,
        people=behind.people(shown),
        codes={"measure": measure, "reason": reason},
        changes=window,
        late=late,
    )


def _of_recordings(request: HttpRequest, question: Asked) -> Subject:
    days = Days(request.GET)
    start, learned_after = days.day("recorded_from"), days.day("learned_after")
    end = days.day("recorded_to") or start
    if start is None or end is None:
        raise RuleBroken(
            "date.not_understood", gettext_noop("The address of this page names no day that exists.")
        )
    rows = behind.recordings(
        area=question.area.code, start=start, end=end, known=question.known, learned_after=learned_after
    )
    page, shown = _page(request, rows)
    return Subject(
        title=_("Recorded for the first time"),
        total=int(rows["amount"].sum()),
        page=page,
        people=behind.people(shown),
        codes={"measure": "recorded"},
        days=Window(start, end, learned_after or start, question.known),
        learned_after=learned_after,
    )


def _page(request: HttpRequest, rows: pl.DataFrame) -> tuple["Page[Any]", pl.DataFrame]:
    page: Page[Any] = Paginator(range(len(rows)), PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    return page, rows[max(page.start_index() - 1, 0) : page.end_index()]


def _one_of(request: HttpRequest, name: str, words: dict[str, Any]) -> str:
    found = request.GET.get(name, "")
    if found not in words:
        raise RuleBroken(
            "count.unknown", gettext_noop("The address of this page names no number that is counted.")
        )
    return found


def _note_reading(request: HttpRequest, question: Asked, subject: Subject) -> None:
    audit.record(
        "residents.explained",
        question.area.code,
        by=who.asks(request),
        at=timezone.now(),
        details=_what(subject),
    )


def _what(subject: Subject) -> dict[str, Any]:
    window = subject.changes or subject.days
    assert window is not None
    return {
        **subject.codes,
        "period": {"from": window.start.isoformat(), "to": window.end.isoformat()},
        "known": {"from": window.known_start.isoformat(), "to": window.known_end.isoformat()},
        "late": subject.late or "",
        "page": subject.page.number,
        "count": len(subject.people),
    }
