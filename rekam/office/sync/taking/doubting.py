"""What is odd about the day of a recording, going by what the register says of the person, in words too."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rekam.domain.coverage.rules import age_on
from rekam.domain.recording import lifetimes
from rekam.domain.recording.lifetimes import Doubt, Life
from rekam.domain.wording import short_date
from rekam.office.residents.models import Resident
from rekam.office.sync.models import Recorded
from rekam.office.sync.taking import sessions

WORDS: dict[Doubt, Promise] = {
    Doubt.BEFORE_BIRTH: _(
        "The recording of %(recorded)s lies before the birth: the register says that this person was born on "
        "%(born)s. It does not count until two people have looked, or the register says otherwise."
    ),
    Doubt.UNDER_AGE: _(
        "On the day of the recording, %(recorded)s, this person was %(age)s years old and not married, says "
        "the register; nobody is recorded before 16. It counts until two people decide otherwise."
    ),
    Doubt.AFTER_DEATH: _(
        "The register says that this person died on %(died)s, before the recording of %(recorded)s. It is "
        "kept, and counts for nothing while the death stands."
    ),
}


def doubts(recorded: Recorded) -> tuple[Doubt, ...]:
    """By what the register says now. Of whom it does not know yet nothing is odd: the papers were looked at
    where the recording was made.
    """
    if recorded.resident is None:
        return ()
    return lifetimes.doubts(_life(recorded.resident), sessions.day_of(recorded))


def in_words(recorded: Recorded) -> list[str]:
    """A sentence for each."""
    found, resident = doubts(recorded), recorded.resident
    if not found or resident is None:
        return []
    on = sessions.day_of(recorded)
    said = {
        "recorded": short_date(on),
        "born": short_date(resident.born),
        "died": short_date(_life(resident).died_on),
        "age": age_on(resident.born, on),
    }
    return [str(WORDS[doubt]) % said for doubt in found]


def _life(resident: Resident) -> Life:
    died = lifetimes.died_on(resident.standing, resident.ended_on, resident.known_on)
    return Life(resident.born, resident.marital, died)
