"""Binding this laptop to an office: new keys, the code that two people see there, eight words to compare.

Until the first pack brings operators, nobody could unlock anything: the new keys lie in a file for the
owner of this folder alone. It holds nothing of any person, and is erased with the first pack.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.station import folder
from rekam.station.calls import Line, refusal
from rekam.station.identity import about
from rekam.wire import enrolment, paths, shapes
from rekam.wire.enrolment import Code, Grant, Request
from rekam.wire.keys import SealKey, SigningKey

VERSION = 1
LARGEST = 256 * 1024
NO_ADDRESS = gettext_noop("Nobody can be called there. Write it as the office shows it.")
DONE = gettext_noop("This laptop is enrolled already. A new enrolment begins in its settings.")


@dataclass(frozen=True)
class Asked:
    """An enrolment under way, or done and waiting for its first pack."""

    address: str
    name: str
    code: str = field(repr=False)
    signing: bytes = field(repr=False)
    seal_suite: int
    seal: bytes = field(repr=False)
    request: bytes = field(repr=False)
    grant: bytes | None = field(default=None, repr=False)

    @property
    def signing_key(self) -> SigningKey:
        return SigningKey(self.signing)

    @property
    def seal_key(self) -> SealKey:
        return SealKey(self.seal_suite, self.seal)

    @property
    def words(self) -> tuple[str, ...]:
        """Read to the officer at the office, who sees the same."""
        return enrolment.read_request(self.request).words

    @property
    def granted(self) -> Grant | None:
        if self.grant is None:
            return None
        return enrolment.read_grant(self.grant, code=Code(self.code), request=self.request)


def under_way() -> Asked | None:
    path = settings.FOLDER / folder.ENROLMENT
    if not path.exists():
        return None
    return shapes.unpack(path.read_bytes(), Asked, subject="enrolment", version=VERSION, limit=LARGEST)


def begin(*, address: str, typed: str, name: str) -> Asked:
    """For a laptop that has no store yet. Nothing is sent."""
    asked = new(address=address, typed=typed, name=name, epoch=1)
    _keep(asked)
    return asked


def new(*, address: str, typed: str, name: str, epoch: int) -> Asked:
    """New keys and a proof that whoever sits here knows the code."""
    if not is_address(address):
        raise RuleBroken("enrolment.address", NO_ADDRESS)
    code, signing, seal = Code.typed(typed), SigningKey.new(), SealKey.new()
    request = Request(
        nonce=secrets.token_bytes(16),
        station_name=name,
        epoch=epoch,
        signing=signing.public.raw,
        seal_suite=seal.suite,
        seal=seal.public.raw,
    )
    return Asked(
        address=clean_address(address),
        name=name,
        code=code.letters,
        signing=signing.seed,
        seal_suite=seal.suite,
        seal=seal.seed,
        request=enrolment.ask(request, code=code, signing=signing),
    )


def ask(asked: Asked, *, at: datetime) -> Asked:
    """The same question again, until the second officer has compared the words."""
    granted = answered(asked, at=at)
    if granted.grant is not None:
        _keep(granted)
        introduce(granted)
    return granted


def answered(asked: Asked, *, at: datetime) -> Asked:
    """With the office's grant in it, once there is one."""
    line = Line(asked.address)
    try:
        answer = line.ask("POST", paths.ENROLMENTS, asked.request, at=at)
    finally:
        line.close()
    if not answer.is_good:
        raise refusal(answer)
    if answer.status != 200 or not answer.body:
        return asked
    granted = replace(asked, grant=answer.body)
    assert granted.granted is not None  # raises where the office does not know the code
    return granted


def introduce(asked: Asked) -> None:
    """What the sign-in page may say from now on."""
    grant = asked.granted
    assert grant is not None
    about.write(
        about.About(
            station=grant.station.hex(),
            station_name=asked.name,
            office_name=grant.office_name,
            address=asked.address,
        )
    )


def give_up() -> None:
    """The words differed, or the code has run out: the keys were never used."""
    asked = under_way()
    if asked is not None and asked.grant is not None:
        raise RuleBroken("enrolment.done", DONE)
    folder.erase(settings.FOLDER / folder.ENROLMENT)


def _keep(asked: Asked) -> None:
    folder.write_durably(settings.FOLDER / folder.ENROLMENT, shapes.pack(asked, version=VERSION))


def clean_address(typed: str) -> str:
    """What a person types; without a scheme it is plain, as inside an office's own network."""
    address = typed.strip().rstrip("/")
    return address if "://" in address else f"http://{address}"


def is_address(typed: str) -> bool:
    """Whether somebody can be called there at all."""
    try:
        parts = urlsplit(clean_address(typed))
        # Two dots in a row, say, are no name that a network knows; asking for it raises the same.
        named = bool((parts.hostname or "").encode("idna")) and not set(parts.netloc) & set(" @")
        plain = not parts.query and not parts.fragment and not parts.netloc.endswith(":")
        return named and plain and parts.scheme in {"http", "https"} and parts.port != 0
    except ValueError:
        return False
