"""The sessions of one member of staff for their phone's calendar: no account, the address is the secret."""

from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone

from core.errors import DomainError
from core.public import PublicPage
from services import ical, qr, tickets
from services.queries.session import sessions_of_worker
from services.views.public import result

BEFORE, AHEAD = timedelta(days=60), timedelta(days=365)


class CalendarFeedView(PublicPage):
    """Where the person is named as social worker, or leads the activity; as far as they see it today."""

    def get(self, request, ticket):
        try:
            user = tickets.feed_owner(ticket)
        except DomainError as error:
            return result(request, status=404, title="地址无效", text=str(error))
        today = timezone.localdate()
        sessions = sessions_of_worker(user).starting_between(today - BEFORE, today + AHEAD)
        body = ical.events(
            sessions, name=f"{user.name}的场次", link=lambda row: qr.address(request, row.get_absolute_url())
        )
        response = HttpResponse(body, content_type=ical.CONTENT_TYPE)
        response["Content-Disposition"] = 'inline; filename="sessions.ics"'
        return response
