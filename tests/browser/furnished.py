"""What no file of the demo brings: second factors, a key, an import that waits, a report, and of the service
a photograph, a handover, a draft of a roster and a colleague who may be asked.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.places import queries as places
from tests.browser import furnished_clients, furnished_intake, furnished_messages

NEXT_MONTH = date(2016, 10, 1)


@dataclass
class Furnished:
    """What must be asked for besides the addresses themselves."""

    questions: dict[str, tuple[str, ...]]  # by the name of the address
    pages: Sequence[tuple[str, str]]  # role and address: as another role than the first sees them
    objects: dict[str, tuple[int, ...]] = field(default_factory=dict)  # what an address is tried with first


def furnish() -> Furnished:
    people = {person.role: person for person in User.objects.filter(username__startswith="siti-")}
    _accounts(people, timezone.now())
    _files()
    at = places.default_moment(timezone.now())
    kits, rosters = _kits(people, at), _rosters(people, at)
    furnished_messages.furnish(people[Role.PLANNER], at)
    clients = furnished_clients.furnish(people[Role.PLANNER], at)
    intake = furnished_intake.furnish(people[Role.ADMINISTRATOR], people[Role.PLANNER], at)
    questions = {**kits.questions, **rosters.questions}
    waits = ("planner", furnished_clients.waiting(people[Role.PLANNER], at))
    return Furnished(
        questions, (*kits.pages, *rosters.pages, waits), {**rosters.objects, **clients, **intake}
    )


def _accounts(people: dict[str, User], at: datetime) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from rekam.office.accounts import actions

    by = people[Role.ADMINISTRATOR]
    actions.make_key(name="Dinas Kesehatan", role=Role.OPERATOR, days=30, by=by, at=at)
    TOTP.activate(people[Role.PLANNER], generate_totp_secret())
    RecoveryCodes.activate(people[Role.PLANNER])
    Authenticator.objects.create(user=people[Role.HEAD], type="webauthn", data=_passkey())


def _passkey() -> dict[str, Any]:
    """As a browser would have sent it; nobody holds the private half."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from fido2.cose import ES256
    from fido2.utils import sha256, websafe_encode
    from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    key = AttestedCredentialData.create(b"\0" * 16, b"kunci", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    seen = AuthenticatorData.create(sha256(b"localhost"), flags, 0, key)
    response = {
        "clientDataJSON": websafe_encode(b'{"type": "webauthn.create", "challenge": "", "origin": ""}'),
        "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
    }
    name = websafe_encode(b"kunci")
    credential = {"id": name, "rawId": name, "type": "public-key", "response": response}
    return {"name": "Kunci meja", "credential": credential}


def _files() -> None:
    from django.core.management import call_command

    from tests import make

    make.reviewed([make.siti(), make.siti(JENIS_KLMIN="?")], as_of=date(2016, 10, 31))
    call_command("report", "monthly", "--month=2016-09", "--issue", stdout=io.StringIO())


def _kits(people: dict[str, User], at: datetime) -> Furnished:
    """A photograph of the newest fault, and a kit on its way to the store."""
    from rekam.office.kits import custody, faults, photos
    from rekam.office.kits.models import Fault, Kit
    from tests.office.kits import pictures

    by = people[Role.TECHNICIAN]
    content = pictures.from_a_phone(800, 600)
    taken = [photos.prepared(io.BytesIO(content), size=len(content))]
    faults.add_photos(fault=Fault.objects.latest("pk"), taken=taken, by=by, at=at)
    gone, stays = Kit.objects.filter(retired_at=None, stationings__until=None).exclude(
        stationings__place=None
    )[:2]
    custody.send_kit(kit=gone, to=None, reason="Perawatan", by=by, at=at)
    device = stays.devices.earliest("pk")
    return Furnished(
        {"kits:send": (f"?device={device.tag}",)},
        [
            (Role.PLANNER, f"/alat/serah-terima/kirim/?kit={stays.code}"),
            (Role.PLANNER, f"/alat/serah-terima/kirim/?device={device.tag}"),
        ],
    )


def _rosters(people: dict[str, User], at: datetime) -> Furnished:
    """A draft that changes October, and the first who sees their own roster is an officer with duties."""
    from rekam.office.rosters import planning
    from rekam.office.rosters.models import Duty

    draft = planning.draft(month=NEXT_MONTH, by=people[Role.PLANNER], at=at)
    duty = Duty.objects.filter(roster__state="published").latest("pk")
    duty.officer.user = people[Role.REGISTRAR]
    duty.officer.save(update_fields=["user"])
    month, version = f"/jadwal-piket/{NEXT_MONTH:%Y-%m}", f"?versi={draft.version}"
    views = ("", "tempat/", "hari/", "kosong/", "keadilan/", "versi/", "cetak/")
    return Furnished(
        {"rosters:cell": (f"?officer={duty.officer_id}&on={duty.on:%Y-%m-%d}",)},
        [(Role.PLANNER, f"{month}/{view}{version}") for view in views]
        + [(Role.PLANNER, f"{month}/rencana/"), (Role.PLANNER, "/jadwal-piket/saya/")],
        {"rosters:ask_swap": (duty.pk,)},
    )
