"""Summonses on paper: for those whom only a letter may still move, and for those expected at a visit."""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rekam.domain.visits.reasons import Next
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.residents.models import Resident
from rekam.office.visits import asked, follow_ups, moves, queries, summons_paper, summonses
from rekam.office.visits.follow_ups import Line
from rekam.office.visits.models import Listed, Visit
from rekam.office.visits.summons_paper import Summoned

NEVER = datetime.min.replace(tzinfo=UTC)
MOST = 100  # as many as one prints, folds and carries round; who has none yet comes first
Person = tuple[int, Summoned]


@requires(Right.EXPORT_RESIDENTS, within_area=True)
@require_POST
def of_follow_ups(request: HttpRequest) -> HttpResponse:
    """For everybody of an area whose next step is a summons."""
    area = request.POST.get("area", "")
    table = follow_ups.table(rights.areas_of(request.user))
    found = follow_ups.narrowed(table, action=Next.SUMMONS.value, area=area, with_done=False)
    people = [(each.listed.resident_id, _line(each)) for each in follow_ups.lines(found)]
    back = f"{reverse('visits:follow_ups')}?{urlencode({'step': Next.SUMMONS.value, 'area': area})}"
    return _printed(request, [(pk, who) for pk, who in people if pk], "follow_ups", back)


@requires(Right.EXPORT_RESIDENTS, within_area=True)
@require_POST
def of_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """For everybody who is expected at a visit and not recorded yet."""
    visit = asked.visit(request, pk, Right.EXPORT_RESIDENTS)
    people = [
        (each.resident_id, _expected(each, each.resident, visit))
        for each in queries.to_be_summoned(visit, today=asked.today())
        if each.resident_id and each.resident
    ]
    return _printed(request, people, moves.subject(visit), reverse("visits:people", args=[pk]))


def _line(each: Line) -> Summoned:
    wish = getattr(each.listed.visit, "second_pass", None)
    planned = wish.planned if wish else None
    is_ahead = planned is not None and queries.is_ahead(planned, asked.today())
    return Summoned(each.name, each.address, each.village, visit=planned if is_ahead else None)


def _expected(each: Listed, resident: Resident, visit: Visit) -> Summoned:
    return Summoned(resident.name, follow_ups.address(each), resident.area.name, visit=visit)


def _printed(request: HttpRequest, people: Sequence[Person], subject: str, back: str) -> HttpResponse:
    if not people:
        messages.error(request, _("Nobody waits for a summons here."))
        return redirect(back)
    before = summonses.printed([pk for pk, _who in people])
    chosen = sorted(people, key=lambda each: before.get(each[0], NEVER))[:MOST]
    by, at = who.asks(request), asked.now()
    codes = summonses.print_out([pk for pk, _who in chosen], subject=subject, by=by, at=at)
    content = summons_paper.letters([who.with_code(codes[pk]) for pk, who in chosen], on=asked.today())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="undangan-{asked.today():%Y-%m-%d}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
