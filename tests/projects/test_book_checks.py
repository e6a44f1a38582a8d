"""Nightly comparison of totals and rows: nothing to say while they agree, everything when they do not."""

import pytest
from django.db import connection
from django.urls import reverse

from core.models import Notification
from projects.models import BookCheck, Fund, Project
from projects.periodic import check_books
from projects.queries.book import book_differences
from tests.cast import make_project
from tests.projects.build_money import make_expense, make_paid_project, make_settlement
from tests.projects.build_reward import make_sheet


def falsify(statement, *values):
    """What no code of ours can do: write past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.fixture
def project(world):
    project = make_paid_project(world, paid="30000.00")
    make_expense(world, project, "accepted")
    make_settlement(world)
    return project


def test_sound_books(project, caplog):
    check_books()
    check = BookCheck.objects.get()
    assert (check.differences, check.difference_count, check.funds, check.projects, check.entries) == ([], 0, 2, 2, 7)
    assert (Notification.objects.count(), caplog.text) == (0, "")


CASES = [
    ("UPDATE projects_fund SET appropriated = appropriated + 1 WHERE id = %s", "fund", "资金来源的预算安排"),
    ("UPDATE projects_fund SET committed = committed + 1 WHERE id = %s", "fund", "资金来源的已承诺"),
    ("UPDATE projects_fund SET paid = paid + 1 WHERE id = %s", "fund", "资金来源的已拨付"),
    ("UPDATE projects_project SET committed = committed + 1 WHERE id = %s", "project", "项目的已承诺"),
    ("UPDATE projects_project SET paid = paid + 1 WHERE id = %s", "project", "项目的已拨付"),
    ("UPDATE projects_expense SET amount = 999 WHERE project_id = %s", "project", "项目列支的凭证"),
    ("UPDATE projects_contract SET amount = 100 WHERE project_id = %s", "project", "项目的拨付超过合同金额"),
    ("UPDATE projects_instalment SET clawed_back = 1 WHERE project_id = %s", "instalment", "分期款的拨付"),
]


@pytest.mark.parametrize(("statement", "subject", "what"), CASES)
def test_each_difference_is_found(project, caplog, statement, subject, what):
    falsify(statement, project.fund_id if subject == "fund" else project.pk)
    check_books()
    check = BookCheck.objects.get()
    found = {"fund": project.fund_id, "project": project.pk, "instalment": project.instalments.get().pk}
    assert [(row["what"], row["subject"], row["pk"]) for row in check.differences] == [(what, subject, found[subject])]
    assert set(Notification.objects.values_list("recipient__username", flat=True)) == {"city", "finance"}
    assert f"books: 1 differences in check {check.pk}" in caplog.text
    assert project.name not in caplog.text


def test_spent_has_two_witnesses(project):
    falsify("UPDATE projects_project SET spent = spent + 1 WHERE id = %s", project.pk)
    assert {(row.what, row.kept, row.found) for row in book_differences()} == {
        ("项目列支的凭证", "1001.00", "1000.00"),
        ("项目的已核销", "1001.00", "1000.00"),
    }


def test_a_payment_of_an_unpaid_instalment_is_a_difference(project):
    falsify("UPDATE projects_instalment SET state = 'planned' WHERE project_id = %s", project.pk)
    assert [row.what for row in book_differences()] == ["分期款的拨付"]


def test_settlements_and_rewards_are_compared_too(project, world):
    settlement = make_settlement(world, make_paid_project(world, "settling"), state="submitted")
    paid = make_sheet(world, state="paid")
    assert [(row.what, row.pk) for row in book_differences()] == [
        ("奖补核算表的支付", paid.pk)
    ]  # no rows in the ledger
    falsify("UPDATE projects_rewardsheet SET amount = amount + 1, state = 'checked' WHERE id = %s", paid.pk)
    falsify("UPDATE projects_settlement SET spent = spent + 7 WHERE id = %s", settlement.pk)
    assert [(row.what, row.subject, row.pk, row.kept, row.found) for row in book_differences()] == [
        ("决算的认可支出", "settlement", settlement.pk, "7.00", "0.00"),
        ("决算的结余", "settlement", settlement.pk, "30000.00", "29993.00"),
        ("奖补核算表的合计", "rewardsheet", paid.pk, "51.00", "50.00"),
    ]


def test_five_statements_whatever_the_size(world, django_assert_num_queries):
    for _ in range(3):
        make_project(world, "active")
    with django_assert_num_queries(5):
        assert book_differences() == []


def test_the_page_names_only_what_the_reader_sees(world, signed_in, project):
    url = reverse("projects:bookcheck-list")
    assert "还没有核对过" in signed_in(world.finance).get(url).content.decode()
    falsify("UPDATE projects_fund SET paid = paid + 1 WHERE id = %s", project.fund_id)
    check_books()
    page = signed_in(world.finance).get(url)
    assert [(row["record"], row["kept"], row["found"]) for row in page.context["rows"]] == [
        (project.fund, "30001.00", "30000.00")
    ]
    falsify("UPDATE projects_fund SET organization_id = %s WHERE id = %s", world.other_district.pk, project.fund_id)
    page = signed_in(world.finance).get(url)
    assert (page.context["rows"], "不在您能看到的范围内" in page.content.decode()) == ([], True)
    assert Fund.objects.count() == Project.objects.count()


def test_who_may_see_the_books(world, client):
    answers = {}
    for name in ("city", "district", "finance", "auditor", "ngo", "community", "leader"):
        client.force_login(getattr(world, name))
        answers[name] = client.get(reverse("projects:bookcheck-list")).status_code
    assert answers == {
        "city": 200, "district": 200, "finance": 200, "auditor": 200, "ngo": 403, "community": 403, "leader": 403,
    }  # fmt: skip
