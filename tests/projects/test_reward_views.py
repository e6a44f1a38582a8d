"""Pages and API of rewards: who may, what the public sees, the same queries for one row and three."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from projects.models import RewardLine, RewardScheme, RewardSheet
from tests.cast import ROLE_NAMES, make_fund
from tests.projects.build_reward import GRADES, SOURCE, last_month, make_scheme, make_sheet, record_of, register

PURCHASERS = {"city", "district"}
MAY = dict.fromkeys(("check", "publicise", "approve", "void"), PURCHASERS) | {"pay": {"finance"}}


@pytest.mark.parametrize("verb", MAY)
def test_who_may(world, verb):
    sheet = make_sheet(world)
    may = {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"projects.{verb}_reward_sheet", sheet)}
    assert may == MAY[verb]
    assert {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"projects.{verb}_rewardsheet", sheet)} == may


def test_who_may_draw_up_and_compute(world):
    scheme = make_scheme(world)
    for permission, row in (("create_reward_scheme", None), ("publish_reward_scheme", scheme),
                            ("compute_reward_sheet", scheme)):  # fmt: skip
        may = {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"projects.{permission}", row)}
        assert may == PURCHASERS, permission


def test_who_sees_sheets_and_lines(world):
    make_sheet(world)
    sheets = {name for name in ROLE_NAMES if RewardSheet.objects.visible_to(getattr(world, name)).exists()}
    lines = {name for name in ROLE_NAMES if RewardLine.objects.visible_to(getattr(world, name)).exists()}
    unions = {"city", "district", "finance", "auditor", "leader"}
    assert sheets == unions
    assert lines == unions | {"ngo", "worker", "supervisor"}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "most"), [("rewardsheet-list", 7), ("rewardscheme-list", 6), ("rewardline-list", 9)])
def test_lists_ask_the_same(world, signed_in, django_assert_max_num_queries, name, most, rows):
    for number in range(rows):
        make_sheet(world, scheme=make_scheme(world, name=f"办法{number}", fund=make_fund(world, name=f"资金{number}")))
    client, url = signed_in(world.district), reverse(f"projects:{name}")
    client.get(url)
    with django_assert_max_num_queries(most):
        client.get(url, headers={"HX-Request": "true"})


@pytest.mark.parametrize("rows", [1, 3])
def test_a_sheet_asks_the_same(world, signed_in, django_assert_num_queries, rows):
    sheet = make_sheet(world, lines=rows)
    client = signed_in(world.district)
    client.get(sheet.get_absolute_url())
    with django_assert_num_queries(8):
        page = client.get(sheet.get_absolute_url())
    assert page.context["payees"] == [
        {"payee_id": world.contractor.pk, "payee__name": str(world.contractor), "total": rows + 1, "counted": rows,
         "amount": 50 * rows}
    ]  # fmt: skip


def test_each_figure_leads_to_its_rows(world, signed_in):
    sheet = make_sheet(world, lines=2)
    client = signed_in(world.district)
    context = client.get(sheet.get_absolute_url()).context
    rows = client.get(f"{context['rows_url']}&counted=1&payee={world.contractor.pk}").context["table"].data
    assert sum(row.amount for row in rows) == context["payees"][0]["amount"] == sheet.amount
    assert len(client.get(context["rows_url"]).context["table"].data) == 3


def test_without_a_source_the_pages_say_so(world, signed_in, monkeypatch):
    monkeypatch.setattr("projects.sources._rewards", {})
    client = signed_in(world.district)
    for name in ("rewardsheet-list", "rewardscheme-list", "rewardscheme-create"):
        assert "调解模块启用后可选" in client.get(reverse(f"projects:{name}")).content.decode()


def test_nothing_is_computed_before_a_scheme_is_in_force(world, signed_in, monkeypatch):
    def offered() -> list[str]:
        page = signed_in(world.city).get(reverse("projects:rewardsheet-list"))
        return [action["label"] for action in page.context["actions"]]

    assert offered() == ["奖补办法", "奖补明细"]
    register(monkeypatch, record_of(world))
    make_scheme(world)
    assert offered() == ["核算", "奖补办法", "奖补明细"]


def scheme_form(world, **fields) -> dict:
    return {
        "name": "调解以奖代补", "organization": world.district_union.pk, "fund": make_fund(world, name="奖补").pk,
        "source": SOURCE, "yearly_cap": "2,000.00", "required_documents": "12", "publicity_days": "5",
        "valid_from": "2020-01-01", "source_text": "区总办法", "name_1": "重大", "price_1": "400", "people_1": "10",
        "name_2": "一般", "price_2": "５０",
    } | fields  # fmt: skip


def test_a_last_grade_with_conditions_is_refused(world, signed_in, monkeypatch):
    register(monkeypatch, record_of(world))
    client, url = signed_in(world.district), reverse("projects:rewardscheme-create")
    refused = client.post(url, scheme_form(world, people_2="3"))
    assert "兜底" in refused.content.decode() and RewardScheme.objects.count() == 0


def test_the_form_makes_the_grades(world, signed_in, monkeypatch):
    register(monkeypatch, record_of(world))
    client, url = signed_in(world.district), reverse("projects:rewardscheme-create")
    response = client.post(url, scheme_form(world))
    scheme = RewardScheme.objects.get()
    assert response.url == scheme.get_absolute_url()
    assert [(row["name"], row["price"], len(row["when"])) for row in scheme.grades] == [
        ("重大", "400.00", 1), ("一般", "50.00", 0),
    ]  # fmt: skip
    publish = reverse("projects:rewardscheme-publish", args=[scheme.pk])
    assert not client.get(publish).context["form"].fields
    client.post(publish)
    start, end = last_month()
    made = client.post(
        reverse("projects:rewardsheet-create"), {"scheme": scheme.pk, "starts_on": start, "ends_on": end}
    )
    sheet = RewardSheet.objects.get()
    assert (made.url, sheet.amount) == (sheet.get_absolute_url(), 50)
    again = client.post(reverse("projects:rewardsheet-create"), {"scheme": scheme.pk, "starts_on": start,
                                                                 "ends_on": end})  # fmt: skip
    assert "不能重叠" in again.content.decode()
    bad = client.post(reverse("projects:rewardsheet-create"), {"scheme": "", "starts_on": end, "ends_on": start})
    assert set(bad.context["form"].errors) == {"scheme", "ends_on"}


@pytest.mark.parametrize("verb", MAY)
def test_pages_of_one_sheet(world, signed_in, verb):
    sheet = make_sheet(world)
    url, answers = reverse(f"projects:rewardsheet-{verb}", args=[sheet.pk]), {}
    for name in ROLE_NAMES:
        answers[name] = signed_in(getattr(world, name)).get(url).status_code
    seeing = {"city", "district", "finance", "auditor", "leader"}
    assert answers == {
        name: 200 if name in MAY[verb] else 403 if name in seeing else 404 for name in ROLE_NAMES
    }  # fmt: skip


@pytest.mark.parametrize("state", ["computed", "checked", "publicity", "approved", "paid", "void"])
def test_the_public_page_shows_case_numbers_only(world, client, state):
    sheet = make_sheet(world, state)
    response = client.get(reverse("call:reward", args=[sheet.token]))
    if state not in ("publicity", "approved", "paid"):
        assert response.status_code == 404
        return
    text = response.content.decode()
    counted, left_out = sheet.lines.order_by("pk")
    assert counted.record_number in text and left_out.record_number not in text
    assert counted.dispute_key not in text and "50.00" in text and len(response.content) < 60_000


def test_the_excel_sheet_holds_every_line_and_the_total(world, signed_in):
    sheet = make_sheet(world, lines=2)
    response = signed_in(world.finance).get(reverse("projects:rewardsheet-excel", args=[sheet.pk]))
    page = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert page[2][1] == "案号" and len(page[3:6]) == 3
    assert sum(row[8] for row in page[3:6]) == page[6][8] == 100
    assert page[5][9] == "卷宗材料9件，不足12件"


def test_the_api_walks_the_same_way(world, api, monkeypatch):
    register(monkeypatch, record_of(world))
    client, fund = api(world.district), make_fund(world)
    body = {"organization": world.district_union.pk, "fund": fund.pk, "name": "办法", "source": SOURCE,
            "grades": GRADES, "yearly_cap": "2000", "valid_from": "2020-01-01", "source_text": "x"}  # fmt: skip
    assert client.post("/api/v1/reward-schemes/", body | {"grades": []}).status_code == 409
    assert client.post("/api/v1/reward-schemes/", body | {"yearly_cap": "1e9"}).status_code == 400
    assert api(world.ngo).post("/api/v1/reward-schemes/", body).status_code == 403
    scheme = client.post("/api/v1/reward-schemes/", body).data["id"]
    start, end = last_month()
    period = {"scheme": scheme, "starts_on": start, "ends_on": end}
    assert client.post("/api/v1/reward-sheets/", period).status_code == 409
    client.post(f"/api/v1/reward-schemes/{scheme}/publish/", {})
    assert api(world.finance).post("/api/v1/reward-sheets/", period).status_code == 403
    sheet = api(world.city).post("/api/v1/reward-sheets/", period)
    assert (sheet.status_code, sheet.data["amount"]) == (201, "50.00")
    url = f"/api/v1/reward-sheets/{sheet.data['id']}/"
    assert client.post(f"{url}check/", {}).data["state"] == "checked"
    assert client.post(f"{url}publicise/", {}).data["state"] == "publicity"
    assert client.post(f"{url}approve/", {}).status_code == 409
    RewardSheet.objects.update(publicity_ends_on=timezone.localdate() - timedelta(days=1))
    assert client.post(f"{url}approve/", {}).data["state"] == "approved"
    assert client.post(f"{url}void/", {"note": "x"}).status_code == 409
    assert api(world.finance).post(f"{url}pay/", {}).data["state"] == "paid"
    fund.refresh_from_db()
    assert (fund.paid, fund.available) == (50, 1_000_000 - 50)


def test_what_waits_stands_on_the_workbench(world, signed_in):
    scheme = make_scheme(world)
    make_sheet(world, scheme=scheme)
    start = last_month()[0]
    make_sheet(world, "publicity", scheme=scheme, starts_on=start - timedelta(days=40))
    make_sheet(world, "approved", scheme=scheme, starts_on=start - timedelta(days=80))

    def titles(user):
        return {todo.title for todo in signed_in(user).get("/").context["todos"]}

    assert {"待复核的奖补核算表", "公示期满、待批准的奖补核算表"} <= titles(world.district)
    assert "待支付的奖补" in titles(world.finance)
