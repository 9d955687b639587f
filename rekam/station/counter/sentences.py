"""The sentences of the recording's rules, marked for translation: a rule knows no translation machinery."""

from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop("The step %(step)s comes later: finish the step %(first)s first."),
    gettext_noop("This recording is not complete: finish the step %(first)s first."),
    gettext_noop("The step %(step)s is not needed for this resident: go on with the step %(first)s."),
    gettext_noop(
        "The device saw %(found)s of %(wanted)s: have all of them rest flat on it, then capture again."
    ),
    gettext_noop("The device sent parts that were not asked for (%(parts)s): capture this step again."),
    gettext_noop("%(left)s of %(tries)s tries are left: capture again before accepting a low quality."),
    gettext_noop("A low quality is accepted with a reason: choose the one that fits, then go on."),
    gettext_noop("Nothing was captured in this step yet: capture first."),
    gettext_noop("An exception needs its reason: choose missing, injured or cannot be captured."),
    gettext_noop("Say in a few words why it cannot be captured: the office has to understand it later."),
    gettext_noop("Exceptions need a photograph of hands and face: take it now."),
    gettext_noop("A second officer must have seen the exceptions: have one sign in here."),
    gettext_noop("The second officer is the one who records: ask another officer to sign in here."),
    gettext_noop("A NIK is not corrected here: if it is another one, go back and find that resident."),
    gettext_noop("%(field)s is not corrected at the counter: note it for the office."),
    gettext_noop("A correction needs the document that shows it: choose it from the list."),
    gettext_noop("This document does not show that: choose one of those offered for this field."),
    gettext_noop("Write the number of the document, so that the office finds it again."),
    gettext_noop("A family card number has 16 digits: read it on the card again."),
    gettext_noop("A family card number has 16 digits: read it on the card again, or leave it out."),
    gettext_noop("%(field)s is not written freely: choose from the list what the document says."),
    gettext_noop("This is longer than %(most)s letters: write it shorter, as the family card does."),
    gettext_noop("The picture is too large to be sent: set the device to a smaller one, then capture again."),
    gettext_noop("Write what the document says; if it says nothing, leave the field as it was."),
    gettext_noop("Write the resident's name as it stands on the family card."),
    gettext_noop("Write the date of birth as it stands on the family card, as DD-MM-YYYY."),
    gettext_noop("This date of birth lies in the future: read the year on the family card again."),
    gettext_noop(
        "This date of birth is more than %(age)s years ago: read the year on the family card again."
    ),
    gettext_noop(
        "Digits 7 to 12 of this NIK are no date of birth: read the NIK on the family card again, or leave "
        "it out."
    ),
    gettext_noop(
        "On the roster pack this NIK is of somebody with another name and birth date: read it on the family "
        "card "
        "again, or leave it out."
    ),
    gettext_noop("Choose the sex as it stands on the family card."),
    gettext_noop(
        "These are not the 16 digits of a NIK: read them on the family card again, or leave them out."
    ),
    gettext_noop(
        "Recording is from %(age)s years, earlier for whoever is or was married: correct the marital status, "
        "or note it as under 16 and say that it is possible from %(day)s."
    ),
    gettext_noop("There is no signature yet: have the resident sign, or choose why this is not possible."),
    gettext_noop("Show the resident what was recorded first: then the signature is for that."),
    gettext_noop("This ticket is being recorded already: continue there."),
    gettext_noop("This recording was finished or given up in another window: go back to the queue."),
    gettext_noop("Something was captured already: go on recording, or note why this person is not recorded."),
    gettext_noop("%(name)s holds ticket %(ticket)s of today: go back and continue with that ticket."),
    gettext_noop(
        "%(name)s was recorded here today with ticket %(ticket)s: note it as already recorded (F9), "
        "or write why."
    ),
    gettext_noop("The pack has no date of birth of this resident: write it below from the family card."),
    gettext_noop("The camera sent no picture: look whether it is plugged in, then take it again."),
    gettext_noop(
        "The roster pack has expired: look at the date of this laptop, then take a newer pack from the "
        "office."
    ),
    gettext_noop(
        "The clock of this laptop is wrong (it shows %(shown)s, and %(sure)s is past): set date and time in "
        "the settings of its system, then go on."
    ),
    gettext_noop(
        "The office has stopped the keys of this laptop and nothing could be saved: enrol it again under "
        "Settings, "
        "with a code of the office."
    ),
    gettext_noop("No device for this step answers: plug it in, or choose to go on at another laptop."),
)
