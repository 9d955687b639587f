"""What an import comes to, as figures and sentences: what it would do, and what it did."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from rekam import files
from rekam.domain import wording
from rekam.files import dates, problems
from rekam.files.matching import label
from rekam.office.imports import desk as desks
from rekam.office.imports import effects, serialised
from rekam.office.imports.models import Import, Kind, Mode
from rekam.office.imports.shown import LABELS, NUMBERS, language
from rekam.office.regions import queries as regions

MEASURES: dict[str, str | Promise] = {
    "registered": gettext_lazy("Registered"),
    "obliged": gettext_lazy("Obliged"),
    "recorded": gettext_lazy("Recorded"),
    "unrecorded": gettext_lazy("Unrecorded"),
}
BARS = (("obliged", "obliged"), ("recorded", "recorded"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One count of a review. ``table`` names the rows behind it, ``level`` the problems behind it."""

    label: str | Promise
    count: int
    line: str | Promise = ""
    table: str = ""
    level: str = ""
    tone: str = ""


def figures(item: Import) -> list[Figure]:
    """The counts of a review, what somebody must look at marked by its tone."""
    counts = item.counts
    own = _residents(counts) if item.kind == Kind.RESIDENTS else _recordings(counts)
    troubled = [
        Figure(
            gettext_lazy("Held"), counts["held"], gettext_lazy("for a person to decide; not brought in"),
            level="held", tone="risk" if counts["held"] else "",
        ),
        Figure(
            gettext_lazy("Rejected"), counts["rejected"], gettext_lazy("must be put right at the source"),
            level="rejected", tone="stop" if counts["rejected"] else "",
        ),
    ]  # fmt: skip
    if counts.get("aside"):
        troubled.append(
            Figure(gettext_lazy("Set aside"), counts["aside"], gettext_lazy("decided by a person; not used"))
        )
    read = _("%(count)s of them twice") % {"count": _number(counts["repeated"])} if counts["repeated"] else ""
    return [Figure(gettext_lazy("Rows read"), counts["read"], read, tone="main"), *own, *troubled]


def _residents(counts: dict[str, int]) -> list[Figure]:
    found = [
        Figure(
            pgettext_lazy("residents", "New"), counts["new"], gettext_lazy("not in the register yet"), "new"
        ),
        Figure(
            pgettext_lazy("residents", "Changed"),
            counts["changed"],
            gettext_lazy("old beside new"),
            "changed",
        ),
        Figure(pgettext_lazy("residents", "Same"), counts["same"], gettext_lazy("nothing to do")),
    ]
    if counts.get("past"):
        older = gettext_lazy("known later already; only the history grows")
        found.append(Figure(gettext_lazy("Older"), counts["past"], older, "past"))
    if counts.get("left"):
        line = gettext_lazy("in the register, not in the release")
        found.append(Figure(gettext_lazy("Missing"), counts["left"], line, "left", tone="risk"))
    return found


def _recordings(counts: dict[str, int]) -> list[Figure]:
    people = _counted(ngettext("of %(n)s person", "of %(n)s people", counts["people"]), counts["people"])
    known = counts["changed"]
    held = _counted(ngettext("news of %(n)s session held", "news of %(n)s sessions held", known), known)
    found = [
        Figure(gettext_lazy("New sessions"), counts["new"], people, "sessions"),
        Figure(gettext_lazy("Statuses"), counts["statuses"], held if counts["changed"] else "", "reports"),
        Figure(pgettext_lazy("sessions", "Same"), counts["same"], gettext_lazy("nothing to do")),
    ]
    if counts["unknown"]:
        line = gettext_lazy("kept until the resident arrives")
        found.append(Figure(gettext_lazy("Unknown NIKs"), counts["unknown"], line, "unknown", tone="risk"))
    return found


# -- the difference to the counts -----------------------------------------------------------------------


def effect(item: Import) -> list[dict[str, Any]]:
    """The difference per district as it was decided, or as it would be with all that was found."""
    return effects.without_left(item.effect) if item.keep_missing else item.effect


