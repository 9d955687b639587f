"""Who asks."""

from django.http import HttpRequest

from rekam.office.accounts.models import User


def asks(request: HttpRequest) -> User:
    """Behind a right somebody is signed in (`rights.requires`)."""
    assert isinstance(request.user, User)
    return request.user
