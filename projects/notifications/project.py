"""Who is told what about projects."""

from itertools import chain

from orgs.models import User
from projects.models import Project
from projects.notifications.people import community_side, contractor_side, finance, purchasers, tell_step

# kind → (title, what to do, who is told)
PROJECT_NEWS = {
    "submit": ("有项目待审核", "请审核。", (purchasers,)),
    "return": ("项目被退回修改", "请按项目页面上的意见修改后重新提交。", (contractor_side,)),
    "reject": ("项目不予立项", "原因见项目页面。", (contractor_side,)),
    "approve": (
        "项目已立项",
        "由购买主体起草合同，签署后启动实施。",
        (contractor_side, community_side, finance),
    ),
    "activate": ("项目已启动实施", "三方可在项目页面查看计划和进度。", (contractor_side, community_side)),
    "suspend": ("项目已暂停", "原因见项目页面，恢复以前不安排服务和拨付。", (contractor_side, community_side, finance)),
    "resume": ("项目已恢复实施", "可以继续安排服务。", (contractor_side, community_side, finance)),
    "terminate": ("项目已终止", "原因见项目页面，未拨付的款项不再拨付。", (contractor_side, community_side, finance)),
    "lift_breach": ("违约认定已撤销", "原因见项目页面，承接单位可以申报征集批次。", (contractor_side,)),
    "claw_back": ("项目启动追回", "请承接单位按要求退回款项。", (contractor_side, finance)),
    "conclude": ("项目申请结项", "请委派末期评估。", (purchasers, community_side)),
    "start_midterm": ("项目进入中期评估", "请委派评估人。", (purchasers, contractor_side)),
    "record_midterm_score": ("中期评分已记入", "请确认中期结论。", (purchasers, contractor_side)),
    "pass_midterm": ("中期评估合格", "可以申请后续拨款。", (contractor_side, community_side, finance)),
    "rectify": ("项目须整改", "请按整改单办理并提交证据。", (contractor_side, community_side)),
    "review_midterm_again": ("项目进入中期复评", "请委派评估人。", (purchasers, contractor_side)),
    "review_final_again": ("项目进入末期复评", "请委派评估人。", (purchasers, contractor_side)),
    "record_final_score": ("末期评分已记入", "可以确认结项。", (purchasers, contractor_side)),
    "complete": ("项目已结项", "结果见项目页面。", (contractor_side, community_side, finance)),
}


def project_changed(project: Project, kind: str, *, by: User) -> None:
    """Tell the responsible people of one step; whoever made it needs no message."""
    title, todo, audiences = PROJECT_NEWS[kind]
    people = chain.from_iterable(audience(project) for audience in audiences)
    tell_step(project, kind, people, by=by, title=title, body=f"“{project}”（{project.code}）：{todo}")
