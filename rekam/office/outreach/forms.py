"""What a planner is asked for: a plan, a change of the one in force, a closed road."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rekam.office.outreach import planning
from rekam.office.outreach.wishes import USUAL_NIGHTS, Wishes
from rekam.office.places.models import Place
from rekam.office.regions import queries as regions
from rekam.office.rosters.forms import Day

MOST_FLOOR = 100_000


class PlanForm(forms.Form):
    """A new plan. Floors stand one for each district, empty where none is wanted."""

    name = forms.CharField(
        label=_("Name"), max_length=80, required=False, help_text=_("To tell alternatives apart.")
    )
    starts = Day(label=_("From"))
    ends = Day(label=_("Up to and including"))
    stay = forms.IntegerField(
        label=_("Operators who stay at the counters of a base"), min_value=0, max_value=20, initial=1
    )
    nights = forms.IntegerField(
        label=_("Nights in a row a crew may be away"), min_value=0, max_value=13, initial=USUAL_NIGHTS
    )
    seconds = forms.IntegerField(
        label=_("Seconds it may take"),
        min_value=planning.LEAST_SECONDS,
        max_value=planning.MOST_SECONDS,
        initial=planning.USUAL_SECONDS,
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=1,
        max_value=1_000_000,
        initial=1,
        help_text=_("The same seed gives the same plan."),
    )

    def __init__(self, data: Any = None, **rest: Any) -> None:
        super().__init__(data, **rest)
        self.districts = list(regions.districts(regions.office().regency.code).values_list("code", "name"))
        for code, name in self.districts:
            self.fields[f"floor-{code}"] = forms.IntegerField(
                label=name, required=False, min_value=1, max_value=MOST_FLOOR
            )

    @property
    def floors(self) -> list[Any]:
        return [self[f"floor-{code}"] for code, _name in self.districts]

    @property
    def main(self) -> list[Any]:
        return [self[name] for name in ("name", "starts", "ends", "stay", "nights", "seconds", "seed")]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        starts, ends = found.get("starts"), found.get("ends")
        if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
            self.add_error("ends", ValidationError(_("The last day lies before the first one.")))
        return found

    def asked(self) -> dict[str, Any]:
        """The arguments of ``planning.begin``."""
        found = self.cleaned_data
        floors = {
            code: found[f"floor-{code}"] for code, _name in self.districts if found.get(f"floor-{code}")
        }
        wishes = Wishes(floors=floors, stay=found["stay"], nights=found["nights"])
        return {name: found[name] for name in ("name", "starts", "ends", "seconds", "seed")} | {
            "wishes": wishes
        }


class ChangeForm(forms.Form):
    """The plan in force no longer fits: from when on, and why."""

    from_day = Day(label=_("From"))
    reason = forms.CharField(
        label=_("What happened"), max_length=200, help_text=_("For example: kit KIT-K-2 broke down.")
    )


class ClosureForm(forms.Form):
    """A district or a place that nobody reaches on some days."""

    where = forms.ChoiceField(label=_("Where"))
    starts = Day(label=_("From"))
    ends = Day(label=_("Up to and including"))
    why = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("For example: the bridge is under water.")
    )

    def __init__(self, data: Any = None, **rest: Any) -> None:
        super().__init__(data, **rest)
        districts = regions.districts(regions.office().regency.code).values_list("code", "name")
        places = Place.objects.order_by("name").values_list("pk", "name")
        self.fields["where"].choices = [  # type: ignore[attr-defined]
            ("", _("– choose –")),
            (_("District"), [(f"area:{code}", name) for code, name in districts]),
            (_("Service point"), [(f"place:{pk}", name) for pk, name in places]),
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("starts") and found.get("ends") and found["ends"] < found["starts"]:
            self.add_error("ends", ValidationError(_("The last day lies before the first one.")))
        return found
