"""What is asked of whoever keeps clients, and of who hands in a client's list."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rekam.domain.rolls.words import Result
from rekam.files import Mapping, RawTable
from rekam.files.fields import FIELDS, ROLLS
from rekam.files.matching import label
from rekam.office.clients import words
from rekam.office.clients.models import (
    LONGEST_NAME,
    Came,
    Channel,
    Client,
    ConsentHow,
    Contact,
    Roll,
    RollKind,
    RollState,
)
from rekam.office.coverage.forms import DayField, WholeNumberField
from rekam.office.places import queries as places
from rekam.office.places.forms import DegreesField, area_choices
from rekam.office.places.models import Access, Kind, Place
from rekam.office.rosters.forms import Clock

KINDS = (Kind.COMPANY, Kind.SCHOOL, Kind.VILLAGE)
CONSENT = (("", _("not asked yet")), ("yes", _("yes")), ("no", _("no")))
DAY = {"inputmode": "numeric", "placeholder": _("dd-mm-yyyy")}


def choices(field: forms.Field, found: Any) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = found


class ClientForm(forms.Form):
    """Who they are. On a change their service point is changed on its own page."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kits_at_once = forms.IntegerField(
        label=_("Kits that fit in at once"),
        min_value=1,
        max_value=20,
        initial=1,
        help_text=_("A room, power and queues for so many kits at the same time."),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class NewClientForm(ClientForm):
    """A client and where one goes: a service point that exists, or a new one."""

    place = forms.ModelChoiceField(
        label=_("Service point"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=_("a new one, of the same name"),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, kind.label) for kind in KINDS])
    area = forms.ChoiceField(label=_("District or village"), required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    access = forms.ChoiceField(label=_("How to get there"), choices=Access.choices, required=False)
    lat = DegreesField(label=_("Latitude"))
    lon = DegreesField(label=_("Longitude"))

    def __init__(self, *args: Any, within: str, **rest: Any) -> None:
        super().__init__(*args, **rest)
        choices(self.fields["area"], [("", _("Choose a district or village")), *area_choices(within)])
        field = self.fields["place"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = places.places(within).filter(client=None, kind__in=KINDS)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("place") and not said.get("area"):
            self.add_error("area", _now("Choose where the client is."))
        return said

    @property
    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        said = dict(self.cleaned_data)
        place = said.pop("place")
        where = {name: said.pop(name) for name in ("kind", "area", "address", "access", "lat", "lon")}
        where["access"] = where["access"] or Access.ROAD
        return {**said, "place": place} if place else {**said, **where}


class ChangeClientForm(ClientForm):
    is_active = forms.BooleanField(label=_("The office goes there"), required=False)

    @staticmethod
    def initial_of(client: Client) -> dict[str, Any]:
        return {name: getattr(client, name) for name in ("name", "kits_at_once", "note", "is_active")}


class ContactForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    role = forms.CharField(
        label=_("Role"), max_length=80, required=False, help_text=_("For example: head of personnel.")
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=30, required=False, widget=forms.TextInput({"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    channel = forms.ChoiceField(label=_("Reached best by"), choices=Channel.choices)
    consents = forms.ChoiceField(
        label=_("Agrees to messages"),
        choices=CONSENT,
        required=False,
        help_text=_("Whoever has not agreed gets no messages. When and by whom it was noted is kept."),
    )
    consent_how = forms.ChoiceField(
        label=_("How they said so"),
        choices=(("", _("not asked yet")), *ConsentHow.choices),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("consents") and not said.get("consent_how"):
            self.add_error("consent_how", _now("Say how they said so: a letter, a form, a talk, a message."))
        return said

    @property
    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {**said, "consents": {"yes": True, "no": False}.get(said["consents"])}

    @staticmethod
    def initial_of(contact: Contact) -> dict[str, Any]:
        names = ("name", "role", "phone", "email", "channel", "consent_how")
        held = {name: getattr(contact, name) for name in names}
        return {**held, "consents": {True: "yes", False: "no", None: ""}[contact.consents]}


class RequestForm(forms.Form):
    """What a client asked for, with a time that would suit it."""

    came = forms.ChoiceField(label=_("How it came"), choices=Came.choices)
    on = DayField(label=_("Date"))
    number = forms.CharField(label=_("Number of the letter"), max_length=60, required=False)
    people = WholeNumberField(
        label=_("People, as the client says"), min_value=0, max_value=10**6, required=False,
        widget=forms.TextInput,
    )  # fmt: skip
    wanted_from = DayField(label=_("Wanted from"), required=False)
    wanted_until = DayField(label=_("to, that day included"), required=False)
    starts = Clock(label=_("From"), required=False)
    ends = Clock(label=_("Until"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        for name in ("on", "wanted_from", "wanted_until"):
            self.fields[name].widget.attrs |= DAY

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("wanted_from"), said.get("wanted_until")
        if first and last and last < first:
            self.add_error("wanted_until", _now("The last day comes before the first."))
        if said.get("starts") and said.get("ends") and said["ends"] <= said["starts"]:
            self.add_error("ends", _now("The end comes before the beginning."))
        return said

    @property
    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        first, last, starts, ends = (said.pop(n) for n in ("wanted_from", "wanted_until", "starts", "ends"))
        wanted = {
            "from": f"{first:%Y-%m-%d}" if first else "",
            "until": f"{last or first:%Y-%m-%d}" if last or first else "",
            "starts": f"{starts:%H:%M}" if starts else "",
            "ends": f"{ends:%H:%M}" if ends else "",
        }
        return {**said, "wanted": [wanted] if any(wanted.values()) else []}


class DateForm(forms.Form):
    """A day on which the office comes."""

    on = DayField(label=_("Date"))
    starts = Clock(label=_("From"))
    ends = Clock(label=_("Until"))
    kits = forms.IntegerField(label=_("Kits"), min_value=1, max_value=20, initial=1)
    is_promised = forms.BooleanField(
        label=_("Promised: a plan keeps this date"), required=False, initial=True
    )

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["on"].widget.attrs |= DAY


class RollForm(forms.Form):
    """A list that a client handed in."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX as the client has it. A number and a name are enough."),
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    name = forms.CharField(label=_("What the list is"), max_length=120)
    kind = forms.ChoiceField(label=_("Who is on it"), choices=RollKind.choices)
    as_of = DayField(label=_("As of"))
    replaces = forms.ModelChoiceField(
        label=_("Replaces"), queryset=Roll.objects.none(), required=False, empty_label=_("no earlier list")
    )

    def __init__(self, *args: Any, client: Client, **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = self.fields["replaces"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = client.rolls.exclude(state=RollState.WITHDRAWN)
        self.fields["as_of"].widget.attrs |= DAY


class ColumnsForm(forms.Form):
    """Which column of a list is which field: a person says what was not certain."""

    def __init__(self, *args: Any, raw: RawTable, mapping: Mapping, **rest: Any) -> None:
        super().__init__(*args, **rest)
        listed = [("", _("– not in the list –")), *((name, name) for name in raw.columns)]
        for name in FIELDS[ROLLS]:
            self.fields[name] = forms.ChoiceField(
                label=label(ROLLS, name, words.language()).capitalize().replace("Nik", "NIK"),
                choices=listed,
                required=False,
                initial=mapping.column(name) or "",
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen = [column for column in said.values() if column]
        if not said.get("nik") and not said.get("name"):
            raise forms.ValidationError(_now("Point out at least the number or the name."))
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(_now("One column cannot be two fields."))
        return said

    @property
    def columns(self) -> dict[str, str | None]:
        return {name: column or None for name, column in self.cleaned_data.items()}


class LetterForm(forms.Form):
    """What the letter to a client says besides the days."""

    number = forms.CharField(
        label=_("Number of the letter"), max_length=60, required=False,
        help_text=_("Empty: a line is left to write it on."),
    )  # fmt: skip
    to = forms.CharField(label=_("Addressed to"), max_length=120, required=False)
    note = forms.CharField(
        label=_("One more sentence"), max_length=400, required=False, widget=forms.Textarea({"rows": 3})
    )


RESULT_CODES = tuple(result.value for result in Result)
