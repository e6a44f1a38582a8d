"""The page at the door, and the service worker that keeps it when the network drops."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import ensure_csrf_cookie

from services import operations
from services.operations.attendance import CLOSES_AFTER, HEADCOUNT_LIMIT
from services.views.attendance import SESSIONS, AtSession

WORKER = "door-worker.js"


@method_decorator(ensure_csrf_cookie, name="dispatch")
class SessionDoorView(AtSession):
    """Scan tickets with the phone's camera. SECURITY: the page is kept on the phone, so nobody's name is in it."""

    queryset = SESSIONS
    operation = staticmethod(operations.record_scan)

    def get(self, request, pk):
        session = self.get_object()
        closes = int((session.ends_at + CLOSES_AFTER).timestamp() * 1000)
        context = {"session": session, "closes": closes, "most": HEADCOUNT_LIMIT}
        return render(request, "services/session_door.html", context)


class DoorWorkerView(View):
    """The worker under an address above the door pages: from /static/ it could not serve them. Asked for anew each
    time, so that a new release replaces it."""

    def get(self, request):
        collected = staticfiles_storage.exists(WORKER)  # not in tests and development
        found = staticfiles_storage.path(WORKER) if collected else finders.find(WORKER)
        if not found:
            raise Http404
        headers = {"Cache-Control": "no-cache"}
        return HttpResponse(Path(found).read_bytes(), content_type="text/javascript; charset=utf-8", headers=headers)
