"""A passkey instead of a password, at one station: what it answers to a salt of its own opens the store."""

from datetime import datetime

from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.station.operators import present
from rekam.station.operators.models import Operator, Passkey
from rekam.station.packs import taking
from rekam.station.store import keyring
from rekam.station.store.opened import store

ANSWER_BYTES = 32


def add(*, operator: Operator, credential: bytes, salt: bytes, answer: bytes, at: datetime) -> Passkey:
    """By somebody who has signed in with their password, so that their signing key is here."""
    signing = present.signing_key(operator.pk)
    if signing is None or len(answer) != ANSWER_BYTES or len(salt) != ANSWER_BYTES or not credential:
        raise RuleBroken(
            "passkey.no_secret",
            gettext_noop("This device makes no secret of its own with a passkey. Go on using your password."),
        )
    wrapped = keyring.for_passkey(store.key(), bytes.fromhex(operator.pk), signing, answer)
    made = Passkey.objects.create(
        operator=operator,
        credential=credential,
        salt=salt,
        wrapped=wrapped,
        sign_public=signing.public.raw,
        added_at=at,
    )
    taking.write_ring()
    return made


def remove(*, operator: Operator, pk: int) -> None:
    operator.passkeys.filter(pk=pk).delete()
    taking.write_ring()
