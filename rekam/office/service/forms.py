"""What the office is asked: promised times, and why a proposal is refused."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rekam.domain.service.late import Promise
from rekam.office.service import words

MOST_HOURS = 24 * 90


class Promised(forms.Form):
    """Hours for each promise; they run day and night."""

    def __init__(self, data: Any = None, *, hours: Mapping[Promise, int], **rest: Any) -> None:
        super().__init__(data, initial={what.value: n for what, n in hours.items()}, **rest)
        for what in Promise:
            self.fields[what.value] = forms.IntegerField(
                label=str(words.PROMISES[what]),
                help_text=str(words.PROMISED_FROM[what]),
                min_value=1,
                max_value=MOST_HOURS,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def hours(self) -> dict[Promise, int]:
        return {what: self.cleaned_data[what.value] for what in Promise}


class Refusal(forms.Form):
    """A refusal says why, so that the next one who looks understands."""

    reason = forms.CharField(label=_("Why not?"), max_length=300)
