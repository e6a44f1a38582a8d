"""Who is told what about applications. Before a call closes its purchaser hears of nothing: it is sealed."""

from core.notifications import notify
from orgs.enums import Role
from orgs.models import User
from projects.models import Application
from projects.notifications.people import event_key
from projects.permissions import PURCHASERS


def applicant_side(application: Application) -> list[User]:
    heads = User.objects.holding(application.contractor, Role.NGO)
    return [*heads, application.created_by, *([application.worker] if application.worker else [])]


def purchaser_side(application: Application) -> list[User]:
    """The union of the call; its superiors only where it has nobody of its own."""
    union = application.call.organization
    own = User.objects.filter(memberships__organization=union)
    reaching = User.objects.holding(union, *PURCHASERS)
    return list(reaching.filter(pk__in=own)) or list(reaching)


APPLICATION_NEWS = {
    "submit": ("申报已提交", "截止后由购买主体进行资格审查；截止前可以取回修改。", applicant_side),
    "resubmit": ("申报已补正", "请继续资格审查。", purchaser_side),
    "recall": ("申报已取回", "修改后要在截止前重新提交，否则不计入申报。", applicant_side),
    "return": ("申报需要补正", "请在补正期限前按页面上的意见补正并重新提交。", applicant_side),
    "pass": ("申报资格合格", "等待评审。", applicant_side),
    "fail": ("申报资格不符", "原因见申报页面。", applicant_side),
    "withdraw": ("申报已撤回", "不再参加本批次。", applicant_side),
    "withdrawn": ("有申报撤回", "申报单位撤回了申报，不再参加本批次。", purchaser_side),
    "decline": ("申报不再递补", "原因见申报页面。", applicant_side),
    "disqualify": ("申报已取消资格", "原因见申报页面。", applicant_side),
    "award": ("申报已立项", "项目已生成，请办理签约。", applicant_side),
}


def application_changed(application: Application, kind: str, *, by: User | None, news: str = "") -> None:
    """Tell the side concerned; whoever made the step needs no message."""
    title, todo, audience = APPLICATION_NEWS[news or kind]
    gone = news == "withdrawn"  # from the purchaser's eyes, who are led to the call
    notify(
        [person for person in audience(application) if person != by],
        key=event_key(application, kind) + (f":{news}" if news else ""),
        title=title,
        body=f"“{application}”（{application.code}）：{todo}",
        url=(application.call if gone else application).get_absolute_url(),
    )
