"""定向委托: what allows it, what refuses it; every refusal leaves nothing behind."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from projects import operations
from projects.enums import Procedure
from projects.models import Fund, Parameter, Project, Threshold
from projects.queries.call import left_of
from projects.queries.plan import promised_of
from tests.cast import make_fund, make_need, make_project
from tests.projects.build import BASIS
from tests.projects.build_call import make_plan
from tests.projects.leaving import refusal

pytestmark = pytest.mark.django_db


def submitted(w, budget="50000.00"):
    return make_project(w, "submitted", need=make_need(w, state="matched"), budget=Decimal(budget))


def set_threshold(w, kind, amount):
    Threshold.objects.create(
        organization=w.city_union, level="district", category="services", kind=kind, amount=Decimal(amount),
        valid_from=date(2020, 1, 1), source_text="内控制度",
    )  # fmt: skip


def approve(w, project, fund, **fields):
    return operations.approve_project(project, by=w.district, fund=fund, **(BASIS | fields))


@pytest.mark.parametrize(
    "fields", [{"direct_basis": ""}, {"direct_basis": "habit"}, {"direct_note": " "}, {"direct_note": ""}]
)
def test_no_commission_without_a_basis(world, fields):
    project, fund = submitted(world), make_fund(world)
    with refusal("定向委托必须有依据"):
        approve(world, project, fund, **fields)


def test_the_basis_is_kept_with_the_project(world):
    file = ContentFile(b"%PDF-1.4\nminutes", "纪要.exe")
    approve(world, submitted(world), make_fund(world), direct_note=" 和总办纪〔2026〕3号 ", direct_file=file)
    project = Project.objects.get()
    assert (project.direct_basis, project.direct_note, project.direct_file_name) == (
        "minutes", "和总办纪〔2026〕3号", "纪要.pdf",
    )  # fmt: skip


def test_a_forged_basis_is_refused(world):
    project, fund = submitted(world), make_fund(world)
    with refusal("附件不是 PDF"):
        approve(world, project, fund, direct_file=ContentFile(b"MZ\x90\x00", "纪要.pdf"))


def test_at_the_open_call_threshold_only_a_call_will_do(world):
    set_threshold(world, "open_call", "50000.00")
    project, fund, smaller = submitted(world), make_fund(world), submitted(world, "49999.99")
    with refusal("达到公开征集起点 50,000.00 元，应当采用公开征集，不能定向委托"):
        approve(world, project, fund)
    assert approve(world, smaller, fund).state == "approved"


def test_fiscal_money_follows_the_law(world):
    set_threshold(world, "procurement_limit", "50000.00")
    project, fund = submitted(world), make_fund(world)
    Fund.objects.filter(pk=fund.pk).update(kind="fiscal")
    with refusal("应当采用竞争性磋商，不能定向委托"):
        approve(world, project, Fund.objects.get(pk=fund.pk))


def direct_item(w, **fields):
    plan = make_plan(w, **fields)
    plan.items.update(procedure=Procedure.DIRECT)
    return plan.items.get()


def test_a_planned_commission_uses_up_its_item(world):
    item = direct_item(world, amount="80000.00")
    approve(world, submitted(world), item.fund, plan_item=item)
    assert left_of(item) == Decimal("30000.00")
    project = submitted(world)
    with refusal("还剩 30,000.00 元，不足项目预算 50,000.00 元"):
        approve(world, project, item.fund, plan_item=item)


def test_the_wrong_item_is_refused(world):
    project, fund = submitted(world), make_fund(world)
    called, waiting, other = make_plan(world).items.get(), direct_item(world, state="submitted"), direct_item(world)
    for item in (called, waiting):
        with refusal("不是已批准的定向委托"):
            approve(world, project, item.fund, plan_item=item)
    with refusal("与所选资金来源不一致"):
        approve(world, project, fund, plan_item=other)


def test_the_basis_on_page_and_api(world, signed_in, api):
    project, fund, item = submitted(world), make_fund(world), direct_item(world)
    form = signed_in(world.district).get(reverse("projects:project-approve", args=[project.pk])).context["form"]
    assert list(form.fields["plan_item"].queryset) == [item]
    url = f"/api/v1/projects/{project.pk}/approve/"
    assert set(api(world.district).post(url, {"fund": fund.pk}).json()) == {"direct_basis", "direct_note"}
    assert api(world.district).post(url, {"fund": fund.pk, **BASIS}).json()["state"] == "approved"
    page = signed_in(world.district).get(project.get_absolute_url())
    assert BASIS["direct_note"] in page.content.decode()


def test_the_basis_file_by_who_sees_the_project(world, signed_in):
    project = submitted(world)
    approve(world, project, make_fund(world), direct_file=ContentFile(b"%PDF-1.4\nminutes", "纪要.pdf"))
    url = reverse("projects:project-basis-file", args=[project.pk])
    assert signed_in(world.ngo).get(url)["Content-Disposition"].startswith("attachment;")
    assert signed_in(world.stranger).get(url).status_code == 404


def test_money_an_approved_plan_counts_on_is_not_free(world):
    item = direct_item(world, amount="960000.00")  # of 1,000,000
    project, smaller = submitted(world), submitted(world, "40000.00")
    with refusal("其中已批准的采购计划还要用 960,000.00 元，不足项目预算 50,000.00 元"):
        approve(world, project, item.fund)
    assert approve(world, smaller, item.fund).state == "approved"
    assert approve(world, project, item.fund, plan_item=item).state == "approved"


def test_what_a_plan_has_committed_is_counted_once(world):
    item = direct_item(world, amount="960000.00")
    approve(world, submitted(world, "900000.00"), item.fund, plan_item=item)
    assert promised_of(item.fund) == Decimal("60000.00")
    assert approve(world, submitted(world, "40000.00"), item.fund).state == "approved"
    more = submitted(world, "0.01")
    with refusal("可用余额 60,000.00 元，其中已批准的采购计划还要用 60,000.00 元"):
        approve(world, more, item.fund)


@pytest.mark.parametrize("state", ["approved", "active", "suspended", "final_review"])
def test_one_project_too_many_for_a_community_needs_a_reason(world, state):
    for _ in range(3):
        make_project(world, state)
    make_project(world, "completed"), make_project(world, "terminated")
    make_project(world, state, organization=world.neighbour)
    project, fund = submitted(world), make_fund(world)
    with refusal("水源地社区联合工会同期已有 3 个项目，达到上限 3 个"):
        approve(world, project, fund, note=" ")
    assert approve(world, project, fund, note="其他社区暂无承接条件，主席办公会同意。").state == "approved"


def test_projects_of_another_time_do_not_count(world):
    project = submitted(world)
    for _ in range(3):
        make_project(world, "active", starts_on=date(2020, 1, 1), ends_on=project.starts_on - timedelta(1))
    assert approve(world, project, make_fund(world)).state == "approved"


def test_the_limit_is_a_dated_parameter(world):
    make_project(world, "active")
    Parameter.objects.create(name="community_limit", value=1, valid_from=date(2020, 1, 1), source_text="本区办法")
    project, fund = submitted(world), make_fund(world)
    with refusal("同期已有 1 个项目，达到上限 1 个"):
        approve(world, project, fund)
