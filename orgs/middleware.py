"""Put the chosen identity on the request's user."""

from orgs.models import Membership

SESSION_KEY = "membership"


def identity(get_response):
    def middleware(request):
        if request.user.is_authenticated and request.user.memberships_today:
            chosen = request.session.get(SESSION_KEY)
            request.user.act_as(Membership(pk=chosen) if chosen else None)
            if request.user.identity is None:
                request.user.act_as(request.user.memberships_today[0])
        return get_response(request)

    return middleware
