"""PostgreSQL and Redis without installing either: for `make run`, the tests and benchmarks.

servers = Servers(Path("var/dev"))
servers.up()
os.environ |= servers.environment()
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sanlian.embedded import processes
from sanlian.embedded.postgres import Postgres
from sanlian.embedded.processes import Say, say
from sanlian.embedded.redis import Redis


@dataclass(frozen=True)
class Servers:
    """One PostgreSQL and one Redis living under ``home``; safe to use from several processes at once."""

    home: Path
    durable: bool = True

    def __post_init__(self):
        """One directory has one name: who comes through a link finds what runs there already."""
        object.__setattr__(self, "home", self.home.resolve())

    @property
    def postgres(self) -> Postgres:
        return Postgres(self.home, self.durable)

    @property
    def redis(self) -> Redis:
        return Redis(self.home, self.durable)

    def up(self, *, postgres: bool = True, redis: bool = True, say: Say = say) -> None:
        """Start what does not run yet. A second process waits for the first and finds all done."""
        processes.private_directory(self.home)
        with self._one_at_a_time():
            if postgres:
                self.postgres.start(say)
            if redis:
                self.redis.start(say)

    def down(self) -> bool:
        """Stop both; True when anything ran."""
        with self._one_at_a_time():
            ran = [self.redis.stop(), self.postgres.stop()]
            for note in (self.home / "run").glob("*.short"):
                shutil.rmtree(note.read_text().strip(), ignore_errors=True)
                note.unlink()
        return any(ran)

    def environment(self, database: str = "sanlian") -> dict[str, str]:
        """The variables that point the settings here; nothing needs to run yet."""
        processes.private_directory(self.home)
        with self._one_at_a_time():
            return {"DATABASE_URL": self.postgres.url(database), "REDIS_URL": self.redis.url()}

    @contextmanager
    def in_use(self, *, postgres: bool = True, redis: bool = True, say: Say = say) -> Iterator[None]:
        """Keep the servers up for the block; the last of all concurrent users stops them.

        Users hold a shared lock, which the kernel drops when they die, so a count can never go wrong.
        """
        users = self.home / "run" / "users.lock"
        try:
            with processes.lock(users, shared=True):
                self.up(postgres=postgres, redis=redis, say=say)
                yield
        finally:
            with processes.lock(users, wait=False) as alone:
                if alone:
                    self.down()

    def _one_at_a_time(self):
        return processes.lock(self.home / "run" / "servers.lock")
