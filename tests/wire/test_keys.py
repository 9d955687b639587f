"""Keys, and what people compare."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.wire import keys
from rekam.wire.keys import CLASSIC, HYBRID, SealKey, SealPublic, SigningKey, VerifyKey
from rekam.wire.trouble import WireTrouble
from rekam.wire.wordlist import WORDS
from tests.wire import make


def test_a_signature_is_good_for_its_key_its_purpose_and_its_bytes() -> None:
    key = make.signing()
    signature = key.sign(purpose="receipt", data=b"isi")

    assert key.public.accepts(signature, purpose="receipt", data=b"isi")
    assert not key.public.accepts(signature, purpose="packet", data=b"isi")
    assert not key.public.accepts(signature, purpose="receipt", data=b"isi.")
    assert not key.public.accepts(signature[:-1], purpose="receipt", data=b"isi")
    assert not make.signing(2).public.accepts(signature, purpose="receipt", data=b"isi")


def test_a_key_that_is_no_point_of_the_curve_accepts_nothing() -> None:
    assert not VerifyKey(b"\xff" * 32).accepts(b"\0" * 64, purpose="packet", data=b"")


@pytest.mark.parametrize("suite", [HYBRID, CLASSIC])
@given(plain=st.binary(max_size=200), info=st.binary(max_size=50))
@settings(max_examples=20)
def test_what_was_sealed_for_somebody_is_opened_by_them_alone(suite: int, plain: bytes, info: bytes) -> None:
    key, other = make.sealing(1, suite), make.sealing(2, suite)
    sealed = key.public.seal(plain, info=info)

    assert key.open(sealed, info=info) == plain
    for opener, said in ((other, info), (key, info + b"!")):
        with pytest.raises(WireTrouble, match=r"key\.cannot_open"):
            opener.open(sealed, info=said)
    with pytest.raises(WireTrouble, match=r"key\.cannot_open"):
        key.open(sealed[:10], info=info)


@pytest.mark.parametrize("suite", [HYBRID, CLASSIC])
def test_a_key_is_made_again_from_its_seed(suite: int) -> None:
    key = SealKey.new(suite)

    assert SealKey(suite, key.seed).public == key.public
    assert SealPublic(suite, key.public.raw).name == key.public.name
    assert SigningKey(make.signing().seed).public == make.signing().public


@pytest.mark.parametrize(
    "make_key", [SigningKey, VerifyKey, lambda raw: SealKey(1, raw), lambda raw: SealPublic(2, raw)]
)
def test_a_key_of_the_wrong_size_is_none(make_key: type[SigningKey]) -> None:
    with pytest.raises(WireTrouble, match=r"key\.unreadable"):
        make_key(b"\0" * 31)


def test_a_key_of_an_unknown_suite_is_none() -> None:
    with pytest.raises(WireTrouble, match=r"key\.unreadable"):
        SealPublic(3, b"\0" * 32)
    with pytest.raises(WireTrouble, match=r"key\.unreadable"):
        _ = SealPublic(HYBRID, b"\xff" * 1216).seal(b"", info=b"")


def test_no_private_key_shows_itself() -> None:
    key, seal = make.signing(), make.sealing()

    for shown in (repr(key), str(key), repr(seal), repr(keys.OperatorKeys(key, seal))):
        assert "seed" not in shown
        assert "\\x" not in shown


def test_an_operators_secret_gives_the_same_keys_on_every_laptop() -> None:
    budi = keys.operator_keys(b"sandi rahasia budi", b"s" * 16)

    assert budi.signing.public.raw.hex() == "4c50782713990420149fd79ec0a9bc110fa9009f1abf61981b0822c032da4bf5"
    assert budi.unlock.public.raw.hex() == "18a1437d14135640bfd961fd0afdc6104ba316e006c44e8ca6cfe1457a837809"
    assert keys.operator_keys(b"sandi rahasia budi", b"t" * 16).unlock != budi.unlock
    assert keys.operator_keys(b"sandi rahasia Budi", b"s" * 16).signing != budi.signing


def test_the_words_are_known_and_told_apart() -> None:
    assert len(WORDS) == len({word[:4] for word in WORDS}) == 256
    assert all(word.isascii() and word.islower() for word in WORDS)


def test_words_stand_for_a_fingerprint() -> None:
    fingerprint = keys.fingerprint(make.signing().public.raw)

    assert keys.words(fingerprint) == tuple(WORDS[number] for number in fingerprint[:8])
    assert keys.words(bytes(8)) == ("adat",) * 8
    assert keys.words(fingerprint) != keys.words(keys.fingerprint(make.signing(2).public.raw))
