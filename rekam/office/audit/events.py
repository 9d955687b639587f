"""What each event code says to a person. A test fails when an action writes a code that is not here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
}


def sentence(code: str) -> str:
    return str(EVENTS.get(code, code))
