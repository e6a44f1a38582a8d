"""/healthz against real servers: what works, what is down, and how fast it says so."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from sanlian import health, heartbeat

ROOT = Path(__file__).resolve().parent.parent.parent
WELL = {"database": "ok", "redis": "ok", "worker": "ok", "migrations": "ok"}


@pytest.fixture
def beating():
    """A sign of life as a worker leaves it."""
    with heartbeat.connect() as client:
        client.set(heartbeat.key(), 1, ex=30)
        yield client
        client.delete(heartbeat.key())


def test_all_well_without_login(client, transactional_db, beating):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, WELL)


def test_no_worker(client, transactional_db):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, WELL | {"worker": "down"})


def test_no_redis(client, transactional_db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1"
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, WELL | {"redis": "down", "worker": "down"})


@pytest.mark.parametrize("change", [{"port": 1, "host": "127.0.0.1"}, {"password": "wrong"}, {"dbname": "no_such"}])
def test_no_database(client, beating, monkeypatch, change):
    parameters = connection.get_connection_params() | change
    monkeypatch.setattr(health, "connection_parameters", lambda: parameters)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, WELL | {"database": "down", "migrations": "down"})


def test_a_migration_is_missing(client, transactional_db, beating, monkeypatch):
    monkeypatch.setattr(health, "expected_migrations", lambda: {("orgs", "9999_from_tomorrow")})
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, WELL | {"migrations": "down"})


def test_a_database_that_accepts_but_never_answers_is_down_in_time(client, beating, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host, port = silent.getsockname()
        monkeypatch.setattr(health, "connection_parameters", lambda: {"host": host, "port": port, "user": "x"})
        started = time.monotonic()
        assert client.get("/healthz").json()["database"] == "down"
        assert time.monotonic() - started < 4


def test_only_reading_is_allowed(client):
    assert client.post("/healthz").status_code == 405


@pytest.mark.servers
def test_a_real_worker_beats_and_takes_its_sign_with_it(client, transactional_db, tmp_path):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "sanlian.settings_test"}
    command = [sys.executable, "-m", "celery", "-A", "sanlian", "worker", "--concurrency", "1", "--loglevel", "ERROR"]
    with (tmp_path / "log").open("wb") as log:
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        assert wait_for(client, 200), (tmp_path / "log").read_text()
        with redis.Redis.from_url(settings.REDIS_URL) as direct:
            assert 0 < direct.ttl(heartbeat.key()) <= heartbeat.EXPIRES
    finally:
        worker.terminate()
        worker.wait(timeout=20)
    assert client.get("/healthz").json() == WELL | {"worker": "down"}


def wait_for(client, status: int) -> bool:
    for _ in range(150):
        if client.get("/healthz").status_code == status:
            return True
        time.sleep(0.1)
    return False
