"""What is asked of whoever writes and sends messages."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rekam.domain.nik import Nik, NikDamaged
from rekam.office.clients.models import Client
from rekam.office.regions import queries as regions
from rekam.office.reminders import actions, queries
from rekam.office.reminders.models import Channel, How, Kind, Language, Reachable, Source, Template
from rekam.office.rosters.forms import Clock

EVERY_WAY = ("", _("However each is reached best"))
AGREES = (("", _("Not asked yet")), ("yes", _("Agrees to messages")), ("no", _("Wants no messages")))


class TemplateForm(forms.ModelForm[Template]):
    """The words of a message. What stands against them is said at the field where it stands."""

    class Meta:
        model = Template
        fields = ("name", "text_id", "text_en", "subject_id", "subject_en", "whatsapp_name", "is_used")
        widgets = {name: forms.Textarea({"rows": 4}) for name in actions.TEXTS}
        help_texts = {
            "text_en": _("For people who read English; without it they get the Indonesian one."),
            "subject_id": _("Only e-mails have one."),
            "whatsapp_name": _(
                "WhatsApp sends only approved words: the name under which exactly these are approved there, "
                "with {{1}}, {{2}}, … where the placeholders stand."
            ),
        }

    def clean(self) -> dict[str, Any]:
        held = dict(super().clean() or self.cleaned_data)
        for name in (*actions.TEXTS, *actions.SUBJECTS):
            for fault in actions.faults(name, held.get(name, "")):
                trouble = actions.broken(fault)
                self.add_error(name, trouble.told(gettext(trouble.sentence)))
        return held


class WordsForm(forms.Form):
    """Which words, over which channel: asked of every sending."""

    template = forms.ModelChoiceField(
        label=_("Template"), queryset=Template.objects.none(), empty_label=_("choose one")
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=[EVERY_WAY, *Channel.choices])

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        field = self.fields["template"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.templates(used_only=True)


class SendForm(WordsForm):
    """Whom to write to, without a visit."""

    kind = forms.ChoiceField(
        label=_("To whom"),
        choices=[(Kind.VILLAGE, Kind.VILLAGE.label), (Kind.CONTACTS, Kind.CONTACTS.label)],
    )
    area = forms.ChoiceField(label=_("Where"), required=False)
    client = forms.ChoiceField(
        label=_("Client"), required=False, help_text=_("For contacts: only those of this client.")
    )
    field_order = ("kind", "area", "client", "template", "channel")

    def __init__(self, *args: Any, within: str, **rest: Any) -> None:
        super().__init__(*args, **rest)
        clients = Client.objects.filter(queries.inside("place__area__code", within), is_active=True)
        for name, choices in (
            ("area", area_choices(within)),
            ("client", [("", _("all of them")), *clients.values_list("pk", "name")]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


def area_choices(within: str) -> list[Any]:
    """Each district with its villages, or all of the regency for who works in all of it."""
    regency = regions.office().regency
    villages: dict[str, list[tuple[str, str]]] = {}
    for code, name in regions.villages(within or regency.code).values_list("code", "name"):
        villages.setdefault(code.rpartition(".")[0], []).append((code, name))
    whole = [] if within and within != regency.code else [(regency.code, regency.name)]
    districts = regions.districts(within or regency.code).values_list("code", "name")
    groups = [
        (name, [(code, gettext("All of %(area)s") % {"area": name}), *villages.get(code, [])])
        for code, name in districts
    ]
    return [*whole, *groups] if groups else [each for some in villages.values() for each in some]


class VisitForm(WordsForm):
    """Whom to write to about a visit."""

    kind = forms.ChoiceField(
        label=_("To whom"),
        choices=[(Kind.VISIT, Kind.VISIT.label), (Kind.CONTACTS, Kind.CONTACTS.label)],
    )
    field_order = ("kind", "template", "channel")


class ReachableForm(forms.Form):
    """How a resident can be reached, and what they said about messages."""

    nik = forms.CharField(label=_("NIK"), max_length=25)
    phone = forms.CharField(label=_("Telephone"), max_length=25, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    channel = forms.ChoiceField(label=_("Reached best by"), choices=Channel.choices, initial=Channel.SMS)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    source = forms.ChoiceField(label=_("Where it comes from"), choices=Source.choices)
    consents = forms.ChoiceField(label=_("Consent to messages"), required=False, choices=AGREES)
    how = forms.ChoiceField(label=_("How they said so"), required=False, choices=[("", "–"), *How.choices])

    def __init__(self, *args: Any, reachable: Reachable | None = None, **rest: Any) -> None:
        if reachable is not None:
            names = ("phone", "email", "channel", "language", "source")
            said = {None: "", True: "yes", False: "no"}[reachable.consents]
            held = {name: getattr(reachable, name) for name in names}
            rest.setdefault("initial", {**held, "consents": said, "how": reachable.consent_how})
        super().__init__(*args, **rest)
        if reachable is not None:
            del self.fields["nik"]

    def clean_nik(self) -> str:
        try:
            return Nik.parse(self.cleaned_data["nik"]).digits
        except NikDamaged:
            raise forms.ValidationError(_("This is no NIK of 16 digits."), code="nik.not_16_digits") from None

    def clean(self) -> dict[str, Any]:
        held = dict(super().clean() or self.cleaned_data)
        if held.get("consents") and not held.get("how"):
            self.add_error("how", _("Say how the person told us."))
        return held


class OptOutForm(forms.Form):
    address = forms.CharField(label=_("Number or e-mail address"), max_length=254)
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("How we were told, for example.")
    )


class LiftForm(forms.Form):
    note = forms.CharField(label=_("How and when the person agreed again"), max_length=200)


def rupiah(label: Any, **rest: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=2_000_000_000, localize=True, **rest)


class RulesForm(forms.Form):
    quiet_from = Clock(label=_("Quiet from"))
    quiet_until = Clock(
        label=_("Quiet until"),
        help_text=_(
            "What falls into the quiet hours waits until they are over. Twice the same: never quiet."
        ),
    )
    monthly_budget = rupiah(
        _("Budget of a month, in rupiah"),
        required=False,
        help_text=_("What exceeds it waits for the next month or for more. Empty: no limit."),
    )
    price_sms = rupiah(_("Price of an SMS, in rupiah"), help_text=_("Of each part: long texts are several."))
    price_whatsapp = rupiah(_("Price of a WhatsApp message, in rupiah"))
    price_email = rupiah(_("Price of an e-mail, in rupiah"))
