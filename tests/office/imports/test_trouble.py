"""The machine fails in the middle: nothing is half done, it is told plainly, and it can be done again.

Full disks, locked databases and killed programs are real ones: limits of the system and of the database,
other connections and other processes.
"""

import os
import resource
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from rekam.domain.trouble import RuleBroken
from rekam.office.audit import queries as audit
from rekam.office.audit.models import Entry
from rekam.office.imports import actions, tasks, work
from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import, State
from rekam.office.ledger.models import Line, Posting
from rekam.office.residents import verification
from rekam.office.residents.models import Resident
from tests import make
from tests.office.accounts import staff
from tests.office.imports import processes
from tests.office.imports.screens import counter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def office(settings: Any) -> Iterator[None]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    make.office()
    yield
    processes.end_all()


def people(count: int) -> list[dict[str, str]]:
    """So many different people, born on different days."""
    return [make.siti(TGL_LHR=f"{n % 28 + 1:02}-{n % 12 + 1:02}-{1950 + n % 40}") for n in range(count)]


def nothing_came_in(item: Import) -> bool:
    item.refresh_from_db()
    empty = not any(model.objects.exists() for model in (Resident, Line, Posting))
    return empty and item.state == State.REVIEWED and item.posting is None


def all_is_right() -> bool:
    return verification.verify() == [] and audit.verify() == []


# -- the program is killed --------------------------------------------------------------------------------


def test_a_commit_that_is_killed_leaves_nothing_and_works_again() -> None:
    item = make.reviewed(people(3_000))
    process = processes.rekam("import", "commit", str(item.pk))
    processes.until(lambda: processes.is_committing(item), process)

    processes.kill(process)

    assert nothing_came_in(item)
    assert all_is_right()
    assert processes.ended(processes.rekam("import", "commit", str(item.pk)))[0] == 0
    assert Resident.objects.count() == 3_000
    assert all_is_right()


@pytest.mark.parametrize(
    "step",
    [
        "rekam.office.residents.actions.replace",  # new residents are in
        "rekam.office.ledger.actions.post",  # every fact is in
        "rekam.office.audit.actions.record",  # everything but the last line
    ],
)
def test_a_commit_that_dies_at_a_step_leaves_nothing(step: str) -> None:
    siti = make.siti()
    item = make.reviewed([siti, *people(20)])

    code, _ = processes.ended(processes.rekam_that_dies_at(step, "import", "commit", str(item.pk)))

    assert code == -9
    assert nothing_came_in(item)
    assert all_is_right()
    actions.commit(Import.objects.get(pk=item.pk), by=None, at=make.moment())
    assert Resident.objects.count() == 21
    assert all_is_right()


def test_an_undo_that_dies_leaves_the_commit_whole() -> None:
    item = make.committed(people(20))
    dies_at = "rekam.office.audit.actions.record"

    code, _ = processes.ended(processes.rekam_that_dies_at(dies_at, "import", "undo", str(item.pk)))

    item.refresh_from_db()
    assert (code, item.state, Resident.objects.count()) == (-9, State.COMMITTED, 20)
    assert all_is_right()
    actions.undo(item, by=None, at=make.moment())
    assert not Resident.objects.exists()
    assert all_is_right()


def test_a_review_that_is_killed_is_made_again() -> None:
    item = make.received(make.csv_of(people(5)))
    Import.objects.filter(pk=item.pk).update(state=State.REVIEWING)  # as a killed one leaves it

    item = actions.look_over(Import.objects.get(pk=item.pk), at=make.moment())

    assert (item.state, item.counts["new"]) == (State.REVIEWED, 5)


