"""How large the generated set is; needs no Django, because it names the database."""

import os
from dataclasses import dataclass, fields


def asked(kind):
    """``kind`` as the BENCH_* variable of each of its fields says."""
    names = (field.name for field in fields(kind))
    return kind(**{name: int(os.environ[key]) for name in names if (key := f"BENCH_{name.upper()}") in os.environ})


@dataclass(frozen=True)
class Size:
    """The services; at least one attendance per session."""

    sessions: int = 100_000
    attendances: int = 1_000_000
    people: int = 200_000

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


@dataclass(frozen=True)
class PurchaseSize:
    """The purchases; the expenses are spread evenly over the projects, five ledger rows each."""

    projects: int = 5_000
    expenses: int = 200_000
    applications: int = 300
    experts: int = 5

    @property
    def each(self) -> int:
        """Expenses per project."""
        return max(self.expenses // self.projects, 1)

    def __str__(self):
        return f"{self.projects:,} projects, {self.expenses:,} expenses, {self.applications} applications"


def database(*sizes) -> str:
    """One per size, so that a quick look does not throw the large set away."""
    if all(size == type(size)() for size in sizes):
        return "sanlian_bench"
    return "_".join(("sanlian_bench", *(str(number) for size in sizes for number in vars(size).values())))
