from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from rekam.domain import wording
from rekam.files import dates
from rekam.files.fields import DATES, FIELDS
from rekam.files.matching import SURE
from rekam.office.imports.actions import EARLIEST
from rekam.office.imports.models import Import, Kind, Mode
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area

WAYS = (
    (Mode.UPDATE, _("An update: people and changes that the register does not have yet. Nobody is removed.")),
    (
        Mode.RELEASE,
        _("A release: everybody who lives in an area. Whoever is missing is proposed as having left."),
    ),
)


OF_ORDER = "order-"  # the field of a form that says in which order the dates of another stand
ORDERS = (
    ("", _("As its dates show it")),
    ("dmy", _("Day first: 05-09-2016 is 5 September")),
    ("mdy", _("Month first: 05-09-2016 is 9 May")),
    ("ymd", _("Year first, of two digits: 16-09-05 is 5 September 2016")),
)


class UploadForm(forms.Form):
    """What a person says of a file when handing it in."""

    mode = forms.ChoiceField(label=_("What the file is"), choices=WAYS, widget=forms.RadioSelect)
    scope = forms.ChoiceField(label=_("Complete for"), required=False)
    as_of = forms.CharField(label=_("As of"), max_length=10)
    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Export it again and look into it before uploading."),
        },
    )

    def __init__(self, *args: Any, kind: Kind, today: date, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if kind == Kind.RECORDINGS:
            del self.fields["mode"], self.fields["scope"]
            return
        self.fields["scope"] = forms.ChoiceField(
            label=_("Complete for"),
            choices=[(area.code, f"{area.name} ({area.code})") for area in areas],
            help_text=_("Only for a release."),
        )

    def clean_as_of(self) -> date:
        found = wording.read_date(self.cleaned_data["as_of"])
        if found is None:
            raise forms.ValidationError(_("Write the date as 30-09-2016."), code="date.unreadable")
        if not EARLIEST <= found <= self.today:
            raise forms.ValidationError(
                _("This is the day of the export: today or before, not earlier than 2000."),
                code="date.impossible",
            )
        return found

    @property
    def day_shown(self) -> date | None:
        """What stands in the field of the day: what was typed if it is a day, else today."""
        return wording.read_date(str(self["as_of"].value() or "")) or self.today

    @property
    def about(self) -> dict[str, Any]:
        """As ``actions.receive`` takes it."""
        said = self.cleaned_data
        mode = Mode(said.get("mode") or Mode.UPDATE)
        scope = said.get("scope", "") if mode == Mode.RELEASE else ""
        return {"as_of": said["as_of"], "mode": mode, "scope": scope}

    @property
    def upload(self) -> UploadedFile:
        found: UploadedFile = self.cleaned_data["file"]
        return found


def upload_form(kind: Kind, today: date, data: Any = None, files: Any = None) -> UploadForm:
    """The form for one kind of file, with the areas of this office."""
    areas = _areas() if kind == Kind.RESIDENTS else []
    return UploadForm(data, files, kind=kind, today=today, areas=areas, initial={"mode": Mode.UPDATE})


def _areas() -> list[Area]:
    """The regency and its districts: what a release is usually complete for."""
    whole = regions.office().regency
    return [whole, *regions.districts(whole.code).only("code", "name")]


class CommitForm(forms.Form):
    """The decision about those who are missing from a release, when there are any."""

    keep_missing = forms.TypedChoiceField(
        choices=[("no", ""), ("yes", "")],
        coerce=lambda said: said == "yes",
        required=False,
        empty_value=None,
        error_messages={"required": _("Decide about those missing from the release first.")},
    )

    def __init__(self, *args: Any, item: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep_missing"].required = bool(item.counts.get("left"))


class ColumnsForm(forms.Form):
    """Which column of the file is which field, as a person points it out."""

    def __init__(self, data: Any = None, *, item: Import) -> None:
        super().__init__(data)
        self.item = item
        header = [*item.columns.get("header", [])]
        choices = [("", _("– not in the file –")), *((name, name) for name in header)]
        self.found = {match["field"]: match for match in item.columns.get("found", [])}
        for name in FIELDS[item.kind]:
            column = self.found.get(name, {}).get("column", "")
            self.fields[name] = forms.ChoiceField(choices=choices, required=False, initial=column)
        for name in DATES[item.kind]:
            self.fields[f"{OF_ORDER}{name}"] = forms.ChoiceField(
                label=_("Order of its dates"), choices=ORDERS, required=False, initial=self._order(name)
            )
        sheets = item.columns.get("sheets", [])
        if len(sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Sheet"), choices=[(name, name) for name in sheets], initial=item.columns.get("sheet")
            )

    def clean(self) -> dict[str, Any]:
        said = {name: column for name, column in self._columns.items() if column}
        for name, column in said.items():
            if list(said.values()).count(column) > 1:
                self.add_error(name, _("This column was chosen twice."))
        return self.cleaned_data

    def _order(self, name: str) -> str:
        """What a person said before, or else the order of earlier files, for a person to confirm."""
        said: str = (self.item.columns.get("orders") or {}).get(name, "")
        found = {each["field"]: each for each in self.item.columns.get("dates", [])}.get(name, {})
        return said or (found["order"] if found.get("how") == dates.BEFORE else "")

    @property
    def _columns(self) -> dict[str, str]:
        return {name: said for name, said in self.cleaned_data.items() if name in FIELDS[self.item.kind]}

    @property
    def orders(self) -> dict[str, str]:
        """Field -> the order of its dates, where a person said one."""
        said = {name: self.cleaned_data.get(f"{OF_ORDER}{name}") for name in DATES[self.item.kind]}
        return {name: order for name, order in said.items() if order and self.cleaned_data.get(name)}

    @property
    def corrected(self) -> dict[str, str]:
        """What a person said, now or before: otherwise than the program, or of what it was not sure."""
        before = self.item.columns.get("corrected") or {}
        said = self._columns
        found = {name: match["column"] for name, match in self.found.items()}
        asked = {name for name, match in self.found.items() if match["sure"] < SURE} | before.keys()
        return {n: c for n, c in said.items() if n in asked or c != found.get(n, "")}

    @property
    def chosen_sheet(self) -> str:
        """The sheet of a workbook, when the person chose another than the one that was read."""
        chosen = str(self.cleaned_data.get("sheet", ""))
        return self.item.sheet if chosen in ("", self.item.columns.get("sheet")) else chosen
