"""What a client gets: the letter, and the list of who should come. Names that leave here are audited."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from rekam.domain.rolls.words import SHOULD_COME
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.clients import asked, days, forms, papers, people, views
from rekam.office.clients.keeping_views import shown
from rekam.office.clients.models import Client


@requires(Right.MANAGE_CLIENTS, within_area=True)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """What the letter says besides the days agreed, or those that the plan has; then the letter."""
    found = asked.client_of(request, pk, Right.MANAGE_CLIENTS)
    form = forms.LetterForm(request.POST or None)
    named = days.coming(found, asked.today())
    if not form.is_valid() or not named:
        is_proposed = any(each.is_proposed for each in named)
        return shown(request, "letter_form", form, found, days=named, is_proposed=is_proposed)
    rows = people.of_client(found.pk, asked.today())
    count = views.counted_once(rows, *SHOULD_COME)
    content = papers.letter(found, named, count=count, on=asked.today(), **form.cleaned_data)
    details = {"document": form.cleaned_data["number"], "count": count}
    audit.record("client.letter_made", found.name, by=who.asks(request), at=timezone.now(), details=details)
    return _file(content, "pdf", f"surat-{slugify(found.name)}")


@requires(Right.EXPORT_RESIDENTS)
@require_safe
def who_should_come(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """For the client: rows of its own list, with NIKs masked whoever asks."""
    found = asked.client_of(request, pk, Right.EXPORT_RESIDENTS)
    rights.check(request.user, Right.SEE_OUTREACH)
    content, count = papers.who_should_come(found, asked.today(), kind)
    _told(request, found, kind, count)
    return _file(content, kind, f"perlu-datang-{slugify(found.name)}")


def _told(request: HttpRequest, found: Client, kind: str, count: int) -> None:
    details = {"client": found.name, "file": kind, "count": count}
    audit.record("roll.exported", found.name, by=who.asks(request), at=timezone.now(), details=details)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=papers.TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer
