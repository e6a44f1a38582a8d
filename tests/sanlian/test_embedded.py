"""Embedded servers on data directories of their own: start, crash, recover, share."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from sanlian.embedded import Servers, owner, postgres, processes

pytestmark = pytest.mark.servers
ROOT = Path(__file__).resolve().parent.parent.parent
quiet = {"say": lambda text: None}


@pytest.fixture
def servers(tmp_path):
    servers = Servers(tmp_path / "home", durable=False)
    yield servers
    servers.down()


def write_a_row(servers: Servers) -> None:
    with psycopg2.connect(servers.postgres.url("postgres")) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 1 AS n")
    connection.close()


def rows(servers: Servers) -> int:
    connection = servers.postgres.connect()
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM kept")
        found = cursor.rowcount
    connection.close()
    return found


def kill(process: psutil.Process) -> None:
    process.kill()
    deadline = time.monotonic() + 10
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
        time.sleep(0.02)


def test_servers_answer_only_on_their_sockets(servers):
    servers.up(**quiet)
    with redis.Redis.from_url(servers.redis.url()) as client:
        assert client.ping()
    for process in (servers.postgres.process(), servers.redis.process()):
        assert [c for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN] == []


def test_sorts_and_folds_case_the_same_on_every_machine(servers):
    servers.up(**quiet)
    connection = servers.postgres.connect()
    with connection.cursor() as cursor:
        cursor.execute("SELECT upper('é'), '和平' < '沈河', current_setting('server_encoding')")
        assert cursor.fetchone() == ("É", True, "UTF8")
    connection.close()


def test_a_second_start_finds_the_first(servers):
    servers.up(**quiet)
    before = servers.postgres.process().pid, servers.redis.process().pid
    servers.up(**quiet)
    assert (servers.postgres.process().pid, servers.redis.process().pid) == before


def test_a_link_leads_to_the_servers_that_run_there(servers, tmp_path):
    servers.up(**quiet)
    (tmp_path / "link").symlink_to(servers.home)
    through = Servers(tmp_path / "link", durable=False)
    through.up(**quiet)
    assert through.environment() == servers.environment()
    assert through.down() is True
    assert servers.down() is False


def test_nothing_runs_after_down_and_data_stays(servers):
    servers.up(**quiet)
    write_a_row(servers)
    assert servers.down()
    assert (servers.postgres.process(), servers.redis.process()) == (None, None)
    servers.up(**quiet)
    assert rows(servers) == 1


def test_killed_servers_start_again_with_everything(servers):
    servers = Servers(servers.home)  # durable: tests' servers may forget the last moments
    servers.up(**quiet)
    write_a_row(servers)
    kill(servers.postgres.process())
    kill(servers.redis.process())
    servers.up(**quiet)
    assert rows(servers) == 1


def test_a_stranger_with_the_recorded_pid_is_left_alone(servers):
    servers.up(**quiet)
    servers.down()
    stranger = subprocess.Popen(["sleep", "60"])
    for record in (servers.postgres.data / "postmaster.pid", servers.redis.pid_file):
        record.write_text(f"{stranger.pid}\n{servers.postgres.data}\n")
    servers.up(**quiet)
    assert stranger.poll() is None
    assert servers.postgres.process().pid != stranger.pid
    stranger.kill()
    stranger.wait()


def test_an_interrupted_creation_is_repeated(servers):
    half_made = servers.home / "postgres.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18")
    servers.up(**quiet)
    assert servers.postgres.answers()
    assert not half_made.exists()


def test_a_wrong_password_is_refused(servers):
    servers.up(**quiet)
    wrong = servers.postgres.url("postgres").replace(servers.postgres.password(), "wrong")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(wrong)


def test_a_lost_password_file_stops_the_start_with_a_sentence(servers):
    servers.up(**quiet)
    servers.down()
    servers.postgres.password_file.unlink()
    with pytest.raises(SystemExit, match=r"postgres\.password is gone"):
        servers.up(**quiet)


def test_secrets_and_data_are_readable_by_their_owner_only(servers):
    servers.up(**quiet)
    modes = {path: path.stat().st_mode & 0o077 for path in (servers.home, servers.postgres.password_file)}
    assert set(modes.values()) == {0}
    assert servers.postgres.data.stat().st_uid == os.geteuid()


@pytest.mark.parametrize("name", ["deep" * 20, "a, b & 'c' 三联"])
def test_an_unfit_directory_gets_sockets_elsewhere(tmp_path, name):
    servers = Servers(tmp_path / name / "home", durable=False)
    try:
        servers.up(**quiet)
        short = servers.postgres.sockets()
        assert short.stat().st_mode & 0o077 == 0
        assert not short.is_relative_to(servers.home)
        assert servers.postgres.answers() and servers.redis.answers()
    finally:
        servers.down()
    assert not short.exists()


def test_a_prepared_link_in_the_temp_directory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    home = tmp_path / ("deep" * 20)
    short = processes.socket_directory(home, "postgres")
    short.rmdir()
    short.symlink_to("/")
    with pytest.raises(SystemExit, match="not a private directory"):
        processes.socket_directory(home, "postgres")


def test_four_at_once_start_one_server_and_the_last_user_stops_it(servers):
    script = (
        "import sys, time; from pathlib import Path; from sanlian.embedded import Servers\n"
        "with Servers(Path(sys.argv[1]), durable=False).in_use(): time.sleep(float(sys.argv[2]))"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(servers.home), str(wait)], cwd=ROOT, stdout=subprocess.PIPE)
        for wait in (0, 0.3, 0.6, 3)
    ]
    said = [run.communicate()[0].decode() for run in runs[:3]]
    assert servers.postgres.process() and servers.redis.process()
    said.append(runs[3].communicate()[0].decode())
    assert [run.returncode for run in runs] == [0, 0, 0, 0]
    assert sum(text.count("Starting PostgreSQL") for text in said) == 1
    assert (servers.postgres.process(), servers.redis.process()) == (None, None)


def test_a_killed_user_does_not_count_any_more(servers):
    script = (
        "import sys, time; from pathlib import Path; from sanlian.embedded import Servers\n"
        "with Servers(Path(sys.argv[1]), durable=False).in_use(): print('up', flush=True); time.sleep(60)"
    )
    run = subprocess.Popen([sys.executable, "-c", script, str(servers.home)], cwd=ROOT, stdout=subprocess.PIPE)
    while run.stdout.readline() != b"up\n":
        pass
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    assert servers.postgres.process()
    with servers.in_use(**quiet):
        pass
    assert servers.postgres.process() is None


def test_a_held_lock_is_reported_and_then_waited_for(tmp_path, capsys):
    script = (
        "import sys; from pathlib import Path; from sanlian.embedded import processes\n"
        "with processes.lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "lock")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with processes.lock(tmp_path / "lock", wait=False) as alone:
            assert alone is False
        threading.Timer(0.3, holder.stdin.close).start()
        with processes.lock(tmp_path / "lock", notice="waiting for the other") as alone:
            assert alone is True
        assert capsys.readouterr().out == "waiting for the other\n"


@pytest.fixture
def no_namespaces(tmp_path, monkeypatch):
    """Root on a machine that forbids user namespaces, with the server's files out of everybody's reach."""
    if os.geteuid() != 0:
        pytest.skip("only root needs another identity")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    package = postgres.binaries().parent.parent
    for part in (f"{package.name}/pginstall18", f"{package.name}.libs"):  # the libraries are found by relative path
        shutil.copytree(package.parent / part, closed / part, symlinks=True)
    monkeypatch.setattr(postgres, "binaries", lambda: closed / package.name / "pginstall18" / "bin")
    monkeypatch.setattr(owner, "NAMESPACE", ("false",))
    modes = {path: path.stat().st_mode for path in closed.parents}
    yield closed
    for path, mode in modes.items():
        path.chmod(mode)


def test_without_namespaces_root_uses_a_system_user_and_says_what_it_opened(no_namespaces):
    said = []
    servers = Servers(no_namespaces / "home", durable=False)
    try:
        servers.up(say=said.append)
        assert servers.postgres.process().uids().real == servers.postgres.data.stat().st_uid != 0
        assert no_namespaces.stat().st_mode & 0o777 == 0o701
        assert any(f"changed {no_namespaces}: others may pass" in line for line in said)
        assert servers.postgres.data.stat().st_mode & 0o077 == 0
    finally:
        servers.down()


def test_data_follows_when_namespaces_come_back(no_namespaces, monkeypatch):
    servers = Servers(no_namespaces / "home")
    try:
        servers.up(**quiet)
        write_a_row(servers)
        servers.down()
        monkeypatch.undo()
        servers.up(**quiet)
        assert rows(servers) == 1
        assert servers.postgres.data.stat().st_uid == 0
    finally:
        servers.down()
