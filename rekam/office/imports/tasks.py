"""The long work of the screens and the API: reading, committing and undoing go on in the background.

``start`` hands it to a worker (``rekam worker``; ``rekam serve`` starts one). What stops the work is kept
with the import for whoever looks; a bug crashes the task and shows as work that was lost.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone
from django_tasks import task

from rekam.domain.trouble import RuleBroken
from rekam.files import FileProblem
from rekam.office.accounts.models import Token, User
from rekam.office.imports import actions, sentences, work
from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import, State
from rekam.office.imports.work import What
from rekam.office.storage_trouble import told_plainly


@told_plainly()
def start(
    item: Import,
    what: What,
    *,
    by: User | Token,
    keep_missing: bool = False,
    first: Callable[[], object] = lambda: None,
) -> None:
    """Begin what a person or a key asked for. Somebody else's work on the same import goes on alone.

    *first*: what has to be kept for it, which must not meet work that is under way.
    """
    actions.next_state(item, what)
    desk = desks.laid(item.pk)
    work.begin(desk, what)
    try:
        first()
        Import.objects.filter(pk=item.pk).update(trouble=None)
        carry_out.enqueue(item.pk, what.value, _named(by), keep_missing)
    except Exception:
        work.end(desk)
        raise


def _named(by: User | Token) -> str:
    """A person or a key as text, for the queue."""
    return f"{by._meta.model_name}:{by.pk}"


def _called(name: str) -> User | Token:
    kind, _, number = name.partition(":")
    return Token.objects.get(pk=number) if kind == "token" else User.objects.get(pk=number)


@task()
def carry_out(number: int, what: str, by: str, keep_missing: bool) -> None:
    """One piece of work. It does not run twice by itself: after a kill a person starts it again."""
    desk = desks.laid(number)
    with work.alive(desk), _trouble_kept(number, what):
        item = Import.objects.get(pk=number)
        about: dict[str, Any] = {"by": _called(by), "at": timezone.now()}
        if what == What.REVIEW:
            actions.look_over(item, at=about["at"])
        elif what == What.COMMIT:
            actions.commit(item, keep_missing=keep_missing, **about)
        else:
            desk.tell("undoing", 0.1)
            actions.undo(item, **about)


@contextmanager
def _trouble_kept(number: int, what: str) -> Iterator[None]:
    """What stopped the work, unless the import was decided meanwhile and it interests nobody."""
    try:
        yield
    except actions.Overtaken:
        return
    except (RuleBroken, FileProblem) as trouble:
        over = actions.DECIDED if what == What.REVIEW else (State.DISCARDED,)
        Import.objects.filter(pk=number).exclude(state__in=over).update(trouble=sentences.as_json(trouble))


def set_aside(item: Import, *, by: User | Token | None) -> Import:
    """Put an import aside, unless somebody's work on it goes on."""
    current = work.under_way(desks.of(item.pk))
    if current is not None and not current.is_lost:
        raise work.busy()
    return actions.discard(item, by=by, at=timezone.now())
