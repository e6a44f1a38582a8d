"""The public page of a community: what is on, who is wanted, what was announced, and a way to raise a need.

SECURITY: it shows what was published and nothing about anybody; what people type is only ever posted.
"""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core import sms
from core.errors import DomainError
from core.public import PublicPage, counted
from core.views import DetailPage
from orgs.enums import UnionLevel
from orgs.models import Organization
from projects.enums import Frequency, NeedSource
from projects.operations import create_need
from services import ical, qr
from services.forms.community import PublicNeedForm
from services.models import Session
from services.queries.community import (
    PUBLIC_LEVELS,
    fed_sessions,
    pages_below,
    public_communities,
    public_notices,
    public_sessions,
    public_shifts,
    public_venues,
)
from services.queries.ranking import community_ranking
from services.views.public import result

SHOWN = 30
READ = 300  # sessions: a year of a busy community
HOUR = 3600
TOO_MANY = "这个网络一小时内提交的需求太多。请过一小时再试，或到社区工会当面反映。"
NO_PAGE = "没有这个社区的公开页。可能是二维码不完整，请重新扫码，或联系社区工会。"


class CommunityPage(PublicPage):
    """A page under the address of one community or street."""

    def setup(self, request, *args, code, **kwargs):
        super().setup(request, *args, code=code, **kwargs)
        self.community = public_communities(timezone.localdate()).filter(code=code).first()

    def refusal(self):
        if self.community is None:
            return result(self.request, status=404, title="没有找到社区", text=NO_PAGE)
        return super().refusal()

    def context(self, **extra) -> dict:
        return {"community": self.community, "union_name": self.community.name, **extra}


class CommunityPublicView(CommunityPage):
    """Everything on one page, readable without a script."""

    def get(self, request, code):
        now, today = timezone.now(), timezone.localdate()
        takes_needs = self.community.level == UnionLevel.COMMUNITY
        shown = self.context(
            sessions=by_activity(public_sessions(self.community, now)[:READ])[:SHOWN],
            shifts=public_shifts(self.community, now)[:SHOWN],
            proves_phone=sms.can_send(),
            notices=public_notices(self.community, today)[:SHOWN],
            venues=public_venues(self.community)[:SHOWN],
            communities=[] if takes_needs else pages_below(self.community, today)[:SHOWN],
            need_url=reverse("public:community-need", args=[code]) if takes_needs else "",
            order_url=reverse("public:community-order", args=[code]) if takes_needs else "",
            calendar_url=reverse("public:community-feed", args=[code]),
            subscribe_url=qr.subscription(request, reverse("public:community-feed", args=[code])),
            ranking=community_ranking(self.community, today.replace(month=1, day=1), today),
            join_url=reverse("public:volunteer", args=[code]) if takes_needs else "",
        )
        return render(request, "public/community.html", shown)


def by_activity(sessions) -> list[Session]:
    """The next session of each activity, soonest first; ``more`` are how many follow."""
    first: dict[int, Session] = {}
    for session in sessions:
        shown = first.setdefault(session.activity_id, session)
        shown.more = 0 if shown is session else shown.more + 1
    return list(first.values())


class CommunityFeedView(CommunityPage):
    """The sessions of the community for a phone's calendar."""

    def get(self, request, code):
        rows = fed_sessions(self.community, timezone.localdate())
        body = ical.events(
            rows, name=self.community.short_name, link=lambda row: qr.address(request, row.get_public_url())
        )
        response = HttpResponse(body, content_type=ical.CONTENT_TYPE)
        response["Content-Disposition"] = 'inline; filename="community.ics"'
        return response


class CommunityNeedPublicView(CommunityPage):
    """Raise a need without an account; the street verifies it like any other."""

    def get(self, request, code):
        return self.show(PublicNeedForm())

    def post(self, request, code):
        if counted("needs", request, HOUR) > settings.PUBLIC_NEEDS_PER_HOUR:
            return result(request, status=429, title="请稍后再试", text=TOO_MANY, **self.context())
        form = PublicNeedForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            self.file(**form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.show(form)
        text = "社区工会已经收到，街道工会核实后会安排。留了手机号的，办理进展会告诉您。"
        return result(request, good=True, title="需求已提交", text=text, **self.context())

    def file(self, *, group: str, name: str, phone: str, **fields) -> None:
        create_need(
            by=None,
            organization=self.community,
            groups=[group],
            frequency=Frequency.ONCE,
            source=NeedSource.RESIDENT,
            raiser=" ".join(filter(None, (name, phone))),
            **fields,
        )

    def show(self, form):
        return render(self.request, "public/community_need.html", self.context(form=form))


class CommunityPosterView(DetailPage):
    """The code of the public page, to print and put up."""

    queryset = Organization.objects.filter(level__in=PUBLIC_LEVELS)  # unscoped: DetailPage narrows it
    template_name = "services/community_poster.html"

    def get_context_data(self, **kwargs):
        path = reverse("public:community", args=[self.object.code])
        return super().get_context_data(**kwargs) | {
            "svg": qr.code(self.request, path, f"{self.object.short_name}公开页二维码"),
            "public_url": qr.address(self.request, path),
            "events": None,
        }
