"""Pages of contracts and changes: what they show, who may open them, what stays in the form."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from projects.models import Change, Contract, ContractFile, Project
from projects.uploads import stored
from tests.cast import ROLE_NAMES, make_need, make_project
from tests.projects.build_contract import make_change, make_contract, make_instalments
from tests.projects.contract_steps import terms, today

QUERIES = {"contract-list": 5, "change-list": 5}
OUTSIDE = {"stranger", "rival_head", "expert"}
DECIDE = {"city", "district"}


def signed_copy(content=b"%PDF-1.4 signed", name="合同.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", QUERIES)
def test_lists_ask_the_same_whatever_they_hold(world, signed_in, django_assert_num_queries, name, rows):
    for _ in range(rows):
        make_contract(world) if name == "contract-list" else make_change(world)
    client, url = signed_in(world.district), reverse(f"projects:{name}")
    client.get(url)
    with django_assert_num_queries(QUERIES[name]):
        response = client.get(url, headers={"HX-Request": "true"})
    assert response.context["total"] == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_contract_asks_the_same_whatever_it_holds(world, signed_in, django_assert_num_queries, rows):
    contract = make_contract(world)
    contract.project.events.create(kind="approve", by=world.district)
    for number in range(rows):
        contract.items.create(number=number + 2, name="服务", unit="项", requirement="", unit_price=1, quantity=1)
        contract.events.create(kind="update", by=world.district)
        ContractFile.objects.create(contract=contract, **stored(signed_copy(), by=world.district))
    client = signed_in(world.district)
    client.get(contract.get_absolute_url())
    with django_assert_num_queries(17):
        client.get(contract.get_absolute_url())


def found(client, name, **filters) -> list:
    return [row.pk for row in client.get(reverse(f"projects:{name}"), filters).context["table"].data]


def test_filters(world, signed_in):
    a, b = make_contract(world), make_contract(world, state="expired")
    client = signed_in(world.district)
    assert found(client, "contract-list", q=a.number) == [a.pk]
    assert found(client, "contract-list", state="expired") == found(client, "contract-list", data="owed") == [b.pk]
    c = make_change(world)
    d = make_change(world, make_contract(world), kind="amount", state="approved", content={"amount": "1", "line": 1})
    assert found(client, "change-list", state="submitted") == [c.pk]
    assert found(client, "change-list", supplement="owed") == found(client, "change-list", kind="amount") == [d.pk]
    assert found(client, "change-list", project=c.project_id) == [c.pk]
    assert found(signed_in(world.stranger), "contract-list") == found(client, "change-list", q="\0") == []


def test_detail_shows_amount_in_capitals_and_every_limit(world, signed_in):
    contract = make_contract(world)
    contract.project.events.create(kind="approve", by=world.district)
    text = signed_in(world.ngo).get(contract.get_absolute_url()).content.decode()
    assert "伍万元整" in text and "50,000.00" in text and "政府采购法第47条" in text and "已登记" in text
    assert "登记公告" not in text
    assert "登记公告" in signed_in(world.district).get(contract.get_absolute_url()).content.decode()


PAGES = {  # page → (state of the contract, who may open it)
    "contract-update": ("draft", DECIDE),
    "contract-sign": ("draft", DECIDE),
    "contract-register": ("signed", DECIDE),
    "contract-announce": ("signed", DECIDE),
    "contract-confirm-data": ("expired", DECIDE),
}


@pytest.mark.parametrize("page", PAGES)
def test_who_may_open_the_pages_of_a_contract(world, client, page):
    state, allowed = PAGES[page]
    contract = make_contract(world, state=state)
    answers = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers[name] = client.get(reverse(f"projects:{page}", args=[contract.pk])).status_code
    assert answers == {name: 200 if name in allowed else 404 if name in OUTSIDE else 403 for name in ROLE_NAMES}


@pytest.mark.parametrize("page", ["change-approve", "change-reject", "change-supplement"])
def test_who_may_decide(world, client, page):
    change = make_change(world)
    answers = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers[name] = client.get(reverse(f"projects:{page}", args=[change.pk])).status_code
    assert answers == {name: 200 if name in DECIDE else 404 if name in OUTSIDE else 403 for name in ROLE_NAMES}


MOVES = {
    "project-draft-contract": ("approved", DECIDE),
    "project-request-change": ("active", {"ngo"}),
    "project-suspend": ("active", DECIDE),
    "project-resume": ("suspended", DECIDE),
    "project-terminate": ("active", DECIDE),
    "project-claw-back": ("terminated", DECIDE),
}


@pytest.mark.parametrize("page", MOVES)
def test_who_may_open_the_pages_of_a_project(world, client, page):
    state, allowed = MOVES[page]
    project = make_project(world, state)
    answers = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers[name] = client.get(reverse(f"projects:{page}", args=[project.pk])).status_code
    assert answers == {name: 200 if name in allowed else 404 if name in OUTSIDE else 403 for name in ROLE_NAMES}


def test_drafting_leads_to_the_contract(world, signed_in):
    project = make_project(world, "approved")
    response = signed_in(world.district).post(reverse("projects:project-draft-contract", args=[project.pk]), {})
    assert response.url == Contract.objects.get().get_absolute_url()


def test_edit_the_terms(world, signed_in):
    contract = make_contract(world, state="draft")
    client, url = signed_in(world.district), reverse("projects:contract-update", args=[contract.pk])
    page = client.get(url).content.decode()
    assert 'value="心理讲座"' in page and 'value="60.00"' in page
    assert client.post(url, terms(contract)).status_code == 302
    contract.refresh_from_db()
    assert [item.name for item in contract.items.all()] == ["讲座", "热线"]
    plan = contract.project.instalments.order_by("number")
    assert list(plan.values_list("amount", flat=True)) == [Decimal(27750), Decimal(22250)]
    kinds = plan[1].conditions.order_by("kind").values_list("kind", "value")
    assert list(kinds) == [("execution_rate", Decimal(80)), ("final_passed", None)]
    assert contract.project.indicators.get().target == 20


def test_saving_the_same_terms_again_keeps_every_row(world, signed_in):
    contract = make_contract(world, state="draft")
    client, url = signed_in(world.district), reverse("projects:contract-update", args=[contract.pk])
    for breach in ("违约", "违约责任"):
        assert client.post(url, terms(contract, breach=breach)).status_code == 302
    contract.refresh_from_db()
    assert (contract.breach, contract.items.count(), contract.project.instalments.count()) == ("违约责任", 2, 2)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"amount": "1e9"}, "请填写数字金额"),
        ({"amount": "60000"}, "超过立项承诺"),
        ({"items-0-quantity": "0"}, "服务清单有误"),
        ({"plan-0-ratio": "50"}, "合计 94.50%，应正好是 100.00%"),
        ({"plan-1-rate": ""}, "付款计划有误"),
        ({"ends_on": "2099-01-01"}, "最长 3 年"),
        ({"acceptance": "长" * 10000}, "2000"),
        ({"signer_a": "\0"}, "不能保存的字符"),
    ],
)
def test_what_was_typed_stays(world, signed_in, fields, sentence):
    contract = make_contract(world, state="draft")
    response = signed_in(world.district).post(
        reverse("projects:contract-update", args=[contract.pk]), terms(contract, **fields)
    )
    text = response.content.decode()
    assert response.status_code == 200 and sentence in text and 'value="热线"' in text
    assert Contract.objects.get().events.count() == 0


@pytest.mark.parametrize(("part", "count"), [("items", 3), ("plan", 3)])
def test_rows_come_and_go(world, signed_in, part, count):
    contract = make_contract(world, state="draft")
    client, url = signed_in(world.district), reverse("projects:contract-update", args=[contract.pk])
    more = client.post(url, terms(contract, **{f"reshape_{part}": "add"}), headers={"HX-Request": "true"})
    assert more.context["rows"].total_form_count() == count
    fewer = client.post(url, terms(contract, **{f"reshape_{part}": "0"}), headers={"HX-Request": "true"})
    assert fewer.context["rows"].total_form_count() == 1
    plain = client.post(url, terms(contract, **{f"reshape_{part}": "add"}))
    assert getattr(plain.context["form"], part).total_form_count() == count and "CG-1" in plain.content.decode()
    assert Contract.objects.get().events.count() == 0


def test_reshaping_is_no_way_round_the_permission(world, signed_in):
    contract = make_contract(world, state="draft")
    url = reverse("projects:contract-update", args=[contract.pk])
    assert signed_in(world.ngo).post(url, terms(contract, reshape_items="add")).status_code == 403


def test_sign_with_the_copy_and_fetch_it(world, signed_in):
    contract = make_contract(world, state="draft")
    client, url = signed_in(world.district), reverse("projects:contract-sign", args=[contract.pk])
    bad = client.post(url, {"signed_on": f"{today()}", "file": signed_copy(b"MZ", "合同.pdf")})
    assert "附件不是" in bad.content.decode()
    late = client.post(url, {"signed_on": f"{today() + timedelta(days=1)}", "file": signed_copy()})
    assert "不能晚于今天" in late.content.decode()
    assert client.post(url, {"signed_on": f"{today()}", "file": signed_copy()}).status_code == 302
    file = ContractFile.objects.get()
    response = client.get(reverse("projects:contractfile-file", args=[file.pk]))
    assert b"".join(response.streaming_content) == b"%PDF-1.4 signed"
    assert response["Content-Disposition"].startswith("attachment")


def test_word_is_complete(world, signed_in):
    project = make_project(world, "approved", budget=Decimal("128000.50"), name="<b>心理&关爱</b>")
    project.service_items.create(number=1, name="讲座", form="讲座", sessions=18, people=40)
    make_instalments(project, project.budget)
    contract = make_contract(world, project, state="draft")
    response = signed_in(world.ngo).get(reverse("projects:contract-word", args=[contract.pk]))
    document = Document(BytesIO(response.content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for wanted in (
        "壹拾贰万捌仟元伍角", "128,000.50", contract.number, "<b>心理&关爱</b>", "讲座（讲座）：18 场",
        "不具有法人资格", "甲方（购买主体）（盖章）：和平区总工会", "个人信息",
    ):  # fmt: skip
        assert wanted in text, wanted
    assert "{" not in text and "%" not in text.replace("100%", "")
    items, plan, indicators = ([[cell.text for cell in row.cells] for row in table.rows] for table in document.tables)
    assert items[1] == ["1", "心理讲座", "项", "每场不少于 40 人", "128,000.50", "1", "128,000.50"]
    assert items[2][-1] == "128,000.50"
    assert plan[1] == ["第1期", "60%", "76,800.30", str(project.starts_on + timedelta(days=15)), "合同已登记"]
    assert plan[2][2] == "51,200.20" and indicators[1][:2] == ["场次", "18"]


def test_print(world, signed_in):
    contract = make_contract(world)
    text = signed_in(world.community).get(reverse("projects:contract-print", args=[contract.pk])).content.decode()
    assert "伍万元整" in text and "（盖章）" in text


def test_the_project_page_shows_contract_and_changes(world, signed_in):
    project = make_project(world, "approved")
    client = signed_in(world.district)
    fragment = reverse("projects:project-contract-fragment", args=[project.pk])
    assert "起草合同" in client.get(fragment).content.decode()
    contract = make_contract(world, project)
    text = client.get(fragment).content.decode()
    assert contract.number in text and "公告合同" in text
    changes = reverse("projects:project-changes-fragment", args=[project.pk])
    assert "申请变更" not in client.get(changes).content.decode()
    assert "申请变更" in signed_in(world.ngo).get(changes).content.decode()
    make_change(world, contract)
    assert "延期" in signed_in(world.ngo).get(changes).content.decode()


def test_ask_for_each_kind(world, signed_in):
    client = signed_in(world.ngo)
    project = make_contract(world).project
    project.service_items.create(number=1, name="讲座", form="讲座", sessions=18)
    url = reverse("projects:project-request-change", args=[project.pk])
    page = client.get(url).content.decode()
    for label in ("人员变更", "内容变更", "实施社区变更", "预算调剂", "延期", "金额变更"):
        assert label in page
    for kind in ("staff", "content", "community", "budget", "period", "amount"):
        assert client.get(f"{url}?kind={kind}").status_code == 200
    assert client.get(f"{url}?kind=other").status_code == 404
    late = client.post(f"{url}?kind=period", {"ends_on": f"{project.ends_on}", "reason": "顺延"})
    assert "应晚于" in late.content.decode() and Change.objects.count() == 0
    done = client.post(f"{url}?kind=period", {"ends_on": f"{project.ends_on + timedelta(days=9)}", "reason": "顺延"})
    assert done.url == Change.objects.get().get_absolute_url()
    assert str(project.ends_on + timedelta(days=9)) in client.get(done.url).content.decode()


def test_a_transfer_through_the_page(world, signed_in):
    project = make_contract(world).project
    first = project.budget_lines.get()
    second = project.budget_lines.create(category="staff", item="社工", unit_price=Decimal(1), quantity=1)
    client, url = signed_in(world.ngo), reverse("projects:project-request-change", args=[project.pk]) + "?kind=budget"
    body = {f"line_{first.pk}": "-3000", f"line_{second.pk}": "３，０００", "reason": "人员增加"}
    client.post(url, body)
    change = Change.objects.get()
    assert (change.state, change.adjustments.count()) == ("filed", 2)
    text = client.get(change.get_absolute_url()).content.decode()
    assert "-3,000.00" in text and "+3,000.00" in text and "已备案" in text


def test_services_through_the_page(world, signed_in):
    project = make_contract(world).project
    item = project.service_items.create(number=1, name="讲座", form="讲座", sessions=18)
    client, url = signed_in(world.ngo), reverse("projects:project-request-change", args=[project.pk]) + "?kind=content"
    added = {"name_0": "沙龙", "form_0": "group", "new_0": "6", "people_0": "15"}
    nameless = client.post(url, {f"sessions_{item.pk}": "12", "reason": "调整"} | added | {"name_0": ""})
    assert list(nameless.context["form"].errors) == ["name_0"] and not Change.objects.exists()
    page = client.post(url, {f"sessions_{item.pk}": "12", "reason": "调整"} | added, follow=True).content.decode()
    assert "沙龙（小组）：6 场，每场 15 人" in page
    assert Change.objects.get().content == {
        "add": [{"name": "沙龙", "form": "group", "sessions": 6, "people": 15}],
        "update": [{"item": item.pk, "sessions": 12, "people": 0}], "remove": [],
    }  # fmt: skip


def test_approve_and_sign_the_supplement(world, signed_in):
    project = make_contract(world).project
    line = project.budget_lines.get()
    ask = reverse("projects:project-request-change", args=[project.pk]) + "?kind=amount"
    assert "还可以增加 5,000.00 元" in signed_in(world.ngo).get(ask).content.decode()
    signed_in(world.ngo).post(ask, {"amount": "5000", "line": line.pk, "reason": "增加场次"})
    change, client = Change.objects.get(), signed_in(world.district)
    client.post(reverse("projects:change-approve", args=[change.pk]), {"note": ""})
    assert "登记补充协议" in client.get(change.get_absolute_url()).content.decode()
    url = reverse("projects:change-supplement", args=[change.pk])
    client.post(url, {"signed_on": f"{today()}", "file": signed_copy()})
    assert Project.objects.get().committed == Decimal(55000)
    assert "55,000.00" in client.get(project.contract.get_absolute_url()).content.decode()


def test_the_workbench_tells_what_waits(world, signed_in):
    make_project(world, "approved", need=make_need(world))
    make_contract(world, state="draft")
    make_contract(world, state="signed")
    make_contract(world, state="expired")
    make_change(world)
    text = signed_in(world.district).get(reverse("workbench")).content.decode()
    for title in ("待起草合同的项目", "待签署的合同", "待登记备案的合同", "待确认个人信息返还删除", "待审批的变更"):
        assert title in text
    assert "已签约、待启动的项目" in signed_in(world.ngo).get(reverse("workbench")).content.decode()


def test_only_an_announced_contract_is_public(world, client):
    contract = make_contract(world)
    assert client.get(contract.get_public_url()).status_code == 404
    Contract.objects.update(announced_on=today())
    response = client.get(contract.get_public_url())
    page = response.content.decode()
    assert "晨光社会工作服务中心" in page and "50,000.00" in page and "心理讲座" in page
    assert contract.signer_a not in page and contract.signer_b not in page
    assert (len(response.cookies), "<script" in page, "no-store" in response["Cache-Control"]) == (0, False, True)
    assert len(response.content) < 60_000
