"""Long work: it waits, goes on, is stopped, is lost, and is begun by one person only."""

import os
from typing import Any

import pytest
from django.conf import settings as office
from django.test import Client
from django_tasks_db.models import DBTaskResult

from rekam.domain.trouble import RuleBroken
from rekam.office import bulk
from rekam.office.coverage import queries as coverage
from rekam.office.imports import actions, review, tasks, work
from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import, State
from rekam.office.imports.work import What
from rekam.office.residents.models import Resident
from tests import make
from tests.office.accounts import staff
from tests.office.imports.screens.counter import hand_in, handed_in, register, text

IN_THE_BACKGROUND = office.TASKS


@pytest.fixture
def later(settings: Any) -> None:
    """Work is handed to a worker, and there is none: the test does it when it wants to."""
    settings.TASKS = IN_THE_BACKGROUND


def do_the_work() -> None:
    """What a worker does with the oldest piece of work."""
    result = DBTaskResult.objects.order_by("enqueued_at").first()
    assert result is not None
    result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
    result.delete()


def waiting(browser: Client) -> Import:
    hand_in(browser, register([make.siti()]))
    return Import.objects.latest("pk")


@pytest.mark.usefixtures("later")
def test_a_page_waits_with_the_work_and_shows_the_review_when_it_is_done(browser: Client) -> None:
    item = waiting(browser)
    before = browser.get(f"/impor/{item.pk}/")
    part = browser.get(f"/impor/{item.pk}/kemajuan/")

    do_the_work()
    after = browser.get(f"/impor/{item.pk}/kemajuan/")

    assert "Menunggu giliran" in text(before)
    assert f'hx-get="/impor/{item.pk}/kemajuan/"' in part.content.decode()
    assert '<meta http-equiv="refresh"' in before.content.decode()
    assert after.headers["HX-Refresh"] == "true"
    assert "Sahkan impor ini" in text(browser.get(f"/impor/{item.pk}/"))


@pytest.mark.usefixtures("later")
def test_work_that_is_stopped_changes_nothing_and_can_be_begun_again(browser: Client) -> None:
    item = waiting(browser)

    browser.post(f"/impor/{item.pk}/hentikan/")
    do_the_work()
    page = browser.get(f"/impor/{item.pk}/")
    browser.post(f"/impor/{item.pk}/periksa/")
    do_the_work()

    assert "Pekerjaan dihentikan. Tidak ada yang berubah." in text(page)
    assert "import.stopped" in text(page)
    item.refresh_from_db()
    assert item.state == State.REVIEWED


@pytest.mark.usefixtures("later")
def test_a_commit_that_is_stopped_leaves_the_review_as_it_was(browser: Client) -> None:
    item = waiting(browser)
    do_the_work()
    browser.post(f"/impor/{item.pk}/sahkan/")
    assert "Impor sedang disahkan" in text(browser.get(f"/impor/{item.pk}/"))

    browser.post(f"/impor/{item.pk}/hentikan/")
    do_the_work()
    page = browser.get(f"/impor/{item.pk}/")

    assert "import.stopped" in text(page)
    assert "Sahkan impor ini" in text(page)
    assert coverage.coverage(on=make.OPENED, within="64.08").total.total.registered == 0
    browser.post(f"/impor/{item.pk}/sahkan/")
    do_the_work()
    assert "import.stopped" not in text(browser.get(f"/impor/{item.pk}/"))
    assert coverage.coverage(on=make.OPENED, within="64.08").total.total.registered == 1


def test_a_commit_is_followed_and_stopped_between_two_portions_of_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk, "ROWS_AT_ONCE", 2)
    item = make.reviewed([make.siti() for _ in range(5)])
    desk, told = desks.of(item.pk), desks.Desk.tell
    shares: list[float] = []

    def tell(self: desks.Desk, step: str, done: float) -> None:
        shares.append(done)
        if len(shares) == 3:
            desk.ask_to_stop()
        told(self, step, done)

    monkeypatch.setattr(desks.Desk, "tell", tell)
    with pytest.raises(RuleBroken, match=r"import\.stopped"):
        actions.commit(item, by=None, at=make.moment())
    assert not Resident.objects.exists()
    actions.commit(item, by=None, at=make.moment())

    assert len(shares) > 8
    assert shares[3:] == sorted(shares[3:])
    assert Resident.objects.count() == 5


@pytest.mark.usefixtures("later")
def test_two_people_who_commit_at_once_start_it_once(browser: Client) -> None:
    item = waiting(browser)
    do_the_work()
    other = staff.browser(staff.person())

    first = browser.post(f"/impor/{item.pk}/sahkan/")
    second = other.post(f"/impor/{item.pk}/sahkan/")

    assert (first.status_code, second.status_code) == (302, 409)
    assert "import.busy" in text(second)
    assert DBTaskResult.objects.count() == 1


