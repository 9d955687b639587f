"""An error that nobody foresaw, in one packet of many: it stands aside, and the others go on."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from structlog.testing import capture_logs

from rekam.office.accounts.rights import Role
from rekam.office.ledger.models import Line
from rekam.office.sync import queries
from rekam.office.sync.keeping import erasing, shelf
from rekam.office.sync.models import Erasure, Packet, PacketState, Recorded
from rekam.wire.packets import Sealed
from tests.office.accounts import staff
from tests.office.sync import made
from tests.office.sync.made import Laptop

SOON, LATER = 62, 70  # minutes; ``made.opened`` tries at 60
REFUSED = "BUDI TAK TERDUGA"


def refuse_one_name() -> None:
    """The database itself refuses one recording, as it would with a rule that the program does not know."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"create trigger refused before insert on sync_recorded when new.name = '{REFUSED}' "
                "begin select raise(abort, 'not this one'); end"
            )
        else:
            cursor.execute(
                "create function refused() returns trigger language plpgsql as $$ begin if new.name = "
                f"'{REFUSED}' then raise 'not this one'; end if; return new; end $$"
            )
            cursor.execute(
                "create trigger refused before insert on sync_recorded "
                "for each row execute function refused()"
            )


def take_it_back() -> None:
    with connection.cursor() as cursor:
        table = "" if connection.vendor == "sqlite" else " on sync_recorded"
        cursor.execute(f"drop trigger refused{table}")


@pytest.fixture
def three(laptop: Laptop, siti: str) -> tuple[Sealed, Sealed, Sealed]:
    """Three that came together; the one in the middle cannot be taken."""
    refuse_one_name()
    each = [
        laptop.seal(made.recording(laptop, name="WATI LEBIH DAHULU")),
        laptop.seal(made.recording(laptop, name=REFUSED)),
        laptop.seal(made.recording(laptop, nik=siti)),
    ]
    for sealed in each:
        laptop.send(sealed)
    made.opened()
    first, refused, last = each
    return first, refused, last


def recorded(nik: str) -> int:
    return sum(Line.objects.filter(measure="recorded").values_list("amount", flat=True))


def test_the_others_go_on(three, siti):
    first, refused, last = three

    assert [made.packet(each).opened for each in three] == ["done", "", "done"]
    assert set(Recorded.objects.values_list("packet__name", flat=True)) == {
        made.packet(first).name,
        made.packet(last).name,
    }
    assert made.packet(refused).trouble == "packet.not_taken"
    assert recorded(siti) == 1


def test_it_rests_and_is_taken_when_it_can_be(three):
    _first, refused, _last = three
    take_it_back()

    made.opened(at=made.later(SOON))
    assert made.packet(refused).opened == ""
    made.opened(at=made.later(LATER))

    packet = made.packet(refused)
    assert (packet.opened, packet.trouble) == ("done", "")
    assert made.recorded(refused).name == REFUSED


def test_it_rests_longer_the_more_often_it_was_tried(three):
    _first, refused, _last = three
    Packet.objects.filter(pk=made.packet(refused).pk).update(tries=5)
    take_it_back()

    made.opened(at=made.later(LATER))
    assert made.packet(refused).opened == ""
    made.opened(at=made.later(60) + timedelta(hours=1))

    assert made.packet(refused).opened == "done"


def test_a_person_has_it_tried_again_at_once(three):
    _first, refused, _last = three
    client = Client()
    client.force_login(
        staff.person(Role.TECHNICIAN, language="en"), backend="rekam.office.accounts.backends.Staff"
    )
    packet = made.packet(refused)
    page = client.get(reverse("sync:packet", args=[packet.pk])).content.decode()
    listed = client.get(reverse("sync:packets") + "?keadaan=tersisih").content.decode()

    assert "packet.not_taken" in page
    assert "Set aside after an error" in page
    assert "1 packet could not be brought into the register" in listed
    assert listed.count("<tr>") == 2  # the heads and this one
    take_it_back()
    client.post(reverse("sync:retry", args=[packet.pk]))
    made.opened(at=made.later(SOON))

    assert made.packet(refused).opened == "done"


def test_the_first_page_names_it(three):
    client = Client()
    client.force_login(staff.person(Role.HEAD, language="en"), backend="rekam.office.accounts.backends.Staff")

    assert "1 packet could not be brought into the register" in client.get("/").content.decode()


def test_a_file_that_cannot_be_read_stands_aside_too(laptop, siti):
    broken, whole = laptop.seal(made.recording(laptop)), laptop.seal(made.recording(laptop, nik=siti))
    for sealed in (broken, whole):
        laptop.send(sealed)
    file = shelf.held(made.packet(broken).digest)
    file.unlink()
    file.mkdir()

    made.opened()

    assert [made.packet(each).trouble for each in (broken, whole)] == ["packet.not_taken", ""]
    assert recorded(siti) == 1


def test_the_log_says_where_and_names_nobody(laptop, siti):
    refuse_one_name()
    laptop.send(laptop.seal(made.recording(laptop, name=REFUSED)))

    with capture_logs() as lines:
        made.opened()

    [line] = [line for line in lines if line["event"] == "packet.not_taken"]
    assert line["place"]
    assert REFUSED not in str(lines)


def test_what_stands_aside_is_erased_when_its_time_is_over_and_the_page_says_so_before(three):
    """There are bodies in it too, though nobody ever saw them."""
    _first, refused, _last = three
    made.copied()
    Packet.objects.update(held_at=made.MORNING)
    late = made.MORNING + timedelta(days=731)
    packet = made.packet(refused)

    with time_machine.travel(late - timedelta(days=30)):
        assert erasing.count_unread_soon(on=timezone.localdate(), days=60) == 1
        page = staff.browser(staff.person(Role.HEAD, language="en")).get(reverse("sync:keeping"))
    assert "1 packet will be erased without having counted" in page.content.decode()
    assert "?keadaan=tersisih" in page.content.decode()
    assert erasing.erase_due(at=late - timedelta(days=10)) == 0
    assert packet in [each for each, _why in erasing.due(on=late.date())]
    erasing.erase_due(at=late)

    assert made.packet(refused).state == PacketState.ERASED
    assert not shelf.held(packet.digest).exists()
    assert Erasure.objects.get(packet=packet).rule == "at_most"
    made.opened(at=late + timedelta(days=1))
    assert made.packet(refused).opened == ""
    counts = queries.counts()
    assert (counts["tersisih"], counts["menunggu"]) == (0, 0)


def test_what_the_worker_never_tried_is_not_erased_before_it_was(laptop, siti):
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    laptop.send(sealed)
    made.copied()
    Packet.objects.update(held_at=made.MORNING)

    assert erasing.count_due(on=(made.MORNING + timedelta(days=731)).date()) == 0