def with_bars(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each row with its bars as lengths in hundredths, all from one zero line."""
    values = [row[measure] for row in rows for measure, _tone in BARS]
    low, high = min(0, *values, 0), max(0, *values, 0)
    unit = 100 / ((high - low) or 1)
    zero = -low * unit

    def bar(value: int, tone: str) -> dict[str, Any]:
        wide = abs(value) * unit
        return {"x": f"{zero - wide if value < 0 else zero:.2f}", "width": f"{wide:.2f}", "tone": tone}

    return [
        {**row, "zero": f"{zero:.2f}", "bars": [bar(row[measure], tone) for measure, tone in BARS]}
        for row in rows
    ]


def commit_sentence(item: Import) -> str:
    """What the commit will bring to the register, in numbers; those missing from a release stand apart."""
    counts = item.counts
    new, past, statuses = (counts.get(name, 0) for name in ("new", "past", "statuses"))
    if item.kind == Kind.RESIDENTS:
        parts = {
            "new": ngettext("adds %(n)s person to the register", "adds %(n)s people to the register", new),
            "changed": ngettext("changes %(n)s person", "changes %(n)s people", counts.get("changed", 0)),
            "past": ngettext(
                "puts %(n)s older fact into the history", "puts %(n)s older facts into the history", past
            ),
        }
    else:
        parts = {
            "new": ngettext("adds %(n)s session", "adds %(n)s sessions", new),
            "statuses": ngettext("notes %(n)s status", "notes %(n)s statuses", statuses),
        }
    does = [_counted(text, counts[name]) for name, text in parts.items() if counts.get(name)]
    if not does and counts.get("left"):
        return _("Of those whom it names, this file says nothing that is not held already.")
    if not does:
        return _("This file says nothing that is not held already.")
    return _("This import %(does)s.") % {"does": wording.listed(does, language())}


def effect_sentence(rows: list[dict[str, Any]]) -> str:
    """The difference to the whole office: obliged +98, recorded +40."""
    total = effects.total(rows)
    if not any(total.values()) and not rows:
        return _("The counts stay as they are.")
    parts = {name: wording.signed(n, language()) for name, n in total.items()}
    return (
        _("Registered %(registered)s, obliged %(obliged)s, recorded %(recorded)s, unrecorded %(unrecorded)s.")
        % parts
    )


def undo_sentence(item: Import) -> str:
    """What undoing takes back, in numbers."""
    counts = item.counts
    if item.kind == Kind.RECORDINGS:
        said = {
            "new": ngettext("%(n)s session", "%(n)s sessions", counts["new"]),
            "statuses": ngettext("%(n)s status", "%(n)s statuses", counts["statuses"]),
        }
    else:
        said = {"new": _("%(n)s new"), "changed": _("%(n)s changed"), "left": _("%(n)s who left")}
    if item.keep_missing:
        said.pop("left", None)
    parts = [_counted(words, counts[name]) for name, words in said.items() if counts[name]]
    what = wording.listed(parts, language()) or _("this import")
    return _("Take back %(what)s") % {"what": what}


def links(item: Import) -> dict[str, str]:
    """Where the count goes on: on the day of the effect, and what this knowledge changed of it."""
    day, before = item.effect_on.isoformat(), (item.as_of - timedelta(days=1)).isoformat()
    explained = {"from": day, "to": day, "known_from": before, "known_to": day}
    return {
        "coverage": f"{reverse('coverage:index')}?{urlencode({'on': day, 'known': day})}",
        "explanation": f"{reverse('coverage:explanation')}?{urlencode(explained)}",
    }


def choices_about_missing(item: Import) -> list[tuple[str, str, str]]:
    """The two ways to decide about those missing from a release: value, what it does, what it makes."""
    left = {"left": _number(item.counts["left"])}
    mark = _("Mark the %(left)s missing as having left the register.") % left
    if back := item.counts.get("back"):
        newer = _("Of %(back)s of them something newer is known already, which counts from its own day on.")
        mark = f"{mark} {newer % {'back': _number(back)}}"
    return [
        ("no", mark, effect_sentence(item.effect)),
        (
            "yes",
            _("Leave the %(left)s missing as they are.") % left,
            effect_sentence(effects.without_left(item.effect)),
        ),
    ]


# -- the file -------------------------------------------------------------------------------------------


def fields(item: Import) -> list[tuple[str, int]]:
    """How often each fact changes, the most frequent first."""
    return [
        (str(LABELS.get(name, name)), count)
        for name, count in sorted(item.fields.items(), key=lambda f: -f[1])
    ]


def notes(item: Import) -> list[dict[str, Any]]:
    """What was found about the file as a whole: encoding, ambiguous dates, other sheets."""
    found = []
    for note in item.columns.get("notes", []):
        what, todo = files.say(note["code"], language(), **note["values"])
        is_of_order = note["code"] in OF_ORDERS
        found.append({"code": note["code"], "what": what, "todo": todo, "is_of_order": is_of_order})
    return found


# Notes that a word about the order of dates answers.
OF_ORDERS = ("date.ambiguous", "date.as_before")
HOW_ORDERED = {
    dates.SAID: gettext_lazy("said by a person"),
    dates.BEFORE: gettext_lazy("as in earlier files of this kind"),
    dates.UNKNOWN: gettext_lazy("nothing shows it"),
}


def orders(item: Import) -> list[str]:
    """In which order dates were read where a person said it or may have to: TGL_REKAM: month-day-year."""
    is_english = language() == "en"
    return [
        f"{said['column']}: {dates.WORDS[said['order']][is_english]} ({HOW_ORDERED[said['how']]})"
        for said in item.columns.get("dates", [])
        if said["how"] in HOW_ORDERED
    ]


def without_order(item: Import) -> set[str]:
    """The fields whose dates do not show in which order they stand, and of which nobody said it."""
    how = (dates.BEFORE, dates.UNKNOWN)
    return {said["field"] for said in item.columns.get("dates", []) if said["how"] in how}


def unsure(item: Import) -> list[dict[str, Any]]:
    """The columns of which the program is not sure."""
    found = serialised.unsure(item)
    return [{**match, "label": label(item.kind, match["field"], language())} for match in found]


def about(item: Import) -> str:
    """What the file is, in a few words: a release for Sangatta Utara, an update, recordings."""
    if item.kind == Kind.RECORDINGS:
        return _("Recordings")
    if item.mode != Mode.RELEASE:
        return _("Register, update")
    area = regions.by_code(item.scope) if item.scope else regions.office().regency
    return _("Register, release for %(area)s") % {"area": area.name if area else item.scope}


def samples(item: Import) -> dict[str, list[str]]:
    """The first cells of each column of the file, long numbers masked, however they are written."""
    desk = desks.of(item.pk)
    if not desk.has("sample"):
        return {}
    header = item.columns.get("header", [])
    found = {match["column"] for match in item.columns.get("found", []) if match["field"] in NUMBERS}
    numbers = [f"c{at}" for at, name in enumerate(header) if name in found]
    table = desk.load("sample").drop("row").with_columns(pl.col(numbers).pipe(problems.masked_number))
    cells = table.select(pl.all().pipe(problems.masked)).to_dict(as_series=False)
    return {
        name: [cell for cell in cells.get(f"c{at}", []) if cell is not None] for at, name in enumerate(header)
    }


def other_sheets(item: Import) -> dict[str, str] | None:
    """That a workbook has more sheets than the one that was read; nothing where it has no other."""
    read = item.columns.get("sheet", "")
    others = [name for name in item.columns.get("sheets", []) if name != read]
    if not others:
        return None
    what, todo = files.say("file.many_sheets", language(), sheet=read, others=", ".join(others))
    return {"what": what, "todo": todo}


def size(count: int) -> str:
    """Bytes in the largest unit that fits."""
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= step:
            return f"{wording.number(count / step, language(), 1)} {unit}"
    return f"{count} B"


def _counted(text: str, count: int) -> str:
    """The words for so many, with their number in them."""
    return text % {"n": _number(count)}


def _number(count: int) -> str:
    return wording.number(count, language())
