"""Every part of the benchmark runs and finds its rows; no times are judged."""

import random

import pytest
from django.db import connection

from benchmarks import generate, measure_purchase, names, purchase, timing
from benchmarks.size import PurchaseSize, Size, asked, database
from projects.models import Call


@pytest.fixture
def loaded(db, settings, monkeypatch):
    settings.ROOT_URLCONF = "benchmarks.bare"
    monkeypatch.setattr(timing, "REPEATS", 1)
    generate.load(Size(sessions=12, attendances=60, people=30), random.Random(1))
    purchase.load(PurchaseSize(projects=3, expenses=12, applications=4, experts=3), random.Random(1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what VACUUM ANALYZE does after a real load, where no test holds a transaction


def test_every_part_of_the_purchases_is_measured(loaded):
    rows = [row for part in measure_purchase.parts().values() for row in part()]
    assert len(rows) == 18
    asked_queries = {row.name: row for row in rows if row.name.endswith("queries")}
    assert {name: row.met for name, row in asked_queries.items()} == dict.fromkeys(asked_queries, True)
    assert len(asked_queries) == 4
    assert Call.objects.get(code="PC-B0001").state == "reviewing"


def test_a_long_list_of_names_is_measured_by_its_queries(loaded, monkeypatch):
    monkeypatch.setattr(names, "NAMES", 20)
    time, asked_queries = (row for part in names.parts().values() for row in part())
    assert (time.name, asked_queries.limit, asked_queries.met) == ("20 names, page 1", 10, True)


def test_bare_lists_show_what_the_lists_show(loaded):
    client = timing.administrator()
    for address, bare, query in (
        ("/projects/", "/bare/projects/", measure_purchase.one_district()),
        ("/projects/ledger/", "/bare/ledger/", f"project={measure_purchase.bought().pk}"),
        ("/projects/expenses/", "/bare/expenses/", ""),
    ):
        table = client.get(f"{address}?{query}").context["table"]
        page = client.get(f"{bare}?{query}").content.decode()
        assert page.count("<tr>") == len(list(table.paginated_rows)) > 0


def test_every_size_has_its_own_database(monkeypatch):
    monkeypatch.setenv("BENCH_EXPENSES", "48")
    assert asked(PurchaseSize) == PurchaseSize(expenses=48)
    assert database(Size(), PurchaseSize()) == "sanlian_bench"
    small = database(Size(sessions=12), PurchaseSize(projects=3))
    assert small == "sanlian_bench_12_1000000_200000_3_200000_300_5"
