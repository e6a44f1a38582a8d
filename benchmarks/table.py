"""One table: what was measured, beside its limit from the same run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """``measured`` and ``limit`` in ``unit``; ``goal`` in words, ``met`` against it."""

    name: str
    measured: float
    limit: float
    unit: str
    goal: str
    met: bool

    @property
    def ratio(self) -> float:
        return self.measured / self.limit


HEAD = ("", "measured", "limit", "unit", "ratio", "goal", "met")


def render(rows: list[Row]) -> str:
    """Aligned plain text that reads well in a terminal and in a commit message."""
    lines = [HEAD] + [
        (r.name, f"{r.measured:,.1f}", f"{r.limit:,.1f}", r.unit, f"{r.ratio:.2f}", r.goal, "yes" if r.met else "NO")
        for r in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    text = []
    for line in lines:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        text.append("  ".join(cells).rstrip())
    return "\n".join(text) + "\n"
