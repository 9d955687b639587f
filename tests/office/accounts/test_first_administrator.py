"""The first person of an office comes from the terminal."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from tests.office.accounts import staff


def create(*words: str) -> str:
    said = StringIO()
    names = ("--username", "Rina", "--full-name", "Rina Wati")
    with translation.override("id"):  # as `rekam` does, whatever a test before this one spoke
        call_command("create_administrator", *names, *words, stdout=said)
    return said.getvalue()


def test_a_random_password_is_printed_once() -> None:
    said = create("--generate")

    rina = User.objects.get()
    password = said.partition("Kata sandi: ")[2].splitlines()[0]
    assert (rina.username, rina.role, rina.must_change_password) == ("rina", Role.ADMINISTRATOR, True)
    assert rina.check_password(password)
    assert Entry.objects.get().username == "terminal"


def test_a_program_reads_it_as_json() -> None:
    said = json.loads(create("--json"))

    assert User.objects.get().check_password(said["password"])


def test_no_two_offices_get_the_same_password() -> None:
    first = json.loads(create("--json"))["password"]
    User.objects.all().update(username="lain")

    assert json.loads(create("--json"))["password"] != first


def test_a_name_that_is_taken_is_an_error_and_changes_nothing() -> None:
    taken = staff.person(Role.OPERATOR, username="rina")

    with pytest.raises(CommandError):
        create("--generate")
    assert list(User.objects.all()) == [taken]


def test_without_a_terminal_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(""))

    with pytest.raises(CommandError, match="--username"):
        call_command("create_administrator")


def test_a_chosen_password_is_asked_until_it_is_good_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["pendek", staff.PASSWORD, "lain-lagi-saja-9", staff.PASSWORD, staff.PASSWORD])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(answers))

    said = create()

    rina = User.objects.get()
    assert rina.check_password(staff.PASSWORD)
    assert not rina.must_change_password
    assert staff.PASSWORD not in said
