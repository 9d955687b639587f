"""What the screens say of residents: why one is obliged or not, whether a session counts, what changed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.domain.coverage.rules import Reason
from rekam.domain.wording import MISSING, masked, short_date
from rekam.office.residents.models import Citizenship, Marital, Sex, Standing

Words = dict[str, "str | Promise"]

MEASURES: Words = {
    "registered": _("Registered"),
    "obliged": _("Obliged"),
    "recorded": _("Recorded"),
    "unrecorded": _("Unrecorded"),
}
# Of whom a reader of one area is told no more: where they live now.
MOVED = _("Moved out of your area since")
# One word for what a person counts as, in lists.
STATES: Words = {
    "recorded": _("Recorded"),
    "unrecorded": _("Unrecorded"),
    "deactivated": _("Unrecorded, NIK deactivated"),
    "first_timer": _("First-timer"),
    "under_age": _("Under 16"),
    "not_obliged": _("Not obliged"),
    **{standing.value: standing.label for standing in Standing},
}
TONES = {
    "recorded": "recorded",
    "unrecorded": "risk",
    "deactivated": "stop",
    "first_timer": "info",
}

# The lists one acts on, as tabs: the label, whom it counts, and since when they are 17.
LISTS: tuple[tuple["str | Promise", str, str], ...] = (
    (_("Unrecorded"), "unrecorded", ""),
    (_("NIK soon deactivated"), "unrecorded", "soon"),
    (_("NIK deactivated"), "unrecorded", "deactivated"),
    (_("First-timers"), "first_timer", ""),
    (_("Recorded"), "recorded", ""),
    (_("Everyone"), "everyone", ""),
)
# The headings of a list: the class of the column, its label, and the order it sorts by.
COLUMNS: tuple[tuple[str, "str | Promise", str], ...] = (
    ("", _("Name"), "name"),
    ("", _("NIK"), ""),
    ("", _("Sex"), ""),
    ("n", _("Age"), "born"),
    ("", _("Village"), "village"),
    ("", _("Employer"), ""),
    ("", _("Standing"), ""),
    ("", _("Since"), "obliged"),
)
ORDERS: Words = {
    "village": _("By village"),
    "name": _("By name"),
    "born": _("Oldest first"),
    "-born": _("Youngest first"),
    "obliged": _("Longest obliged first"),
}


def tone(state: str) -> str:
    """The tone of a badge for a state."""
    return TONES.get(state, "quiet")


# The one reason that decides, by the code of the verdict.
VERDICTS: Words = {
    "obliged.aged_17": _("Obliged since %(since)s, being 17 or older"),
    "obliged.married": _("Obliged since %(since)s, being married or having been"),
    "obliged.first_timer": _(
        "Not obliged yet: %(age)s years old, obliged from %(since)s; may be recorded already as a first-timer"
    ),
    "obliged.under_age": _("Not obliged yet: %(age)s years old, obliged from %(since)s"),
    "obliged.no_permanent_stay": _("Not obliged: a foreigner without permanent stay (ITAP)"),
    "obliged.not_born": _("Not counted: born on %(since)s"),
    "obliged.not_yet_here": _("Not counted: lives here only from %(since)s"),
    "obliged.moved_out": _("Not counted: moved out on %(since)s"),
    "obliged.died": _("Not counted: died on %(since)s"),
    "obliged.left_register": _("Not counted: no longer in the register since %(since)s"),
}
SEARCH_NOTES: Words = {
    "search.too_little": _("Type at least three letters of a name, or four digits of a NIK or family card."),
    "search.more": _(
        "There are more than 100. Add a birth date or year, or another word of the name, and search again."
    ),
    "search.unknown_nik": _(
        "No resident here has exactly this number. It may be mistyped, or the person lives elsewhere."
    ),
    "search.not_16_digits": _("A NIK has 16 digits; this number has more or fewer."),
    "search.recorded_but_unknown": _(
        "This NIK has been recorded, but the register does not know it: see Out of domicile."
    ),
    "search.other_birth": _("Nobody with such a name was born then. These were born at other times."),
    "search.typo": _("One slip of the finger away from what you typed:"),
}
HOW: Words = {
    "nik": _("This NIK"),
    "kk": _("This family card"),
    "part": _("Part of the number"),
    "typo": _("One digit apart"),
    "name": _("This name"),
    "sound": _("Sounds the same"),
    "like": _("Similar name"),
    "birth": _("Born on this day"),
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
FIELDS: Words = {
    "nik": _("NIK"),
    "kk": _("Family card"),
    "name": _("Name"),
    "sex": _("Sex"),
    "born": _("Born on"),
    "birth_place": _("Birthplace"),
    "marital": _("Marital status"),
    "married_on": _("Married on"),
    "religion": _("Religion"),
    "blood": _("Blood group"),
    "relation": _("Place in the family"),
    "education": _("Education"),
    "occupation": _("Occupation"),
    "employer": _("Employer"),
    "area_id": _("Village"),
    "rt": _("RT"),
    "rw": _("RW"),
    "address": _("Address"),
    "citizenship": _("Citizenship"),
    "standing": _("Standing"),
    "ended_on": _("Ended on"),
    "arrived_on": _("Moved here on"),
    "ektp_status": _("Status of the KTP-el in the register"),
    "ektp_on": _("Recorded on, by the register"),
    "ektp_updated_on": _("Status of"),
    "ektp_place": _("Recorded at, by the register"),
}
CHOICES: dict[str, Words] = {
    "sex": {sex.value: sex.label for sex in Sex},
    "marital": {marital.value: marital.label for marital in Marital},
    "citizenship": {citizenship.value: citizenship.label for citizenship in Citizenship},
    "standing": {standing.value: standing.label for standing in Standing},
}
# What the centre's codes mean at the counter. Others are shown as they came.
STATUSES: Words = {
    "UNREGISTERED": _("Not registered"),
    "BIO_CAPTURED": _("Captured"),
    "PROCESSING": _("Being processed"),
    "SENT_FOR_ENROLLMENT": _("Sent to the centre"),
    "RECEIVED_AT_CENTRAL": _("Received at the centre"),
    "PRINT_READY_RECORD": _("Ready to print"),
    "DUPLICATE_RECORD": _("Duplicate"),
    "ADJUDICATE_RECORD": _("Being decided upon"),
    "REQUEST_VALIDATION": _("Waiting for validation"),
    "ENROLL_FAILURE_AT_CENTRAL": _("Failed at the centre"),
    "ENROLL_FAILURE_AT_REGIONAL": _("Failed in the region"),
    "SEARCH_FAILURE_AT_CENTRAL": _("Search failed at the centre"),
    "SENT_FOR_CARD_PRINTING": _("Sent to print"),
    "CARD_PRINTED": _("Card printed"),
    "CARD_SHIPPED": _("Card shipped"),
    "CARD_ISSUED": _("Card handed over"),
}
# What is known of recordings on the day asked about.
RECORDINGS: Words = {
    "recording.counts": _("Recorded on %(first)s: counts as recorded."),
    "recording.early": _("Recorded on %(first)s, which counts once the obligation begins."),
    "recording.counted": _("Recorded on %(first)s, which counted while this person was obliged here."),
    "recording.not_here": _("Recorded on %(first)s, which does not count here."),
    "recording.later": _("Not recorded on this day; recorded later, on %(first)s."),
    "recording.none": _("No recording of this person counts."),
    "recording.not_yet": _("Not recorded."),
    "nik.deactivated": _(
        "Not recorded by the age of %(age)s: the NIK is deactivated for the time being since %(due)s."
    ),
    "nik.will_be_deactivated": _(
        "Without a recording the NIK is deactivated for the time being on %(due)s, at the age of %(age)s."
    ),
}
COUNTS: Words = {
    "first": _("Counts: the first recording that counts."),
    "again": _("Does not count again: recorded already on %(first)s. People are counted, not sessions."),
    "after_death": _("Does not count: the register says that this person died on %(died)s, before it."),
    "voided": _("Does not count: %(status)s. This person has to be recorded again."),
    "voided_but_recorded": _("Does not count: %(status)s. Recorded on %(first)s all the same."),
}
WARNINGS: Words = {
    "nik.other_sex": _("The sex in the NIK differs from the register. The register decides."),
    "nik.other_birth": _("The birth date in the NIK differs from the register. The register decides."),
    "nik.impossible_date": _("The digits of the NIK are no date that exists."),
    "recorded.all_failed": _("Every recording of this person failed: record again."),
}
KINDS: Words = {
    "residents": _("Register"),
    "recordings": _("Recordings"),
    "correction": _("Correction"),
    "undo": _("Undone"),
}


def verdict(why: str, *, since: date | None, age: int) -> str:
    """The sentence for a verdict: "Wajib KTP sejak 17-05-1997 karena berusia 17 tahun"."""
    return str(VERDICTS.get(why, why)) % {"since": short_date(since), "age": age}


def said(code: str, words: Mapping[str, "str | Promise"], **values: object) -> str:
    """A sentence of one of the tables above with its values."""
    sentence = str(words.get(code, code))
    return sentence % values if values else sentence


def status(code: str) -> str:
    """A status as the counter says it, with the centre's own code when we know no word."""
    return str(STATUSES.get(code, code))


def value(field: str, content: Any, areas: Mapping[int, str]) -> str:
    """One fact as a history shows it."""
    if content in (None, ""):
        return MISSING
    if field == "area_id":
        return areas.get(content, str(content))
    if field == "kk":
        return masked(str(content))
    if field in CHOICES:
        return str(CHOICES[field].get(content, content))
    if field == "ektp_status":
        return status(content)
    return short_date(content) if isinstance(content, date) else str(content)


def source(code: str) -> str:
    """Where a fact came from, in words."""
    kind, _colon, rest = code.partition(":")
    if kind == "import" and rest.isdigit():
        return _now("Import %(number)s") % {"number": rest}
    if kind == "correction":
        return _now("Correction by %(document)s") % {"document": rest} if rest else _now("Correction")
    return code


GROUPS: Words = {
    "unknown_here": _("NIK of this regency that the register does not know"),
    "from_elsewhere": _("Lives elsewhere"),
    "moved_out": _("Had moved out or left the register before"),
}
