"""The values that stand in the places of a template, in the receiver's language."""

from datetime import date, time

from django.utils import timezone
from django.utils.translation import gettext, override

from rekam.domain import wording
from rekam.domain.reminders import texts
from rekam.office.places import queries as places
from rekam.office.regions import queries as regions
from rekam.office.reminders import providers, sending
from rekam.office.reminders.models import Channel
from rekam.office.visits.models import Visit

EXAMPLE_KEY = "contoh1234567890"


def today() -> date:
    """The day that pages are about; the demo's calendar stands still."""
    return timezone.localdate(places.default_moment(timezone.now()))


def values(
    language: str,
    *,
    name: str,
    channel: str,
    key: str,
    nik: str = "",
    village: str = "",
    visit: Visit | None = None,
) -> dict[str, str]:
    found = {
        "nama": name,
        "kantor": regions.office().name,
        "berhenti": way_out(language, channel, key),
        "desa": village,
        "nik_tersamar": texts.masked_nik(nik),
    }
    if visit is not None:
        found |= {
            "tempat": visit.place.name,
            "tanggal": wording.day_and_date(visit.on, language),
            "jam": hours(visit.starts, visit.ends, language),
        }
    return found


def way_out(language: str, channel: str, key: str) -> str:
    """How to get no more of these: a reply where replies reach us, else a page, else a reply that a person
    reads.
    """
    address = sending.way_out(key)
    with override(language):
        if address and not providers.hears_replies(channel):
            return gettext("No more messages: %(address)s") % {"address": address}
        return gettext("Reply STOP to get no more messages.")


def hours(starts: time, ends: time, language: str) -> str:
    """08.00-12.00 WITA, with a plain hyphen: a long dash would make the SMS one of 70 letters."""
    mark = ":" if language == "en" else "."
    zone = wording.ZONES.get(_hours_from_utc(), "")
    return f"{starts:%H{mark}%M}-{ends:%H{mark}%M} {zone}".strip()


def _hours_from_utc() -> int:
    offset = timezone.localtime().utcoffset()
    return int(offset.total_seconds() // 3600) if offset is not None else 0


def example(language: str, channel: str = Channel.SMS) -> dict[str, str]:
    """Somebody invented, for the preview of a template."""
    day = date(2016, 10, 17)
    return {
        "nama": "Siti Rekaan",
        "kantor": regions.office().name,
        "berhenti": way_out(language, channel, EXAMPLE_KEY),
        "desa": "Singa Gembara",
        "nik_tersamar": texts.masked_nik("6408045705800017"),
        "tempat": "Balai Desa Singa Gembara",
        "tanggal": wording.day_and_date(day, language),
        "jam": hours(time(8), time(12), language),
    }


def explained() -> list[tuple[str, str]]:
    """Every placeholder with what stands in its place, for whoever writes a template."""
    told = {
        "nama": gettext("the person's name"),
        "tempat": gettext("the place of the visit"),
        "tanggal": gettext("the day of the visit"),
        "jam": gettext("the hours of the visit"),
        "desa": gettext("the village where the resident lives"),
        "nik_tersamar": gettext("the NIK, masked; never whole"),
        "kantor": gettext("the name of the office"),
        "berhenti": gettext("how to get no more messages; every template needs it"),
    }
    return [(f"{{{name}}}", told[name]) for name in texts.PLACEHOLDERS]
