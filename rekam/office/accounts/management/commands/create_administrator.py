"""``rekam admin create``: the first person of an office. There is never a default password."""

import getpass
import json
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from rekam.office.accounts import actions
from rekam.office.accounts.models import User


class Command(BaseCommand):
    help = (
        "Makes an administrator. Asks for what is missing; an empty password means a random one, "
        "which is printed once and kept nowhere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", default="", help="what the person types to sign in: siti.aminah")
        parser.add_argument("--full-name", default="", help="the name on the screens")
        parser.add_argument("--generate", action="store_true", help="do not ask for a password, make one")
        parser.add_argument("--json", action="store_true", help='print {"username", "password"}')

    def handle(self, *args: Any, **options: Any) -> None:
        asks = sys.stdin.isatty() and not options["json"]
        username = options["username"] or _ask(_("User name"), "--username", asks=asks)
        full_name = options["full_name"] or _ask(_("Full name"), "--full-name", asks=asks)
        chosen = _ask_password(username) if asks and not options["generate"] else ""
        password = chosen or actions.random_password()
        self._add(username, full_name, password, must_change=not chosen)
        self._say(username.lower(), "" if chosen else password, as_json=options["json"])

    def _add(self, username: str, full_name: str, password: str, *, must_change: bool) -> None:
        try:
            actions.add_administrator(
                username=username,
                full_name=full_name,
                password=password,
                must_change=must_change,
                at=timezone.now(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _say(self, username: str, password: str, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"username": username, "password": password}))
            return
        self.stdout.write(_("Administrator %(username)s was made.") % {"username": username})
        if password:
            self.stdout.write(_("Password: %(password)s") % {"password": password})
            self.stdout.write(_("It is shown only now and must be changed at the first sign-in."))


def _ask(what: str, option: str, *, asks: bool) -> str:
    answer = input(f"{what}: ").strip() if asks else ""
    if not answer:
        raise CommandError(_("%(what)s is missing: give %(option)s.") % {"what": what, "option": option})
    return answer


def _ask_password(username: str) -> str:
    """Until both are alike and good enough; empty for a random one."""
    while True:
        first = getpass.getpass(_("Password (empty: a random one): "))
        if not first:
            return ""
        try:
            validate_password(first, User(username=username))
        except ValidationError as error:
            print("\n".join(error.messages), file=sys.stderr)
            continue
        if getpass.getpass(_("Again: ")) == first:
            return first
        print(_("The two do not match."), file=sys.stderr)
