"""A mail server's protocol, and the moments at which it can break."""

from typing import Any

import pytest

from rekam.domain.reminders.states import Event
from rekam.office.reminders.letters import Letter
from rekam.office.reminders.mail import MailServer as Mail
from tests.contract import servers
from tests.contract.servers import HANG, HANG_UP, MailServer

LETTER = Letter(
    reference="Zx8kQ2mN4pR6tV1w",
    to="siti@contoh.id",
    text="Yth. Siti, mari rekam KTP-el.",
    subject="Perekaman\nKTP-el",
    way_out="https://rekam.contoh.id/jemput-bola/pesan/berhenti/abc/",
)


def test_a_message_arrives_with_our_reference_and_a_way_out(mail: MailServer) -> None:
    outcome = Mail().send(LETTER)

    (taken,) = mail.taken
    assert outcome.event == Event.ACCEPTED
    assert mail.recipients == ["siti@contoh.id"]
    assert "Subject: Perekaman KTP-el\r\n" in taken
    assert "Message-ID: <Zx8kQ2mN4pR6tV1w@contoh.id>\r\n" in taken
    assert f"List-Unsubscribe: <{LETTER.way_out}>\r\n" in taken
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in taken
    assert "mari rekam KTP-el" in taken


@pytest.mark.parametrize(
    ("on", "event", "why", "arrives"),
    [
        ({"RCPT": "550 no such user siti@contoh.id"}, Event.DECLINED, "declined", 0),
        ({"RCPT": "451 try later"}, Event.NOT_SENT, "busy", 0),
        ({"MAIL": "550 sender unknown"}, Event.NOT_SENT, "not_allowed", 0),
        ({"DATA": "452 no room"}, Event.NOT_SENT, "busy", 0),
        ({"TEXT": "554 spam"}, Event.DECLINED, "declined", 0),
        ({"TEXT": "451 try later"}, Event.NOT_SENT, "busy", 0),
        ({"TEXT": HANG_UP}, Event.LOST, "cut_off", 1),
        ({"CONNECT": "421 closed"}, Event.NOT_SENT, "unreachable", 0),
        ({"QUIT": HANG_UP}, Event.ACCEPTED, "", 1),
    ],
)
def test_each_answer_means_one_thing(
    mail: MailServer, on: dict[str, str], event: Event, why: str, arrives: int
) -> None:
    mail.on = on

    outcome = Mail().send(LETTER)

    assert (outcome.event, outcome.why) == (event, why)
    assert len(mail.taken) == arrives
    assert "siti@contoh.id" not in outcome.told


def test_a_server_that_takes_it_and_says_nothing_leaves_it_unknown(mail: MailServer, settings: Any) -> None:
    settings.PROVIDER_SECONDS = 0.3
    mail.on = {"TEXT": HANG}

    assert Mail().send(LETTER).event == Event.LOST
    assert len(mail.taken) == 1


def test_where_nobody_listens_nothing_left_us(mail: MailServer, settings: Any) -> None:
    settings.EMAIL_PORT = servers.closed_port()

    assert Mail().send(LETTER).why == "unreachable"


def test_a_password_never_travels_in_the_clear_to_another_machine(settings: Any) -> None:
    settings.EMAIL_HOST = "surel.contoh.id"
    settings.SMTP_SECURITY = "none"

    assert Mail().send(LETTER).why == "not_encrypted"
