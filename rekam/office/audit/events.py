"""What a line of the trail says to a person.

A test fails when an action of the office writes an event that is not here.
"""

import re
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rekam.domain import wording
from rekam.office.audit.actions import TERMINAL, UNKNOWN
from rekam.office.audit.models import Entry
from rekam.office.audit.words import DETAILS, DETAILS_OF, SUBJECTS, VALUES

EVENTS: dict[str, str | Promise] = {
    # People and keys
    "sign_in.done": _("Signed in"),
    "sign_in.failed": _("Wrong password for an existing name"),
    "person.added": _("A person was added"),
    "person.changed": _("A person's name, role or area was changed"),
    "person.deactivated": _("A person was deactivated"),
    "person.reactivated": _("A person was made active again"),
    "password.changed": _("Chose a new password"),
    "password.reset": _("A new password was made for a person"),
    "second_factor.app_added": _("Set up an authenticator app"),
    "second_factor.app_removed": _("Removed the authenticator app"),
    "second_factor.passkey_added": _("Added a passkey or security key"),
    "second_factor.passkey_removed": _("Removed a passkey or security key"),
    "second_factor.codes_made": _("Made new recovery codes"),
    "second_factor.removed_by_administrator": _("A person's second factors were removed"),
    "key.made": _("A key for the API was made"),
    "key.revoked": _("A key for the API was revoked"),
    # Areas and settings
    "areas.imported": _("Areas were brought in"),
    "boundaries.imported": _("Boundaries were brought in"),
    "office.set_up": _("The office was set up"),
    "office.backed_up": _("The whole office was copied as a backup"),
    # Imports
    "import.received": _("A file was received"),
    "import.columns_corrected": _("The columns of a file were corrected"),
    "import.rows_decided": _("Rows in doubt were decided"),
    "import.committed": _("An import was committed"),
    "import.discarded": _("A file was put aside without being committed"),
    "import.undone": _("An import was undone"),
    # Residents
    "residents.listed": _("A list of residents was read"),
    "residents.searched": _("Residents were searched"),
    "residents.exported": _("A list of residents was exported"),
    "residents.explained": _("The residents behind a figure were read"),
    "resident.seen": _("A resident's page was read"),
    "resident.asked": _("A resident's status was asked for"),
    "resident.corrected": _("A resident was corrected"),
    "ledger.renewed": _("The ledger was counted anew by changed counting rules"),
    "ledger.pages_repaired": _("Sums of the ledger that differed from its lines were made anew"),
    # Reports and figures
    "report.issued": _("A report was issued"),
    "report.withdrawn": _("A report was withdrawn"),
    "report.downloaded": _("A report was downloaded"),
    "residents.list_printed": _("A list of residents was printed or downloaded"),
    "letterhead.changed": _("The letterhead was changed"),
    "stated.added": _("A published figure was added"),
    "stated.changed": _("A published figure was changed"),
    "stated.removed": _("A published figure was removed"),
    "settings.changed": _("The office's settings were changed"),
    # Service points
    "place.added": _("A service point was added"),
    "place.changed": _("A service point was changed"),
    "place.feed_renewed": _("A service point's calendar got a new address"),
    "place.week_set": _("Opening hours were set"),
    "place.week_removed": _("Opening hours were taken back"),
    "place.special_day_set": _("A special day was set"),
    "place.special_day_removed": _("A special day was taken back"),
    # Kits, devices, faults and handovers
    "kit.added": _("A kit was added"),
    "kit.changed": _("A kit was changed"),
    "kit.stationed": _("A kit was put in a place"),
    "kit.retired": _("A kit was retired"),
    "device.added": _("A device was added"),
    "device.changed": _("A device was changed"),
    "device.elsewhere": _("A laptop missed a device that answers at another one by now: no fault was opened"),
    "device.moved": _("A device changed its kit"),
    "trouble.no_device": _("A laptop told of trouble with a device that the office does not know"),
    "trouble.simulated": _("A laptop told of trouble with a simulated device: no fault was opened"),
    "devices.imported": _("A list of devices was brought in"),
    "inventory.imported": _("Counts of devices were brought in"),
    "fault.reported": _("A fault was reported"),
    "fault.added_to": _("Something was added to a fault"),
    "fault.photographed": _("A photo of a fault was added"),
    "fault.confirmed": _("A fault was confirmed"),
    "fault.dismissed": _("A reported fault was dismissed"),
    "fault.assigned": _("A repair was assigned"),
    "fault.repair_begun": _("A repair was begun"),
    "fault.repair_noted": _("Parts and cost of a repair were noted"),
    "fault.testing": _("A device was put on the test bench"),
    "fault.back_in_service": _("A device is back in service"),
    "fault.test_failed": _("A device failed its test"),
    "fault.device_retired": _("A device was retired"),
    "handover.sent": _("A kit or device was sent"),
    "handover.received": _("A kit or device was received"),
    "care.rule_added": _("A regular check was added"),
    "care.rule_removed": _("A regular check was removed"),
    "care.done": _("A regular check was done"),
    "service_levels.changed": _("The time limits for faults were changed"),
    "spare.accepted": _("A proposal of spares was accepted"),
    "spare.refused": _("A proposal of spares was refused"),
    "spare.refusal_taken_back": _("The refusal of a proposal was taken back"),
    "labels.printed": _("Labels of devices were printed"),
    "places.imported": _("Service points were brought in"),
    "holiday.added": _("A holiday was added"),
    "holiday.decided": _("It was decided whether a holiday is worked"),
    # Officers and rosters
    "officer.added": _("An officer was added"),
    "officer.changed": _("An officer was changed"),
    "officer.feed_renewed": _("An officer's calendar got a new address"),
    "officer.left": _("An officer got a last day"),
    "officers.imported": _("A list of officers was brought in"),
    "leave.asked": _("Leave was asked for"),
    "leave.granted": _("Leave was granted"),
    "leave.refused": _("Leave was refused"),
    "leave.withdrawn": _("Leave was taken back"),
    "wish.set": _("A wish for a day was noted"),
    "shift.set": _("A shift was set"),
    "cover.proposed": _("How many officers are wanted was proposed"),
    "cover.set": _("How many officers are wanted was set by hand"),
    "cover.forgotten": _("What was set by hand for a service point was taken back"),
    "roster.drafted": _("A draft of a roster was begun by hand"),
    "roster.planning_begun": _("The planning of a roster was begun"),
    "roster.planned": _("A roster was planned"),
    "roster.planning_given_up": _("An interrupted planning was given up"),
    "roster.changed": _("A roster was changed by hand"),
    "roster.change_undone": _("A change of a roster was undone"),
    "roster.discarded": _("A draft of a roster was put aside"),
    "roster.published": _("A roster was published"),
    "swap.asked": _("A swap of duties was asked for"),
    "swap.agreed": _("A colleague agreed to a swap"),
    "swap.declined": _("A colleague declined a swap"),
    "swap.withdrawn": _("A swap was withdrawn"),
    "swap.approved": _("A swap was approved"),
    "swap.refused": _("A swap was refused"),
    # Clients and their rolls of people
    "client.added": _("A client was added"),
    "client.changed": _("A client was changed"),
    "contact.added": _("A contact was added"),
    "contact.changed": _("A contact was changed"),
    "contact.removed": _("A contact was removed"),
    "contact.consent_noted": _("What a contact said about messages was noted"),
    "request.noted": _("A client's request was noted"),
    "request.answered": _("A client's request was answered"),
    "agreed_date.added": _("A date was agreed with a client"),
    "agreed_date.withdrawn": _("An agreed date was withdrawn"),
    "client.letter_made": _("A letter to a client was made"),
    "roll.received": _("A client's list of people was received"),
    "roll.columns_settled": _("The columns of a long list were settled"),
    "roll.matching_given_up": _("Comparing a list with the register was stopped or failed"),
    "roll.matched": _("A list of people was matched with the register"),
    "roll.matched_again": _("A list of people was matched again"),
    "roll.withdrawn": _("A list of people was withdrawn"),
    "roll.read": _("A list of people was read"),
    "roll.pair_shown": _("A row of a list was compared with residents"),
    "roll.row_decided": _("It was decided who a row of a list is"),
    "roll.rows_accepted": _("Sure proposals of a list were accepted together"),
    "roll.decision_taken_back": _("A decision about a row of a list was taken back"),
    "roll.exported": _("The list of who should come was exported"),
    # Plans of visits
    "plan.planning_begun": _("A plan of visits was begun"),
    "plan.planned": _("A plan of visits was worked out"),
    "plan.planning_given_up": _("An interrupted planning of visits was given up"),
    "plan.discarded": _("A plan of visits was put aside"),
    "plan.adopted": _("A plan of visits was adopted"),
    "closure.set": _("A road or place was noted as closed"),
    "closure.lifted": _("A closed road or place was opened again"),
    # Visits
    "visit.planned": _("A visit was planned"),
    "visit.moved": _("A visit was moved, or its crew or kits changed"),
    "visit.cancelled": _("A visit was cancelled"),
    "visit.confirmed": _("A visit was confirmed"),
    "visit.reminded": _("A client was reminded of a visit"),
    "visit.list_taken": _("The list of expected people was taken"),
    "visit.list_seen": _("The list of people of a visit was read"),
    "visit.target_set": _("The number of announced people was set"),
    "visit.entries_received": _("Entries of a visit were received"),
    "visit.entry_withdrawn": _("A visit's list was told that a recording does not count"),
    "visit.rest_absent": _("Everybody unmarked was set absent"),
    "visit.dispute_decided": _("It was decided which of two outcomes holds"),
    "visit.closed": _("A visit was closed"),
    "visit.reopened": _("A late result opened a visit again"),
    "visit.list_downloaded": _("The list of expected people of a visit was downloaded"),
    "visit.sheet_downloaded": _("The result sheet of a visit was downloaded"),
    "summons.printed": _("Summonses were printed"),
    "second_pass.dismissed": _("A second pass is not wanted"),
    "second_pass.wanted": _("A second pass is wanted again"),
    "follow_up.done": _("What was to be done about somebody after a visit was noted as done"),
    "follow_up.taken_back": _("It was taken back that something was done about somebody after a visit"),
    "proposal.accepted": _("What a crew heard of a resident was accepted"),
    "proposal.declined": _("What a crew heard of a resident was declined"),
    # Stations and what comes from them
    "station.added": _("A laptop was added as a station"),
    "station.changed": _("A station was changed"),
    "station.enrolment_begun": _("A code to enrol a laptop was shown"),
    "station.asked": _("A laptop asked to be enrolled"),
    "station.enrolled": _("A laptop was enrolled"),
    "station.enrolment_refused": _("The enrolment of a laptop was refused"),
    "station.frozen": _("A station's keys were frozen"),
    "station.thawed": _("A station's frozen keys were released"),
    "station.revoked": _("A station's keys were revoked"),
    "station.password_set": _("A password for stations was set"),
    "keys.readmission_proposed": _("It was proposed to let a laptop's old keys in again"),
    "keys.readmitted": _("A laptop's old keys were let in again"),
    "keys.readmission_refused": _("A laptop's old keys were not let in again"),
    "escrow.made": _("An escrow key was made: laptops seal for it from their next roster pack on"),
    "escrow.used": _("The escrow key was put in the place of the key that opens packets"),
    "pack.issued": _("A roster pack was issued"),
    "pack.fetched": _("A roster pack was fetched"),
    "pack.refused": _("A roster pack was refused: the laptop's keys are not in use"),
    "packet.quarantined": _("A packet was put into quarantine"),
    "packet.asked_again": _("No copy of a packet was whole any more, and it is awaited again"),
    "packet.tried_again": _("A packet in quarantine was tried again"),
    "packets.processed": _("Packets were brought into the register"),
    "packets.imported": _("Packets were brought in from a disk"),
    "copies.read_through": _("The sealed copies were read through"),
    "packets.given_up": _("Parts of packets that never went on were erased"),
    "numbers.lost": _("Numbers of a laptop were given up as lost for good"),
    "numbers.awaited_again": _("Numbers of a laptop that were given up as lost are awaited again"),
    "number.found": _("A packet came whose number was given up as lost"),
    "case.proposed": _("A decision about recordings was proposed"),
    "case.decided": _("Two people decided which recordings count"),
    "case.seen": _("The recordings of a case were read"),
    "correction.decided": _("A correction from a counter was decided"),
    "biometrics.erased": _("Images of recordings were erased"),
    "biometrics.keeping_changed": _("How long images are kept was changed"),
    "biometrics.date_confirmed": _("The office’s date was confirmed, and images are erased by it again"),
    # Messages
    "reminders.template_set": _("The words of a message were set"),
    "reminders.reachable_noted": _("How a resident can be reached was noted"),
    "reminders.consent_noted": _("What a resident said about messages was noted"),
    "reminders.rules_changed": _("Quiet hours, prices or the budget of messages were changed"),
    "reminders.started": _("Messages were sent on their way"),
    "reminders.stopped": _("A sending was stopped"),
    "reminders.sent": _("Messages were handed to the providers"),
    "reminders.sent_by_hand": _("A message was sent by hand"),
    "reminders.said_to_have_gone": _("It was decided that a message went out"),
    "reminders.sent_again": _("It was decided to send a message again"),
    "reminders.left_unsent": _("It was decided to leave a message"),
    "reminders.seen": _("A message with its number was read"),
    "reminders.opted_out": _("Somebody wants no more messages"),
    "reminders.opt_out_lifted": _("Somebody agreed to messages again"),
}

