"""HOST and PORT of `make run`: read them, make sure they are free, say when the platform answers there."""

import errno
import json
import os
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

import psutil

from sanlian.demo import ACCOUNTS, PASSWORD
from sanlian.embedded.processes import say

EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True)
class Address:
    """Where gunicorn listens."""

    host: str
    port: int

    @property
    def bind(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """What to type into a browser on this machine."""
        local = "127.0.0.1" if self.host in EVERYWHERE else self.host
        return "http://" + Address(local, self.port).bind


def read() -> Address:
    """HOST and PORT from the environment; a sentence instead of a traceback when they make no sense."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        raise SystemExit(f"PORT is {port!r}; use a number from 1 to 65535, for example PORT=8080 make run.")
    return Address(host, int(port))


def claim(where: Address) -> None:
    """Bind once and let go, to fail before anything is started."""
    try:
        family, *_, target = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
    except socket.gaierror:
        raise SystemExit(f"HOST is {where.host!r}, which is no address of a machine; try HOST=127.0.0.1.") from None
    except OSError as error:
        raise SystemExit(refusal(where, error)) from None


def refusal(where: Address, error: OSError) -> str:
    """Why we may not listen there, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return f"{where.bind} is taken{holder(where.port)}. Choose another port: PORT={where.port + 1} make run"
    if error.errno == errno.EACCES:
        return f"Port {where.port} needs root; choose one from 1024 up: PORT=8000 make run"
    return f"Cannot listen on {where.bind}: {error.strerror}. HOST must be an address of this machine."


def holder(port: int) -> str:
    """Which process listens on the port, where we may know."""
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.laddr.port == port and connection.status == psutil.CONN_LISTEN and connection.pid:
                return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        pass
    return ""


def environment(where: Address) -> dict[str, str]:
    """ALLOWED_HOSTS fitting the address, unless the user has set it."""
    if os.environ.get("ALLOWED_HOSTS"):
        return {}
    names = {"127.0.0.1", "localhost", "[::1]", where.host}
    if where.host in EVERYWHERE:
        names.add(socket.gethostname())
        cards = [card for cards in psutil.net_if_addrs().values() for card in cards]
        names.update(card.address for card in cards if card.family == socket.AF_INET)
        names.update(f"[{card.address.split('%')[0]}]" for card in cards if card.family == socket.AF_INET6)
    return {"ALLOWED_HOSTS": ",".join(sorted(names))}


def announce(where: Address) -> None:
    """Wait until /healthz is content, then print where to go; after a minute say what is missing."""
    for _ in range(120):
        down = ailing(where)
        if not down:
            return say(banner(where))
        time.sleep(0.5)
    say(f"{where.url} is up, but not well after a minute: {', '.join(down)}")


def ailing(where: Address) -> list[str]:
    """The parts /healthz calls down; ["web"] while there is no answer."""
    try:
        with urllib.request.urlopen(f"{where.url}/healthz", timeout=5):
            return []
    except urllib.error.HTTPError as error:
        if error.code != 503:
            return [f"web answers {error.code}"]
        return [name for name, state in json.load(error).items() if state != "ok"]
    except OSError:
        return ["web"]


def banner(where: Address) -> str:
    """Address, accounts, how to stop."""
    accounts = "\n".join(f"    {name:<11} {role}" for name, role in ACCOUNTS.items())
    return f"""
  三联 Sanlian is ready:  {where.url}

  Demo accounts, password {PASSWORD}
{accounts}

  Stop with Ctrl-C; `make run` starts it again with everything kept, `make reset` removes its data.
"""
