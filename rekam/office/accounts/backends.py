"""Who reads a page: the person of its session, with a question that is written once."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from rekam.office import only_row
from rekam.office.accounts.models import User

_PEOPLE = only_row.KeptByKey(User)


class Staff(AuthenticationBackend):
    """Signs in as the library does; every page of a session asks for its person anew."""

    def get_user(self, user_id: Any) -> User | None:
        """The person as the database holds them now; None for whoever may not sign in any more."""
        person = _PEOPLE.read(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None