SUBJECT = re.compile(r"([a-z_]+)(?:[: ](.+))?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def sentence(code: str) -> str:
    return str(EVENTS.get(code, code))


def who(entry: Entry) -> str:
    """The name that somebody signs in with; in words where nobody had signed in."""
    nobody = entry.by_id is None and entry.username in (UNKNOWN, TERMINAL)
    return str(VALUES[entry.username]) if nobody else entry.username


def subject(entry: Entry) -> str:
    """What the line is about, in words; a subject that is a name stays as it is."""
    if entry.subject in SUBJECTS:
        return str(SUBJECTS[entry.subject])
    found = SUBJECT.fullmatch(entry.subject)
    if found is None or found[1] not in SUBJECTS:
        return entry.subject
    return f"{SUBJECTS[found[1]]} {found[2] or ''}".strip()


def details(entry: Entry) -> list[tuple[str, str]]:
    """What the line holds besides, as a reader sees it. Empty ones say nothing and are left out."""
    told = [
        (str(DETAILS_OF.get((entry.event, name)) or DETAILS.get(name, name)), _in_words(value))
        for name, value in entry.details.items()
    ]
    return [(name, value) for name, value in told if value]


def _in_words(value: Any) -> str:
    """A change is written as ``{"from": ..., "to": ...}`` and shown with an arrow."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _now("yes") if value else _now("no")
    if isinstance(value, int):
        return wording.number(value, get_language() or "id")
    if isinstance(value, dict) and set(value) == {"from", "to"}:
        return f"{_in_words(value['from']) or '–'} → {_in_words(value['to']) or '–'}"
    if isinstance(value, dict):
        return "; ".join(
            f"{DETAILS.get(name, name)} {_in_words(item) or '–'}" for name, item in value.items()
        )
    if isinstance(value, list):
        return ", ".join(map(_in_words, value))
    if isinstance(value, str) and DAY.fullmatch(value):
        return wording.short_date(date.fromisoformat(value))
    return str(VALUES.get(str(value), value))