@pytest.mark.usefixtures("later")
def test_a_file_cannot_be_put_aside_while_it_is_worked_on(browser: Client) -> None:
    item = waiting(browser)

    answer = browser.post(f"/impor/{item.pk}/sisihkan/")

    assert (answer.status_code, "import.busy" in text(answer)) == (409, True)
    assert desks.of(item.pk).original.exists()


@pytest.mark.usefixtures("later")
def test_work_whose_worker_was_killed_is_said_to_be_lost_and_begins_again(browser: Client) -> None:
    item = waiting(browser)
    pulse = desks.of(item.pk).folder / "pulse"
    pulse.touch()
    os.utime(pulse, (0, 0))

    page = browser.get(f"/impor/{item.pk}/kemajuan/")
    in_the_list = browser.get("/impor/")
    DBTaskResult.objects.all().delete()
    browser.post(f"/impor/{item.pk}/periksa/")
    do_the_work()

    assert "import.lost" in page.content.decode()
    assert "hx-get" not in page.content.decode()
    assert "Terhenti sebelum selesai" in text(in_the_list)
    item.refresh_from_db()
    assert item.state == State.REVIEWED


@pytest.mark.usefixtures("later")
def test_a_review_whose_worker_was_killed_can_be_put_aside(browser: Client) -> None:
    item = waiting(browser)
    Import.objects.filter(pk=item.pk).update(state=State.REVIEWING)
    pulse = desks.of(item.pk).folder / "pulse"
    pulse.touch()
    os.utime(pulse, (0, 0))

    page = browser.get(f"/impor/{item.pk}/")
    answer = browser.post(f"/impor/{item.pk}/sisihkan/")

    item.refresh_from_db()
    assert "import.lost" in text(page)
    assert f'action="/impor/{item.pk}/sisihkan/"' in page.content.decode()
    assert (answer.status_code, item.state) == (302, State.DISCARDED)


def test_a_file_that_was_put_aside_while_it_was_reviewed_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    item, look = make.received(make.csv_of([make.siti()])), review.review

    def look_and_be_put_aside(*about: Any, **more: Any) -> None:
        look(*about, **more)
        actions.discard(Import.objects.get(pk=item.pk), by=None, at=make.moment())

    monkeypatch.setattr(review, "review", look_and_be_put_aside)
    with pytest.raises(RuleBroken, match=r"import\.not_now"):
        actions.look_over(item, at=make.moment())

    item.refresh_from_db()
    assert item.state == State.DISCARDED


@pytest.mark.usefixtures("later")
def test_a_commit_whose_worker_was_killed_after_its_last_word_is_shown_as_done(browser: Client) -> None:
    item = waiting(browser)
    do_the_work()
    desk = desks.of(item.pk)
    actions.commit(Import.objects.get(pk=item.pk), by=None, at=make.moment())
    work.begin(desk, What.COMMIT)
    (desk.folder / "pulse").touch()
    os.utime(desk.folder / "pulse", (0, 0))

    page = text(browser.get(f"/impor/{item.pk}/"))

    assert "import.lost" not in page
    assert "Disahkan" in page


@pytest.mark.usefixtures("later")
def test_work_that_nobody_takes_up_says_what_may_be_the_matter(browser: Client) -> None:
    item = waiting(browser)
    told = desks.of(item.pk).folder / "work.json"
    told.write_text('{"what": "review", "asked": 1000000000}')

    assert "rekam worker" in browser.get(f"/impor/{item.pk}/kemajuan/").content.decode()


def test_a_bug_shows_as_work_that_was_lost(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])
    desk = desks.of(item.pk)
    work.begin(desk, What.COMMIT)

    with pytest.raises(ZeroDivisionError), work.alive(desk):
        raise ZeroDivisionError

    found = work.under_way(desk)
    assert found is not None
    assert found.is_lost


def test_work_begins_only_where_the_life_cycle_allows_it(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])

    with pytest.raises(RuleBroken, match=r"import\.not_now"):
        tasks.start(item, What.UNDO, by=staff.person())

    assert work.under_way(desks.of(item.pk)) is None


def test_progress_is_a_share_where_it_is_known(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])
    desk = desks.of(item.pk)
    work.begin(desk, What.REVIEW)
    with work.alive(desk):
        desk.tell("comparing", 0.4)
        page = browser.get(f"/impor/{item.pk}/kemajuan/").content.decode()
        desk.tell("undoing", 0.1)
        unknown = browser.get(f"/impor/{item.pk}/kemajuan/").content.decode()

    assert 'aria-valuenow="40"' in page
    assert "Membandingkan dengan data penduduk" in page
    assert "aria-valuenow" not in unknown


def test_an_undo_that_has_begun_cannot_be_stopped(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])
    desk = desks.of(item.pk)
    work.begin(desk, What.UNDO)
    waiting_part = browser.get(f"/impor/{item.pk}/kemajuan/").content.decode()
    with work.alive(desk):
        begun = browser.get(f"/impor/{item.pk}/kemajuan/").content.decode()

    assert "hentikan" in waiting_part
    assert "hentikan" not in begun
