"""Check-in on the spot: the list of those signed up, walk-ins, headcounts, and the code on the screen."""

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from core.errors import DomainError
from core.views import ListPage, RowMixin
from orgs.naming import NamingPage
from services import operations, qr
from services.counting import standing
from services.enums import ScanResult
from services.filters.attendance import AttendanceFilter, ParticipantFilter
from services.forms.attendance import HeadcountForm, WalkInForm
from services.models import Attendance, Registration, Session
from services.paging import KeysFirstPaginator
from services.queries.attendance import participants, whole
from services.queries.door import is_meant
from services.tables.attendance import AttendanceTable, ParticipantTable
from services.tickets import check_in_code, voice_code

LATEST = 10
EXPECTED = 30  # shown at once; the others are found by name, and the forms below stay in reach on a phone
SESSIONS = Session.objects.select_related("organization", "activity__project__contractor")
ROWS = ("session__activity__project__contractor", "session__organization", "person")


class AttendanceListView(NamingPage, ListPage):
    queryset = whole(Attendance.objects.select_related("person", "session__activity", "session__organization"))
    filterset_class = AttendanceFilter
    table_class = AttendanceTable
    title = "签到"
    empty_title = "还没有计入统计的签到"
    empty_hint = "场次确认举办后，签到和点数在这里列出。"


class ParticipantListView(ListPage):
    """Distinct people served: the rows behind 人数."""

    queryset = Attendance.objects.all()  # unscoped: narrowed by ListPage
    filterset_class = ParticipantFilter
    table_class = ParticipantTable
    title = "服务对象"
    empty_title = "还没有实名服务对象"
    empty_hint = "实名签到的场次确认举办后，参加者在这里列出，每人一行。"

    def get_table_data(self):
        return participants(self.object_list).naming(self.request.user).select_related("organization")

    def get_table_kwargs(self):
        named = self.object_list.filter(person__isnull=False).aggregate(total=Sum("headcount"))
        return super().get_table_kwargs() | {"named_times": named["total"] or 0}

    def get_table_pagination(self, table):
        return super().get_table_pagination(table) | {"paginator_class": KeysFirstPaginator}


class AtSession(RowMixin, View):
    """A page or a press of a button about one session."""

    def run(self, **fields) -> bool:
        """Run the operation on the addressed row; a refusal becomes a message."""
        try:
            type(self).operation(self.get_object(), by=self.request.user, **fields)
        except DomainError as error:
            messages.error(self.request, str(error))
            return False
        return True

    def back(self, session):
        return HttpResponseRedirect(reverse("services:session-check-in", args=[session.pk]))


class SessionCheckInView(AtSession):
    """Who is here. The forms answer with the same list, swapped in place or as a page."""

    queryset = SESSIONS
    operation = staticmethod(operations.check_in_person)

    def get(self, request, pk):
        return self.show(WalkInForm())

    def post(self, request, pk):
        form = WalkInForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        if self.run(**form.cleaned_data):
            messages.success(request, f"{form.cleaned_data['name']}已签到")
            return self.back(self.get_object())
        return self.show(form)

    def show(self, form):
        session = self.get_object()
        template = "services/_check_in.html" if self.request.htmx else "services/session_check_in.html"
        context = door(session, self.request.GET.get("q", "").strip()) | {"form": form, "count_form": HeadcountForm()}
        context["can_reverse"] = self.request.user.has_perm("services.reverse_attendance", Attendance(session=session))
        return render(self.request, template, context)


def door(session, text: str = "") -> dict:
    """Everything the check-in page shows of a session: of those expected the first ones, or whom ``text`` means."""
    came = session.attendances.select_related("person")
    here = set(standing(came).values_list("person_id", flat=True))
    signed_up = session.registrations.coming().select_related("person").order_by("pk")
    away = [row for row in signed_up if row.person_id not in here]
    meant = [row for row in away if is_meant(row.person, text)] if text else away
    doors = [
        ("手机扫码签到", "door"),
        ("签到大屏", "screen"),
        *([("登记线上观看", "online")] if session.is_online else []),
    ]
    return {
        "session": session,
        "back": {"label": str(session), "url": session.get_absolute_url()},
        "expected": meant[:EXPECTED],
        "away": len(away),
        "more": max(len(meant) - EXPECTED, 0),
        "q": text[:20],
        "latest": whole(came.filter(person__isnull=False)).order_by("-pk")[:LATEST],
        "named": session.named_times,
        "headcounts": whole(came.filter(person=None, reverses=None)).order_by("-pk"),
        "refused": session.scans.filter(result=ScanResult.REFUSED).select_related("by").order_by("-pk")[:LATEST],
        "person_times": session.person_times,
        "all_url": f"{reverse('services:attendance-list')}?session={session.pk}&counted=all",
        "actions": [
            {"label": label, "url": reverse(f"services:session-{name}", args=[session.pk])} for label, name in doors
        ],
    }


class RegistrationCheckInView(AtSession):
    """One tap beside a name."""

    queryset = Registration.objects.select_related(*ROWS)
    operation = staticmethod(operations.check_in_registration)
    http_method_names = ["post"]

    def post(self, request, pk):
        self.run()
        return self.back(self.get_object().session)


class SessionHeadcountView(AtSession):
    queryset = SESSIONS
    operation = staticmethod(operations.record_headcount)
    http_method_names = ["post"]

    def post(self, request, pk):
        form = HeadcountForm(request.POST)
        if not form.is_valid():
            messages.error(request, "点数没有保存：" + "".join(form.errors.get("headcount", [])))
        elif self.run(**form.cleaned_data):
            messages.success(request, f"已记{form.cleaned_data['headcount']}人")
        return self.back(self.get_object())


class SessionScreenView(AtSession):
    """For a projector: a big code that changes by itself."""

    queryset = SESSIONS
    operation = staticmethod(operations.check_in_person)

    def get(self, request, pk):
        session = self.get_object()
        path = reverse("public:check-in", args=[session.token, check_in_code(session)])
        template = "services/_screen.html" if request.htmx else "services/session_screen.html"
        context = {
            "session": session,
            "svg": qr.code(request, path, "签到二维码"),
            "person_times": session.person_times,
            "voice": "{} {}".format(*(voice_code(session)[part : part + 3] for part in (0, 3))),
        }
        return render(request, template, context)
