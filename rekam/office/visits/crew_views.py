"""What a member of a crew follows on their own phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from rekam.office.accounts.rights import public
from rekam.office.rosters import queries as rosters
from rekam.office.visits import asked, feeds


@public
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Read by calendars on phones, which cannot sign in: who knows the address may read it. The key is that
    of the officer's duties; a new one ends both.
    """
    found = get_object_or_404(rosters.officers(), feed_key=key)
    return HttpResponse(
        feeds.calendar(found, asked.today(), timezone.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, max-age=900", "X-Robots-Tag": "noindex"},
    )
