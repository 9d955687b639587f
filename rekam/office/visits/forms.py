"""What is asked of whoever plans, confirms and cancels visits."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rekam.domain.visits.outcomes import Reason
from rekam.office.clients.models import Client
from rekam.office.kits.models import Kit
from rekam.office.places.models import Place
from rekam.office.residents.forms import Day
from rekam.office.rosters.forms import Clock
from rekam.office.rosters.models import Officer
from rekam.office.visits.models import Channel, Visit

CHECK = {"class": "form-check-input"}


class ConfirmForm(forms.Form):
    contact = forms.CharField(label=_("Who at the client said so"), max_length=150)
    how = forms.ChoiceField(label=_("How"), choices=Channel.choices)


class CancelForm(forms.Form):
    why = forms.CharField(label=_("Why it does not take place"), max_length=300)


class CloseForm(forms.Form):
    why = forms.CharField(label=_("Why it closes without them"), max_length=300)


class AnnounceForm(forms.Form):
    people = forms.IntegerField(label=_("People announced"), min_value=0, max_value=100_000)


class DismissForm(forms.Form):
    why = forms.CharField(label=_("Why nobody goes again"), max_length=300)


class DeclineForm(forms.Form):
    why = forms.CharField(label=_("Why the register stays as it is"), max_length=300)


class AcceptForm(forms.Form):
    """What a registrar must know besides to correct the register: the day, the document, and where to."""

    village = forms.ChoiceField(
        label=_("Where to"), required=False, help_text=_("Nothing chosen: out of the regency.")
    )
    day = Day(label=_("Day on which it happened"))
    document = forms.CharField(
        label=_("Document"), max_length=40, help_text=_("For example: Akta Kematian 6408-KM-01092016-0004")
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, reason: str, villages: list[tuple[str, str]], **rest: Any) -> None:
        super().__init__(*args, **rest)
        if reason != Reason.MOVED:
            del self.fields["village"]
        else:
            self.fields["village"].choices = [("", _("Out of the regency")), *villages]  # type: ignore[attr-defined]


class WhenForm(forms.Form):
    """Day, hours, crew and kits: of a new visit and of one that is moved."""

    on = Day(label=_("Day"))
    starts = Clock(label=_("From"))
    ends = Clock(label=_("Until"))
    crew = forms.ModelMultipleChoiceField(
        label=_("Crew"),
        queryset=Officer.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(CHECK),
    )
    kits = forms.ModelMultipleChoiceField(
        label=_("Kits"),
        queryset=Kit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(CHECK),
    )

    def __init__(self, *args: Any, officers: Any, kits: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["crew"].queryset = officers  # type: ignore[attr-defined]
        self.fields["kits"].queryset = kits  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and starts >= ends:
            self.add_error("ends", _("A visit ends after it begins, on the same day."))
        self._check_the_crew_serves(given.get("on"), given.get("crew") or ())
        return given

    def _check_the_crew_serves(self, on: date | None, crew: Iterable[Officer]) -> None:
        away = [each.name for each in crew if on and not each.since <= on <= (each.until or date.max)]
        if away:
            told = _("Not in service on that day: %(names)s. Choose others, or another day.")
            self.add_error("crew", told % {"names": ", ".join(away)})


class PlanForm(WhenForm):
    """A visit that a person plans by hand."""

    field_order = ["place", "on", "starts", "ends", "expected", "is_promised", "crew", "kits"]
    place = forms.ModelChoiceField(label=_("Service point"), queryset=Place.objects.none())
    expected = forms.IntegerField(
        label=_("Recordings expected"), required=False, min_value=0, max_value=100_000
    )
    is_promised = forms.BooleanField(label=_("The client was told this day"), required=False)

    def __init__(self, *args: Any, places: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]

    @property
    def client(self) -> Client | None:
        place: Place = self.cleaned_data["place"]
        return Client.objects.filter(place=place).first()


def when_of(visit: Visit) -> dict[str, Any]:
    return {
        "on": visit.on,
        "starts": visit.starts,
        "ends": visit.ends,
        "crew": list(visit.crew.all()),
        "kits": list(visit.kits.all()),
    }


class FilterForm(forms.Form):
    """What the list is narrowed to; it lives in the address."""

    week = Day(required=False)
    state = forms.CharField(required=False)
    kind = forms.CharField(required=False)
    area = forms.CharField(required=False)

    @property
    def day(self) -> date | None:
        found: date | None = self.cleaned_data.get("week") if self.is_valid() else None
        return found
