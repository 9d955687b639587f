"""A client's list of people on the screen: handed in, its columns settled, what came of each, withdrawn."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rekam import files
from rekam.domain import wording
from rekam.domain.rolls.words import Result
from rekam.files import FileProblem
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.clients import (
    asked,
    deciding,
    forms,
    matching_views,
    people,
    rolls,
    shown,
    tasks,
    views,
    words,
    work,
)
from rekam.office.clients.keeping_views import about, kept
from rekam.office.clients.models import Client, Roll, RollState

PER_PAGE = 50
SAMPLES = 5


@requires(Right.MANAGE_CLIENTS, within_area=True)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a list in. What the file does not say clearly is asked on the next page."""
    found = asked.client_of(request, pk, Right.MANAGE_CLIENTS)
    initial = {"as_of": asked.today()}
    form = forms.RollForm(request.POST or None, request.FILES or None, client=found, initial=initial)
    made: list[Roll] = []
    if form.is_valid() and kept(form, lambda: made.extend(_received(request, found, form))) and made:
        _compare_if_long(request, made[0])
        return redirect("clients:roll", made[0].pk)
    page = {"form": form, **views.frame(request, found)}
    return render(request, "clients/roll_form.html", page, status=422 if form.errors else 200)


def _compare_if_long(request: HttpRequest, found: Roll) -> None:
    if found.state == RollState.MATCHING:
        tasks.start(roll=found, what=work.READ, by=who.asks(request))


def _received(request: HttpRequest, found: Client, form: forms.RollForm) -> list[Roll]:
    said = dict(form.cleaned_data)
    file: UploadedFile = said.pop("file")
    with tempfile.NamedTemporaryFile(suffix=Path(file.name or "").suffix) as copy:
        for part in file.chunks():
            copy.write(part)
        copy.flush()
        try:
            path = Path(copy.name)
            said |= {"file_name": file.name or "", "most_at_once": tasks.MOST_AT_ONCE, **about(request)}
            return [rolls.receive(path, client=found, **said)]
        except FileProblem as problem:
            language = words.language()
            form.add_error("file", f"{problem.sentence(language)} {problem.next_step(language)}")
            return []


@requires(Right.MANAGE_CLIENTS, within_area=True)
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is which, where the file did not say so clearly. Its first rows are shown for that."""
    roll = asked.roll_of(request, pk, Right.MANAGE_CLIENTS)
    if roll.state != RollState.COLUMNS:
        return redirect("clients:roll", pk)
    raw = files.open_table(rolls.original(roll), max_bytes=rolls.MOST_BYTES)
    mapping = files.match_columns(raw, "rolls")
    form = forms.ColumnsForm(request.POST or None, raw=raw, mapping=mapping)

    def act() -> None:
        said = {"most_at_once": tasks.MOST_AT_ONCE, **about(request)}
        _compare_if_long(request, rolls.settle_columns(roll=roll, columns=form.columns, **said))

    if form.is_valid() and kept(form, act):
        return redirect("clients:roll", pk)
    sees = rights.can(request.user, Right.SEE_RESIDENTS)
    if sees:
        _read(request, roll, count=min(SAMPLES, raw.height))
    page = {
        "form": form,
        "roll": roll,
        "samples": _samples(raw) if sees else [],
        "trouble": work.trouble_of(roll),
        **views.frame(request, roll.client),
    }
    return render(request, "clients/columns.html", page, status=422 if form.errors else 200)


def _samples(raw: files.RawTable) -> list[tuple[str, str]]:
    """Every column with its first cells; long numbers lose their middle."""
    rows = raw.sample(SAMPLES)
    return [
        (name, " · ".join(shown.hidden(row[name] or "") for row in rows if row.get(name)))
        for name in raw.columns
    ]


@requires(Right.SEE_OUTREACH)
@require_safe
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of a list: figures for everybody, rows for who may see residents."""
    found = asked.roll_of(request, pk)
    if found.state == RollState.COLUMNS and asked.may(request, Right.MANAGE_CLIENTS, found.client):
        return redirect("clients:roll_columns", pk)
    if found.state == RollState.MATCHING:
        return matching_views.page(request, found)
    rows = people.of_roll(found, asked.today())
    counts = people.counted(rows)
    frame = views.frame(request, found.client)
    chosen = request.GET.get("hasil", "")
    page: dict[str, Any] = {
        "roll": found,
        "tone": words.ROLL_TONES[found.state],
        "count": rows.height,
        "counts": [
            (code, words.RESULTS[code], counts[code], words.EXPLAINED[code], words.TONES.get(code, ""))
            for code in forms.RESULT_CODES
        ],
        "tabs": [(code, words.RESULTS[code], counts[code]) for code in words.RESULTS if counts[code]],
        "chosen": chosen if chosen in words.RESULTS else "",
        "waiting": counts[Result.CHECK] + counts[Result.GONE],
        "is_behind": rolls.is_behind(found),
        "work": matching_views.again(found),
        "acceptable": len(deciding.acceptable(found)) if frame["may_decide"] else 0,
        "first_timers_soon": shown.turning_17_soon(rows, asked.today()),
        "elsewhere_too": shown.on_other_rolls(found),
        "columns": [(forms.label("rolls", f, words.language()), c) for f, c in found.columns.items()],
        **frame,
    }
    if frame["may_see_people"] and rows.height:
        page |= _listed(request, found, rows, page["chosen"])
    return render(request, "clients/roll.html", page)


