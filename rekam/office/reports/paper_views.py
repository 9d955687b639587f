"""The paper that reports are written on, and the emblem at its head."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import who
from rekam.office.accounts.rights import Right, requires
from rekam.office.coverage import queries as coverage
from rekam.office.reports import actions, forms, making_views, queries
from rekam.office.reports.paper import Paper


@requires(Right.MANAGE_SETTINGS)
def letterhead(request: HttpRequest) -> HttpResponse:
    held = queries.letterhead()
    paper = queries.current_paper()
    form = forms.PaperForm(
        request.POST or None, request.FILES or None, instance=held, defaults=_defaults(paper)
    )
    trouble: RuleBroken | None = None
    if form.is_valid():
        try:
            _change_letterhead(request, form)
        except RuleBroken as broken:
            trouble = broken
        else:
            return redirect("reports:letterhead")
    example = {"paper": paper, "signed": True, "dated": coverage.default_day()}
    shown = {
        "form": form,
        "trouble": trouble,
        "paper": paper,
        "example": example,
        **making_views.told(trouble),
    }
    return render(request, "reports/letterhead.html", shown)


def _defaults(paper: Paper) -> dict[str, str]:
    """What stands on the paper as long as a field is empty."""
    return {"government": paper.government, "signer_title": paper.signer_title}


def _change_letterhead(request: HttpRequest, form: forms.PaperForm) -> None:
    values = {name: form.cleaned_data[name] for name in form.Meta.fields}
    upload = form.cleaned_data["emblem_file"]
    emblem = upload.read() if upload else b"" if form.cleaned_data["no_emblem"] else None
    actions.change_letterhead(values=values, emblem=emblem, by=who.asks(request), at=timezone.now())


@requires(Right.SEE_REPORTS)
@require_safe
def emblem(request: HttpRequest, key: str) -> HttpResponse:
    held = queries.emblem(key)
    if held is None:
        raise Http404
    return HttpResponse(bytes(held.picture), content_type=f"image/{held.kind}")
