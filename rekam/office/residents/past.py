"""Residents as they were known on an earlier day, as columns of a query: for lists as of such a day.

Where a resident counted and since when comes from the ledger's lines, so that it is what was counted. What
else was known of them is what the latest saying up to that day said, or the present row where nothing was
said since.
"""

from datetime import date

from django.db.models import Case, CharField, DateField, Expression, F, Field, OuterRef, Subquery, Sum, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from rekam.domain.coverage.rules import Measure
from rekam.office.ledger.models import Line
from rekam.office.residents.models import Saying

Column = Expression | F | Subquery

# The facts by which lists are narrowed and ordered, as the residents' own rows hold them now.
NOW: dict[str, Column] = {
    "was_born": F("born"),
    "was_sex": F("sex"),
    "counted_in": F("area_id"),
    "was_obliged_from": F("obliged_from"),
}


def then(*, on: date, known: date) -> dict[str, Column]:
    """The same facts on a day as known on a day: null for whom was not counted then."""
    return {
        "was_born": _told("born", known, DateField()),
        "was_sex": _told("sex", known, CharField()),
        "counted_in": _counted_in(on, known),
        "was_obliged_from": _obliged_from(on, known),
    }


def _told(name: str, known: date, kind: "Field[object, object]") -> Column:
    said = Saying.objects.filter(resident=OuterRef("pk"), known_on__lte=known).order_by("-known_on", "-pk")
    earlier = Subquery(said.values(told=Cast(KeyTextTransform(name, "facts"), kind))[:1])
    return Case(When(known_on__lte=known, then=F(name)), default=earlier, output_field=kind)


def _counted_in(on: date, known: date) -> Column:
    """The village in which they were registered."""
    lines = Line.objects.filter(resident_id=OuterRef("pk"), measure=Measure.REGISTERED.value)
    lines = lines.filter(effective_on__lte=on, known_on__lte=known).order_by()
    here = lines.values("area_id").annotate(total=Sum("amount")).filter(total__gt=0)
    return Subquery(here.values("area_id")[:1])


def _obliged_from(on: date, known: date) -> Column:
    """The first day of the obligation that held: a move from village to village interrupts nothing."""
    lines = Line.objects.filter(resident_id=OuterRef("pk"), measure=Measure.OBLIGED.value)
    lines = lines.filter(effective_on__lte=on, known_on__lte=known).order_by("-effective_on")
    turns = lines.values("effective_on").annotate(total=Sum("amount")).exclude(total=0)
    return Subquery(turns.values("effective_on")[:1])
