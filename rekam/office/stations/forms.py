"""What is asked of whoever keeps stations."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rekam.domain.visits.life import State as VisitState
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right
from rekam.office.kits import queries as kits
from rekam.office.kits.models import Kit
from rekam.office.places.models import Place
from rekam.office.regions import queries as regions
from rekam.office.stations.models import Operator, Station
from rekam.office.visits.models import Visit

USUAL_DAYS = 7


class StationForm(forms.ModelForm[Station]):
    class Meta:
        model = Station
        fields = ("name", "kit", "place", "note")
        labels = {"name": _("Name"), "kit": _("Kit"), "place": _("Service point"), "note": _("Note")}
        help_texts = {
            "name": _("As it stands on the laptop's label."),
            "kit": _("Faults that the laptop tells of are opened on this kit."),
        }

    def __init__(self, *args: Any, within: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Q(pk=self.instance.kit_id) | Q(pk__in=kits.kits_of(within))  # other districts' are not named
        offered = Kit.objects.filter(held, retired_at=None)
        self.fields["kit"].queryset = offered  # type: ignore[attr-defined]
        self.fields["place"].required = bool(within)  # a laptop without a place is the whole office's
        places = Place.objects.filter(area__code__startswith=within)
        self.fields["place"].queryset = places.order_by("name")  # type: ignore[attr-defined]


class PackForm(forms.Form):
    """What a laptop takes along. A visit brings its list; villages bring whoever could be recorded there."""

    visit = forms.ModelChoiceField(
        Visit.objects.none(), label=_("Visit"), required=False, empty_label=_("No visit: a service point")
    )
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Service point"), required=False, empty_label="–"
    )
    villages = forms.MultipleChoiceField(
        label=_("Villages"),
        required=False,
        help_text=_("Several with Ctrl or ⌘. A visit's own list is in the pack anyway."),
        widget=forms.SelectMultiple({"size": 10}),
    )
    operators = forms.ModelMultipleChoiceField(
        Operator.objects.none(), label=_("Who may sign in on it"), widget=forms.CheckboxSelectMultiple()
    )
    days = forms.IntegerField(
        label=_("Valid for so many days"), min_value=1, max_value=31, initial=USUAL_DAYS,
        help_text=_("After that the laptop asks for a newer one. A lost laptop becomes useless by itself."),
    )  # fmt: skip

    def __init__(self, *args: Any, reader: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = rights.areas_of(reader)
        soon = timezone.localdate() - timedelta(days=1)
        open_states = [VisitState.PLANNED, VisitState.CONFIRMED, VisitState.UNDER_WAY]
        visits = Visit.objects.filter(state__in=open_states, on__gte=soon, place__area__code__startswith=own)
        self.fields["visit"].queryset = visits.select_related("place")  # type: ignore[attr-defined]
        self.fields["visit"].label_from_instance = lambda v: f"{v.place.name}, {v.on:%d-%m-%Y}"  # type: ignore[attr-defined]
        places = Place.objects.filter(area__code__startswith=own).order_by("name")
        self.fields["place"].queryset = places  # type: ignore[attr-defined]
        allowed = [o.pk for o in Operator.objects.select_related("user") if _may_record(o)]
        self.fields["operators"].queryset = Operator.objects.filter(pk__in=allowed).select_related("user")  # type: ignore[attr-defined]
        self.fields["operators"].label_from_instance = lambda o: o.user.full_name  # type: ignore[attr-defined]
        self.fields["villages"].choices = [  # type: ignore[attr-defined]
            (district.area.name, [(village.code, village.name) for village in district.villages])
            for district in regions.tree(own or regions.office().regency.code)
        ]

    def clean(self) -> dict[str, Any]:
        held = dict(super().clean() or self.cleaned_data)
        if not held.get("visit") and not held.get("villages"):
            raise forms.ValidationError(_("Choose a visit or at least one village: the pack would be empty."))
        return held


def _may_record(operator: Operator) -> bool:
    return rights.can(operator.user, Right.WORK_AT_STATION)


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Station password"),
        min_length=10,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least ten characters, and another one than here at the office."),
    )  # fmt: skip
    again = forms.CharField(
        label=_("Once more"), widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        held = dict(super().clean() or self.cleaned_data)
        if held.get("password") and held.get("password") != held.get("again"):
            self.add_error("again", _("The two are not the same."))
        return held


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=300, widget=forms.TextInput())
