"""HOST and PORT: sentences instead of tracebacks."""

import socket

import pytest

from sanlian import address
from sanlian.address import Address


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_defaults(monkeypatch):
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.setenv("PORT", "")
    assert address.read() == Address("127.0.0.1", 8000)


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80", "８０００", "1e3"])
def test_a_port_that_is_none(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match="use a number from 1 to 65535"):
        address.read()


def test_a_taken_port_names_its_holder_and_the_way_out(taken):
    with pytest.raises(SystemExit, match=rf"{taken} is taken by .*PORT={taken + 1} make run"):
        address.claim(Address("127.0.0.1", taken))


def test_a_free_port_stays_free(taken):
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    address.claim(Address("127.0.0.1", port))
    socket.create_server(("127.0.0.1", port)).close()


@pytest.mark.parametrize("host", ["no such host", "192.0.2.1"])
def test_a_host_that_is_not_ours(host):
    with pytest.raises(SystemExit, match="HOST"):
        address.claim(Address(host, 8000))


@pytest.mark.parametrize(
    ("host", "bind", "url"),
    [
        ("127.0.0.1", "127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("0.0.0.0", "0.0.0.0:8000", "http://127.0.0.1:8000"),
        ("::1", "[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_how_an_address_is_written(host, bind, url):
    assert (Address(host, 8000).bind, Address(host, 8000).url) == (bind, url)


def test_everywhere_allows_the_names_of_this_machine_and_no_others(monkeypatch):
    monkeypatch.delenv("ALLOWED_HOSTS", raising=False)
    allowed = address.environment(Address("0.0.0.0", 8000))["ALLOWED_HOSTS"].split(",")
    assert {"127.0.0.1", "localhost", socket.gethostname()} <= set(allowed)
    assert "*" not in allowed


def test_the_users_own_allowed_hosts_win(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "sanlian.example")
    assert address.environment(Address("0.0.0.0", 8000)) == {}


def test_nobody_listening_is_reported_as_web():
    assert address.ailing(Address("127.0.0.1", 1)) == ["web"]


ACCOUNTS = [
    "city",
    "district",
    "street",
    "community",
    "party",
    "ngo",
    "worker",
    "supervisor",
    "expert",
    "finance",
    "auditor",
    "leader",
]


def test_the_banner_names_every_account_and_how_to_stop():
    text = address.banner(Address("127.0.0.1", 8000))
    assert [line.split()[0] for line in text.splitlines() if line.startswith("    ")] == ACCOUNTS
    assert "http://127.0.0.1:8000" in text and "sanlian-demo" in text and "Ctrl-C" in text
