"""Signing in without a network: a password opens the store or nothing does, and guessing costs time."""

import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rekam.domain.recording.steps import Step
from rekam.domain.recording.tries import FIELD
from rekam.domain.trouble import RuleBroken
from rekam.station import clock, folder
from rekam.station.counter import actions, shots
from rekam.station.counter.models import Draft, Piece
from rekam.station.identity import about
from rekam.station.operators import idle, present, signing_in
from rekam.station.operators.models import Operator
from rekam.station.outbox.models import Packet
from rekam.station.queue import actions as queue
from rekam.station.store import attempts, keyring
from rekam.station.store.opened import store
from rekam.wire.packs import Rules
from tests.station import make
from tests.station.desk import Counter
from tests.station.office import BUDI, PASSWORD, SITI, Office
from tests.wire import make as wire

WRONG = "kuda laut 8 belang"


@pytest.fixture
def uptime(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the machine is up; a test moves it on."""
    now = [10_000.0]
    monkeypatch.setattr(clock, "uptime", lambda: now[0])
    return now


def sign_in_page(client: Client, password: str = PASSWORD, login: str = "siti") -> object:
    return client.post(reverse("operators:sign_in"), {"login": login, "password": password})


def test_a_name_and_a_password_unlock_the_store(enrolled: Path, office: Office) -> None:
    make.take_first(office)
    assert not store.is_open

    siti = make.sign_in(login=" Siti ")

    assert store.is_open
    assert siti.name == "Siti Rahayu"
    assert present.signing_key(siti.pk) is not None


@pytest.mark.parametrize(("login", "password"), [("siti", WRONG), ("budi", PASSWORD), ("", ""), ("siti", "")])
def test_a_wrong_password_opens_nothing(enrolled: Path, office: Office, login: str, password: str) -> None:
    make.take_first(office)

    with pytest.raises(RuleBroken, match=r"sign_in\.wrong"):
        make.sign_in(login=login, password=password)

    assert not store.is_open


@pytest.mark.parametrize("held", [None, b"", b"\0" * 200, b"[1]", b'{"station": "7"}', b"\xff\xfe"])
def test_a_station_whose_name_was_damaged_is_signed_in_to_and_has_it_again(
    enrolled: Path, office: Office, held: bytes | None
) -> None:
    make.take_first(office)
    said = about.read()
    path = settings.FOLDER / folder.ABOUT
    path.unlink() if held is None else path.write_bytes(held)
    client = make.browser()

    assert client.get(reverse("operators:sign_in")).status_code == 200
    assert sign_in_page(client).status_code == 302

    assert about.read() == said != about.NAMELESS


def test_after_five_wrong_ones_even_the_right_one_waits(
    enrolled: Path, office: Office, uptime: list[float]
) -> None:
    make.take_first(office)
    for _ in range(attempts.FREE):
        with pytest.raises(RuleBroken, match=r"sign_in\.wrong"):
            make.sign_in(password=WRONG)

    with pytest.raises(RuleBroken, match=r"sign_in\.wait"):
        make.sign_in()
    uptime[0] += attempts.FIRST_WAIT + 1
    make.sign_in()

    assert store.is_open


def test_each_further_wrong_one_doubles_the_wait(enrolled: Path, office: Office, uptime: list[float]) -> None:
    make.take_first(office)
    path, tag = settings.FOLDER / folder.ATTEMPTS, keyring.tag(settings.FOLDER / folder.KEYRING, "siti")
    for _ in range(attempts.FREE + 3):
        attempts.count(path, tag)

    assert attempts.wait(path, tag) == pytest.approx(attempts.FIRST_WAIT * 8)
    for _ in range(20):
        attempts.count(path, tag)
    assert attempts.wait(path, tag) == pytest.approx(attempts.LONGEST_WAIT)


def test_a_restart_of_the_laptop_begins_the_wait_anew(
    enrolled: Path, office: Office, uptime: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    make.take_first(office)
    path, tag = settings.FOLDER / folder.ATTEMPTS, keyring.tag(settings.FOLDER / folder.KEYRING, "siti")
    for _ in range(attempts.FREE):
        attempts.count(path, tag)
    uptime[0] += attempts.FIRST_WAIT - 1
    assert attempts.wait(path, tag) == pytest.approx(1)

    uptime[0] = 5.0
    monkeypatch.setattr(clock, "boot_id", lambda: b"\7" * 16)

    assert attempts.wait(path, tag) == pytest.approx(attempts.FIRST_WAIT - 5.0)


def test_a_try_is_counted_before_it_is_judged(
    enrolled: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pulling the plug while the password is worked out forgives nothing."""
    make.take_first(office)

    class PowerCut(Exception):
        pass

    def cut(*_: object) -> None:
        raise PowerCut

    monkeypatch.setattr(keyring, "unlock", cut)
    for _ in range(attempts.FREE):
        with pytest.raises(PowerCut):
            make.sign_in()

    with pytest.raises(RuleBroken, match=r"sign_in\.wait"):
        make.sign_in()


def test_who_tries_one_name_after_the_other_waits_too(
    enrolled: Path, office: Office, uptime: list[float]
) -> None:
    make.take_first(office)
    path = settings.FOLDER / folder.ATTEMPTS
    for tag in range(attempts.FREE_IN_ALL):
        attempts.count(path, tag)

    assert attempts.wait(path, 200) == pytest.approx(attempts.FIRST_WAIT)


def test_a_right_password_forgives_ones_own_slips_and_nobody_elses(
    enrolled: Path, office: Office, uptime: list[float]
) -> None:
    make.take_first(office)
    path, other = settings.FOLDER / folder.ATTEMPTS, 256  # a tag that no name has
    for _ in range(attempts.FREE):
        attempts.count(path, other)
    with pytest.raises(RuleBroken):
        make.sign_in(password=WRONG)

    make.sign_in()

    assert attempts.wait(path, other) > 0
    assert attempts.wait(path, keyring.tag(settings.FOLDER / folder.KEYRING, "siti")) == 0


def test_many_guesses_at_once_are_counted_one_by_one(
    enrolled: Path, office: Office, uptime: list[float]
) -> None:
    make.take_first(office)
    told: list[str] = []

    def guess() -> None:
        with pytest.raises(RuleBroken) as broken:
            make.sign_in(password=WRONG)
        told.append(broken.value.code)

    threads = [threading.Thread(target=guess) for _ in range(attempts.FREE + 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["sign_in.wait"] * 5 + ["sign_in.wrong"] * attempts.FREE


def test_the_page_tells_who_guesses_to_wait(enrolled: Path, office: Office, uptime: list[float]) -> None:
    make.take_first(office)
    client = make.browser()
    for _ in range(attempts.FREE):
        sign_in_page(client, WRONG)

    refused = client.post(reverse("operators:sign_in"), {"login": "siti", "password": PASSWORD})

    assert refused.status_code == 409
    assert "Terlalu banyak kata sandi salah" in refused.content.decode()
    assert not store.is_open


def test_a_second_officer_confirms_without_changing_who_works(working: Path, office: Office) -> None:
    from rekam.station.packs import taking

    budi = office.operator(BUDI, "budi", "sandi budi sendiri")
    taking.take(office.issue(office.make_pack(version=2, operators=(office.operator(), budi))), at=make.now())

    officer = signing_in.confirm(login="budi", secret="sandi budi sendiri")

    assert officer.name == "Budi Santoso"
    assert present.signing_key(officer.pk) is None
    with pytest.raises(RuleBroken, match=r"sign_in\.wrong"):
        signing_in.confirm(login="budi", secret=PASSWORD)


# -- locking ----------------------------------------------------------------------------------


def test_left_alone_the_station_locks_itself(
    working: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(present, "idle_seconds", lambda: 301.0)

    idle.look()

    assert not store.is_open
    assert not present.anybody()


def test_a_laptop_whose_lid_was_closed_asks_for_the_password(
    working: Path, office: Office, uptime: list[float]
) -> None:
    present.moves()
    uptime[0] += idle.limit_seconds() - 1
    idle.look()
    assert store.is_open

    uptime[0] += 1  # asleep or awake
    answer = make.browser().get(reverse("outbox:index"))

    assert answer.url.startswith(reverse("operators:sign_in"))
    assert not store.is_open


def test_who_is_no_longer_named_leaves_the_store_closed(working: Path, office: Office) -> None:
    Operator.objects.update(is_active=False)
    signing_in.lock()

    with pytest.raises(RuleBroken, match=r"sign_in\.not_on_pack"):
        make.sign_in()

    assert not store.is_open


def test_the_office_says_how_long_is_alone(enrolled: Path, office: Office) -> None:
    rules = Rules({"slap": 40}, 3, 86400, 45)
    make.take_first(office, office.make_pack(rules=rules))
    make.sign_in()

    assert idle.limit_seconds() == 45


def test_what_is_being_sent_keeps_the_store_open_but_nobody_signed_in(
    working: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(present, "idle_seconds", lambda: 301.0)
    monkeypatch.setattr("rekam.station.sending.thread.is_busy", lambda: True)
    idle.look()
    assert store.is_open
    assert not present.anybody()

    monkeypatch.setattr(present, "idle_seconds", lambda: idle.SENDING_SECONDS + 1)
    idle.look()

    assert not store.is_open


def test_a_browser_of_before_the_lock_is_asked_to_sign_in(enrolled: Path, office: Office) -> None:
    make.take_first(office)
    client = make.browser()
    assert sign_in_page(client).status_code == 302
    assert client.get(reverse("outbox:index")).status_code == 200

    client.post(reverse("operators:lock"))
    make.sign_in()  # somebody else unlocks the store

    answer = client.get(reverse("outbox:index"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("operators:sign_in"))


def test_locking_while_others_ask_ends_their_pages_at_the_sign_in(
    enrolled: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection under a page is closed by somebody else: no error, and nothing shown."""
    from rekam.station.outbox import queries

    make.take_first(office)
    client = make.browser()
    sign_in_page(client)
    real = queries.standing

    def locked_meanwhile() -> object:
        signing_in.lock()
        return real()

    monkeypatch.setattr(queries, "standing", locked_meanwhile)

    answer = client.get(reverse("outbox:index"))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("operators:sign_in"))
    assert client.get(reverse("operators:sign_in")).status_code == 200


def test_a_page_that_refreshes_itself_is_nobody_at_the_station(enrolled: Path, office: Office) -> None:
    make.take_first(office)
    client = make.browser()
    sign_in_page(client)
    present._seen -= 200

    client.get(reverse("outbox:live"), headers={"X-By-Itself": "1"})
    assert present.idle_seconds() > 199
    client.get(reverse("outbox:live"))
    assert present.idle_seconds() < 5


def test_every_page_asks_who_one_is(working: Path) -> None:
    """But for those that read nothing of the store."""
    from django.urls import get_resolver

    from rekam.station.operators import doors

    routes = _routes(get_resolver().url_patterns)
    unmarked = [name for name, view in routes if doors.mark_of(view) is None]
    public = {name for name, view in routes if doors.mark_of(view) == doors.PUBLIC}

    assert not unmarked
    assert public == {
        *(
            "sign_in",
            "use_passkey",
            "lock",
            "still_open",  # a word, to a page that shows somebody: is it locked?
            "enrol",
            "words",
            "wait",
            "give_up",
            "first",
            "theme",
            "language",
            "healthz",
            "cable",  # a demo's alone
        ),
    }


def _routes(patterns: list[object]) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for each in patterns:
        inner = getattr(each, "url_patterns", None)
        found += _routes(inner) if inner is not None else [(each.name, each.callback)]
    return found


# -- a stolen disk ----------------------------------------------------------------------------


def test_a_stolen_disk_shows_no_name_no_nik_and_no_image(
    counter: Counter, enrolled: Path, office: Office, tmp_path: Path
) -> None:
    """Everything that this laptop wrote, byte for byte: with somebody at the counter whose images are not
    sealed yet, after a packet was sealed, and after it was locked. What is looked for stands in the store: a
    twin of it without a key shows all of that to the same search.
    """
    kept = {**_somebody_waits(), **_somebody_sits(counter), **_somebody_was_recorded()}
    never = {"key of the store": store.key(), "key in letters": store.key().hex().encode()}
    twin = tmp_path / "twin"
    twin.mkdir()
    _write_plainly(twin / "station.db")

    assert _found(twin, kept) == set(kept)
    assert not _found(enrolled, {**kept, **never})
    Draft.objects.all().delete()
    assert not _found(enrolled, {**kept, **never})
    signing_in.lock()
    assert not _found(enrolled, {**kept, **never})


def _somebody_waits() -> dict[str, bytes]:
    ticket = queue.give_ticket(name="JOKO REKAAN", by="siti", on=timezone.localdate(), at=make.now())
    return {"name on a ticket": b"JOKO REKAAN", "code of a ticket": ticket.token.encode()}


def _somebody_sits(counter: Counter) -> dict[str, bytes]:
    """With a photograph and a signature, both in clear as long as they are a draft."""
    counter.begin()
    photo = shots.Image("face", "iso19794-5", b"invented photograph " * 400, 95)
    tried, by, at = shots.Tried(shots.CAMERA, [photo]), SITI.hex(), make.now()
    shots.keep(draft=counter.draft, step=Step.FACE, tried=tried, by=by, at=at)
    shots.accept(draft=counter.draft, step=Step.FACE, reason="", limits=FIELD, by=by, at=at)
    drawn = b"\x89PNG invented signature " * 400
    actions.keep_signature(draft=counter.draft, step=Step.SIGNATURE, drawn=drawn, by=by, at=at)
    assert Piece.objects.count() == 2
    return {
        "name on the pack": b"SITI",
        "name of an operator": b"Siti Rahayu",
        "NIK": wire.SITI_NIK.encode(),
        "family card": b"6408040101160001",
        "address": b"JL. MAWAR",
        "table": b"packs_resident",
        "photograph": b"invented photograph",
        "signature": b"invented signature",
    }


def _somebody_was_recorded() -> dict[str, bytes]:
    """Sealed: of this image there is nothing in clear even on the open store."""
    recording = make.recording(captures=(wire.capture(data=b"invented finger " * 400),))
    make.saved(captures=recording.captures, person=recording.person, slip_code="K7M9PQR2")
    held = bytes(Packet.objects.get().ciphertext or b"")
    assert b"invented finger" not in held
    return {"slip": b"K7M9PQR2", "sealed packet": held[:32]}


def _write_plainly(path: Path) -> None:
    """The open store as it would lie on the disk without its key."""
    with connection.cursor() as cursor:
        cursor.execute(f"ATTACH DATABASE '{path}' AS plain KEY ''")
        cursor.execute("SELECT sqlcipher_export('plain')")
        cursor.execute("DETACH DATABASE plain")


def _found(disk: Path, secrets: dict[str, bytes]) -> set[str]:
    """What of them a thief reads in any file."""
    files = [path for path in disk.rglob("*") if path.is_file()]
    assert "station.db" in {path.name for path in files}
    contents = [path.read_bytes() for path in files]
    return {
        what
        for what, secret in secrets.items()
        for form in (secret, secret.decode("latin-1").encode("utf-16-le"))
        if any(form in content for content in contents)
    }


def test_only_their_owner_may_read_the_files(working: Path) -> None:
    loose = [path.name for path in working.iterdir() if path.stat().st_mode & 0o077]

    assert not loose


def test_operators_are_named_by_nobody_on_the_disk(working: Path) -> None:
    """The keyring knows a name by one byte of a hash: a list of likely names tells nothing apart."""
    ring = (working / folder.KEYRING).read_bytes()
    tags = {keyring.tag(working / folder.KEYRING, f"nama{n}") for n in range(2000)}

    assert b"siti" not in ring.lower()
    assert 200 < len(tags) <= 256
    assert Operator.objects.count() == 1


# -- passkeys ---------------------------------------------------------------------------------

ANSWER, SALT, CREDENTIAL = b"\xa5" * 32, b"\x5a" * 32, b"a passkey's own name"


def with_a_passkey() -> Operator:
    from rekam.station.operators import passkeys

    siti = Operator.objects.get(login="siti")
    passkeys.add(operator=siti, credential=CREDENTIAL, salt=SALT, answer=ANSWER, at=make.now())
    return siti


def test_a_passkey_opens_the_station_and_signs_as_its_operator(working: Path, office: Office) -> None:
    signed_before = present.signing_key(with_a_passkey().pk)
    signing_in.lock()

    siti = signing_in.sign_in_by_passkey(credential=CREDENTIAL, answer=ANSWER)

    assert siti.name == "Siti Rahayu"
    assert present.signing_key(siti.pk) == signed_before
    assert make.saved().sequence == 1


@pytest.mark.parametrize(
    ("credential", "answer"), [(CREDENTIAL, b"\0" * 32), (b"another", ANSWER), (b"", b"")]
)
def test_another_passkey_opens_nothing(working: Path, credential: bytes, answer: bytes) -> None:
    with_a_passkey()
    signing_in.lock()

    with pytest.raises(RuleBroken, match=r"sign_in\.passkey"):
        signing_in.sign_in_by_passkey(credential=credential, answer=answer)
    assert not store.is_open


def test_a_passkey_stays_good_from_pack_to_pack_until_its_operator_goes(
    working: Path, office: Office
) -> None:
    from rekam.station.packs import taking

    with_a_passkey()
    taking.take(office.issue(office.make_pack(version=2)), at=make.now())
    signing_in.lock()
    signing_in.sign_in_by_passkey(credential=CREDENTIAL, answer=ANSWER)

    budi = office.operator(BUDI, "budi", "sandi budi sendiri")
    taking.take(office.issue(office.make_pack(version=3, operators=(budi,))), at=make.now())
    signing_in.lock()

    with pytest.raises(RuleBroken, match=r"sign_in\.passkey"):
        signing_in.sign_in_by_passkey(credential=CREDENTIAL, answer=ANSWER)


def test_a_new_password_ends_the_passkeys_of_the_old_one(working: Path, office: Office) -> None:
    from rekam.station.packs import taking

    with_a_passkey()
    newer = office.make_pack(version=2, operators=(office.operator(password="sandi yang baru"),))
    taking.take(office.issue(newer), at=make.now())

    assert keyring.passkeys(working / folder.KEYRING) == []


def test_a_device_without_a_secret_of_its_own_is_told(working: Path) -> None:
    from rekam.station.operators import passkeys

    siti = Operator.objects.get(login="siti")

    with pytest.raises(RuleBroken, match=r"passkey\.no_secret"):
        passkeys.add(operator=siti, credential=CREDENTIAL, salt=SALT, answer=b"", at=make.now())


def test_a_removed_passkey_opens_nothing(working: Path) -> None:
    from rekam.station.operators import passkeys

    siti = with_a_passkey()
    passkeys.remove(operator=siti, pk=siti.passkeys.get().pk)
    signing_in.lock()

    with pytest.raises(RuleBroken, match=r"sign_in\.passkey"):
        signing_in.sign_in_by_passkey(credential=CREDENTIAL, answer=ANSWER)


def test_a_browser_comes_in_by_its_passkey(working: Path) -> None:
    from base64 import urlsafe_b64encode

    with_a_passkey()
    signing_in.lock()
    client = make.browser()
    assert "data-passkey-use" in client.get(reverse("operators:sign_in")).content.decode()
    told = {"credential": urlsafe_b64encode(CREDENTIAL).decode(), "answer": urlsafe_b64encode(b"no").decode()}
    assert client.post(reverse("operators:use_passkey"), told).status_code == 409

    told["answer"] = urlsafe_b64encode(ANSWER).decode()

    assert client.post(reverse("operators:use_passkey"), told).status_code == 302
    assert client.get(reverse("web:settings")).status_code == 200
