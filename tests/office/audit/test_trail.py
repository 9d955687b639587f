"""The audit trail: it grows, it hides NIKs, and it shows every tampering."""

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from rekam.office.accounts.rights import Role
from rekam.office.audit import actions, queries, seal
from rekam.office.audit.models import Entry, Head
from tests.office.accounts import staff
from tests.office.accounts.staff import MORNING

EVENT = "areas.imported"


def record(subject: str = "import:1", *, at: datetime = MORNING, **details: Any) -> Entry:
    return actions.record(EVENT, subject, by=None, at=at, details=details)


def found() -> list[tuple[str, int]]:
    return [(problem.code, problem.number) for problem in queries.verify()]


def change(sql: str, *values: Any) -> None:
    """As somebody with the keys to the database would do it."""
    seal.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    seal.place(connection)


# -- writing -----------------------------------------------------------------------------------


def test_lines_are_numbered_without_gaps_and_hold_the_hash_before() -> None:
    first, second = record(), record()

    assert (first.number, second.number) == (1, 2)
    assert second.previous_hash == first.hash
    assert found() == []


def test_a_line_is_lost_together_with_the_change_it_is_about() -> None:
    record("kept")
    with transaction.atomic():
        record("lost")
        transaction.set_rollback(True)

    assert [entry.subject for entry in Entry.objects.all()] == ["kept"]
    assert record().number == 2
    assert found() == []


def test_a_line_names_the_person_the_key_or_the_terminal() -> None:
    siti = staff.person()
    key, _secret = staff.key()

    by_person = actions.record(EVENT, "x", by=siti, at=MORNING)
    by_key = actions.record(EVENT, "x", by=key, at=MORNING)
    by_terminal = actions.record(EVENT, "x", by=None, at=MORNING)

    assert (by_person.by, by_person.username) == (siti, siti.username)
    assert (by_key.by, by_key.username) == (None, f"key:{key.name}")
    assert (by_terminal.by, by_terminal.username) == (None, "terminal")


def test_niks_are_hidden_wherever_they_are_put() -> None:
    nik = "6408044701900001"

    entry = record(f"resident:{nik}", nik=nik, text=f"NIK {nik}.", deep={"list": [nik, int(nik)], nik: 1})

    assert nik not in entry.details_json
    assert nik not in entry.subject
    assert entry.subject == "resident:640804••••••0001"
    assert entry.details["deep"]["list"] == ["640804••••••0001", "640804••••••0001"]


def test_a_checksum_stays_whole() -> None:
    checksum = "ab" + "1" * 20 + "c" * 42

    assert record(sha256=checksum).details["sha256"] == checksum


def test_every_kind_of_fact_can_be_kept() -> None:
    entry = record(day=date(2016, 9, 30), share=65.41, none=None, words="Bengalon “baru”\n", areas={"64.08"})

    assert entry.details["day"] == "2016-09-30"
    assert found() == []


# -- nothing else than writing -------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET event = 'nothing.happened'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET count = 0",
        "UPDATE audit_head SET last_hash = ''",
    ],
)
def test_the_database_refuses_to_change_the_trail(sql: str) -> None:
    record()

    with pytest.raises(DatabaseError, match=r"audit\.append_only"), transaction.atomic():
        connection.cursor().execute(sql)
    assert found() == []


def test_postgresql_refuses_to_empty_the_trail(database: str) -> None:
    record()
    connection.check_constraints()  # what is still to be checked would be refused for that reason
    if database == "postgresql":
        with pytest.raises(DatabaseError, match=r"audit\.append_only"), transaction.atomic():
            connection.cursor().execute("TRUNCATE audit_entry")
    assert Entry.objects.count() == 1


def test_the_command_that_empties_every_table_is_refused() -> None:
    with pytest.raises(CommandError, match="cannot be emptied"):
        call_command("flush", interactive=False)


# -- tampering is found ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET event = 'nothing.happened' WHERE number = 2",
        "UPDATE audit_entry SET subject = 'import:9' WHERE number = 2",
        "UPDATE audit_entry SET username = 'budi' WHERE number = 2",
        "UPDATE audit_entry SET details_json = '{}' WHERE number = 2",
        "UPDATE audit_entry SET at = '2016-09-29 00:00:00+00:00' WHERE number = 2",
    ],
)
def test_a_changed_line_is_found(sql: str) -> None:
    for number in range(4):
        record(rows=number)

    change(sql)

    assert found() == [("audit.line_changed", 2)]


