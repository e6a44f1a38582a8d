"""Each figure on a page equals the sum of the rows behind its link."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.utils import timezone
from lxml import html

from projects import operations
from projects.models import Fund, Project
from projects.models.ledger import LedgerEntry
from services.counting import held_among
from services.models import Attendance
from tests.cast import make_activity, make_session
from tests.projects.build_contract import make_change, make_contract, make_instalments
from tests.projects.build_money import make_expense, make_instalment, make_paid_project

pytestmark = pytest.mark.django_db

MONEY = re.compile(r"-?[\d,]+\.\d\d")
LISTS = ("/projects/ledger/", "/projects/expenses/", "/projects/instalments/")
PARTS = ("money", "expenses", "settlement", "contract")


def figures(content: bytes) -> list[tuple[str, Decimal]]:
    """Every amount that links to a list, with its address."""
    found = []
    for link in html.fromstring(content).iter("a"):
        text = "".join(link.itertext()).strip()
        if link.get("href", "").startswith(LISTS) and "?" in link.get("href") and MONEY.fullmatch(text):
            found.append((link.get("href"), Decimal(text.replace(",", ""))))
    return found


def rows_behind(client, url):
    page = client.get(url)
    assert page.status_code == 200, url
    return page.context["table"].data.data


def project_with_a_history(w):
    """Paid in two parts, one of them partly taken back; vouchers in every state; a correction of the commitment."""
    project = make_paid_project(w, paid="30000.00", own_contribution=Decimal(2000))
    make_instalment(w, project, "receipted", amount=Decimal("10000.00"))
    operations.claw_back_instalment(
        project.instalments.get(number=2), by=w.finance, amount="1500.50", note="场次不足"
    )  # fmt: skip
    for number, state in enumerate(("draft", "submitted", "checked", "accepted", "accepted", "disallowed"), start=1):
        make_expense(w, project, state, unit_price=f"{1000 * number + 0.25:.2f}")
    make_expense(w, state="accepted")  # of another project
    return Project.objects.get(pk=project.pk)


def test_every_amount_of_the_room_adds_up(world, signed_in):
    project = project_with_a_history(world)
    client = signed_in(world.district)
    pages = [project.get_absolute_url(), *(f"{project.get_absolute_url()}{part}/" for part in PARTS)]
    found = [one for page in pages for one in figures(client.get(page).content)]
    for url, shown in found:
        total = rows_behind(client, url).aggregate(total=Sum("amount"))["total"] or 0
        assert (url, total) == (url, shown)
    kinds = {shown for url, shown in found if "ledger" in url}
    assert kinds == {project.committed, project.paid, project.spent}
    assert {shown for url, shown in found if "waiting=1" in url} == {Decimal("5000.50")}  # submitted and checked
    assert {shown for url, shown in found if "counted=1" in url} == {Decimal("14001.00")}


def test_the_contract_of_the_room_is_the_contract_with_its_supplements(world, signed_in):
    contract = make_contract(world)
    change = make_change(world, contract, kind="amount", state="approved", content={"amount": "3000.00"})
    contract.supplements.create(
        change=change, number=1, amount=Decimal(3000), signed_on=timezone.localdate(), by=world.district
    )
    client = signed_in(world.district)
    page = client.get(contract.project.get_absolute_url())
    shown = {row["label"]: row["value"] for row in page.context["figures"]}
    assert shown["合同（元）"] == f"{contract.amount + 3000:,.2f}"
    assert shown["合同（元）"] in client.get(contract.get_absolute_url()).content.decode()


def test_the_totals_of_a_project_are_its_rows(world):
    project = project_with_a_history(world)
    sums = {
        kind: LedgerEntry.objects.filter(project=project, kind=kind).aggregate(total=Sum("amount"))["total"]
        for kind in ("commitment", "payment", "expense")
    }
    assert (project.committed, project.paid, project.spent) == tuple(sums.values())
    assert (project.paid, project.spent) == (Decimal("38499.50"), Decimal("9000.50"))


def test_every_amount_of_a_fund_adds_up(world, signed_in):
    fund = project_with_a_history(world).fund
    operations.appropriate_fund(fund, by=world.finance, amount="-1000", note="调减")
    client = signed_in(world.finance)
    found = figures(client.get(fund.get_absolute_url()).content)
    assert len(found) == 3
    for url, shown in found:
        assert (url, rows_behind(client, url).aggregate(total=Sum("amount"))["total"]) == (url, shown)
    fund = Fund.objects.get(pk=fund.pk)
    appropriated, committed, paid = (shown for _, shown in found)
    assert (appropriated, committed, paid) == (fund.appropriated, fund.committed, fund.paid)
    assert appropriated == committed + fund.available  # Σ 安排 = Σ 承诺 + 可用


def test_the_list_of_funds_is_the_sum_of_its_rows(world, signed_in):
    project_with_a_history(world)
    page = signed_in(world.finance).get("/projects/funds/")
    table, rows = page.context["table"], list(Fund.objects.all())
    for name in ("appropriated", "committed", "paid", "available"):
        shown = Decimal(str(table.columns[name].footer).replace(",", ""))
        assert (name, shown) == (name, sum(getattr(row, name) for row in rows))


@pytest.mark.parametrize("filters", ["", "?state=accepted", "?recognised=1", "?counted=1", "?waiting=1"])
def test_the_footer_of_the_vouchers_is_their_sum(world, signed_in, filters):
    project_with_a_history(world)
    page = signed_in(world.finance).get(f"/projects/expenses/{filters}")
    table = page.context["table"]
    shown = Decimal(str(table.columns["amount"].footer).replace(",", ""))
    assert shown == sum(row.amount for row in table.data.data) > 0


def test_a_settlement_links_to_exactly_its_vouchers(world, signed_in):
    project = project_with_a_history(world)
    project.expenses.filter(state__in=["draft", "submitted", "checked"]).delete()
    Project.objects.filter(pk=project.pk).update(final_score=80)
    for state in ("final_review", "completed"):
        Project.objects.filter(pk=project.pk).update(state=state)
    make_instalments(project, project.budget)
    settlement = operations.draw_up_settlement(Project.objects.get(pk=project.pk), by=world.ngo, use="return")
    client = signed_in(world.auditor)
    found = figures(client.get(settlement.get_absolute_url()).content)
    assert settlement.spent in {shown for _, shown in found}
    for url, shown in found:
        assert (url, rows_behind(client, url).aggregate(total=Sum("amount"))["total"] or 0) == (url, shown)


def test_a_settlement_still_adds_up_when_money_moved_after_it(world, signed_in):
    """The returned balance and a last payment are rows that came after the figure."""
    project = project_with_a_history(world)
    project.expenses.filter(state__in=["draft", "submitted", "checked"]).delete()
    Project.objects.filter(pk=project.pk).update(final_score=80)
    for state in ("final_review", "completed"):
        Project.objects.filter(pk=project.pk).update(state=state)
    settlement = operations.draw_up_settlement(Project.objects.get(pk=project.pk), by=world.ngo, use="return")
    settlement = operations.submit_settlement(settlement, by=world.ngo)
    settlement = operations.audit_settlement(settlement, by=world.auditor, opinion="账实相符")
    settlement = operations.return_balance(settlement, by=world.finance, voucher_number="收-1")
    client = signed_in(world.auditor)
    found = figures(client.get(settlement.get_absolute_url()).content)
    assert {shown for _, shown in found} == {settlement.paid, settlement.spent}
    for url, shown in found:
        assert (url, rows_behind(client, url).aggregate(total=Sum("amount"))["total"]) == (url, shown)


def test_a_draft_settlement_shows_the_books_of_this_moment(world, signed_in):
    project = make_paid_project(world, "completed", paid="30000.00")
    settlement = operations.draw_up_settlement(project, by=world.ngo, use="return")
    make_expense(world, project, "accepted", unit_price="700")
    page = signed_in(world.ngo).get(settlement.get_absolute_url())
    shown = page.context["figures"]
    assert (settlement.spent, shown.spent, shown.balance) == (0, Decimal(700), Decimal(29300))


def test_the_sessions_of_an_indicator_are_those_of_its_link(world, signed_in):
    project = make_paid_project(world)
    activity = make_activity(world, project)
    past = timezone.localtime() - timedelta(days=3)
    for number, state in enumerate(("held", "held", "planned", "cancelled")):
        session = make_session(world, activity, past + timedelta(hours=number * 2), state=state)
        if state == "held":
            Attendance.objects.create(
                session=session, role="participant", method="headcount", headcount=10, at=session.starts_at
            )
    client = signed_in(world.district)
    page = html.fromstring(client.get(f"{project.get_absolute_url()}indicators/").content)
    links = [link for link in page.iter("a") if link.get("href", "").startswith("/services/sessions/")]
    assert [link.text for link in links] == ["2"]
    rows = rows_behind(client, links[0].get("href"))
    assert (rows.count(), held_among(rows).count()) == (2, 2)
