"""How large the generated set is; needs no Django, because it names the database."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How large the set is; at least one attendance per session."""

    sessions: int = 100_000
    attendances: int = 1_000_000
    people: int = 200_000

    @classmethod
    def asked(cls) -> "Size":
        """As BENCH_SESSIONS, BENCH_ATTENDANCES and BENCH_PEOPLE say."""
        return cls(
            **{
                name: int(os.environ[f"BENCH_{name.upper()}"])
                for name in ("sessions", "attendances", "people")
                if f"BENCH_{name.upper()}" in os.environ
            }
        )

    @property
    def database(self) -> str:
        """One per size, so that a quick look does not throw the large set away."""
        return "sanlian_bench" if self == Size() else f"sanlian_bench_{self.sessions}_{self.attendances}_{self.people}"

    @property
    def projects(self) -> int:
        return max(self.sessions // 50, 1)

    @property
    def activities(self) -> int:
        return max(self.sessions // 10, 1)

    @property
    def each(self) -> int:
        """Attendances per session."""
        return max(self.attendances // self.sessions, 1)

    def __str__(self):
        return f"{self.sessions:,} sessions, {self.attendances:,} attendances, {self.people:,} people"
