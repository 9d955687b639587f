from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rekam.office.accounts import queries
from rekam.office.accounts.models import Token, User
from rekam.office.accounts.rights import RIGHTS, Right, Role

MOST_DAYS = 730


def area_field(current: str) -> forms.Field:
    """A list of kecamatan where areas were brought in, a code to type before that."""
    hint = _("Leave empty for the whole office. District staff work in one district only.")
    areas = queries.areas_to_choose()
    if not areas:
        return forms.CharField(label=_("Area"), max_length=13, required=False, help_text=hint)
    choices = [("", _("Whole office")), *[(code, f"{name} ({code})") for code, name in areas]]
    if current and current not in dict(areas):
        choices.append((current, current))
    return forms.ChoiceField(label=_("Area"), choices=choices, required=False, help_text=hint)


class PersonForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["username", "full_name", "role", "area_code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), choices=[("", _("Choose a role")), *Role.choices]
        )
        self.fields["area_code"] = area_field(self.instance.area_code)
        if self.instance.pk:  # the audit trail names people by it
            del self.fields["username"]
        else:
            self.fields["username"].help_text = _(
                "What the person types to sign in, for example siti.aminah."
            )

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()


class KeyForm(forms.ModelForm[Token]):
    days = forms.IntegerField(
        label=_("Valid for how many days"), min_value=1, max_value=MOST_DAYS, initial=365
    )

    class Meta:
        model = Token
        fields = ["name", "role", "area_code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Which system uses it, for example: queue display at the counter.")
        roles = [(role.value, role.label) for role in Role if role in RIGHTS[Right.USE_API]]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *roles])
        self.fields["area_code"] = area_field("")


class PeopleFilter(forms.Form):
    """What the address says about the list of people."""

    search = forms.CharField(label=_("Name or user name"), required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("All")), *Role.choices], required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), ("active", _("Active")), ("inactive", _("Inactive"))],
        required=False,
    )
