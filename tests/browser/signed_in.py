"""Makes a person with a role and signs them in, as a program: prints the session cookie.

Called for an office in another folder, hence a process of its own. The journeys that are about signing in
do it on the screen; the others start here.
"""

import json
import sys
import time

import django


def main(role: str, area: str) -> None:
    django.setup()
    print(json.dumps(cookie(role, area)))


def cookie(role: str, area: str = "") -> dict[str, str]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from rekam.office.accounts.models import User
    from rekam.office.accounts.sessions import SessionStore

    # Not the demo's own people, who must first choose a password.
    name = f"siti-{role}-{area.replace('.', '')}".strip("-_").replace("_", "-")
    person, _ = User.objects.get_or_create(
        username=name, defaults={"full_name": f"Siti {role}", "role": role, "area_code": area}
    )
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    # With a password: the pages of the second factor ask for it. It holds for minutes, and a walk through
    # every page may take longer on a busy machine, so it begins an hour ahead.
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() + 3600, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.create()
    return {"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key)}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
