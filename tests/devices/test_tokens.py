"""Signed answers: who may sign, and everything that a liar tries."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, hmac
from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.simulator.identity import Identity, Signer, base64url
from rekam.station.devices import tokens
from rekam.station.devices.tokens import Anchors
from rekam.station.devices.trouble import Glitch

NOW = datetime.now(UTC)
SAID = {"serialNo": "SIM-1", "make": "SIMULATED"}


def code(token: object, anchors: Anchors, at: datetime = NOW) -> str:
    with pytest.raises(Glitch) as caught:
        tokens.read(token, anchors, at)
    return caught.value.code


def header(token: str) -> dict[str, Any]:
    return dict(json.loads(tokens.decoded(token.split(".")[0])))


def part(value: object) -> str:
    return base64url(json.dumps(value).encode())


@pytest.fixture
def anchors(keys: Identity) -> Anchors:
    return Anchors.of_pem(keys.anchor)


def test_a_device_under_an_anchor_is_believed(keys: Identity, anchors: Anchors) -> None:
    assert tokens.read(keys.device.token(SAID), anchors, NOW) == SAID


def test_an_anchor_may_be_left_out_of_the_chain(keys: Identity, anchors: Anchors) -> None:
    alone = Signer(keys.device.key, keys.device.chain[:1])

    assert tokens.read(alone.token(SAID), anchors, NOW) == SAID


def test_one_that_signed_for_itself_is_not_believed(keys: Identity, anchors: Anchors) -> None:
    assert code(keys.stranger.token(SAID), anchors) == "device.untrusted"


def test_a_chain_of_a_trusted_device_does_not_help_another_key(keys: Identity, anchors: Anchors) -> None:
    borrowed = Signer(keys.stranger.key, keys.device.chain)
    put_before = Signer(keys.stranger.key, (keys.stranger.chain[0], *keys.device.chain))

    assert code(borrowed.token(SAID), anchors) == "device.bad_signature"
    assert code(put_before.token(SAID), anchors) == "device.untrusted"


def test_a_device_cannot_vouch_for_another(keys: Identity, anchors: Anchors) -> None:
    """Its certificate is no authority's, whatever it signs with its key."""
    from rekam.simulator import identity

    forged = identity._certificate(
        "SIMULATED Other", keys.stranger.key, "SIMULATED Device", keys.device.key, NOW
    )
    liar = Signer(keys.stranger.key, (forged, *keys.device.chain))

    assert code(liar.token(SAID), anchors) == "device.untrusted"


def test_the_sender_does_not_choose_how_it_is_checked(keys: Identity, anchors: Anchors) -> None:
    good = keys.device.token(SAID)
    head, body = header(good), good.split(".")[1]
    unsigned = f"{part(head | {'alg': 'none'})}.{body}."
    mac = hmac.HMAC(keys.anchor, hashes.SHA256())
    said = f"{part(head | {'alg': 'HS256'})}.{body}"
    mac.update(said.encode())

    assert code(unsigned, anchors) == "device.bad_signature"
    assert code(f"{said}.{base64url(mac.finalize())}", anchors) == "device.bad_signature"


def test_a_certificate_is_valid_in_its_time_only(keys: Identity, anchors: Anchors) -> None:
    token = keys.device.token(SAID)

    assert code(token, anchors, NOW + timedelta(days=4000)) == "device.certificate_expired"
    assert code(token, anchors, NOW - timedelta(days=500)) == "device.certificate_expired"


def test_a_changed_answer_is_not_believed(keys: Identity, anchors: Anchors) -> None:
    head, _, signature = keys.device.token(SAID).split(".")

    assert code(f"{head}.{part(SAID | {'make': 'Vendor'})}.{signature}", anchors) == "device.bad_signature"


@given(data=st.data())
@settings(max_examples=200)
def test_a_damaged_token_is_refused(data: st.DataObject, keys: Identity) -> None:
    """Any character exchanged for another one, anywhere."""
    anchors, token = Anchors.of_pem(keys.anchor), keys.device.token(SAID)
    place = data.draw(st.integers(0, len(token) - 3))
    other = data.draw(
        st.characters(min_codepoint=33, max_codepoint=126).filter(lambda one: one != token[place])
    )

    with pytest.raises(Glitch):
        tokens.read(token[:place] + other + token[place + 1 :], anchors, NOW)


@given(
    st.one_of(
        st.none(),
        st.integers(),
        st.text(max_size=50),
        st.lists(st.text(max_size=20), max_size=4).map(".".join),
    )
)
def test_what_is_no_token_is_refused(token: object) -> None:
    assert code(token, Anchors()) in {"device.broken_answer", "device.bad_signature"}


def test_a_chain_has_an_end(keys: Identity, anchors: Anchors) -> None:
    long = replace(keys.device, chain=keys.device.chain * 4)

    assert code(long.token(SAID), anchors) == "device.untrusted"
    assert (
        code(f"{part(header(keys.device.token(SAID)) | {'x5c': []})}.e30.AA", anchors) == "device.untrusted"
    )
    junk = base64.b64encode(b"junk").decode()
    assert code(f"{part({'alg': 'RS256', 'x5c': [junk]})}.e30.AA", anchors) == "device.broken_answer"
