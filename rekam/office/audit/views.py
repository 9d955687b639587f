"""The page that answers who did what, and whether the trail is whole."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.trouble import Forbidden
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import events, forms, queries

LINES_PER_PAGE = 50


@requires(Right.SEE_AUDIT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _check_whole_office(request)
    form = forms.Search(request.GET)
    # A filter that is not understood shows its error and nothing else: never more than was asked for.
    found = queries.entries(**form.cleaned_data) if form.is_valid() else queries.entries().none()
    page = Paginator(found, LINES_PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        (entry, events.who(entry), events.sentence(entry.event), events.subject(entry), events.details(entry))
        for entry in page
    ]
    return render(request, "audit/index.html", {"form": form, "page": page, "lines": lines})


@requires(Right.SEE_AUDIT)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    _check_whole_office(request)
    problems = queries.verify()
    return render(request, "audit/verify.html", {"problems": problems, "head": queries.head()})


def _check_whole_office(request: HttpRequest) -> None:
    """A line says what was done, and most of them nothing of where."""
    if not rights.reaches_whole_office(request.user):
        raise Forbidden(
            "right.whole_office",
            gettext_noop("The trail is of the whole office, and your account is limited to %(area)s."),
            area=rights.areas_of(request.user),
        )
