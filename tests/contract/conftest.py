"""A provider of each kind, and an office that knows it."""

from collections.abc import Iterator
from typing import Any

import pytest

from rekam.office.reminders.letters import Letter
from tests.contract import servers
from tests.contract.servers import CloudApi, MailServer, SmsGateway

REFERENCE = "Zx8kQ2mN4pR6tV1w"
LETTER = Letter(
    reference=REFERENCE,
    to="+6281234567890",
    text="Yth. Siti, mari rekam KTP-el.",
    subject="Perekaman KTP-el",
    template="undangan_rekam",
    parameters=("Siti", "Balai Desa"),
)


@pytest.fixture
def letter() -> Letter:
    return LETTER


@pytest.fixture
def gateway(settings: Any) -> Iterator[SmsGateway]:
    with servers.running(SmsGateway()) as found:
        assert isinstance(found, SmsGateway)
        settings.SMS_URL = f"{found.url}/send"
        settings.SMS_STATUS_URL = f"{found.url}/status/{{reference}}"
        settings.SMS_TOKEN = "rahasia-gerbang"
        settings.SMS_CALLBACK_KEY = "kunci-kabar"
        settings.PROVIDER_SECONDS = 5.0
        yield found


@pytest.fixture
def cloud(settings: Any) -> Iterator[CloudApi]:
    with servers.running(CloudApi()) as found:
        assert isinstance(found, CloudApi)
        settings.WHATSAPP_URL = f"{found.url}/v23.0"
        settings.WHATSAPP_PHONE_ID = "106540352242922"
        settings.WHATSAPP_TOKEN = "rahasia-token"
        settings.WHATSAPP_APP_SECRET = "rahasia-aplikasi"
        settings.WHATSAPP_VERIFY_TOKEN = "kata-kunci"
        settings.PROVIDER_SECONDS = 5.0
        yield found


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    with servers.mail_running() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = found.port
        settings.EMAIL_USE_TLS = False
        settings.SMTP_SECURITY = "none"
        settings.DEFAULT_FROM_EMAIL = "Disdukcapil <dukcapil@contoh.id>"
        settings.PROVIDER_SECONDS = 5.0
        yield found
