"""A long list is compared in the background: followed on its page, stopped, begun again when it was lost."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser

from rekam.domain.trouble import RuleBroken
from rekam.office import background
from rekam.office.audit.models import Entry
from rekam.office.clients import rolls, tasks, work
from rekam.office.clients.models import Client, Roll, RollState
from tests import make
from tests.office import standing
from tests.office.accounts import staff
from tests.office.clients import made
from tests.office.clients.test_screens import HERE, text, uploaded


@pytest.fixture(autouse=True)
def two_rows_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "MOST_AT_ONCE", 1)


@pytest.fixture
def worked_at_once(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def two_people() -> list[tuple[str, str]]:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti, dewi])
    return [(siti["NIK"], "SITI REKAAN"), (dewi["NIK"], "DEWI REKAAN")]


pytestmark = standing.on(two_people)


@pytest.fixture
def path(tmp_path: Path, scene: Any) -> Path:
    """The file that is handed in."""
    return made.file(tmp_path, scene)


def handed_in(path: Path, browser: Browser, client: Client) -> Roll:
    browser.post(f"{HERE}{client.pk}/daftar/baru/", uploaded(path))
    return Roll.objects.get()


@pytest.fixture
def planner() -> Browser:
    return staff.browser(made.planner())


def page(roll: Roll, more: str = "") -> str:
    return f"{HERE}daftar/{roll.pk}/{more}"


def state(roll: Roll) -> str:
    roll.refresh_from_db()
    return roll.state


@pytest.mark.usefixtures("worked_at_once")
def test_a_long_list_is_compared_like_a_short_one(
    path: Path, planner: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        roll = handed_in(path, planner, made.company())

    assert state(roll) == RollState.MATCHED
    assert not rolls.original(roll).exists()
    assert roll.rows.exclude(resident=None).count() == 2
    assert "SITI REKAAN" in text(planner.get(page(roll)))


def test_while_it_waits_its_page_follows_it_and_it_can_be_stopped(path: Path, planner: Browser) -> None:
    roll = handed_in(path, planner, made.company())

    assert "menunggu giliran" in text(planner.get(page(roll)))
    planner.post(page(roll, "hentikan/"))
    tasks.carry_out.func(roll.pk, work.READ, roll.received_by_id)

    assert (state(roll), roll.rows.count()) == (RollState.COLUMNS, 0)
    assert "dihentikan" in text(planner.get(page(roll, "kolom/")))
    assert planner.get(page(roll, "kemajuan/")).headers["HX-Refresh"] == "true"
    assert Entry.objects.get(event="roll.matching_given_up").details == {"why": "roll.stopped"}


def test_each_step_is_told_with_how_much_is_done(path: Path, planner: Browser) -> None:
    roll = handed_in(path, planner, made.company())
    told: list[tuple[str, float]] = []

    rolls.match_kept(
        roll=roll, by=None, at=make.moment(), follow=lambda step, done: told.append((step, done))
    )

    assert {step for step, _ in told} <= set(work.STEPS)
    assert [done for _, done in told] == sorted(done for _, done in told)
    assert (told[0][0], told[-1][0]) == ("reading", "writing")


@pytest.mark.usefixtures("worked_at_once")
def test_work_that_was_lost_is_told_and_begun_again(path: Path, planner: Browser, settings: Any) -> None:
    immediately = settings.TASKS
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    roll = handed_in(path, planner, made.company())
    background.end(work.folder_of(roll))  # as after a kill
    assert "terputus" in text(planner.get(page(roll)))

    settings.TASKS = immediately
    planner.post(page(roll, "ulangi/"))

    assert state(roll) == RollState.MATCHED


def test_two_who_press_at_once_begin_it_once(path: Path, planner: Browser) -> None:
    roll = handed_in(path, planner, made.company())

    with pytest.raises(RuleBroken, match=r"roll\.busy"):
        tasks.start(roll=roll, what=work.READ, by=made.planner())


@pytest.mark.usefixtures("worked_at_once")
def test_a_long_list_is_compared_again_in_the_background(path: Path, planner: Browser) -> None:
    roll = handed_in(path, planner, made.company())
    make.committed([make.siti(NAMA_LGKP="BUDI REKAAN")])
    roll.refresh_from_db()
    assert rolls.is_behind(roll)

    planner.post(page(roll, "cocokkan/"))

    roll.refresh_from_db()
    assert not rolls.is_behind(roll)