@pytest.mark.parametrize("is_looked_at", [False, True])
def test_a_review_that_comes_back_after_it_was_put_aside_leaves_nothing_behind(is_looked_at: bool) -> None:
    item, person = make.received(make.csv_of(people(5))), staff.person()
    desk = desks.of(item.pk)
    work.begin(desk, work.What.REVIEW)
    compares = "rekam.office.residents.changes.work_out"
    worker = processes.worker_asleep_at(compares, item, "review", by=f"user:{person.pk}")
    os.utime(desk.folder / "pulse", (0, 0))  # for so long that everybody thinks it lost
    item.refresh_from_db()
    tasks.set_aside(item, by=person)
    if is_looked_at:
        desks.laid(item.pk)  # as by a worker that comes late

    processes.wake(worker)
    code, said = processes.ended(worker)

    item.refresh_from_db()
    assert (code, said) == (0, "")
    assert (item.state, item.trouble, item.counts) == (State.DISCARDED, None, {})
    assert not desk.folder.exists()
    assert not list(desk.folder.parent.glob("arriving-*"))


def test_looking_at_what_was_put_aside_lays_nothing_on_the_disk() -> None:
    item, person = make.reviewed([make.siti()]), staff.person()
    tasks.set_aside(item, by=person)
    browser = staff.browser(person)

    for page in ("", "kemajuan/", "baris/", "masalah/", "putuskan/", "kolom/"):
        browser.get(f"/impor/{item.pk}/{page}")
    browser.get("/impor/")

    assert not desks.of(item.pk).folder.exists()


def test_a_review_that_comes_back_after_another_was_committed_leaves_no_people_on_the_desk() -> None:
    item, person = make.received(make.csv_of(people(5))), staff.person()
    desk = desks.of(item.pk)
    compares = "rekam.office.residents.changes.work_out"
    worker = processes.worker_asleep_at(compares, item, "review", by=f"user:{person.pk}")
    item.refresh_from_db()
    actions.commit(actions.look_over(item, at=make.moment()), by=person, at=make.moment())

    processes.wake(worker)
    assert processes.ended(worker) == (0, "")

    item.refresh_from_db()
    assert (item.state, item.trouble) == (State.COMMITTED, None)
    # How far it had come says nothing of anybody; an undo under way would write it as well.
    assert {path.name for path in desk.folder.iterdir()} - {"progress.json"} == {"problems.parquet"}


@pytest.mark.parametrize("then", ["review", "review again", "commit"])
def test_a_review_that_comes_back_after_another_lays_nothing_over_it(then: str) -> None:
    """Somebody had pointed out a column meanwhile: what the other came to is what is committed."""
    rows = [{**row, "NO_KK": ""} for row in people(5)]
    item, person = make.received(make.csv_of(rows).replace(b"TMPT_LHR", b"KOLOM B", 1)), staff.person()
    desk, compares = desks.of(item.pk), "rekam.office.residents.changes.work_out"
    work.begin(desk, work.What.REVIEW)
    worker = processes.worker_asleep_at(compares, item, "review", by=f"user:{person.pk}")
    os.utime(desk.folder / "pulse", (0, 0))  # for so long that everybody thinks it lost
    item = actions.point_out(item, {"birth_place": "KOLOM B"}, by=person, at=make.moment())
    if then == "review":
        work.begin(desk, work.What.REVIEW)  # and it waits for its worker
        another = None
    else:
        item = actions.look_over(item, at=make.moment())
        again = then == "review again"
        another = (
            processes.worker_asleep_at(compares, item, "review", by=f"user:{person.pk}") if again else None
        )

    processes.wake(worker)
    assert processes.ended(worker) == (0, "")
    assert (desk.folder / "work.json").exists() == (then == "review")
    if another:
        processes.wake(another)
        assert processes.ended(another) == (0, "")
    item = Import.objects.get(pk=item.pk)
    assert (item.trouble, item.columns["corrected"]) == (None, {"birth_place": "KOLOM B"})
    if then == "review":
        item = actions.look_over(item, at=make.moment())

    assert item.state == State.REVIEWED
    assert desk.load("new")["birth_place"].to_list() == ["SANGATTA"] * 5
    assert not list(desk.folder.glob("draft-*"))
    actions.commit(item, by=person, at=make.moment())
    assert {each.birth_place for each in Resident.objects.all()} == {"SANGATTA"}


