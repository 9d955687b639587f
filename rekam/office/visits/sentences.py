"""The sentences of the rules, marked for translation here: `rekam.domain` knows no translation machinery."""

from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop("This visit is %(state)s: it cannot be moved so. Possible now: %(possible)s."),
    gettext_noop(
        "Without an outcome yet: %(missing)s of %(target)s. Mark them, or set all of them absent in one step."
    ),
    gettext_noop(
        "The outcomes add up to %(sum)s, which is %(extra)s more than the target of %(target)s. "
        "Correct a count, or raise the target."
    ),
    gettext_noop("People with two different outcomes: %(disputed)s. Decide which one holds, then close."),
    gettext_noop(
        "Reasons are given for %(reasons)s people, but only %(people)s are absent or failed. "
        "Correct the counts."
    ),
    gettext_noop(
        "Recordings of this visit still on a laptop: %(awaited)s. "
        "Connect it, or bring them on a USB disk, "
        "then close. What is lost for good is given up under Incoming recordings."
    ),
    gettext_noop(
        "These laptops took a roster pack for this visit along and have not sent the closing of its day: "
        "%(laptops)s. "
        "Close the day on each and connect it, or bring its USB disk, then close. "
        "If one is lost or was not used, a registrar closes the visit with a reason."
    ),
)
