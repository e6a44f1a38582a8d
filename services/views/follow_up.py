"""Pages of follow-ups. SECURITY: lists show neither the text nor the person."""

from django.urls import reverse

from core.views import ActionPage, DetailPage, ListPage
from services import operations
from services.enums import FollowUpState
from services.filters.follow_up import FollowUpFilter
from services.forms.summary import FollowUpForm, RaiseNeedForm, ResultForm
from services.models import FollowUp, Session
from services.operations.follow_up import community_of
from services.tables.follow_up import FollowUpTable

PARTIES = (
    "session__organization", "session__activity__project__contractor", "session__activity__project__organization",
    "person", "responsible", "created_by", "need",
)  # fmt: skip


class FollowUpListView(ListPage):
    queryset = FollowUp.objects.select_related("session__activity", "session__organization", "responsible")
    filterset_class = FollowUpFilter
    table_class = FollowUpTable
    title = "跟进事项"
    empty_title = "还没有跟进事项"
    empty_hint = "活动中发现需要继续帮助的人或问题，在场次或总结页面登记。"


class FollowUpDetailView(DetailPage):
    queryset = FollowUp.objects.select_related(*PARTIES)
    template_name = "services/followup_detail.html"

    def get_context_data(self, **kwargs):
        follow_up, user = self.object, self.request.user
        session = follow_up.session
        return super().get_context_data(**kwargs) | {
            "title": f"跟进事项 · {session.activity}",
            "facts": [
                {"label": "责任人", "value": follow_up.responsible},
                {"label": "期限", "value": f"{follow_up.due_on or '未定'}"},
            ],
            "rows": [
                {"label": "来自场次", "value": session, "url": session.get_absolute_url()},
                {"label": "登记人", "value": follow_up.created_by},
            ],
            "actions": steps(follow_up, user),
            "back": {"label": "跟进事项", "url": reverse("services:followup-list")},
        }


def steps(follow_up: FollowUp, user) -> list[dict]:
    """While it is open: finish it, make a need of it, correct it."""
    if follow_up.state != FollowUpState.OPEN:
        return []
    offered = (
        ("办结", "finish_follow_up", "followup-finish"),
        ("转为需求", "raise_need_from_follow_up", "followup-need"),
        ("修改", "update_follow_up", "followup-update"),
    )
    return [
        {"label": label, "url": reverse(f"services:{name}", args=[follow_up.pk]), "primary": not number}
        for number, (label, permission, name) in enumerate(offered)
        if user.has_perm(f"services.{permission}", follow_up)
    ]


class SessionFollowUpView(ActionPage):
    queryset = Session.objects.select_related("organization", "activity__project__contractor", "activity__lead")
    form_class = FollowUpForm
    operation = staticmethod(operations.create_follow_up)
    title = "登记跟进事项"
    success_message = "跟进事项已登记"

    def get_form_kwargs(self):
        session, user = self.get_object(), self.request.user
        initial = {"responsible": user if user.pk else None}
        return super().get_form_kwargs() | {"user": user, "session": session, "initial": initial}

    def get_success_url(self):
        session = self.get_object()
        if self.request.method == "POST":
            return f"{reverse('services:followup-list')}?session={session.pk}"
        return session.get_absolute_url()


class FollowUpUpdateView(ActionPage):
    queryset = FollowUp.objects.select_related(*PARTIES)
    form_class = FollowUpForm
    operation = staticmethod(operations.update_follow_up)
    title = "修改跟进事项"
    success_message = "已保存"

    def get_form_kwargs(self):
        follow_up = self.get_object()
        written = {"initial": FollowUpForm.written(follow_up)}
        return super().get_form_kwargs() | {"user": self.request.user, "session": follow_up.session} | written


class FollowUpFinishView(ActionPage):
    queryset = FollowUp.objects.select_related(*PARTIES)
    form_class = ResultForm
    operation = staticmethod(operations.finish_follow_up)
    title = "办结"
    success_message = "跟进事项已办结"


class FollowUpNeedView(ActionPage):
    queryset = FollowUp.objects.select_related(*PARTIES)
    form_class = RaiseNeedForm
    operation = staticmethod(operations.raise_need_from_follow_up)
    title = "转为需求"
    success_message = "需求已提出，等待街道工会核实"

    def get_context_data(self, **kwargs):
        place = community_of(self.get_object().session)
        return super().get_context_data(**kwargs) | {
            "warning": f"以“{place}”的名义提出一条需求，由街道工会核实。跟进事项的内容不会带入需求，请另行填写。"
        }

    def get_initial(self):
        session = self.get_object().session
        return {"people": 1, "evidence": f"{session.starts_on}活动“{session.activity}”后跟进了解到："}
