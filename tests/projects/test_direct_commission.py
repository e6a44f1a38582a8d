"""定向委托: what allows it, what refuses it; every refusal leaves nothing behind."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from projects import operations
from projects.enums import Procedure
from projects.models import Fund, Project, Threshold
from projects.queries.call import left_of
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
