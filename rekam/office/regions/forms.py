import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rekam.office.regions.models import Office

MOST_YEARS, HIGHEST_THRESHOLD = 50, 1_000
NIP = re.compile(r"(\d{8})(\d{6})(\d)(\d{3})", re.ASCII)


class FileForm(forms.Form):
    """A file of areas or boundaries."""

    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Export it again and look into it before uploading."),
        },
    )


class OfficeForm(forms.ModelForm[Office]):
    """What the office is called, who leads it, and the limits it has set itself."""

    deactivated_after_years = forms.IntegerField(
        label=_("Years after turning 17 until a NIK is deactivated"),
        min_value=1,
        max_value=MOST_YEARS,
        help_text=_(
            "Who is not recorded by then is listed with a NIK deactivated for the time being. Permendagri "
            "95/2019 says five."
        ),
    )
    publish_threshold = forms.IntegerField(
        label=_("Smallest number of people that is published"),
        min_value=1,
        max_value=HIGHEST_THRESHOLD,
        help_text=_(
            "A figure about fewer people, below district level, is not published: one could tell who they "
            "are."
        ),
    )

    class Meta:
        model = Office
        fields = ("name", "address", "head_name", "head_nip", "deactivated_after_years", "publish_threshold")
        labels = {
            "name": _("Name of the office"),
            "address": _("Address"),
            "head_name": _("Head of office"),
            "head_nip": _("NIP of the head of office"),
        }
        help_texts = {
            "head_name": _("With titles, as under a letter."),
            "head_nip": _("18 digits; spaces do not matter."),
        }

    def clean_head_nip(self) -> str:
        """Written in groups, as on letters: date of birth, month of appointment, sex, serial."""
        digits = re.sub(r"[\s.-]", "", self.cleaned_data["head_nip"])
        found = NIP.fullmatch(digits)
        if digits and not found:
            raise ValidationError(_("A NIP has 18 digits."), code="nip.not_18_digits")
        return " ".join(found.groups()) if found else ""
