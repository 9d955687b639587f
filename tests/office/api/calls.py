"""Programs that ask the API, each with a key of its own."""

import json
from typing import Any

from django.test import Client
from django.utils import timezone

from rekam.office.accounts.rights import Role
from tests.office.accounts import staff


def key(role: Role, area: str = "") -> str:
    _, secret = staff.key(role, area=area, at=timezone.now())
    return secret


def calling(role: Role = Role.REGISTRAR, area: str = "") -> Client:
    return Client(headers={"Authorization": f"Bearer {key(role, area)}"})


def posted(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api/{path}", json.dumps(body), content_type="application/json")
