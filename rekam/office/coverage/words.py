"""What measures and reasons are called on screens, in downloads and on the terminal."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.domain.coverage.rules import Reason
from rekam.office.regions.models import Area, Kind, Level

Words = dict[str, "str | Promise"]

MEASURES: Words = {
    "registered": _("Registered"),
    "obliged": _("Obliged"),
    "recorded": _("Recorded"),
    "unrecorded": _("Unrecorded"),
}

REASONS: Words = {
    Reason.OPENING: pgettext_lazy("reason", "Held when the register was opened"),
    Reason.BORN: pgettext_lazy("reason", "Born"),
    Reason.TURNED_17: pgettext_lazy("reason", "Turned 17"),
    Reason.MARRIED: pgettext_lazy("reason", "Married before 17"),
    Reason.MOVED_IN: pgettext_lazy("reason", "Moved in"),
    Reason.MOVED_OUT: pgettext_lazy("reason", "Moved out"),
    Reason.MOVED_WITHIN: pgettext_lazy("reason", "Moved between villages here"),
    Reason.JOINED_REGISTER: pgettext_lazy("reason", "Entered the register"),
    Reason.LEFT_REGISTER: pgettext_lazy("reason", "Left the register"),
    Reason.DIED: pgettext_lazy("reason", "Died"),
    Reason.STATUS_CHANGED: pgettext_lazy("reason", "Citizenship or stay permit changed"),
    Reason.RECORDED: pgettext_lazy("reason", "Recorded"),
    Reason.RECORDING_VOIDED: pgettext_lazy("reason", "Recording voided"),
    Reason.CORRECTED: pgettext_lazy("reason", "Register corrected"),
}

# For the axis of a chart, where long words would take the room of the bars.
SHORT_REASONS: Words = {
    **REASONS,
    Reason.OPENING: pgettext_lazy("short reason", "Opening"),
    Reason.TURNED_17: pgettext_lazy("short reason", "Age 17"),
    Reason.MARRIED: pgettext_lazy("short reason", "Married"),
    Reason.MOVED_WITHIN: pgettext_lazy("short reason", "Moved within"),
    Reason.JOINED_REGISTER: pgettext_lazy("short reason", "Entered"),
    Reason.LEFT_REGISTER: pgettext_lazy("short reason", "Left"),
    Reason.STATUS_CHANGED: pgettext_lazy("short reason", "Status"),
    Reason.RECORDING_VOIDED: pgettext_lazy("short reason", "Voided"),
    Reason.CORRECTED: pgettext_lazy("short reason", "Corrected"),
}

# The headings of a downloaded table.
COLUMNS: Words = {
    "code": _("Code"),
    "name": _("Area"),
    "obliged_m": _("Obliged, men"),
    "obliged_f": _("Obliged, women"),
    "obliged_total": _("Obliged, all"),
    "recorded_m": _("Recorded, men"),
    "recorded_f": _("Recorded, women"),
    "recorded_total": _("Recorded, all"),
    "percent": _("Coverage (%)"),
    "unrecorded_m": _("Unrecorded, men"),
    "unrecorded_f": _("Unrecorded, women"),
    "unrecorded_total": _("Unrecorded, all"),
}

KINDS: Words = {
    Level.PROVINCE: _("Province of %(name)s"),
    Level.REGENCY: _("Regency of %(name)s"),
    Level.DISTRICT: _("District of %(name)s"),
    Level.VILLAGE: _("Village of %(name)s"),
    Kind.DESA: _("Village of %(name)s"),
    Kind.KELURAHAN: _("Town ward of %(name)s"),
}


def full_name(area: Area) -> str:
    """Kecamatan Sangatta Utara, Kelurahan Teluk Lingga."""
    return str(KINDS[area.kind or area.level]) % {"name": area.name}
