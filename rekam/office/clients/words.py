"""What the screens call things: what became of a row, how somebody was found, in which state a request is."""

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rekam.domain.rolls.words import How, Result
from rekam.office.clients.models import RequestState, RollState

Words = dict[str, "str | Promise"]

RESULTS: Words = {
    Result.UNRECORDED: _("Should come"),
    Result.FIRST_TIMER: pgettext_lazy("result", "First-timer"),
    Result.CHECK: _("To be checked"),
    Result.NOT_FOUND: _("Not found"),
    Result.ELSEWHERE: _("Lives elsewhere"),
    Result.RECORDED: _("Already recorded"),
    Result.TOO_YOUNG: _("Under 16"),
    Result.NOT_OBLIGED: _("Not obliged"),
    Result.GONE: _("Died or left"),
    Result.TWICE: _("On the list twice"),
}
EXPLAINED: Words = {
    Result.UNRECORDED: _("obliged and not recorded"),
    Result.FIRST_TIMER: _("16 years old: may be recorded, counts from 17 on"),
    Result.CHECK: _("a person looks at each pair"),
    Result.NOT_FOUND: _("nobody of the register"),
    Result.ELSEWHERE: _("served here, counted there"),
    Result.RECORDED: _("need not come"),
    Result.TOO_YOUNG: _("not yet"),
    Result.NOT_OBLIGED: _("no permanent stay"),
    Result.GONE: _("as the register says; ask the client"),
    Result.TWICE: _("counted once"),
}
TONES: dict[str, str] = {
    Result.UNRECORDED: "risk",
    Result.FIRST_TIMER: "info",
    Result.CHECK: "stop",
    Result.GONE: "stop",
    Result.RECORDED: "recorded",
}
HOW: Words = {
    How.NIK: _("The NIK is the same."),
    How.REPAIRED: _("The number is damaged; what is left of it and the name are this resident's alone."),
    How.NAME_BORN: _("Name and date of birth are this resident's alone."),
    How.OTHER_NAME: _("The NIK is the same, but the name is another."),
    How.DAMAGED: _("The number is damaged; what is left of it fits."),
    How.CLOSE: _("Name and date of birth are close."),
    How.NAME_ONLY: _("Only the name is known, and it is the same."),
    How.DECIDED: _("Decided by a person."),
}
NUMBER_STATES: Words = {
    "repaired": _("with signs between the digits"),
    "float": _("kept as a number"),
    "letters": _("with letters for digits"),
    "rounded": _("rounded by a spreadsheet"),
    "bad": _("not 16 digits"),
    "missing": _("no number"),
}
REQUEST_TONES: dict[str, str] = {
    RequestState.ASKED: "risk",
    RequestState.AGREED: "recorded",
    RequestState.DECLINED: "quiet",
    RequestState.WITHDRAWN: "quiet",
}
ROLL_TONES: dict[str, str] = {
    RollState.COLUMNS: "stop",
    RollState.MATCHING: "info",
    RollState.MATCHED: "recorded",
    RollState.WITHDRAWN: "quiet",
}


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"
