"""E-mail over the office's mail server. What it has taken is sent; whether it was read nobody says."""

import contextlib
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from rekam.domain.reminders import addresses
from rekam.domain.reminders.states import Event, Outcome
from rekam.office.reminders.letters import Letter

HERE = frozenset({"127.0.0.1", "::1", "localhost"})


class MailServer:
    """The server that settings name. It cannot be asked about a message."""

    can_ask = False

    def ask(self, reference: str) -> Outcome | None:
        return None

    def send(self, letter: Letter) -> Outcome:
        if settings.SMTP_SECURITY == "none" and settings.EMAIL_HOST not in HERE:
            return Outcome(Event.NOT_SENT, "not_encrypted")
        connection = get_connection(timeout=settings.PROVIDER_SECONDS)
        try:
            connection.open()
        except smtplib.SMTPAuthenticationError:
            return Outcome(Event.NOT_SENT, "not_allowed")
        except (OSError, smtplib.SMTPException):
            return Outcome(Event.NOT_SENT, "unreachable")
        try:
            return _handed_over(connection, message(letter))
        finally:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.close()


def message(letter: Letter) -> EmailMessage:
    """With our reference as its number, so that a person finds it in the mail server's own log."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{letter.reference}@{host}>", "Auto-Submitted": "auto-generated"}
    if letter.way_out:
        headers["List-Unsubscribe"] = f"<{letter.way_out}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    subject = " ".join(letter.subject.split())
    return EmailMessage(subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers)


def _handed_over(connection: BaseEmailBackend, made: EmailMessage) -> Outcome:
    """The server's word decides. A connection that breaks before it is given leaves the question open."""
    try:
        connection.send_messages([made])
    except smtplib.SMTPRecipientsRefused as refused:
        code, text = next(iter(refused.recipients.values()))
        return _refused(code, text)
    except smtplib.SMTPSenderRefused as refused:  # ours to put right, not the receiver's
        return Outcome(Event.NOT_SENT, "not_allowed", f"{refused.smtp_code}")
    except smtplib.SMTPServerDisconnected:
        return Outcome(Event.LOST, "cut_off")
    except smtplib.SMTPResponseException as refused:
        return _refused(refused.smtp_code, refused.smtp_error)
    except TimeoutError:
        return Outcome(Event.LOST, "timed_out")
    except (OSError, smtplib.SMTPException):
        return Outcome(Event.LOST, "cut_off")
    return Outcome(Event.ACCEPTED)


def _refused(code: int, text: bytes | str) -> Outcome:
    """4xx: later. 5xx: never."""
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    told = addresses.scrubbed(f"{code} {said}")
    if 400 <= code < 500:
        return Outcome(Event.NOT_SENT, "busy", told)
    return Outcome(Event.DECLINED, "declined", told)
