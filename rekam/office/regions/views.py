"""The areas of the office: which there are, where they lie, and bringing in more of them."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekam.domain.trouble import RuleBroken
from rekam.files import FileProblem
from rekam.files.opening import readable_size
from rekam.office.accounts import rights, who
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Right, requires
from rekam.office.regions import actions, forms, queries, sentences
from rekam.office.regions.actions import Outcome
from rekam.office.regions.models import Area, Level

MOST_ON_THE_MAP = 400_000  # characters of boundaries that a page carries; more is left to the count's map
REFUSED_SHOWN = 200


@requires(Right.SEE_COVERAGE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every kecamatan of the regency with its villages."""
    office = queries.office()
    districts = queries.tree(office.regency.code)
    page = {
        "office": office,
        "districts": districts,
        "villages": sum(len(district.villages) for district in districts),
        "points": sum(district.with_point for district in districts),
        "outlines": sum(bool(district.area.has_boundary) for district in districts),  # type: ignore[attr-defined]
        "map": _map([district.area for district in districts], office.regency.code, districts),
        "elsewhere": [
            (Level(level).label, count) for level, count in queries.elsewhere(office.regency.code).items()
        ],
        "may_bring_in": rights.can(request.user, Right.IMPORT_AREAS),
    }
    return render(request, "regions/index.html", page)


def _map(areas: list[Area], regency: str, districts: list[queries.District]) -> dict[str, Any]:
    held = queries.boundaries(regency, Level.DISTRICT)
    shapes = held if len(json.dumps(held)) <= MOST_ON_THE_MAP else {}
    villages = {district.area.code: len(district.villages) for district in districts}
    return {
        "areas": [
            {
                "code": area.code,
                "name": area.name,
                "lat": area.lat,
                "lon": area.lon,
                "value": villages[area.code],
                "href": f"#{area.code}",
                **({"boundary": shapes[area.code]} if area.code in shapes else {}),
            }
            for area in areas
            if area.lat is not None
        ],
        "label": _("Villages"),
        "kind": "circles",
    }


@requires(Right.IMPORT_AREAS)
def import_areas(request: HttpRequest) -> HttpResponse:
    return _bring_in(request, "areas", actions.import_areas)


@requires(Right.IMPORT_AREAS)
def import_boundaries(request: HttpRequest) -> HttpResponse:
    return _bring_in(request, "boundaries", actions.import_boundaries)


def _bring_in(request: HttpRequest, what: str, act: Callable[..., Outcome]) -> HttpResponse:
    is_sent = request.method == "POST"
    form = forms.FileForm(request.POST, request.FILES) if is_sent else forms.FileForm()
    page: dict[str, Any] = {"form": form, "what": what, "limit": readable_size(actions.MOST_BYTES)}
    if form.is_valid():
        try:
            outcome = _taken(form.cleaned_data["file"], act, by=who.asks(request))
        except (RuleBroken, FileProblem) as trouble:
            said, todo = sentences.tell(trouble)
            page |= {"said": said, "todo": todo, "code": trouble.code}
        else:
            return render(request, "regions/taken.html", {**page, **_told(outcome)})
    return render(request, "regions/upload.html", page, status=422 if is_sent else 200)


def _taken(file: UploadedFile, act: Callable[..., Outcome], *, by: User) -> Outcome:
    """The actions read a file of this name in a folder; it is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        path = Path(folder) / (Path(file.name or "").name or "data")
        with path.open("wb") as target:
            target.writelines(file.chunks())
        return act(path, by=by, at=timezone.now())


def _told(outcome: Outcome) -> dict[str, Any]:
    refused = [(row, code, why, *sentences.row(why)) for row, code, why in outcome.refused[:REFUSED_SHOWN]]
    return {"taken": outcome.taken, "refused": refused, "refused_count": len(outcome.refused)}


@requires(Right.MANAGE_SETTINGS)
def office(request: HttpRequest) -> HttpResponse:
    """The office's own settings: its name, its head, and the limits it has set itself."""
    held = queries.office()
    form = forms.OfficeForm(request.POST or None, instance=held)
    if form.is_valid():
        actions.change_office(values=form.cleaned_data, by=who.asks(request), at=timezone.now())
        messages.success(request, _("The settings of the office were saved."))
        return redirect("office:settings")
    return render(request, "regions/office.html", {"form": form, "regency": held.regency})
