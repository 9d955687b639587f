"""Messages to residents and contacts: what is said, to whom, by whose consent, and what became of each.

A telephone number or address stands here because a message cannot go without it; screens, logs and the audit
trail show it masked.
"""

import secrets
from datetime import time

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekam.domain.reminders import addresses
from rekam.domain.reminders import states as rules
from rekam.office.clients.models import Client, Contact
from rekam.office.regions.models import Area
from rekam.office.visits.models import Visit


def new_key() -> str:
    """Nobody guesses it: a way out of the office's messages, or the office's own name of a message."""
    return secrets.token_urlsafe(12)


class Channel(models.TextChoices):
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")
    EMAIL = "email", _("E-mail")


class Language(models.TextChoices):
    INDONESIAN = "id", _("Indonesian")
    ENGLISH = "en", _("English")


class Rules(models.Model):
    """The office's own limits: one row. Prices are rupiah per message, of an SMS per part."""

    quiet_from = models.TimeField(_("Quiet from"), default=time(19))
    quiet_until = models.TimeField(_("Quiet until"), default=time(8))
    monthly_budget = models.PositiveIntegerField(_("Budget of a month, in rupiah"), null=True, blank=True)
    price_sms = models.PositiveIntegerField(_("Price of an SMS"), default=0)
    price_whatsapp = models.PositiveIntegerField(_("Price of a WhatsApp message"), default=0)
    price_email = models.PositiveIntegerField(_("Price of an e-mail"), default=0)
    wakes_at = models.DateTimeField(null=True, help_text="when the worker was told to look again")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_set_of_reminder_rules")]

    def __str__(self) -> str:
        return f"quiet {self.quiet_from}-{self.quiet_until}"

    @property
    def prices(self) -> dict[str, int]:
        return {each.value: getattr(self, f"price_{each.value}") for each in Channel}


class Template(models.Model):
    """What a message says, in both languages. ``whatsapp_name`` is the approved template of the same words:
    WhatsApp sends nothing else to somebody who has not written first.
    """

    name = models.CharField(_("Name"), max_length=80, unique=True)
    text_id = models.TextField(_("Text in Indonesian"))
    text_en = models.TextField(_("Text in English"), blank=True)
    subject_id = models.CharField(_("Subject in Indonesian"), max_length=120, blank=True)
    subject_en = models.CharField(_("Subject in English"), max_length=120, blank=True)
    whatsapp_name = models.CharField(_("Name of the approved WhatsApp template"), max_length=120, blank=True)
    is_used = models.BooleanField(_("In use"), default=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> str:
        """All that it says anywhere."""
        return "\n".join((self.text_id, self.text_en, self.subject_id, self.subject_en))

    def text(self, language: str) -> str:
        return (self.text_en if language == Language.ENGLISH else "") or self.text_id

    def subject(self, language: str) -> str:
        return (self.subject_en if language == Language.ENGLISH else "") or self.subject_id or self.name


class Source(models.TextChoices):
    OFFICE = "office", _("Given at the office")
    ROLL = "roll", _("From a client's list of people")
    VILLAGE = "village", _("From the village")


class How(models.TextChoices):
    """How somebody agreed to messages."""

    WRITING = "writing", _("In writing")
    IN_PERSON = "in_person", pgettext_lazy("consent", "In person")
    TELEPHONE = "telephone", pgettext_lazy("consent", "By telephone")
    MESSAGE = "message", pgettext_lazy("consent", "By message")


class Reachable(models.Model):
    """A resident who can be written to. The register holds no telephones: these came from elsewhere.

    It names a NIK and not a row of the register, which an undone import would take away. A client's
    contact has number and consent of its own (`clients.Contact`).
    """

    nik = models.CharField(max_length=16, unique=True)
    phone = models.CharField(_("Telephone"), max_length=16, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    channel = models.CharField(_("Reached best by"), max_length=8, choices=Channel, default=Channel.SMS)
    language = models.CharField(_("Language"), max_length=2, choices=Language, default=Language.INDONESIAN)
    source = models.CharField(_("Where it comes from"), max_length=7, choices=Source, default=Source.OFFICE)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    consents = models.BooleanField(_("Agrees to messages"), null=True)
    consent_how = models.CharField(_("How they said so"), max_length=9, choices=How, blank=True)
    consent_at = models.DateTimeField(null=True)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-noted_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(phone="", email=""), name="reachable_somewhere"),
            models.CheckConstraint(
                condition=Q(consents=None, consent_at=None, consent_how="")
                | (Q(consents__isnull=False, consent_at__isnull=False) & ~Q(consent_how="")),
                name="reachable_consent_with_when_and_how",
            ),
        ]

    def __str__(self) -> str:
        return f"reachable {self.pk}"


