"""The purchases measured: lists, the project room, funds and ledger, the books, the ranking of a call."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.generate import USERNAME
from benchmarks.table import Row
from benchmarks.timing import administrator, fetch, median_ms, queries_of, statement
from orgs.models import Organization, User
from orgs.scope import STEP
from projects.models import Call, Fund, Project
from projects.operations.ranking import rank_call
from projects.queries.book import book_differences
from projects.queries.ranking import standing

DEEP_PAGE = 100
LIST_QUERIES = 12
ROOM_QUERIES = 25
RANKED = 1000  # ms

ROOM_SUMS = """
    SELECT p.committed, p.paid, p.spent, e.*, x.*
    FROM projects_project p
    CROSS JOIN LATERAL (SELECT count(*), sum(amount) FILTER (WHERE kind = 'commitment'),
        sum(amount) FILTER (WHERE kind = 'payment'), sum(amount) FILTER (WHERE kind = 'expense')
        FROM projects_ledgerentry WHERE project_id = p.id) e
    CROSS JOIN LATERAL (SELECT count(*), sum(amount) FROM projects_expense WHERE project_id = p.id) x
    WHERE p.id = %s
"""
BOOKS = (
    "SELECT fund_id, kind, sum(amount) FROM projects_ledgerentry GROUP BY fund_id, kind",
    "SELECT project_id, kind, sum(amount) FROM projects_ledgerentry GROUP BY project_id, kind",
    "SELECT instalment_id, sum(amount) FROM projects_ledgerentry WHERE kind = 'payment' GROUP BY instalment_id",
    "SELECT project_id, sum(amount) FROM projects_expense WHERE state = 'accepted' GROUP BY project_id",
)
AVERAGES = """
    SELECT a.id, avg(s.total) FROM projects_application a JOIN projects_scoresheet s ON s.application_id = a.id
    WHERE a.call_id = %s AND s.state = 'signed' GROUP BY a.id ORDER BY 2 DESC
"""


def parts() -> dict[str, Callable[[], list[Row]]]:
    """What is measured here, by name."""
    client = administrator()
    return {
        "projects": lambda: projects(client),
        "room": lambda: room(client),
        "money": lambda: money(client),
        "books": lambda: [books()],
        "ranking": ranking,
    }


def queries(name: str, number: int, most: int) -> Row:
    """A number of queries beside the largest that the specification allows."""
    return Row(f"{name}, queries", number, most, "", f"≤ {most}", number <= most)


def page(client: Client, name: str, product: str, bare: str, query: str) -> Row:
    """A page beside a bare view of the same rows: at most twice its time."""
    measured, limit = median_ms(fetch(client, f"{product}?{query}"), fetch(client, f"{bare}?{query}"))
    return Row(name, measured, limit, "ms", "≤ 2 × limit", measured <= 2 * limit)


def projects(client: Client) -> list[Row]:
    """The list of projects as the city's administrator sees it."""
    product, bare = reverse("projects:project-list"), "/bare/projects/"
    deep = max(min(DEEP_PAGE, Project.objects.count() // 50), 1)
    rows = [
        page(client, f"projects, {name}", product, bare, query)
        for name, query in (
            ("page 1", ""),
            (f"page {deep:,}", f"page={deep}"),
            ("filtered", one_district()),
            ("searched", "q=购买服务项目1"),
        )
    ]
    asked = max(queries_of(fetch(client, f"{product}?{query}")) for query in ("", one_district(), "q=购买"))
    return [*rows, queries("projects", asked, LIST_QUERIES)]


def one_district() -> str:
    """The running projects of one district."""
    path = bought().organization.path
    return urlencode({"state": "active", "organization": Organization.objects.get(path=path[: 2 * STEP]).code})


def bought() -> Project:
    """A project with vouchers and a full ledger."""
    return Project.objects.filter(code__startswith="XM-C").select_related("organization").order_by("pk")[0]


def room(client: Client) -> list[Row]:
    """Every look at one project: each of its tabs with whatever its page loads by itself, beside one statement for the
    sums. The slowest and the most asking are shown, since the limit holds for every one."""
    project = bought()
    address = project.get_absolute_url()
    tabs = sorted(set(re.findall(rf'href="({address}\?part=\w+)"', client.get(address).content.decode())))
    overview, *looks = [look(client, url) for url in (address, *tabs)]
    alone, *others, limit = median_ms(overview, *looks, statement(ROOM_SUMS, project.pk))
    most = max(queries_of(take) for take in looks)
    return [
        Row("project room, all it loads", alone, limit, "ms", "< 100 ms", alone < 100),
        Row(f"… slowest of {len(tabs)} tabs", max(others), limit, "ms", "< 100 ms", max(others) < 100),
        queries("project room, all it loads", queries_of(overview), ROOM_QUERIES),
        queries(f"… most of {len(tabs)} tabs", most, ROOM_QUERIES),
    ]


def look(client: Client, url: str) -> Callable[[], None]:
    """The page at ``url`` and, one after the other, what it asks for on its own."""
    loaded = re.findall(r'hx-get="([^"]+)" hx-trigger="load"', client.get(url).content.decode())
    requests = [fetch(client, address) for address in (url, *loaded)]
    return lambda: [request() for request in requests]


def money(client: Client) -> list[Row]:
    """The balance of a fund, its page, the ledger and the vouchers."""
    fund, project = bought().fund, bought()
    key = "SELECT appropriated - committed FROM projects_fund WHERE id = %s"
    balance, limit = median_ms(lambda: Fund.objects.get(pk=fund.pk).available, statement(key, fund.pk))
    whole, _ = median_ms(fetch(client, fund.get_absolute_url()), statement(key, fund.pk))
    ledger, start = reverse("projects:ledgerentry-list"), timezone.localdate() - timedelta(days=30)
    return [
        Row("fund's balance", balance, limit, "ms", "< 2 ms", balance < 2),
        Row("fund's page", whole, limit, "ms", "< 100 ms", whole < 100),
        page(client, "ledger, page 1", ledger, "/bare/ledger/", ""),
        page(client, "ledger of a project", ledger, "/bare/ledger/", f"project={project.pk}"),
        page(client, "vouchers, page 1", reverse("projects:expense-list"), "/bare/expenses/", ""),
        queries("ledger", queries_of(fetch(client, f"{ledger}?start={start}")), LIST_QUERIES),
    ]


def books() -> Row:
    """Every kept total compared with its rows, beside the bare sums of the same rows."""
    measured, limit = median_ms(book_differences, lambda: [statement(sql)() for sql in BOOKS])
    return Row("books compared", measured, limit, "ms", "≤ 2 × limit", measured <= 2 * limit)


def ranking() -> list[Row]:
    """The ranking computed, and written with every event in a transaction that is rolled back."""
    call, user = Call.objects.get(code="PC-B0001"), User.objects.get(username=USERNAME)

    def rank():
        with transaction.atomic():
            rank_call(call, by=user, note="基准")
            transaction.set_rollback(True)

    computed, written, limit = median_ms(lambda: standing(call), rank, statement(AVERAGES, call.pk))
    return [
        Row(name, measured, limit, "ms", f"< {RANKED:,} ms", measured < RANKED)
        for name, measured in (("ranking computed", computed), ("ranking written", written))
    ]
