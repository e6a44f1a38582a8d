"""Pages: what they show, what they refuse, what stays in the form."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from projects import operations
from projects.models import Fund, LedgerEntry, Need, Project
from tests.cast import make_fund, make_need, make_project
from tests.projects.build import BASIS, need_fields

QUERIES = {"need-list": 5, "project-list": 5, "fund-list": 5, "ledgerentry-list": 5, "instalment-list": 5}


def funded(world, **fields):
    project = make_project(world, "approved", **fields)
    project.instalments.create(number=1, ratio=100, amount=project.budget, due_on=project.ends_on)
    return project


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", QUERIES)
def test_lists_ask_the_same_whatever_they_hold(world, signed_in, django_assert_num_queries, name, rows):
    for _ in range(rows):
        funded(world)
    client, url = signed_in(world.district), reverse(f"projects:{name}")
    client.get(url)
    with django_assert_num_queries(QUERIES[name]):
        response = client.get(url, headers={"HX-Request": "true"})
    assert response.context["total"] == {"ledgerentry-list": 2 * rows}.get(name, rows)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_whole_list_of_projects_in_at_most_twelve_queries(world, signed_in, django_assert_num_queries, rows):
    """The specification's limit, for the whole page as the city's administrator opens it."""
    for _ in range(rows):
        funded(world)
    client, url = signed_in(world.city), reverse("projects:project-list")
    client.get(url)
    with django_assert_num_queries(7):
        response = client.get(url)
    assert response.context["total"] == rows


def test_a_fund_reads_its_balance_from_its_own_row(world, django_assert_num_queries):
    key = funded(world).fund_id
    with django_assert_num_queries(1) as asked:
        assert Fund.objects.get(pk=key).available == Decimal("950000.00")
    assert "projects_ledgerentry" not in asked[0]["sql"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_record_asks_the_same_whatever_it_holds(world, signed_in, django_assert_num_queries, rows):
    project = make_project(world, "approved")
    for number in range(rows):
        project.needs.add(make_need(world))
        project.instalments.create(number=number + 1, ratio=10, amount=Decimal(1), due_on=project.ends_on)
        project.events.create(kind="update", by=world.ngo)
    client = signed_in(world.finance)
    client.get(project.get_absolute_url())
    with django_assert_num_queries(11):
        client.get(project.get_absolute_url())


def found(client, name, **filters) -> list:
    return [row.pk for row in client.get(reverse(f"projects:{name}"), filters).context["table"].data]


def test_filters_of_needs(world, signed_in):
    a = make_need(world, title="老年人防诈骗", groups=["elder"], category="law")
    b = make_need(world, organization=world.neighbour, state="collected")
    client = signed_in(world.district)
    assert found(client, "need-list", q="防诈骗") == [a.pk]
    assert found(client, "need-list", q="河畔") == [b.pk]
    assert found(client, "need-list", group="elder") == [a.pk]
    assert found(client, "need-list", state="collected") == [b.pk]
    assert found(client, "need-list", category="law") == [a.pk]
    assert found(client, "need-list", organization=world.community_union.code) == [a.pk]
    today = timezone.localdate()
    assert found(client, "need-list", start=today, end=today) == [b.pk, a.pk]
    assert found(client, "need-list", end=today - timedelta(days=1)) == []


def test_filters_of_projects(world, signed_in):
    today = timezone.localdate()
    a, b = funded(world, name="甲项目"), make_project(world, name="乙项目", ends_on=today)
    client = signed_in(world.city)
    assert found(client, "project-list", q=a.code) == [a.pk]
    assert found(client, "project-list", q="晨光") == [b.pk, a.pk]
    assert found(client, "project-list", funded="1") == [a.pk]
    assert found(client, "project-list", funded="0") == [b.pk]
    assert found(client, "project-list", start=today + timedelta(days=1)) == [a.pk]
    assert found(client, "project-list", organization=world.contractor.code) == [b.pk, a.pk]
    assert found(client, "project-list", organization=world.rival.code) == []
    assert found(client, "project-list", organization=world.other_district.code) == []


def test_filters_of_funds_and_instalments(world, signed_in):
    today = timezone.localdate()
    project, other = funded(world, name="甲项目"), make_fund(world, name="别的")
    late = project.instalments.create(number=2, ratio=1, amount=1, due_on=today - timedelta(days=1))
    client = signed_in(world.district)
    assert found(client, "fund-list", q="别的") == [other.pk]
    assert len(found(client, "fund-list", q="和平区", year=today.year, kind="union")) == 2
    assert found(client, "fund-list", year=2001) == found(client, "fund-list", kind="donation") == []
    assert found(client, "instalment-list", q="甲", end=today) == [late.pk]
    assert found(client, "instalment-list", state="paid") == []
    assert "逾期" in client.get(reverse("projects:instalment-list")).content.decode()
    assert found(signed_in(world.ngo), "need-list", organization=world.contractor.code) == [project.needs.get().pk]


def test_the_next_action_names_its_page(world, signed_in):
    project = make_project(world, "final_review", evaluator=None)
    client = signed_in(world.district)
    labels = [action["label"] for action in client.get(project.get_absolute_url()).context["actions"]]
    assert labels == ["委派末期评估"]
    Project.objects.update(evaluator=world.expert)
    assert client.get(project.get_absolute_url()).context["actions"] == []


def test_filters_of_the_ledger(world, signed_in):
    project = funded(world)
    make_fund(world, name="别的")
    client = signed_in(world.district)
    commitment = project.entries.get()
    assert found(client, "ledgerentry-list", kind="commitment") == [commitment.pk]
    assert found(client, "ledgerentry-list", project=project.pk) == [commitment.pk]
    assert len(found(client, "ledgerentry-list", fund=project.fund_id)) == 2
    assert found(client, "ledgerentry-list", organization=world.community_union.code) == [commitment.pk]
    assert len(found(client, "ledgerentry-list", organization=world.district_union.code)) == 3
    assert found(client, "ledgerentry-list", end="2020-01-01") == []
    own = signed_in(world.ngo)
    assert found(own, "ledgerentry-list", organization=world.contractor.code) == [commitment.pk]


def test_ledger_totals_one_kind_only(world, signed_in):
    funded(world)
    client, url = signed_in(world.district), reverse("projects:ledgerentry-list")
    footer = [
        client.get(url, filters).context["table"].columns["amount"].footer for filters in ({}, {"kind": "commitment"})
    ]
    assert footer == ["选定类别后显示", "50,000.00"]


def test_footers_of_funds(world, signed_in):
    funded(world)
    make_fund(world, "200.00", name="别的")
    columns = signed_in(world.finance).get(reverse("projects:fund-list")).context["table"].columns
    assert [columns[name].footer for name in ("appropriated", "committed", "paid", "available")] == [
        "1,000,200.00", "50,000.00", "0.00", "950,200.00",
    ]  # fmt: skip


def form_of_need(world, **fields) -> dict:
    return need_fields(world, organization=world.community_union.pk) | fields


def test_filing_and_verifying_on_the_page(world, signed_in):
    client = signed_in(world.community)
    response = client.post(reverse("projects:need-create"), form_of_need(world), follow=True)
    need = Need.objects.get()
    assert response.redirect_chain == [(f"/projects/needs/{need.pk}/", 302)]
    assert [str(message) for message in response.context["messages"]] == ["需求已提出，等待街道工会核实"]
    signed_in(world.street).post(reverse("projects:need-verify", args=[need.pk]), {"note": ""})
    need.refresh_from_db()
    assert need.state == "verified"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"organization": "stranger_union"}, "organization"),
        ({"organization": "abc"}, "organization"),
        ({"organization": "9" * 30}, "organization"),
        ({"people": "-1"}, "people"),
        ({"people": "NaN"}, "people"),
        ({"groups": "aliens"}, "groups"),
        ({"title": ""}, "title"),
        ({"evidence_file": SimpleUploadedFile("a.pdf", b"plain")}, "evidence_file"),
    ],
)
def test_bad_needs_stay_on_the_page(world, signed_in, change, field):
    change = {k: getattr(world, v).pk if isinstance(v, str) and hasattr(world, v) else v for k, v in change.items()}
    response = signed_in(world.community).post(reverse("projects:need-create"), form_of_need(world, **change))
    assert (response.status_code, list(response.context["form"].errors), Need.objects.count()) == (200, [field], 0)


def test_evidence_is_downloaded_in_scope_only(world, signed_in):
    file = SimpleUploadedFile("问卷.pdf", b"%PDF-1.7 content")
    need = operations.create_need(by=world.community, **need_fields(world, evidence_file=file))
    url = reverse("projects:need-file", args=[need.pk])
    response = signed_in(world.street).get(url)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 content"
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert response["Content-Disposition"].startswith("attachment;")
    assert signed_in(world.stranger).get(url).status_code == 404
    need.evidence_file.delete(save=False)
    assert signed_in(world.street).get(url).status_code == 404


def test_approving_on_the_page(world, signed_in):
    project = make_project(world, "submitted", need=make_need(world, state="matched"))
    fund, poor = make_fund(world), make_fund(world, "1.00", name="余额不足的")
    foreign = make_fund(world, name="外区的")
    Fund.objects.filter(pk=foreign.pk).update(organization=world.other_district)
    client, url = signed_in(world.district), reverse("projects:project-approve", args=[project.pk])
    assert set(client.get(url).context["form"].fields["fund"].queryset) == {fund, poor}
    assert list(client.post(url, {"fund": foreign.pk, **BASIS}).context["form"].errors) == ["fund"]
    assert list(client.post(url, {"fund": fund.pk}).context["form"].errors) == ["direct_basis", "direct_note"]
    refused = client.post(url, {"fund": poor.pk, **BASIS}).context["form"].non_field_errors()
    assert "可用余额 1.00 元" in refused[0]
    assert client.post(url, {"fund": fund.pk, **BASIS}).url == project.get_absolute_url()
    assert client.post(url, {"fund": fund.pk, **BASIS}).context["form"].non_field_errors() == [
        "新业态劳动者心理关爱目前是“已立项”，不能批准立项。请刷新页面查看最新状态。"
    ]
    assert LedgerEntry.objects.filter(kind="commitment").count() == 1


def test_opening_and_topping_up_on_the_page(world, signed_in):
    client = signed_in(world.finance)
    data = {"name": "专项", "kind": "union", "organization": world.district_union.pk, "year": "2026", "amount": "1000"}
    assert client.post(reverse("projects:fund-create"), data).status_code == 302
    assert "已有同类别" in client.post(reverse("projects:fund-create"), data).context["form"].non_field_errors()[0]
    assert list(
        client.post(reverse("projects:fund-create"), data | {"organization": world.other_district.pk, "amount": "0"})
        .context["form"]
        .errors
    ) == ["organization", "amount"]
    fund = Fund.objects.get()
    url = reverse("projects:fund-appropriate", args=[fund.pk])
    assert client.post(url, {"amount": "-1000.01", "note": "x"}).context["form"].non_field_errors()
    assert client.post(url, {"amount": "-1000", "note": "收回"}).url == fund.get_absolute_url()
    assert client.get(fund.get_absolute_url()).context["object"].available == 0


def test_the_timeline_shows_why(world, signed_in):
    project = make_project(world, "submitted", need=make_need(world, state="matched"))
    operations.return_project(project, by=world.district, note="请压缩人员费")
    page = signed_in(world.ngo).get(project.get_absolute_url())
    assert [(event.label, event.note) for event in page.context["events"]] == [("退回修改", "请压缩人员费")]
    assert [action["label"] for action in page.context["actions"]] == ["修改后重新提交"]
