"""Signing in without a network: the password unlocks the store, or nothing does."""

import math
import threading
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken, Trouble
from rekam.station import disk_trouble, folder
from rekam.station.identity import actions as identity
from rekam.station.operators import present
from rekam.station.operators.models import Operator
from rekam.station.packs import taking
from rekam.station.store import attempts, keyring, ready
from rekam.station.store.keyring import Unlocked
from rekam.station.store.opened import store

_one_guess = threading.Lock()  # many at once would be counted as one, and each takes 64 MiB


def sign_in(*, login: str, secret: str) -> Operator:
    """The operator, with the store open and their signing key in memory. Where the disk does not take that a
    password is tried, none is looked at: nobody is locked out by it, and nobody guesses meanwhile.
    """
    with disk_trouble.told_plainly():
        return _opened(_unlock(login, secret))


def sign_in_by_passkey(*, credential: bytes, answer: bytes) -> Operator:
    """As with a password. Nobody guesses an answer of 32 random bytes, so no try is counted."""
    with disk_trouble.told_plainly():
        unlocked = keyring.unlock_by_passkey(settings.FOLDER / folder.KEYRING, credential, answer)
        if unlocked is None:
            raise RuleBroken(
                "sign_in.passkey",
                gettext_noop("This passkey does not open this station. Use your password."),
            )
        return _opened(unlocked)


def _opened(unlocked: Unlocked) -> Operator:
    if not (settings.FOLDER / folder.STORE).exists():  # an empty one in its place would hold nobody
        raise disk_trouble.trouble(disk_trouble.MISSING)
    was_open = store.is_open
    store.open(unlocked.store_key)
    try:
        ready.make()
        identity.introduce_again()
        taking.check_ring()
        operator = _named(unlocked)
    except (Trouble, DatabaseError, OSError):  # nobody comes in: the door is closed again
        if not was_open:
            store.close()
        raise
    present.arrives(operator.pk, unlocked.keys)
    return operator


def confirm(*, login: str, secret: str) -> Operator:
    """A second officer puts their name to something: nobody is signed in or out by it."""
    with disk_trouble.told_plainly():
        return _named(_unlock(login, secret))


def lock(*, keep_open: bool = False) -> None:
    """Everybody is signed out. The store closes too, unless what is being sent still needs it."""
    present.leave()
    cache.clear()
    if not keep_open:
        store.close()
    with suppress(OSError):  # a full disk: less is forgotten, and it is locked all the same
        attempts.note(settings.FOLDER / folder.ATTEMPTS)


def _unlock(login: str, secret: str) -> Unlocked:
    with _one_guess:
        return _guessed(login, secret)


def _guessed(login: str, secret: str) -> Unlocked:
    ring, tries = settings.FOLDER / folder.KEYRING, settings.FOLDER / folder.ATTEMPTS
    tag = keyring.tag(ring, login)
    seconds = attempts.wait(tries, tag)
    if seconds > 0:
        raise RuleBroken(
            "sign_in.wait",
            gettext_noop("Too many wrong passwords. Try again in %(minutes)s minutes."),
            minutes=math.ceil(seconds / 60),
        )
    attempts.count(tries, tag)
    unlocked = keyring.unlock(ring, login, secret)
    if unlocked is None:
        raise RuleBroken(
            "sign_in.wrong", gettext_noop("The name and the password do not fit together. Try again.")
        )
    with suppress(OSError):  # it was right all the same: the one too many is no wait, and goes the next time
        attempts.forgive(tries, tag)
    return unlocked


def _named(unlocked: Unlocked) -> Operator:
    operator = Operator.objects.filter(pk=unlocked.operator.hex(), is_active=True).first()
    if operator is None:
        raise RuleBroken(
            "sign_in.not_on_pack", gettext_noop("The roster pack in use no longer names you. Ask the office.")
        )
    return operator
