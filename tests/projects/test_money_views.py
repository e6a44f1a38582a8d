"""Pages of instalments, vouchers, settlements and books, and the files they give out."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document
from python_calamine import CalamineWorkbook

from projects import operations
from projects.models import BudgetLine, Expense, Fund, Instalment, LedgerEntry, Project, Settlement
from tests.cast import ROLE_NAMES, make_project
from tests.projects.build_money import (
    PNG,
    make_expense,
    make_instalment,
    make_paid_project,
    make_settlement,
    register_contract,
)

D = Decimal
OUTSIDE = {"stranger", "rival_head", "expert"}
INSTALMENT = {  # step → (state before, who may)
    "apply": ("planned", {"ngo"}),
    "check": ("applied", {"city", "district"}),
    "approve": ("checked", {"city", "district"}),
    "pay": ("approved", {"finance"}),
    "receipt": ("paid", {"ngo"}),
    "reject": ("applied", {"city", "district"}),
    "hold": ("planned", {"city", "district"}),
    "release": ("held", {"city", "district"}),
    "claw_back": ("paid", {"finance"}),
}
EXPENSE = {
    "update": ("draft", {"ngo", "worker"}),
    "submit": ("draft", {"ngo", "worker"}),
    "check": ("submitted", {"city", "district"}),
    "accept": ("checked", {"finance"}),
    "disallow": ("checked", {"city", "district", "finance"}),
    "reverse": ("accepted", {"city", "district", "finance"}),
}
SETTLEMENT = {
    "update": ("draft", {"ngo"}),
    "submit": ("draft", {"ngo"}),
    "audit": ("submitted", {"auditor"}),
    "return": ("submitted", {"auditor"}),
    "carry_over": ("submitted", {"city", "district"}),
    "return_balance": ("audited", {"finance"}),
}
BUILD = {"instalment": make_instalment, "expense": make_expense, "settlement": make_settlement}
CASES = [
    (model, step, *case)
    for model, steps in (("instalment", INSTALMENT), ("expense", EXPENSE), ("settlement", SETTLEMENT))
    for step, case in steps.items()
]


@pytest.mark.parametrize(("model", "step", "state", "allowed"), CASES)
def test_who_may_open_a_step(world, client, api, model, step, state, allowed):
    row = BUILD[model](world, state=state)
    page = reverse(f"projects:{model}-{step.replace('_', '-')}", args=[row.pk])
    door = f"/api/v1/{model}s/{row.pk}/{step.replace('_', '-')}/"
    pages, doors = {}, {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        pages[name] = client.get(page).status_code
        if name not in allowed:
            doors[name] = api(getattr(world, name)).post(door, {}).status_code
    outside = OUTSIDE if model == "instalment" else OUTSIDE | {"community", "party"}  # the books are not theirs
    expected = {name: 200 if name in allowed else 404 if name in outside else 403 for name in ROLE_NAMES}
    assert pages == expected
    assert doors == {name: code for name, code in expected.items() if name not in allowed}


def post(signed_in, user, name, row, data=None):
    return signed_in(user).post(reverse(f"projects:{name}", args=[row.pk]), data or {})


def test_an_instalment_through_its_pages(world, signed_in):
    project = make_project(world, "active")
    register_contract(world, project)
    row = make_instalment(world, project)
    url = row.get_absolute_url()
    for user, name, data in (
        (world.ngo, "apply", {"note": "首期"}),
        (world.district, "check", {}),
        (world.city, "approve", {}),
        (world.finance, "pay", {"voucher_number": "PZ-1"}),
        (world.ngo, "receipt", {"receipt_number": "SJ-1"}),
    ):
        assert post(signed_in, user, f"instalment-{name}", row, data).url == url
    page = signed_in(world.ngo).get(url)
    assert (page.context["object"].state, [entry.amount for entry in page.context["entries"]]) == (
        "receipted", [D(25000)],
    )  # fmt: skip


def test_what_an_instalment_waits_for(world, signed_in):
    row = make_instalment(world, conditions=["midterm_passed", "settlement_audited"])
    page = signed_in(world.ngo).get(row.get_absolute_url())
    assert [(check.text, check.is_met) for check in page.context["checks"]] == [
        ("中期评估达到 60 分（目前还没有评分）", False),
        ("决算已审计", False),
    ]
    apply = next(button for button in page.context["transitions"] if button["label"] == "申请拨款")
    assert (apply["allowed"], apply["reason"]) == (False, "拨付条件还没有满足")
    refused = post(signed_in, world.ngo, "instalment-apply", row, {"note": "x"})
    assert "中期评估达到 60 分" in refused.context["form"].non_field_errors()[0]


def text_of(response) -> str:
    document = Document(BytesIO(response.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_the_payment_request_as_word(world, signed_in):
    project = make_paid_project(world, paid="30000.00")
    row = make_instalment(world, project, conditions=["contract_registered"], amount=D("20000.50"))
    client = signed_in(world.ngo)
    url = reverse("projects:instalment-request", args=[row.pk])
    assert client.get(url).status_code == 404
    operations.apply_instalment(row, by=world.ngo, note="<末期> & 发票 8 号")
    response = client.get(url)
    assert response["Content-Type"].endswith("wordprocessingml.document")
    text = text_of(response)
    for expected in (
        "购买服务项目拨款申请表", project.name, "晨光社会工作服务中心", "和平区总工会", "¥20,000.50", "贰万元伍角",
        "合同已登记备案", "<末期> & 发票 8 号", "30,000.00", "申请拨款", "50%",
    ):  # fmt: skip
        assert expected in text
    assert "{{" not in text and "{%" not in text


def expense_data(project, **changes):
    data = {
        "line": project.budget_lines.get().pk, "invoice_number": "2026-0001", "on": timezone.localdate(),
        "payee": "文汇书店", "purpose": "讲座用书", "unit_price": "12.50", "quantity": "4",
        "file": SimpleUploadedFile("a.png", PNG),
    }  # fmt: skip
    return data | changes


def test_who_judges_vouchers_goes_from_one_to_the_next(world, signed_in):
    project = make_paid_project(world)
    first, second, third = (make_expense(world, project, state) for state in ("checked", "submitted", "checked"))
    for user, row, following in (
        (world.finance, first, third),
        (world.finance, third, first),
        (world.district, first, second),
        (world.worker, first, None),
    ):
        actions = signed_in(user).get(row.get_absolute_url()).context["actions"]
        assert [action["url"] for action in actions] == ([following.get_absolute_url()] if following else [])


def test_a_voucher_from_the_phone_to_the_ledger(world, signed_in):
    project = make_paid_project(world)
    client = signed_in(world.worker)
    assert list(client.get(reverse("projects:expense-create")).context["object_list"]) == [project]
    url = f"{reverse('projects:expense-create')}?project={project.pk}"
    form = client.get(url)
    assert 'capture="environment"' in form.content.decode()
    assert form.context["cancel_url"] == project.get_part_url("expenses")  # back to the tab one came from
    expense = Expense.objects.get(pk=client.post(url, expense_data(project)).url.split("/")[-2])
    assert (expense.amount, expense.invoice_number) == (D(50), "20260001")
    for user, step in ((world.worker, "submit"), (world.district, "check"), (world.finance, "accept")):
        assert post(signed_in, user, f"expense-{step}", expense).url == expense.get_absolute_url()
    assert LedgerEntry.objects.get(kind="expense").amount == D(50)
    picture = signed_in(world.finance).get(reverse("projects:expense-file", args=[expense.pk]))
    assert b"".join(picture.streaming_content) == PNG


BAD = ["0", "-1", "-0.00", "1e9", "NaN", "Infinity", "", "１２３a", "0.001", "1" * 13, "9" * 10_000, "1\0"]


@pytest.mark.parametrize("amount", BAD)
def test_bad_amounts_of_a_voucher(world, signed_in, api, amount):
    project = make_paid_project(world)
    url = f"{reverse('projects:expense-create')}?project={project.pk}"
    form = signed_in(world.ngo).post(url, expense_data(project, unit_price=amount)).context["form"]
    assert list(form.errors) == ["unit_price"]
    body = expense_data(project, unit_price=amount) | {"project": project.pk}
    answer = api(world.ngo).post("/api/v1/expenses/", body, format="multipart")
    assert (answer.status_code, list(answer.json())) == (400, ["unit_price"])
    assert Expense.objects.count() == 0


@pytest.mark.parametrize("amount", BAD)
def test_bad_amounts_of_a_claw_back(world, signed_in, api, amount):
    row = make_paid_project(world).instalments.get()
    response = post(signed_in, world.finance, "instalment-claw-back", row, {"amount": amount, "note": "x"})
    assert list(response.context["form"].errors) == ["amount"]
    answer = api(world.finance).post(f"/api/v1/instalments/{row.pk}/claw-back/", {"amount": amount, "note": "x"})
    assert (answer.status_code, list(answer.json())) == (400, ["amount"])
    assert LedgerEntry.objects.filter(amount__lt=0).count() == 0


@pytest.mark.parametrize("amount", [amount for amount in BAD if amount not in ("0", "-1", "-0.00")])
def test_bad_amounts_of_an_appropriation(world, signed_in, api, amount):
    fund = make_project(world, "active").fund
    response = post(signed_in, world.finance, "fund-appropriate", fund, {"amount": amount, "note": "x"})
    assert list(response.context["form"].errors) == ["amount"]
    answer = api(world.finance).post(f"/api/v1/funds/{fund.pk}/appropriate/", {"amount": amount, "note": "x"})
    assert (answer.status_code, list(answer.json())) == (400, ["amount"])


def test_a_repeated_request_books_once(world, api):
    fund = Fund.objects.get(pk=make_project(world, "active").fund_id)
    body = {"amount": "500", "note": "追加", "key": "a-1"}
    client, url = api(world.finance), f"/api/v1/funds/{fund.pk}/appropriate/"
    assert [client.post(url, body).status_code for _ in range(2)] == [200, 200]
    assert client.post(url, body | {"amount": "600"}).status_code == 409
    assert Fund.objects.get().appropriated == fund.appropriated + 500


def test_the_form_keeps_to_the_project(world, signed_in):
    project, other = make_paid_project(world), make_paid_project(world, name="别的项目")
    foreign = other.budget_lines.get().pk
    url = f"{reverse('projects:expense-create')}?project={project.pk}"
    assert list(signed_in(world.ngo).post(url, expense_data(project, line=foreign)).context["form"].errors) == ["line"]
    for key in (other.pk + 1000, "x", "9" * 50):
        answer = signed_in(world.ngo).get(f"{reverse('projects:expense-create')}?project={key}")
        assert answer.status_code == 404
    assert signed_in(world.rival_head).get(url).status_code == 404
    assert signed_in(world.district).get(reverse("projects:expense-create")).status_code == 403


def test_a_forged_picture_is_refused(world, signed_in):
    project = make_paid_project(world)
    url = f"{reverse('projects:expense-create')}?project={project.pk}"
    forged = SimpleUploadedFile("a.png", b"MZ\x90", content_type="image/png")
    form = signed_in(world.ngo).post(url, expense_data(project, file=forged)).context["form"]
    assert list(form.errors) == ["file"]


def test_update_keeps_the_picture(world, signed_in):
    expense = make_expense(world)
    data = expense_data(expense.project, purpose="改过的用途")
    data.pop("file")
    assert post(signed_in, world.ngo, "expense-update", expense, data).url == expense.get_absolute_url()
    changed = Expense.objects.get()
    assert (changed.purpose, changed.file.name) == ("改过的用途", expense.file.name)


def found(client, name, **query):
    return [row.record.pk for row in client.get(reverse(f"projects:{name}"), query).context["table"].rows]


def test_filters_and_footer_of_vouchers(world, signed_in):
    project = make_paid_project(world, name="甲项目")
    line = BudgetLine.objects.create(project=project, category="venue", item="场地", unit_price=900, quantity=1)
    a = make_expense(world, project, "accepted", purpose="买书")
    b = make_expense(world, project, "checked", line=line, unit_price="500.00", payee="文化宫")
    c = make_expense(world, project, "disallowed", unit_price="7.00")
    client = signed_in(world.finance)
    assert found(client, "expense-list", q="买书") == found(client, "expense-list", state="accepted") == [a.pk]
    assert found(client, "expense-list", category="venue") == found(client, "expense-list", q="文化宫") == [b.pk]
    assert found(client, "expense-list", q="甲项目", counted=1) == [b.pk, a.pk]
    assert found(client, "expense-list", waiting=1, line=line.pk) == [b.pk]
    assert found(client, "expense-list", recognised=1) == [b.pk, a.pk]
    assert found(client, "expense-list", project=project.pk) == [c.pk, b.pk, a.pk]
    assert found(client, "expense-list", end="2020-01-01") == []
    columns = client.get(reverse("projects:expense-list")).context["table"].columns
    assert columns["accepted"].footer == "1,000.00"
    ledger = client.get(reverse("projects:ledgerentry-list"), {"kind": "expense"}).context["table"].columns
    assert ledger["amount"].footer == columns["accepted"].footer


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("expense-list", 8), ("settlement-list", 8), ("instalment-list", 8)])
def test_lists_ask_the_same_number_of_questions(
    world, signed_in, django_assert_num_queries, django_assert_max_num_queries, name, queries, rows
):
    for _ in range(rows):
        settlement = make_settlement(world)
        make_expense(world, settlement.project)
    client = signed_in(world.district)
    client.get(reverse("projects:fund-list"))
    with django_assert_num_queries(queries):
        assert client.get(reverse(f"projects:{name}")).context["total"] == rows


@pytest.mark.parametrize(("name", "most"), [("money", 12), ("expenses", 12), ("settlement", 8)])
def test_fragments_of_the_project_room(world, signed_in, django_assert_max_num_queries, name, most):
    project = make_paid_project(world)
    for _ in range(3):
        make_expense(world, project, "accepted", unit_price="500.00")
    client = signed_in(world.district)
    with django_assert_max_num_queries(most):
        page = client.get(reverse(f"projects:project-{name}-fragment", args=[project.pk])).content.decode()
    assert {"money": "5.0%", "expenses": "1,500.00", "settlement": "承接单位编制决算"}[name] in page


def test_a_settlement_through_its_pages(world, signed_in):
    project = make_paid_project(world, "completed")
    url = reverse("projects:settlement-create", args=[project.pk])
    page = signed_in(world.ngo).get(url)
    assert page.context["figures"].balance == D(30000)
    where = signed_in(world.ngo).post(url, {"use": "return", "explanation": "提前结束"}).url
    settlement = Settlement.objects.get()
    assert where == settlement.get_absolute_url()
    assert post(signed_in, world.ngo, "settlement-submit", settlement).url == where
    assert post(signed_in, world.auditor, "settlement-audit", settlement, {"opinion": "同意"}).url == where
    assert post(signed_in, world.finance, "settlement-return-balance", settlement, {"voucher_number": "1"}).url == where
    assert (Settlement.objects.get().returned_on, Project.objects.get().paid) == (timezone.localdate(), 0)


def test_the_settlement_as_excel_equals_the_page(world, signed_in):
    project = make_paid_project(world, "active")
    make_expense(world, project, "accepted", unit_price="1234.56")
    for state in ("final_review", "completed"):
        Project.objects.filter(pk=project.pk).update(state=state, final_score=D(80))
    settlement = operations.draw_up_settlement(
        Project.objects.get(), by=world.ngo, use="return", explanation="=1+1 说明"
    )
    client = signed_in(world.auditor)
    page = client.get(settlement.get_absolute_url()).context
    content = client.get(reverse("projects:settlement-excel", args=[settlement.pk])).content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    head = next(number for number, row in enumerate(rows) if row[0] == "科目")
    assert rows[head][:8] == ["科目", "预算", "调整后预算", "实际支出", "差异", "差异率", "说明", "凭证号区间"]
    line, total = rows[head + 1], rows[head + 2]
    assert [D(str(value)) for value in line[1:5]] == [D(50000), D(50000), D("1234.56"), D("48765.44")]
    assert [D(str(value)) for value in total[1:5]] == [
        page["sums"][key] for key in ("budget", "adjusted", "actual", "difference")
    ]
    spent = client.get(f"{page['expenses_url']}&category=activity").context["table"].columns["amount"].footer
    assert spent == f"{settlement.spent:,.2f}"
    facts = {row[0]: row[1] for row in rows}
    assert (D(str(facts["结余"])), facts["决算说明"]) == (settlement.balance, "=1+1 说明")


def test_api_of_settlements(world, api):
    project = make_paid_project(world, "completed")
    made = api(world.ngo).post("/api/v1/settlements/", {"project": project.pk, "use": "return"})
    assert (made.status_code, made.json()["balance"], len(made.json()["lines"])) == (201, "30000.00", 1)
    again = api(world.ngo).post("/api/v1/settlements/", {"project": project.pk})
    assert (again.status_code, again.json()["detail"]) == (409, "这个项目已经有决算，请打开后修改。")
    assert api(world.district).post("/api/v1/settlements/", {"project": project.pk}).status_code == 403
    assert api(world.rival_head).post("/api/v1/settlements/", {"project": project.pk}).status_code == 400
    row = made.json()["id"]
    assert (
        api(world.ngo).post(f"/api/v1/settlements/{row}/update/", {"use": "carry_over"}).json()["use"] == "carry_over"
    )
    assert api(world.ngo).post(f"/api/v1/settlements/{row}/submit/", {}).json()["state"] == "submitted"
    assert api(world.district).post(f"/api/v1/settlements/{row}/carry-over/", {"note": "同意"}).status_code == 200
    assert (
        api(world.auditor).post(f"/api/v1/settlements/{row}/audit/", {"opinion": "同意"}).json()["state"] == "audited"
    )


def test_api_of_vouchers(world, api):
    project = make_paid_project(world)
    body = expense_data(project) | {"project": project.pk}
    made = api(world.ngo).post("/api/v1/expenses/", body, format="multipart")
    assert (made.status_code, made.json()["amount"]) == (201, "50.00")
    row = made.json()["id"]
    assert api(world.ngo).post(f"/api/v1/expenses/{row}/submit/", {}).json()["state"] == "submitted"
    assert api(world.district).post(f"/api/v1/expenses/{row}/check/", {}).json()["state"] == "checked"
    refused = api(world.finance).post(f"/api/v1/expenses/{row}/disallow/", {"note": "抬头不符"}).json()
    assert (refused["state"], refused["verdict"]) == ("disallowed", "抬头不符")
    assert Instalment.objects.count() == 1
