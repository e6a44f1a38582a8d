"""The plan of each activity: aims, running order, duties; where it is dangerous, safety, insurance, approval."""

from orgs.enums import Role
from orgs.models import User
from projects.models import Project
from sanlian.demo.papers import paper
from sanlian.demo.plan import ProjectPlan
from sanlian.demo.profiles import PROFILES
from sanlian.demo.world import World
from services.models import Activity
from services.operations import approve_activity, insure_activity, save_plan, submit_activity
from services.queries.plan import approval_reasons, is_dangerous

SAFETY = "现场设安全员两名，备急救箱和扩音器；参加者签到时告知风险，身体不适者不参加；遇险情立即停止并拨打120。"
WEATHER = "遇雨雪、大风改到室内或延期，提前一天通知已报名的人。"


def write_plan(world: World, plan: ProjectPlan, project: Project, activity: Activity, worker: User) -> Activity:
    """Written by the worker; dangerous ones are insured for the project's period, these and large ones approved by the
    head."""
    profile, need = PROFILES[plan.kind], project.needs.order_by("pk").first()
    dangerous = is_dangerous(activity)
    activity = save_plan(
        activity, by=worker, expected_people=profile.size[1], groups=[profile.group],
        scale="medium" if profile.size[1] >= 60 else "small",
        objectives=[{"text": f"服务{profile.size[0]}人次以上", "need": need, "indicator": project.indicators.first()}],
        steps=[
            {"time": "开始前30分钟", "content": "布置场地、调试签到屏", "responsible": worker.name},
            {"time": "开始后10分钟", "content": "签到，讲清安排和注意事项", "responsible": worker.name},
            {"time": "主体环节", "content": activity.name, "materials": "按预算准备"},
            {"time": "结束前10分钟", "content": "扫码评价，收集需求", "responsible": worker.name},
        ],
        party_duties="发动党员职工参加。", union_duties="提供场地，组织职工报名。",
        worker_duties="策划、现场执行和总结。",
        volunteer_duties="" if dangerous else "引导和秩序维护。",
        safety_plan=SAFETY,
        weather_plan=WEATHER,
    )  # fmt: skip
    if dangerous:
        insure_activity(
            activity, by=worker, insurer="沈水财产保险公司", policy_number=f"SSYW{activity.pk:08d}",
            starts_on=project.starts_on, ends_on=project.ends_on, file=paper("保险单"),
        )  # fmt: skip
    if approval_reasons(activity):
        submit_activity(activity, by=worker)
        approve_activity(activity, by=world.staff(Role.NGO, plan.contractor), note="同意。")
    return activity
