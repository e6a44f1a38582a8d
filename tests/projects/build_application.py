"""Applications in any state with a full, valid content; rows are written directly."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects import content
from projects.enums import ApplicationState, CallState, NeedState, Statement
from projects.models import Application, ApplicationFile, ApplicationRevision
from projects.uploads import stored
from tests.cast import make_need
from tests.projects.build_call import make_call

WRITTEN = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)
CALL_STATES = {
    ApplicationState.DRAFT: CallState.PUBLISHED,
    ApplicationState.WITHDRAWN: CallState.PUBLISHED,
    ApplicationState.REVIEWING: CallState.REVIEWING,
    ApplicationState.PROPOSED: CallState.REVIEWING,
    ApplicationState.RESERVE: CallState.REVIEWING,
    ApplicationState.NOT_SELECTED: CallState.REVIEWING,
    ApplicationState.PUBLICITY: CallState.PUBLICITY,
    ApplicationState.OBJECTION_UPHELD: CallState.REVIEWING,
    ApplicationState.AWARDED: CallState.DONE,
}


def months(start: date, end: date) -> list[str]:
    return [f"{start:%Y-%m}", f"{end:%Y-%m}"]


def basic_fields() -> dict:
    return {
        "partners": "", "leader": "沈若溪", "leader_phone": "024-31110000", "leader_title": "社会工作师",
        "leader_certificate": "21010012345", "credit_code": "52210100MJ0000001X", "registered_with": "沈阳市民政局",
        "registered_on": "2016-05-18", "legal_representative": "关海涛", "registered_until": "2030-05-17",
        "bank": "盛京银行和平支行", "bank_account": "0334000000000001", "tax_free": "yes",
        "annual_checks": "近两年均合格", "assessment_level": "4a", "assessment_until": "2029-12-31",
        "is_listed": "no", "penalties": "无", "staff": 12, "assistants": 4, "social_workers": 5, "senior_workers": 1,
        "experience": "连续三年承接街道心理服务项目。", "party_organization": "yes", "union_form": "independent",
    }  # fmt: skip


def objectives(need) -> dict:
    return {
        "goal": "一年内为片区快递员提供稳定的心理支持。",
        "rows": [
            {
                "number": 1, "text": "缓解职业压力", "need": need.pk if need else None, "name": "", "target": 18,
                "measure": "sessions", "method": "场次和签到记录", "baseline": "0.00",
            },
            {
                "number": 2, "text": "建立互助网络", "need": need.pk if need else None, "name": "", "target": 540,
                "measure": "person_times", "method": "场次和签到记录", "baseline": "",
            },
        ],
    }  # fmt: skip


def services() -> dict:
    return {
        "rows": [
            {
                "number": 1, "name": "减压讲座", "form": "lecture", "sessions": 12, "people": 30, "minutes": 90,
                "place": "社区职工之家", "frequency": "每月一次", "objective": 1,
            },
            {
                "number": 2, "name": "互助小组", "form": "group", "sessions": 6, "people": 30, "minutes": 120,
                "place": "快递站点", "frequency": "每两月一次", "objective": 2,
            },
        ],
    }  # fmt: skip


def budget() -> dict:
    return {
        "rows": [
            {
                "category": "activity", "item": "讲座物料", "unit": "场", "unit_price": "1000.00", "quantity": 18,
                "times": None, "service": 1, "source": "requested", "basis": "每场物料和饮水",
            },
            {
                "category": "staff", "item": "社工劳务", "unit": "月", "unit_price": "1200.00", "quantity": 10,
                "times": None, "service": None, "source": "requested", "basis": "每月两天",
            },
            {
                "category": "volunteer", "item": "志愿者保险", "unit": "人", "unit_price": "200.00",
                "quantity": 10, "times": 2, "service": None, "source": "own", "basis": "每人一份",
            },
        ],
    }  # fmt: skip


def full_content(need=None, start: date | None = None, end: date | None = None) -> dict:
    """Every section filled in; 30,000.00 yuan asked for, 4,000.00 of one's own."""
    start = start or timezone.localdate() + timedelta(days=60)
    end = end or start + timedelta(days=300)
    first, last = months(start, end)
    return {
        "basic": basic_fields(),
        "background": {
            "background": "片区快递员工作时间长、压力大。", "data_sources": "六月走访八个站点，发放问卷。",
            "sample_size": 86,
        },
        "beneficiaries": {"rows": [{"group": "new_form", "description": "快递员、外卖员", "people": 120}]},
        "objectives": objectives(need),
        "services": services(),
        "schedule": {"rows": [{"task": "招募与讲座", "start": first, "end": last}]},
        "team": {
            "rows": [
                {
                    "name": "沈若溪", "identity": "专职社工", "qualification": "社会工作师", "share": 60,
                    "duty": "统筹",
                },
            ],
        },
        "linkage": {
            "volunteers": 20, "volunteer_plan": "招募退休职工志愿者。", "party_plan": "与社区党支部共建。",
            "union_plan": "在站点建立工会小组。",
        },
        "risks": {
            "risks": "派送高峰期参与不足。", "responses": "错峰安排在晚间。", "sustainability": "培育骨干自办活动。",
            "innovation": "",
        },
        "budget": budget(),
        "outcomes": {"outputs": "服务案例集一册。", "statements": list(Statement.values), "signatory": "关海涛"},
    }  # fmt: skip


def make_application(w, call=None, state=ApplicationState.SUBMITTED, need=None, **fields) -> Application:
    """One application of ``w.contractor`` in ``state``, its call in the state that goes with it.

    From SUBMITTED on it has its first revision. The amount asked for is 30,000.00 yuan unless ``content`` says else.
    """
    call = call or make_call(w, CALL_STATES.get(state, CallState.CLOSED))
    need = need or make_need(w, NeedState.VERIFIED)
    start = timezone.localdate() + timedelta(days=60)
    number = Application.objects.count() + 1
    body = fields.pop("content", None) or full_content(need, start)
    defaults = {
        "code": f"SB-T{number:04d}", "contractor": w.contractor, "name": f"新业态劳动者心理关爱{number}",
        "organization": w.community_union, "worker": w.worker, "starts_on": start,
        "ends_on": start + timedelta(days=300), "amount": content.total(body),
        "own_contribution": content.own_total(body), "created_by": w.ngo,
    }  # fmt: skip
    if state not in WRITTEN:
        defaults |= {"has_union": True, "submitted_at": min(call.closes_at - timedelta(hours=2), timezone.now())}
    if state == ApplicationState.RETURNED:
        defaults["correct_by"] = timezone.localdate() + timedelta(days=7)
    application = Application.objects.create(call=call, state=state, content=body, **(defaults | fields))
    application.communities.set([application.organization] if application.organization else [])
    application.needs.set([need])
    if state not in WRITTEN:
        make_revision(application)
    return application


def make_revision(application, by=None) -> ApplicationRevision:
    """The next frozen copy of what the application says now."""
    return ApplicationRevision.objects.create(
        application=application, number=application.revisions.count() + 1, content=content.snapshot(application),
        amount=application.amount, by=by or application.created_by, at=application.submitted_at or timezone.now(),
    )  # fmt: skip


def make_application_file(application, item="annual_report") -> ApplicationFile:
    """A small PDF, stored, as evidence for a condition."""
    upload = SimpleUploadedFile("年检.pdf", b"%PDF-1.4\n%%EOF")
    return ApplicationFile.objects.create(
        application=application, item=item, **stored(upload, by=application.created_by)
    )


ASKED_FOR = Decimal("30000.00")
