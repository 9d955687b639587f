"""The sentences of the rules, marked for translation here: `rekam.domain` knows no translation machinery."""

from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop("This visit is %(state)s: it cannot be moved so. Possible now: %(possible)s."),
    gettext_noop(
        "%(missing)s of %(target)s people have no outcome yet. "
        "Mark them, or set all of them absent in one step."
    ),
    gettext_noop(
        "The outcomes add up to %(sum)s, which is %(extra)s more than the target of %(target)s. "
        "Correct a count, or raise the target."
    ),
    gettext_noop("%(disputed)s people have two different outcomes. Decide which one holds, then close."),
    gettext_noop(
        "Reasons are given for %(reasons)s people, but only %(people)s are absent or failed. "
        "Correct the counts."
    ),
    gettext_noop(
        "%(awaited)s recordings of this visit are still on a laptop. "
        "Connect it, or bring them on a USB disk, "
        "then close. What is lost for good is given up under Incoming recordings."
    ),
)
