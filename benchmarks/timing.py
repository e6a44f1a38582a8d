"""How things are timed: medians of repeated runs, product and limit taking turns so that both see the same machine."""

import os
import statistics
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.generate import USERNAME
from orgs.models import User

REPEATS = int(os.environ.get("BENCH_REPEATS", "15"))


def administrator() -> Client:
    """A browser of whoever has the whole city."""
    client = Client()
    client.force_login(User.objects.get(username=USERNAME), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def median_ms(*calls: Callable) -> list[float]:
    """Median milliseconds of each call, the calls taking turns; one unmeasured round warms both up."""
    times: list[list[float]] = [[] for _ in calls]
    for round_number in range(REPEATS + 1):
        for call, kept in zip(calls, times, strict=True):
            started = time.perf_counter()
            call()
            if round_number:
                kept.append((time.perf_counter() - started) * 1000)
    return [statistics.median(kept) for kept in times]


def fetch(client: Client, address: str) -> Callable:
    """GET that refuses anything but 200: a fast error page is not a fast page."""

    def call():
        response = client.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}.")

    return call


def statement(sql: str, *params) -> Callable:
    """One bare SQL statement, its rows read."""

    def call():
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            cursor.fetchall()

    return call


def queries_of(call: Callable) -> int:
    """How many statements the second call sends; the first warms what is kept."""
    call()
    with CaptureQueriesContext(connection) as asked:
        call()
    return len(asked)
