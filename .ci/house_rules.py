"""Two rules a linter does not know: doors ask for scoped rows, and only core/workflow.py changes a state."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("core", "orgs", "projects", "services", "evaluations", "reports", "sanlian")
DOORS = {"views", "api", "forms", "filters", "serializers"}
UNSCOPED = re.compile(r"\.objects\.(all|filter)\(")
STATE = re.compile(r"\.state\s*=[^=]")


def main() -> int:
    """Print every breach as ``file:line``; the exit code counts them."""
    found = [breach for app in APPS for path in sorted((ROOT / app).rglob("*.py")) for breach in breaches(path)]
    print("\n".join(found) or "no breach")
    return min(len(found), 1)


def breaches(path: Path) -> list[str]:
    """What one file does that it should not."""
    relative = path.relative_to(ROOT)
    is_door = bool(DOORS & {relative.stem, *relative.parts[1:-1]})
    found = []
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        if is_door and UNSCOPED.search(line) and "# unscoped: " not in line:
            found.append(f"{relative}:{number}: use visible_to(), or say why not with `# unscoped: <why>`")
        if STATE.search(line) and str(relative) != "core/workflow.py" and "tests" not in relative.parts:
            found.append(f"{relative}:{number}: only step() in core/workflow.py assigns .state")
    return found


if __name__ == "__main__":
    sys.exit(main())
