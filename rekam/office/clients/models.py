"""Whoever the office goes to: companies, schools and villages, what they asked for, and whom they named.

What can be computed is not stored: whether somebody on a roll still has to be recorded is asked of the
register each time. Stored is who a row *is*, because finding that out is dear, and what a person decided.
"""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.domain.rolls.words import Decision, Match
from rekam.office.places.models import Place
from rekam.office.residents.models import Resident

LONGEST_NAME = 150


class Client(models.Model):
    """A company, school or village to which the office goes. Where it goes is its service point.

    ``windows`` is the week in which people can be spared, as a timetable's: seven days of ranges, Monday
    first. Without any the place's own hours hold.
    """

    name = models.CharField(_("Name"), max_length=120)
    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="client")
    kits_at_once = models.PositiveSmallIntegerField(
        _("Kits that fit in at once"), default=1, validators=[MinValueValidator(1)]
    )
    windows = models.JSONField(default=list, blank=True)
    note = models.CharField(_("Note"), max_length=500, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["place__area__code", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(kits_at_once__gte=1), name="client_has_room_for_a_kit"),
        ]

    def __str__(self) -> str:
        return self.name


class Channel(models.TextChoices):
    TELEPHONE = "telephone", _("Telephone call")
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")


class ConsentHow(models.TextChoices):
    """How somebody said whether messages may come."""

    LETTER = "letter", pgettext_lazy("consent", "By letter")
    FORM = "form", pgettext_lazy("consent", "On a form")
    SPOKEN = "spoken", pgettext_lazy("consent", "Spoken, face to face")
    TELEPHONE = "telephone", pgettext_lazy("consent", "By telephone")
    MESSAGE = "message", pgettext_lazy("consent", "By message")


class Contact(models.Model):
    """Somebody at a client. ``consents`` to messages: yes, no, or never asked (none); how it was said is
    empty where it was noted before that was asked. What was said earlier stands in the audit trail.

    ``phone`` is in the form of E.164, +628…, so that one number is one number.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("Name"), max_length=LONGEST_NAME)
    role = models.CharField(_("Role"), max_length=80, blank=True)
    phone = models.CharField(_("Telephone"), max_length=16, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    channel = models.CharField(_("Reached best by"), max_length=9, choices=Channel, default=Channel.TELEPHONE)
    consents = models.BooleanField(_("Agrees to messages"), null=True)
    consent_how = models.CharField(_("How they said so"), max_length=9, choices=ConsentHow, blank=True)
    consent_at = models.DateTimeField(null=True)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["client", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consents=None, consent_how="", consent_at=None, consent_by=None)
                | Q(consents__isnull=False, consent_at__isnull=False, consent_by__isnull=False),
                name="contact_consent_with_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Came(models.TextChoices):
    LETTER = "letter", _("By letter")
    MESSAGE = "message", _("By message")
    TELEPHONE = "telephone", _("By telephone")
    IN_PERSON = "in_person", _("In person")


class RequestState(models.TextChoices):
    ASKED = "asked", _("Asked")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Request(models.Model):
    """What a client asked for. ``wanted``: dates and hours that would suit it,
    ``[{"from": "2016-10-10", "until": "2016-10-14", "starts": "07:00", "ends": "11:00"}, …]``.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="requests")
    came = models.CharField(_("How it came"), max_length=9, choices=Came, default=Came.LETTER)
    on = models.DateField(_("Date"))
    number = models.CharField(_("Number of the letter"), max_length=60, blank=True)
    people = models.PositiveIntegerField(_("People, as the client says"), null=True, blank=True)
    wanted = models.JSONField(default=list, blank=True)
    note = models.CharField(_("Note"), max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=RequestState, default=RequestState.ASKED)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.ASKED, answered_at=None, answered_by=None)
                | (~Q(state=RequestState.ASKED) & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="request_answered_with_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} on {self.on}"


class AgreedDate(models.Model):
    """A day on which the office comes. A promised one stands: a plan moves it last of all.

    Withdrawn ones are kept, because somebody was told of them.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="agreed_dates")
    request = models.ForeignKey(
        Request, null=True, blank=True, on_delete=models.SET_NULL, related_name="agreed_dates"
    )
    on = models.DateField(_("Date"))
    starts = models.TimeField(_("From"))
    ends = models.TimeField(_("Until"))
    kits = models.PositiveSmallIntegerField(_("Kits"), default=1, validators=[MinValueValidator(1)])
    is_promised = models.BooleanField(_("Promised"), default=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["on", "starts", "id"]
        indexes = [models.Index(fields=["on"], name="agreed_date_on")]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "on", "starts"],
                condition=Q(withdrawn_at=None),
                name="agreed_date_once_for_a_client",
            ),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="agreed_date_within_a_day"),
            models.CheckConstraint(condition=Q(kits__gte=1), name="agreed_date_has_a_kit"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} on {self.on}"


class RollKind(models.TextChoices):
    WORKERS = "workers", _("Workers")
    PUPILS = "pupils", _("Pupils")
    VILLAGERS = "villagers", _("Villagers")


class RollState(models.TextChoices):
    COLUMNS = "columns", _("Waits for its columns")
    MATCHING = "matching", _("Is being compared with the register")
    MATCHED = "matched", _("Matched with the register")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Roll(models.Model):
    """A list of people that a client handed in. Its file is kept only until its rows were compared.

    ``matched_to`` is the posting of the ledger up to which the register was looked at: a later one means
    that matching again may find more.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="rolls")
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=9, choices=RollKind, default=RollKind.WORKERS)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file: the same file is told")
    as_of = models.DateField(_("As of"))
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=RollState, default=RollState.COLUMNS)
    columns = models.JSONField(default=dict, help_text="field -> column, as settled")
    unreadable = models.PositiveIntegerField(default=0, help_text="rows without a number and a name")
    matched_to = models.BigIntegerField(default=0)
    matched_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [models.Index(fields=["digest"], name="roll_by_file")]

    def __str__(self) -> str:
        return self.name


