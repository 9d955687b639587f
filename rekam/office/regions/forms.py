from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    """A file of areas or boundaries."""

    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("The file is empty. Export it again and look into it before uploading."),
        },
    )
