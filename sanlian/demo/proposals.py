"""What an applicant writes into an application of the demo."""

from datetime import date, timedelta

from projects.enums import Statement
from sanlian.demo.world import World

STARTS, LASTS = 20, 300  # days from today
SESSIONS, PEOPLE = 12, 30


def sections(world: World, bid, need, worker, head) -> dict[str, dict]:
    """Every section of the 申报书; 24,600.00 yuan asked for, 1,200.00 of one's own."""
    starts_on, ends_on = period(world)
    return {
        "basic": basic(world, bid, need, worker, head),
        "background": {
            "needs": [need], "background": f"“{need.title}”在片区内反映集中，现有服务覆盖不足。",
            "data_sources": need.evidence, "sample_size": max(need.people // 3, 12),
        },
        "beneficiaries": {"rows": [{"group": need.groups[0], "description": "片区职工", "people": need.people}]},
        "objectives": objectives(need),
        "services": {"rows": [service()]},
        "schedule": {"rows": [{"task": "招募与服务", "start": f"{starts_on:%Y-%m}", "end": f"{ends_on:%Y-%m}"}]},
        "team": {
            "rows": [
                {
                    "name": worker.name, "identity": "专职社工", "qualification": "社会工作师", "share": 60,
                    "duty": "执行",
                },
            ],
        },
        "linkage": {
            "volunteers": 12, "volunteer_plan": "由社区职工志愿服务队配合。", "party_plan": "与社区党支部共建。",
            "union_plan": "在服务中动员职工入会。",
        },
        "risks": {
            "risks": "职工作息不固定，参与不稳定。", "responses": "安排晚间和周末场次。",
            "sustainability": "培养骨干，项目结束后由社区接续。", "innovation": "",
        },
        "budget": {"rows": budget()},
        "outcomes": {
            "outputs": "服务案例集一册、经验总结一份。", "statements": Statement.values, "signatory": head.name,
        },
    }  # fmt: skip


def period(world: World) -> tuple[date, date]:
    """First and last day of what is offered."""
    starts_on = world.day(STARTS)
    return starts_on, starts_on + timedelta(days=LASTS)


def basic(world: World, bid, need, worker, head) -> dict:
    """Who applies, for where and when."""
    starts_on, ends_on = period(world)
    contractor = world.organizations[bid.contractor]
    return {
        "name": bid.name, "organization": need.organization, "communities": [need.organization],
        "starts_on": starts_on, "ends_on": ends_on, "worker": worker, "partners": "",
        "leader": head.name, "leader_phone": head.phone, "leader_title": "社会工作师", "leader_certificate": "",
        "credit_code": contractor.credit_code, "registered_with": "沈阳市民政局", "registered_on": "2016-05-18",
        "legal_representative": contractor.legal_representative, "registered_until": "2032-05-17", "bank": "",
        "bank_account": "", "tax_free": "yes", "annual_checks": "近两年均合格", "assessment_level": "4a",
        "assessment_until": "2029-12-31", "is_listed": "no", "penalties": "无", "staff": 9, "assistants": 3,
        "social_workers": 4, "senior_workers": 1, "experience": "连续三年承接工会服务项目。",
        "party_organization": "yes", "union_form": "independent",
    }  # fmt: skip


def objectives(need) -> dict:
    """What is to come of it, counted in 场次 and 人次."""
    return {
        "goal": f"一年内让片区职工得到稳定、专业的服务，回应“{need.title}”。",
        "rows": [
            objective(1, "建立常态化服务", need, "sessions", SESSIONS),
            objective(2, "覆盖更多职工", need, "person_times", SESSIONS * PEOPLE),
        ],
    }


def service() -> dict:
    """The one series of meetings that is offered."""
    return {
        "number": 1, "name": "主题服务", "form": "lecture", "sessions": SESSIONS, "people": PEOPLE,
        "minutes": 90, "place": "社区职工之家", "frequency": "每月一次", "objective": 1,
    }  # fmt: skip


def budget() -> list[dict]:
    """24,600.00 yuan asked for and 1,200.00 of one's own, within the rule sets."""
    return [
        line("expert", "专业人员劳务", "人", "1100.00", 1, "requested", times=SESSIONS),
        line("activity", "活动物料", "批", "750.00", 1, "requested", times=SESSIONS),
        line("publicity", "宣传折页与展板", "批", "2400.00", 1, "requested"),
        line("volunteer", "志愿者保险", "人", "100.00", SESSIONS, "own"),
    ]


def objective(number: int, text: str, need, measure: str, target: int) -> dict:
    return {
        "number": number, "text": text, "need": need.pk, "name": "", "measure": measure, "method": "场次和签到记录",
        "baseline": "0", "target": target,
    }  # fmt: skip


def line(category: str, item: str, unit: str, price: str, quantity: int, source: str, times: int | None = None) -> dict:
    return {
        "category": category, "item": item, "unit": unit, "unit_price": price, "quantity": quantity, "times": times,
        "service": 1, "source": source, "basis": "按场次测算",
    }  # fmt: skip
