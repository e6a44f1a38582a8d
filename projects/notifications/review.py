"""Who is told what about a review. No scores and no comments leave the house."""

from collections.abc import Iterable

from django.urls import reverse

from core.notifications import notify
from orgs.enums import Role
from orgs.models import User
from projects.models import Application, Call, Objection, Panelist, Publicity
from projects.permissions import PURCHASERS


def purchasing_side(call: Call) -> list[User]:
    """The purchaser's own people; those above it where it has none."""
    own = User.objects.filter(
        memberships__organization=call.organization, memberships__role__in=PURCHASERS, is_active=True
    )
    return list(own.distinct()) or list(User.objects.holding(call.organization, *PURCHASERS))


def experts_seated(panelists: Iterable[Panelist]) -> None:
    for seat in panelists:
        notify(
            [seat.expert],
            key=f"panelist:{seat.pk}:seated",
            title="您已被抽取为评审专家",
            body=f"批次“{seat.call}”。如与申报单位有利害关系，请在评审前申请回避。",
            url=reverse("projects:review-list"),
        )


def expert_recused(panelist: Panelist, *, filled: bool, by: User) -> None:
    todo = "已补抽一名专家。" if filled else "候选专家不足，席位空缺，请补充专家后再次抽取。"
    notify(
        [person for person in (panelist.expert, *purchasing_side(panelist.call)) if person != by],
        key=f"panelist:{panelist.pk}:recused",
        title="有评审专家回避",
        body=f"批次“{panelist.call}”：{todo}",
        url=panelist.call.get_absolute_url(),
    )


def review_started(call: Call) -> None:
    experts = [seat.expert for seat in call.panelists.seated().select_related("expert")]
    notify(
        experts,
        key=f"call:{call.pk}:review:{call.review_round}",
        title="请独立评分",
        body=f"批次“{call}”第{call.review_round}轮评审已开始，请逐项评分并签署。",
        url=reverse("projects:review-list"),
    )


def sheets_complete(call: Call) -> None:
    notify(
        purchasing_side(call),
        key=f"call:{call.pk}:complete:{call.review_round}:{call.panelists.count()}",
        title="评分表已全部签署",
        body=f"批次“{call}”可以汇总评分。",
        url=call.get_absolute_url(),
    )


def publicised(publicity: Publicity, applications: Iterable[Application]) -> None:
    for one in applications:
        _tell_applicant(one, publicity, "拟立项名单已公示", f"公示至{publicity.ends_on}。")


def publicity_stopped(publicity: Publicity, applications: Iterable[Application], text: str) -> None:
    for one in applications:
        _tell_applicant(one, publicity, "公示已中止", text)


def results_final(publicity: Publicity, applications: Iterable[Application]) -> None:
    """Everybody that was scored hears how it ended; the awarded ones also through their project."""
    for one in applications:
        _tell_applicant(one, publicity, "评审结果已确定", f"结果：{one.get_state_display()}。")


def _tell_applicant(application: Application, publicity: Publicity, title: str, text: str) -> None:
    people = [*User.objects.holding(application.contractor, Role.NGO), application.created_by]
    notify(
        people,
        key=f"publicity:{publicity.pk}:{application.pk}:{title}",
        title=title,
        body=f"“{application}”（{application.code}）：{text}",
        url=application.get_absolute_url(),
    )


def objection_received(objection: Objection) -> None:
    notify(
        purchasing_side(objection.publicity.call),
        key=f"objection:{objection.pk}:received",
        title="收到一条异议",
        body=f"“{objection.publicity}”，请于{objection.reply_by}前答复。",
        url=objection.get_absolute_url(),
    )