def test_a_line_put_on_somebody_else_is_found() -> None:
    siti, budi = staff.person(), staff.person(Role.OPERATOR)
    actions.record(EVENT, "x", by=siti, at=MORNING)

    change("UPDATE audit_entry SET by_id = %s", budi.pk)

    assert found() == [("audit.line_changed", 1)]


def test_a_line_with_a_new_hash_no_longer_fits_the_next() -> None:
    for number in range(3):
        record(rows=number)
    forged = "0" * 64

    change("UPDATE audit_entry SET hash = %s WHERE number = 2", forged)

    assert ("audit.chain_broken", 3) in found()


def test_a_line_taken_out_of_the_middle_is_found() -> None:
    for number in range(4):
        record(rows=number)

    change("DELETE FROM audit_entry WHERE number = 2")

    assert found() == [("audit.line_missing", 3)]


def test_a_first_line_taken_away_is_found() -> None:
    record()
    record()

    change("DELETE FROM audit_entry WHERE number = 1")

    assert found() == [("audit.line_missing", 2)]


def test_a_cut_off_tail_is_found() -> None:
    for number in range(4):
        record(rows=number)

    change("DELETE FROM audit_entry WHERE number > 2")

    assert found() == [("audit.tail_cut", 2)]


def test_emptying_the_trail_is_found() -> None:
    record()

    change("DELETE FROM audit_entry")

    assert found() == [("audit.tail_cut", 0)]


def test_a_tail_cut_off_together_with_its_head_shows_on_the_paper_copy() -> None:
    """Nothing inside the database can show this; the seal that was written down elsewhere does."""
    record(rows=1)
    record(rows=2)
    noted = queries.head()
    change("DELETE FROM audit_entry WHERE number = 2")
    change("UPDATE audit_head SET count = 1, last_hash = (SELECT hash FROM audit_entry)")

    now = queries.head()

    assert found() == []
    assert noted is not None
    assert now is not None
    assert (now.count, now.last_hash) != (noted.count, noted.last_hash)


def test_a_lost_head_is_found() -> None:
    record()

    change("DELETE FROM audit_head")

    assert found() == [("audit.head_missing", 0)]


def test_a_line_slipped_in_behind_the_head_is_found() -> None:
    record()
    columns = "at, username, event, subject, details_json, previous_hash, hash"
    change(f"INSERT INTO audit_entry (number, {columns}) SELECT 2, {columns} FROM audit_entry")

    assert found() == [("audit.tail_added", 2)]


def test_a_trail_that_is_wrong_everywhere_says_so_a_hundred_times_only() -> None:
    for number in range(150):
        record(rows=number)

    change("UPDATE audit_entry SET event = 'x'")

    assert len(found()) == queries.MOST_PROBLEMS


# -- many at once --------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_lines_written_by_many_at_once_make_one_chain() -> None:
    troubles: list[BaseException] = []

    def write(worker: int) -> None:
        try:
            for number in range(10):
                with transaction.atomic():
                    record(f"worker:{worker}", number=number)
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not troubles
    assert Entry.objects.count() == 60
    assert found() == []


# -- searching -----------------------------------------------------------------------------------


def test_lines_are_searched_by_person_event_subject_and_day() -> None:
    siti = staff.person()
    late = datetime(2016, 9, 30, 15, 59, tzinfo=MORNING.tzinfo)  # one minute to midnight in Sangatta
    first = actions.record("person.added", "person:budi", by=siti, at=MORNING)
    second = actions.record("key.made", "key:layar", by=None, at=late)
    third = actions.record("key.made", "key:lain", by=None, at=late + timedelta(minutes=2))

    assert list(queries.entries(person=siti.username)) == [first]
    assert list(queries.entries(event="key.made")) == [third, second]
    assert list(queries.entries(subject="LAYAR")) == [second]
    assert list(queries.entries(end=date(2016, 9, 30))) == [second, first]
    assert list(queries.entries(start=date(2016, 10, 1))) == [third]


def test_everyone_who_can_be_in_the_trail_can_be_searched_for() -> None:
    siti = staff.person()
    key, _secret = staff.key()

    assert {siti.username, key.username, key.created_by.username} <= set(queries.usernames())
    assert {"terminal", "unknown"} <= set(queries.usernames())


def test_there_is_one_head() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Head.objects.create(pk=2)
