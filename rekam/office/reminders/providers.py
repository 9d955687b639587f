"""Which provider sends for a channel. Where settings name none, a person sends from the outbox."""

from django.conf import settings

from rekam.office.reminders.letters import Provider
from rekam.office.reminders.mail import MailServer
from rekam.office.reminders.models import Channel
from rekam.office.reminders.sms import Gateway
from rekam.office.reminders.whatsapp import CloudApi


def of(channel: str) -> Provider | None:
    if channel == Channel.SMS and settings.SMS_URL:
        return Gateway()
    if channel == Channel.WHATSAPP and settings.WHATSAPP_PHONE_ID and settings.WHATSAPP_TOKEN:
        return CloudApi()
    if channel == Channel.EMAIL and settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL:
        return MailServer()
    return None


def ready() -> list[str]:
    """The channels on which something sends by itself."""
    return [channel.value for channel in Channel if of(channel) is not None]


def asking() -> list[str]:
    """The channels whose provider can be asked what became of a message."""
    return [channel for channel in ready() if (found := of(channel)) is not None and found.can_ask]


def hears_replies(channel: str) -> bool:
    """Whether a reply reaches us by itself, so that "reply STOP" is a promise we keep."""
    if channel == Channel.SMS:
        return bool(settings.SMS_URL and settings.SMS_CALLBACK_KEY)
    return bool(channel == Channel.WHATSAPP and of(channel) and settings.WHATSAPP_APP_SECRET)