class Way(models.TextChoices):
    """How somebody asked us to stop."""

    REPLY = "reply", _("By a reply")
    LINK = "link", _("By the link in a message")
    STAFF = "staff", _("Noted by the office")


class OptOut(models.Model):
    """Somebody who wants no more messages at an address. It lasts until the person agrees anew."""

    address = models.CharField(max_length=254)
    way = models.CharField(max_length=5, choices=Way)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=Q(lifted_at=None), name="one_opt_out_for_an_address"
            ),
        ]

    def __str__(self) -> str:
        return f"opt-out {self.pk}"

    @property
    def masked(self) -> str:
        return addresses.masked(self.address)


class Kind(models.TextChoices):
    """Who is written to."""

    VISIT = "visit", _("People expected at a visit")
    VILLAGE = "village", _("Unrecorded residents of a village")
    CONTACTS = "contacts", _("Contacts of clients")


class Campaign(models.Model):
    """One sending: a template, chosen people, and what was told beforehand (``foreseen``)."""

    kind = models.CharField(max_length=8, choices=Kind)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="campaigns")
    visit = models.ForeignKey(Visit, null=True, on_delete=models.SET_NULL, related_name="campaigns")
    client = models.ForeignKey(Client, null=True, on_delete=models.SET_NULL, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, blank=True, help_text="empty: how each is reached best")
    once = models.CharField(max_length=32, unique=True, help_text="of the form: twice is once")
    foreseen = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"campaign {self.pk}"


class State(models.TextChoices):
    """`rekam.domain.reminders.states.State` with what a reader sees."""

    QUEUED = "queued", pgettext_lazy("message", "Queued")
    SENDING = "sending", pgettext_lazy("message", "Being sent")
    SENT = "sent", pgettext_lazy("message", "Sent")
    DELIVERED = "delivered", pgettext_lazy("message", "Delivered")
    READ = "read", pgettext_lazy("message", "Read")
    FAILED = "failed", pgettext_lazy("message", "Failed")
    UNKNOWN = "unknown", pgettext_lazy("message", "Unknown")
    REFUSED = "refused", pgettext_lazy("message", "Refused")


COSTS = tuple(state.value for state in rules.COSTS)


class Message(models.Model):
    """One message to one person. ``reference`` is our name for it at the provider, the same for every try;
    ``key`` opens the page on which the person says that it is enough.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="messages")
    reference = models.CharField(max_length=40, unique=True, default=new_key)
    key = models.CharField(max_length=40, unique=True, default=new_key)
    channel = models.CharField(max_length=8, choices=Channel)
    address = models.CharField(max_length=254)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    nik = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=150)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=Language, default=Language.INDONESIAN)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    parameters = models.JSONField(default=list)

    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    why = models.CharField(max_length=30, blank=True, help_text="code of the reason for the state")
    next_at = models.DateTimeField(help_text="not before; what is unknown is asked about then")
    tries = models.PositiveSmallIntegerField(default=0)
    tries_before = models.PositiveSmallIntegerField(default=0, help_text="until a person said: once more")
    asked = models.PositiveSmallIntegerField(default=0)
    provider_id = models.CharField(max_length=200, blank=True)
    cost = models.PositiveIntegerField(default=0, validators=[MinValueValidator(0)])
    charged_on = models.DateField(null=True, help_text="the day whose month pays for it")
    by_hand = models.BooleanField(default=False)
    queued_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(help_text="when it came into its state")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["state", "next_at"], name="message_by_state"),
            models.Index(fields=["address"], name="message_by_address"),
            models.Index(fields=["provider_id"], name="message_by_provider"),
            models.Index(fields=["charged_on"], name="message_by_charge"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "address"], name="message_once_in_a_campaign"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(taken_at__isnull=False), name="message_sending_was_taken"
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def masked(self) -> str:
        return addresses.masked(self.address)


class Step(models.Model):
    """One thing that happened to a message. ``told`` is what the provider said, without anybody's number."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="steps")
    event = models.CharField(max_length=14)
    state = models.CharField(max_length=9, choices=State, help_text="the state it led to")
    why = models.CharField(max_length=30, blank=True)
    told = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event} of {self.message_id}"