# -- two at once ------------------------------------------------------------------------------------------


def test_two_people_who_commit_one_import_at_once_bring_it_in_once() -> None:
    item = make.reviewed(people(500))
    with processes.somebody_writing():
        both = [processes.rekam("import", "commit", str(item.pk)) for _ in range(2)]
        for process in both:
            processes.until(lambda process=process: processes.is_at_the_lock(process), process)  # type: ignore[misc]

    (one, _), (other, said) = sorted(processes.ended(process) for process in both)

    assert (one, other) == (0, 1)
    assert "import.not_now" in said
    assert Resident.objects.count() == 500
    assert Entry.objects.filter(event="import.committed").count() == 1
    assert all_is_right()


def test_two_people_who_commit_two_imports_at_once_overwrite_nothing() -> None:
    """The second finds the register changed. As the same people are in both, it must be looked at again."""
    rows = people(300)
    items = [make.reviewed(rows), make.reviewed([*rows, make.siti()])]
    with processes.somebody_writing():
        both = [processes.rekam("import", "commit", str(item.pk)) for item in items]
        for process in both:
            processes.until(lambda process=process: processes.is_at_the_lock(process), process)  # type: ignore[misc]

    (one, _), (other, said) = sorted(processes.ended(process) for process in both)

    assert (one, other) == (0, 1)
    assert "import.review_again" in said
    waiting = Import.objects.get(state=State.REVIEWED)
    actions.commit(waiting, by=None, at=make.moment())
    assert Resident.objects.count() == 301
    assert all_is_right()


def test_an_import_is_not_put_aside_while_it_is_committed() -> None:
    item = make.reviewed([make.siti()])
    actions.commit(item, by=None, at=make.moment())

    with pytest.raises(RuleBroken, match=r"import\.not_now"):
        actions.discard(item, by=None, at=make.moment())  # who pressed it saw the state of before

    assert Import.objects.get().state == State.COMMITTED


def test_a_review_that_began_before_a_commit_does_not_forget_it() -> None:
    seen_before = make.reviewed([make.siti()])
    actions.commit(Import.objects.get(), by=None, at=make.moment())

    with pytest.raises(RuleBroken, match=r"import\.not_now"):
        actions.look_over(seen_before, at=make.moment())

    assert Import.objects.get().state == State.COMMITTED


# -- the database is locked -------------------------------------------------------------------------------


@pytest.fixture
def impatient() -> Iterator[None]:
    """This connection waits a tenth of a second for another writer, not a minute."""
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute("PRAGMA busy_timeout=100" if is_sqlite else "SET lock_timeout='100ms'")
        yield
        cursor.execute("PRAGMA busy_timeout=60000" if is_sqlite else "SET lock_timeout='60s'")


@pytest.mark.usefixtures("impatient")
def test_a_locked_database_is_told_and_nothing_has_changed() -> None:
    item = make.reviewed([make.siti()])

    with processes.somebody_writing(), pytest.raises(RuleBroken, match=r"storage\.busy"):
        actions.commit(item, by=None, at=make.moment())

    assert nothing_came_in(item)
    actions.commit(item, by=None, at=make.moment())
    assert Resident.objects.count() == 1


def test_a_locked_database_is_told_on_the_terminal() -> None:
    item = make.reviewed([make.siti()])

    with processes.somebody_writing():
        process = processes.rekam("import", "commit", str(item.pk), REKAM_BUSY_SECONDS="0.2")
        code, said = processes.ended(process)

    assert code == 1
    assert "storage.busy" in said
    assert nothing_came_in(item)


