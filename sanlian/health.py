"""``GET /healthz``: which parts work, for load balancers and for `make run`; names only, no details."""

from contextlib import closing
from functools import lru_cache

import psycopg2
import redis
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sanlian import heartbeat

TIMEOUT = 2  # seconds for each part


@never_cache
@require_safe
def healthz(request):
    """200 when everything answers, else 503; each part says ``ok`` or ``down``."""
    applied = applied_migrations()
    alive = worker_alive()
    parts = {
        "database": applied is not None,
        "redis": alive is not None,
        "worker": bool(alive),
        "migrations": applied is not None and expected_migrations() <= applied,
    }
    answer = {name: "ok" if works else "down" for name, works in parts.items()}
    response = JsonResponse(answer, status=200 if all(parts.values()) else 503)
    response._has_been_logged = True  # Django would log an error at every poll during an outage
    return response


def applied_migrations() -> set[tuple[str, str]] | None:
    """What the database has; None when it does not answer in time.

    A connection of its own: the request's may be a dead one, and has no timeouts.
    """
    options = {
        "connect_timeout": TIMEOUT,
        "options": f"-c statement_timeout={TIMEOUT * 1000}",
        "tcp_user_timeout": TIMEOUT * 1000,
    }
    try:
        parameters = connection_parameters() | options
        with closing(psycopg2.connect(**parameters)) as database, database.cursor() as cursor:
            cursor.execute("SELECT to_regclass('django_migrations')")
            if cursor.fetchone()[0] is None:
                return set()
            cursor.execute("SELECT app, name FROM django_migrations")
            return set(cursor.fetchall())
    except psycopg2.Error:
        return None


def connection_parameters() -> dict:
    """How Django itself would connect."""
    wanted = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert")
    parameters = connection.get_connection_params()
    return {name: parameters[name] for name in wanted if name in parameters}


@lru_cache(maxsize=1)
def expected_migrations() -> set[tuple[str, str]]:
    """The last migrations of each app in this code; they cannot change while we run."""
    return set(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def worker_alive() -> bool | None:
    """Whether a worker gave a sign of life; None when Redis does not answer in time."""
    try:
        with heartbeat.connect() as client:
            return bool(client.exists(heartbeat.key()))
    except redis.RedisError:
        return None