class RollRow(models.Model):
    """One line of a roll: what was written, and who it is in the register.

    ``match``, ``how``, ``found``, ``candidates``, ``from_outside`` and ``same_as`` are derived, and made anew
    when the roll is matched again. ``decision`` and ``decided_nik`` are a person's and stay: they name a NIK
    and not a row of the register, which an undone import would take away. ``resident`` is who the row is
    when both are taken together.
    """

    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text="the row as the spreadsheet numbers it")
    written = models.CharField(max_length=60, blank=True, help_text="the number as it was written")
    nik = models.CharField(max_length=16, blank=True, help_text="16 digits, where they could be read")
    nik_state = models.CharField(max_length=10)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    name_key = models.CharField(max_length=LONGEST_NAME, blank=True)
    born = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)

    match = models.CharField(max_length=5, choices=[(m.value, m.value) for m in Match])
    how = models.CharField(max_length=10, blank=True, help_text="a word of ``How``")
    found = models.ForeignKey(Resident, null=True, on_delete=models.SET_NULL, related_name="+")
    candidates = models.JSONField(default=list, help_text='[{"nik": "…", "how": "…"}], best first')
    from_outside = models.BooleanField(default=False, help_text="the NIK was first given out elsewhere")
    same_as = models.PositiveIntegerField(null=True, help_text="the earlier row that names the same person")
    resident = models.ForeignKey(Resident, null=True, on_delete=models.SET_NULL, related_name="roll_rows")

    decision = models.CharField(max_length=7, blank=True, choices=[(d.value, d.value) for d in Decision])
    decided_nik = models.CharField(max_length=16, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["roll", "number"]
        indexes = [models.Index(fields=["roll", "match"], name="roll_row_by_match")]
        constraints = [
            models.UniqueConstraint(fields=["roll", "number"], name="roll_row_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None, decided_nik="")
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="roll_row_decided_with_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=(Q(decision=Decision.THIS.value) & ~Q(decided_nik=""))
                | (~Q(decision=Decision.THIS.value) & Q(decided_nik="")),
                name="roll_row_decided_for_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.number} of roll {self.roll_id}"
