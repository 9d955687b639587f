"""The draft that an address names, and the way from one step to the next."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rekam.domain.recording import steps
from rekam.domain.recording.steps import CAPTURED_BY_DEVICE, Step
from rekam.domain.trouble import RuleBroken, Trouble
from rekam.station import script_answers
from rekam.station.counter import keeping, pack, refusals, scene, words
from rekam.station.counter.models import Draft

TEMPLATES = {
    Step.FIND: "counter/find.html",
    Step.BIODATA: "counter/biodata.html",
    Step.FACE: "counter/face.html",
    Step.SIGNATURE: "counter/signature.html",
    Step.LEFT_HAND: "counter/device.html",
    Step.RIGHT_HAND: "counter/device.html",
    Step.THUMBS: "counter/device.html",
    Step.IRISES: "counter/device.html",
    Step.EXCEPTIONS: "counter/exceptions.html",
    Step.CONFIRM: "counter/device.html",
    Step.REVIEW: "counter/review.html",
}


def held(pk: UUID) -> Draft:
    """An address of a recording that has ended says so."""
    found = Draft.objects.select_related("ticket").filter(pk=pk).first()
    if found is None:
        raise keeping.gone()
    return found


def step_named(slug: str) -> Step:
    if slug not in words.STEP_OF:
        raise Http404
    return words.STEP_OF[slug]


def judged_step(slug: str) -> Step:
    """One with tries, of which the best is gone on with."""
    return _one_of((Step.FACE, *CAPTURED_BY_DEVICE), slug)


def captured_step(slug: str) -> Step:
    """One at which something is captured that can be captured again."""
    return _one_of((Step.FACE, *CAPTURED_BY_DEVICE, Step.EXCEPTIONS), slug)


def _one_of(these: Collection[Step], slug: str) -> Step:
    step = step_named(slug)
    if step not in these:
        raise Http404
    return step


def address(draft: Draft, step: Step) -> str:
    return reverse("counter:step", args=[draft.pk, words.SLUGS[step]])


def onward(draft: Draft) -> str:
    """Where the work goes on: the first step that is not done."""
    return address(draft, draft.work.next_step or Step.REVIEW)


def show(request: HttpRequest, draft: Draft, step: Step, *, status: int = 200, **more: Any) -> HttpResponse:
    page = {**scene.around(draft, step, pack.limits()), **more}
    return render(request, TEMPLATES[step], page, status=status)


def may_show(draft: Draft, step: Step) -> bool:
    """A step that is not due leads to the one that is."""
    try:
        steps.check_may_do(step, draft.work.done, draft.work.steps)
    except RuleBroken:
        return False
    return True


View = Callable[..., HttpResponseBase]


def answers(view: View) -> View:
    """For scripts of the page: where to go on, or why not, in one sentence."""

    @wraps(view)
    def answered(request: HttpRequest, pk: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, pk, *args, **kwargs)
        except Trouble as trouble:
            refusal = refusals.said(trouble)
            return script_answers.refused(refusal.code, refusal.sentence, leads_to=refusal.leads_to)

    return script_answers.for_scripts(answered)


def go(draft: Draft, step: Step | None = None) -> JsonResponse:
    return JsonResponse({"to": address(draft, step) if step else onward(draft)})


def back(draft: Draft) -> HttpResponse:
    return redirect(onward(draft))


def told(request: HttpRequest, draft: Draft, trouble: Trouble) -> HttpResponse:
    """Back to where one was, with the reason why not."""
    messages.warning(request, refusals.said(trouble).sentence)
    return back(draft)