@pytest.mark.usefixtures("impatient")
def test_a_locked_database_is_told_on_the_screen() -> None:
    item = make.reviewed([make.siti()])
    browser = staff.browser(staff.person())
    browser.get(f"/impor/{item.pk}/")

    with processes.somebody_writing():
        answer = browser.post(f"/impor/{item.pk}/sahkan/", follow=True)

    assert "storage.busy" in counter.text(answer)
    assert nothing_came_in(item)
    browser.post(f"/impor/{item.pk}/sahkan/")
    assert Resident.objects.count() == 1


# -- the disk is full -------------------------------------------------------------------------------------


@contextmanager
def a_full_database() -> Iterator[None]:
    """SQLite may not grow by more than a few pages. PostgreSQL says what it says when a file cannot grow."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0] + 8}")
            yield
            cursor.execute("PRAGMA max_page_count=4294967294")
            return
        cursor.execute(
            "CREATE FUNCTION no_room() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'could not extend file' "
            "USING ERRCODE = 'disk_full'; END $$ LANGUAGE plpgsql"
        )
        cursor.execute(
            "CREATE TRIGGER no_room BEFORE INSERT ON ledger_line FOR EACH ROW EXECUTE FUNCTION no_room()"
        )
        yield
        cursor.execute("DROP TRIGGER no_room ON ledger_line")
        cursor.execute("DROP FUNCTION no_room")


def test_a_database_without_room_is_told_and_nothing_has_changed() -> None:
    item = make.reviewed(people(500))

    with a_full_database(), pytest.raises(RuleBroken, match=r"storage\.full"):
        actions.commit(item, by=None, at=make.moment())

    assert nothing_came_in(item)
    assert all_is_right()
    actions.commit(item, by=None, at=make.moment())
    assert Resident.objects.count() == 500
    assert all_is_right()


def test_a_database_without_room_is_told_on_the_screen() -> None:
    item = make.reviewed(people(500))
    browser = staff.browser(staff.person())
    browser.get(f"/impor/{item.pk}/")

    with a_full_database():
        answer = browser.post(f"/impor/{item.pk}/sahkan/", follow=True)

    assert "storage.full" in counter.text(answer)
    assert "Minta administrator mengosongkan ruang di folder data" in counter.text(answer)
    assert nothing_came_in(item)


def test_a_disk_that_is_full_while_a_file_comes_keeps_nothing(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda _bytes: "full")
    folder = settings.DATA / "imports" / "arriving-full"
    folder.mkdir(parents=True)
    (folder / "original.part").symlink_to("/dev/full")  # the system answers every write: no space left

    with pytest.raises(RuleBroken, match=r"storage\.full"):
        make.received(make.csv_of([make.siti()]))

    assert not folder.exists()
    assert not Import.objects.exists()


@pytest.mark.parametrize("table", ["sample", "lines", "new", "problems"])
def test_a_disk_that_is_full_during_a_review_is_told_and_the_review_made_again(
    table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = make.received(make.csv_of([make.siti()]))
    monkeypatch.setattr(secrets, "token_hex", lambda _bytes: "full")
    (desks.of(item.pk).folder / f"draft-full-{table}.part").symlink_to(Path("/dev/full"))

    item = actions.look_over(item, at=make.moment())

    assert item.state == State.FAILED
    assert item.trouble is not None
    assert item.trouble["code"] == "storage.full"
    assert actions.look_over(item, at=make.moment()).state == State.REVIEWED


@contextmanager
def a_quota(most: int) -> Iterator[None]:
    """The system lets no file of this program grow beyond *most* bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_is_full_during_an_upload_is_told_on_the_screen(settings: Any) -> None:
    browser = staff.browser(staff.person())
    browser.get("/impor/penduduk/")
    file = SimpleUploadedFile("penduduk.csv", make.csv_of(people(2_000)))

    with a_quota(100_000):
        answer = counter.hand_in(browser, file)

    assert answer.status_code == 422
    assert "storage.full" in counter.text(answer)
    assert not Import.objects.exists()
    assert list((settings.DATA / "uploads").iterdir()) == []
