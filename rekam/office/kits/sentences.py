"""The sentences of the rules in `rekam.domain.kits`, marked here because rules know no translation."""

from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop("This fault is %(state)s: it cannot be moved so. Possible now: %(possible)s."),
    gettext_noop("This fault is closed (%(state)s). When the device fails again, report a new fault."),
    gettext_noop("Say this too: %(missing)s."),
    gettext_noop("The cost is a whole number of rupiah from 0 to 10 billion."),
)
