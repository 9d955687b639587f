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
    Reason.OPENING: _("Already held when the register was opened"),
    Reason.BORN: _("Born"),
    Reason.TURNED_17: _("Turned 17"),
    Reason.MARRIED: _("Married before 17"),
    Reason.MOVED_IN: _("Moved in"),
    Reason.MOVED_OUT: _("Moved out"),
    Reason.MOVED_WITHIN: _("Moved between villages here"),
    Reason.JOINED_REGISTER: _("Entered the register"),
    Reason.LEFT_REGISTER: _("Left the register"),
    Reason.DIED: _("Died"),
    Reason.STATUS_CHANGED: _("Citizenship or stay permit changed"),
    Reason.RECORDED: pgettext_lazy("reason", "Recorded"),
    Reason.RECORDING_VOIDED: _("Recording voided"),
    Reason.CORRECTED: _("Register corrected"),
}

# For the axis of a chart, where long words would take the room of the bars.
SHORT_REASONS: Words = {
    **REASONS,
    Reason.OPENING: _("Opening"),
    Reason.TURNED_17: _("Age 17"),
    Reason.MARRIED: _("Married"),
    Reason.MOVED_WITHIN: _("Moved within"),
    Reason.JOINED_REGISTER: _("Entered"),
    Reason.LEFT_REGISTER: _("Left"),
    Reason.STATUS_CHANGED: _("Status"),
    Reason.RECORDING_VOIDED: _("Voided"),
    Reason.CORRECTED: _("Corrected"),
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
