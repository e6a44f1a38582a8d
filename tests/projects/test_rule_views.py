"""Pages, permissions and API of the rule centre."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from projects import operations
from projects.defaults import load_default_rules
from projects.enums import ParameterName
from projects.models import BudgetRuleSet, Parameter, Scorecard, Threshold
from tests.cast import ROLE_NAMES
from tests.projects.build_call import make_rule_set, make_scorecard

EDITORS = {"city", "district"}
ALLOWED = {
    "set_parameter": {"city"},
    "set_threshold": EDITORS,
    "create_scorecard": EDITORS,
    "update_scorecard": EDITORS,
    "publish_scorecard": EDITORS,
    "create_budget_rule_set": EDITORS,
    "update_budget_rule_set": EDITORS,
    "publish_budget_rule_set": EDITORS,
}
LISTS = ("rule-overview", "threshold-list", "parameter-list", "scorecard-list", "budgetruleset-list")
FORMS = {"parameter-create": {"city"}, "threshold-create": EDITORS, "scorecard-create": EDITORS,
         "budgetruleset-create": EDITORS}  # fmt: skip
RECORDS = ("scorecard-update", "scorecard-publish", "budgetruleset-update", "budgetruleset-publish")


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def set_threshold(w, number=0):
    return operations.set_threshold(
        by=w.city, organization=w.city_union, level="district", category="services", kind="open_call",
        amount="100000", valid_from=today(number), source_text="市总采购办法",
    )  # fmt: skip


@pytest.mark.parametrize("operation", ALLOWED)
def test_who_may(world, operation):
    may = {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"projects.{operation}")}
    assert may == ALLOWED[operation]


@pytest.mark.parametrize("page", LISTS)
def test_everybody_reads(world, client, page):
    answers = set()
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers.add(client.get(reverse(f"projects:{page}")).status_code)
    client.logout()
    url = reverse(f"projects:{page}")
    assert (answers, client.get(url).url) == ({200}, f"/login/?next={url}")


@pytest.mark.parametrize("page", FORMS)
def test_who_opens_the_forms(world, client, page):
    answers = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers[name] = client.get(reverse(f"projects:{page}")).status_code
    assert answers == {name: 200 if name in FORMS[page] else 403 for name in ROLE_NAMES}


@pytest.mark.parametrize("page", RECORDS)
def test_who_changes_a_version(world, client, page):
    row = (make_scorecard if "scorecard" in page else make_rule_set)(published=False, valid_from=today())
    answers = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers[name] = client.get(reverse(f"projects:{page}", args=[row.pk])).status_code
    assert answers == {name: 200 if name in EDITORS else 403 for name in ROLE_NAMES}
    assert client.get(row.get_absolute_url()).status_code == 200


QUERIES = {"threshold-list": 5, "scorecard-list": 5, "budgetruleset-list": 5, "parameter-list": 6, "rule-overview": 12}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", QUERIES)
def test_lists_ask_the_same_whatever_they_hold(world, signed_in, django_assert_num_queries, page, rows):
    for number in range(rows):
        set_threshold(world, number)
        make_scorecard(name=f"卡{number}")
        make_rule_set(name=f"集{number}")
        operations.set_parameter(
            by=world.city, name="weak_share", value=30 + number, valid_from=today(number), source_text="依据"
        )
    client, url = signed_in(world.district), reverse(f"projects:{page}")
    client.get(url)
    with django_assert_num_queries(QUERIES[page]):
        client.get(url, headers={"HX-Request": "true"})


def found(client, name, **filters) -> list:
    return [row.pk for row in client.get(reverse(f"projects:{name}"), filters).context["table"].data]


def test_filters(world, signed_in):
    old, draft = make_scorecard(), make_scorecard(published=False)
    row = set_threshold(world)
    client = signed_in(world.ngo)
    assert found(client, "scorecard-list", standing="active") == [old.pk]
    assert found(client, "scorecard-list", standing="draft") == [draft.pk]
    assert found(client, "scorecard-list", q="没有") == []
    assert found(client, "threshold-list", q="沈阳") == found(client, "threshold-list", level="district") == [row.pk]
    assert found(client, "threshold-list", kind="public_tender") == []
    assert found(client, "threshold-list", organization=world.district_union.code) == []
    assert found(client, "threshold-list", q="\0") == []


def test_the_overview_says_what_applies(world, signed_in):
    load_default_rules()
    set_threshold(world)
    kinds = signed_in(world.leader).get(reverse("projects:rule-overview")).context["kinds"]
    assert [(kind.label, kind.count) for kind in kinds] == [
        ("采购门槛", 1), ("规则参数", len(ParameterName)), ("评分卡", 1), ("预算规则集", 2),
    ]  # fmt: skip


def test_a_parameter_from_form_to_history(world, signed_in):
    client, url = signed_in(world.city), reverse("projects:parameter-create")
    assert client.get(url, {"name": "weak_share"}).context["form"].initial["name"] == "weak_share"
    data = {"name": "weak_share", "value": "35.5", "valid_from": today(2), "source_text": "主席办公会纪要"}
    response = client.post(url, data)
    history = reverse("projects:parameter-history", args=["weak_share"])
    assert (response.status_code, response.url) == (302, history)
    page = client.get(history)
    assert (page.context["total"], page.context["setting"].value) == (1, 30)
    assert [client.get(history, {"q": q}).context["total"] for q in ("主席", "没有")] == [1, 0]
    assert client.get(history, {"on": today(1)}).context["total"] == 0
    text = client.get(reverse("projects:parameter-list")).content.decode()
    assert f"{today(2)} 起 35.5" in text and "可配置默认值" in text and "政府采购法第四十六条" in text
    assert client.get(reverse("projects:parameter-history", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("change", [{"value": "1e9"}, {"value": "x" * 40}, {"valid_from": "2020-01-01"}, {"name": "x"},
                                    {"value": "\0"}, {"source_text": ""}, {"source_text": "字" * 201}])  # fmt: skip
def test_bad_parameters_stay_in_the_form(world, signed_in, change):
    data = {"name": "weak_share", "value": "35.5", "valid_from": today(), "source_text": "纪要"} | change
    response = signed_in(world.city).post(reverse("projects:parameter-create"), data)
    assert (response.status_code, Parameter.objects.count()) == (200, 0)
    assert response.context["form"].errors


def test_a_district_sets_only_its_own_thresholds(world, signed_in):
    client, url = signed_in(world.district), reverse("projects:threshold-create")
    data = {"organization": world.district_union.pk, "level": "street", "category": "services", "kind": "open_call",
            "amount": "50,000.00", "valid_from": today(), "source_text": "区总采购办法"}  # fmt: skip
    for place in (world.city_union, world.other_district, world.street_union, world.contractor):
        assert "organization" in client.post(url, data | {"organization": place.pk}).context["form"].errors
    assert Threshold.objects.count() == 0
    assert client.post(url, data).url == reverse("projects:threshold-list")
    assert Threshold.objects.get().amount == 50000


def rows_of(*rows) -> dict:
    data = {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0}
    return data | {f"rows-{n}-{key}": value for n, row in enumerate(rows) for key, value in row.items()}


def test_a_card_on_the_pages(world, signed_in):
    client = signed_in(world.district)
    about = {"name": "评分卡", "valid_from": today(), "source_text": "纪要"}
    blank = {"title": "", "points": "", "guidance": ""}
    rows = rows_of({"title": "需求", "points": "60", "guidance": "要点"}, blank, {"title": "方案", "points": "39"})
    response = client.post(reverse("projects:scorecard-create"), about | rows)
    card = Scorecard.objects.get()
    assert response.url == card.get_absolute_url()
    assert [(item.number, item.title) for item in card.items.all()] == [(1, "需求"), (2, "方案")]
    page = client.get(card.get_absolute_url())
    assert "改正后才能发布" in page.content.decode()
    assert [action["label"] for action in page.context["actions"]] == ["发布", "修改"]
    publish = reverse("projects:scorecard-publish", args=[card.pk])
    assert not client.get(publish).context["form"].fields  # no remark, as none would be kept
    assert "应为 100 分" in client.post(publish).content.decode()
    update = reverse("projects:scorecard-update", args=[card.pk])
    form = client.get(update).context["form"]
    assert [row["title"].value() for row in form.rows] == ["需求", "方案", None, None, None]
    fixed = {"valid_from": today(), "source_text": "纪要"} | rows_of({"title": "全部", "points": "100"})
    assert client.post(update, fixed).status_code == 302
    assert client.post(publish).status_code == 302
    page = client.get(card.get_absolute_url())
    assert [action["label"] for action in page.context["actions"]] == ["新建版本"]
    copied = client.get(page.context["actions"][0]["url"]).context["form"]
    assert (copied["name"].value(), [row["title"].value() for row in copied.rows][:2]) == ("评分卡", ["全部", None])
    client.post(reverse("projects:scorecard-create"), about | rows_of({"title": "第二版", "points": "100"}))
    assert [row.version for row in client.get(card.get_absolute_url()).context["versions"]] == [2, 1]


def test_a_bad_row_is_marked_and_nothing_is_saved(world, signed_in):
    about = {"name": "评分卡", "valid_from": today(), "source_text": "纪要"}
    data = about | rows_of({"title": "需求", "points": "NaN"})
    response = signed_in(world.district).post(reverse("projects:scorecard-create"), data)
    form = response.context["form"]
    assert "有填写错误的行" in str(form.errors) and form.rows.errors[0].keys() == {"points"}
    assert Scorecard.objects.count() == 0


@pytest.mark.parametrize("total", ["", "-1", "x", "100000"])
def test_forged_row_counts(world, signed_in, total):
    data = {"name": "卡", "valid_from": today(), "source_text": "纪要", "rows-TOTAL_FORMS": total}
    response = signed_in(world.district).post(reverse("projects:scorecard-create"), data)
    assert (response.status_code, Scorecard.objects.count()) == (200, 0)


@pytest.mark.parametrize("key", ["0", "x", "²", "9" * 30, ""])
def test_a_copy_of_nothing_is_an_empty_form(world, signed_in, key):
    response = signed_in(world.district).get(reverse("projects:scorecard-create"), {"copy": key})
    assert (response.status_code, response.context["form"]["name"].value()) == (200, None)


def test_a_rule_set_on_the_pages(world, signed_in):
    client = signed_in(world.city)
    about = {"name": "规则", "valid_from": today(), "source_text": "纪要"}
    ratio = {"kind": "max_ratio", "value": "10", "categories": ["management"], "message": "管理费不超过10%"}
    tiers = {"kind": "tiered_unit_price", "tiers": "1：500; 3:200", "categories": ["expert"], "message": "专家费",
             "source_text": "办法第三条"}  # fmt: skip
    client.post(reverse("projects:budgetruleset-create"), about | rows_of(ratio, tiers))
    row = BudgetRuleSet.objects.get()
    assert [(rule.source_text, rule.tiers) for rule in row.rules.all()] == [
        ("纪要", []), ("办法第三条", [{"from": 1, "price": "500.00"}, {"from": 3, "price": "200.00"}]),
    ]  # fmt: skip
    form = client.get(reverse("projects:budgetruleset-update", args=[row.pk])).context["form"]
    assert (form.rows[1]["tiers"].value(), form.rows[0]["categories"].value()) == (
        "1：500.00；3：200.00",
        ["management"],
    )
    publish = reverse("projects:budgetruleset-publish", args=[row.pk])
    assert not client.get(publish).context["form"].fields
    assert client.post(publish).status_code == 302
    page = client.get(row.get_absolute_url()).content.decode()
    assert "第1起 500.00 元，第3起 200.00 元" in page and "10 %" in page


@pytest.mark.parametrize("tiers", ["500", "1:x", "1：0", "从1起500", "1:1e3", "1:-5"])
def test_tiers_nobody_can_read(world, signed_in, tiers):
    about = {"name": "规则", "valid_from": today(), "source_text": "纪要"}
    row = {"kind": "tiered_unit_price", "tiers": tiers, "categories": ["expert"], "message": "专家费"}
    response = signed_in(world.city).post(reverse("projects:budgetruleset-create"), about | rows_of(row))
    assert "tiers" in response.context["form"].rows.errors[0] and BudgetRuleSet.objects.count() == 0


API = {"thresholds": 1, "parameters": 1, "scorecards": 1, "budget-rule-sets": 2}


@pytest.mark.parametrize("path", API)
def test_the_api_reads_and_never_writes(world, api, path):
    load_default_rules()
    row = set_threshold(world)
    operations.set_parameter(by=world.city, name="weak_share", value=35, valid_from=today(), source_text="依据")
    for name in ROLE_NAMES:
        assert api(getattr(world, name)).get(f"/api/v1/{path}/").json()["count"] == API[path]
    assert api(world.city).post(f"/api/v1/{path}/", {}).status_code == 405
    if path == "thresholds":
        assert api(world.ngo).get(f"/api/v1/{path}/{row.pk}/").json()["amount"] == "100000.00"


def test_the_api_shows_versions_with_their_parts(world, api):
    load_default_rules()
    card = api(world.expert).get("/api/v1/scorecards/", {"standing": "active"}).json()["results"][0]
    assert (card["version"], card["standing"], len(card["items"])) == (1, "active", 7)
    sets = api(world.ngo).get("/api/v1/budget-rule-sets/").json()["results"]
    assert {len(row["rules"]) for row in sets} == {12, 5}


def test_the_api_says_what_applies_today(world, api):
    operations.set_parameter(by=world.city, name="weak_share", value=35, valid_from=today(), source_text="依据")
    rows = {row["name"]: row for row in api(world.ngo).get("/api/v1/parameters/current/").json()}
    assert rows["weak_share"] == {
        "name": "weak_share", "label": "薄弱社区专项额度（%）", "value": "35.00", "valid_from": str(today()),
        "source_text": "依据", "is_default": False,
    }  # fmt: skip
    assert (rows["publicity_days"]["value"], rows["publicity_days"]["is_default"]) == ("5.00", True)
