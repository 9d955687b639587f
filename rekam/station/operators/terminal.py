"""Unlocking the store from the terminal: the same name and password as in the browser."""

import getpass
import os
from argparse import ArgumentParser

from django.utils.translation import gettext as _

from rekam.domain.trouble import RuleBroken
from rekam.station.operators import signing_in
from rekam.station.operators.models import Operator
from rekam.station.packs import first, taking


def add_name(parser: ArgumentParser) -> None:
    parser.add_argument("--name", help="an operator's user name; asked for when left out")


def unlock(name: str | None) -> Operator:
    if not first.has_pack():
        raise RuleBroken("pack.not_enrolled", taking.NOT_ENROLLED)
    login = name or input(_("User name: "))
    secret = os.environ.get("REKAM_STATION_PASSWORD") or getpass.getpass(_("Password: "))
    return signing_in.sign_in(login=login, secret=secret)
