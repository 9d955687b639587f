"""The papers of a visit: who is expected, before it; its result sheet, after it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from rekam.office.accounts import who
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.visits import asked, moves, papers, people_paper
from rekam.office.visits.models import State, Visit


@requires(Right.SEE_OUTREACH)
@require_safe
def sheet(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    visit = asked.visit(request, pk)
    closing = visit.closings.order_by("-at", "-pk").first()
    if closing is None or visit.state != State.CLOSED or kind not in papers.WRITERS:
        raise Http404
    content = papers.sheet(visit, closing, kind)
    audit.record(
        "visit.sheet_downloaded",
        moves.subject(visit),
        by=who.asks(request),
        at=asked.now(),
        details={"file": kind},
    )
    return _file("hasil", visit, kind, content)


@requires(Right.SEE_RESIDENTS)
@require_safe
def people(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Who should come, as a paper. That it was taken out is written down."""
    visit = asked.visit(request, pk)
    if kind not in papers.WRITERS:
        raise Http404
    content, count = people_paper.sheet(visit, kind)
    audit.record(
        "visit.list_downloaded",
        moves.subject(visit),
        by=who.asks(request),
        at=asked.now(),
        details={"file": kind, "people": count},
    )
    return _file("daftar", visit, kind, content)


def _file(what: str, visit: Visit, kind: str, content: bytes) -> HttpResponse:
    name = f"{what}-{visit.on:%Y-%m-%d}-{slugify(visit.place.name)[:40]}.{kind}"
    answer = HttpResponse(content, content_type=papers.TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
