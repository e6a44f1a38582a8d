"""`make run` as a user meets it: start, refuse a second one, survive kill -9, end with Ctrl-C."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from sanlian import address, keys
from sanlian.embedded import Servers, processes

pytestmark = pytest.mark.servers
ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ("web", "worker", "beat")


@pytest.fixture
def var(tmp_path):
    """A data directory whose demo is said to be loaded already: loading it is tested elsewhere."""
    keys.demo_environment(tmp_path / "var")
    (tmp_path / "var" / "demo.json").write_text(json.dumps({"database": "embedded/sanlian", "loaded": True}))
    yield tmp_path / "var"
    for part in (*PARTS, "launcher"):
        if process := processes.recorded(tmp_path / "var" / "run" / f"{part}.pid", "sanlian"):
            processes.stop(process)
    Servers(tmp_path / "var").down()


@pytest.fixture
def where():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return address.Address("127.0.0.1", server.getsockname()[1])


def launch(var: Path, where: address.Address) -> subprocess.Popen:
    """Start the launcher as the Makefile does, with none of the tests' own settings."""
    ours = {"SANLIAN_VAR": str(var), "HOST": where.host, "PORT": str(where.port)}
    plain = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.Popen(
        [sys.executable, "-m", "sanlian.launch", "run"],
        cwd=ROOT,
        env=plain | ours,
        stdout=(var / "output").open("ab"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def output(var: Path) -> str:
    return (var / "output").read_text()


def wait_until_ready(run: subprocess.Popen, var: Path, times: int) -> None:
    """Until the banner was printed for the ``times``-th time; patient, as other tests keep the machine busy."""
    deadline = time.monotonic() + 180
    while output(var).count("is ready") < times:
        assert run.poll() is None and time.monotonic() < deadline, output(var)
        time.sleep(0.1)


def living(var: Path) -> list[str]:
    """Command lines that mention the data directory."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        line = " ".join(process.info["cmdline"] or [])
        if str(var) in line and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(line)
    return found


def test_start_kill_restart_and_stop(var, where):
    first = launch(var, where)
    wait_until_ready(first, var, 1)
    assert address.ailing(where) == []

    assert launch(var, where).wait(timeout=60) == 1
    assert f"already runs from {var}" in output(var)

    before = {part: processes.read_pid(var / "run" / f"{part}.pid") for part in PARTS}
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    second = launch(var, where)
    wait_until_ready(second, var, 2)
    after = {part: processes.read_pid(var / "run" / f"{part}.pid") for part in PARTS}
    assert all(f"Ending the {part} process {before[part]}" in output(var) for part in PARTS)
    assert not set(before.values()) & set(after.values())

    second.send_signal(signal.SIGINT)
    assert second.wait(timeout=60) == 0
    assert "Nothing is running any more." in output(var)
    assert living(var) == []