def _listed(request: HttpRequest, found: Roll, rows: Any, chosen: str) -> dict[str, Any]:
    some = rows.filter(rows["result"] == chosen) if chosen else rows
    page = Paginator(some["row"].to_list(), PER_PAGE).get_page(request.GET.get("page"))
    results = dict(some.select("row", "result").iter_rows())
    _read(request, found, count=page.paginator.count, list=chosen or "everyone")
    return {
        "page_obj": page,
        "rows": shown.rows(list(page.object_list), results, reader=request.user),
    }


def _read(request: HttpRequest, found: Roll, **details: Any) -> None:
    audit.record("roll.read", f"roll:{found.pk}", by=who.asks(request), at=timezone.now(), details=details)


@requires(Right.MANAGE_CLIENTS, within_area=True)
@require_POST
def match_again(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.roll_of(request, pk, Right.MANAGE_CLIENTS)
    if found.rows.count() > tasks.MOST_AT_ONCE:
        tasks.start(roll=found, what=work.AGAIN, by=who.asks(request))
        return redirect("clients:roll", pk)
    changed = rolls.match_again(roll=found, **about(request))
    text = ngettext(
        "The list was compared with the register as it is now: %(n)s row came out otherwise.",
        "The list was compared with the register as it is now: %(n)s rows came out otherwise.",
        changed,
    )
    messages.success(request, text % {"n": wording.number(changed, words.language())})
    return redirect("clients:roll", pk)


@requires(Right.MANAGE_CLIENTS, within_area=True)
@require_POST
def accept_together(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the proposals for which two independent things speak."""
    found = asked.roll_of(request, pk, Right.MANAGE_CLIENTS)
    rights.check(request.user, Right.SEE_RESIDENTS)
    count = deciding.accept_together(roll=found, **about(request))
    text = ngettext(
        "%(n)s sure proposal was accepted. It can be taken back in its row.",
        "%(n)s sure proposals were accepted. Each can be taken back in its row.",
        count,
    )
    messages.success(request, text % {"n": wording.number(count, words.language())})
    return redirect("clients:roll", pk)


@requires(Right.MANAGE_CLIENTS, within_area=True)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Says in numbers what goes, and does it when told so."""
    found = asked.roll_of(request, pk, Right.MANAGE_CLIENTS)
    if request.method == "POST":
        matching_views.ask_to_stop(found)
        rolls.withdraw(roll=found, **about(request))
        messages.success(request, _("The list “%(name)s” no longer counts.") % {"name": found.name})
        return redirect("clients:client", found.client_id)
    decided = found.rows.exclude(decision="").count()
    page = {
        "roll": found,
        "count": found.rows.count(),
        "decided": decided,
        **views.frame(request, found.client),
    }
    return render(request, "clients/withdraw_roll.html", page)
