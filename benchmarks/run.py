"""``make bench``: load the generated set once, then measure everything in one run.

BENCH_SESSIONS, BENCH_ATTENDANCES, BENCH_PEOPLE, BENCH_PROJECTS, BENCH_EXPENSES, BENCH_APPLICATIONS and BENCH_EXPERTS
make the set smaller for a quick look, BENCH_REPEATS, BENCH_CHECK_INS and BENCH_SCANS the measuring shorter. BENCH_ONLY
names the parts to measure, with commas between them.
"""

import os
import sys
from pathlib import Path

from benchmarks.size import PurchaseSize, Size, asked, database
from sanlian.embedded import Servers
from sanlian.keys import demo_environment

HOME = Path(__file__).resolve().parent.parent / "var" / "bench"


def main() -> None:
    """Bring the servers up, load unless the same set is already there, measure, print one table."""
    servers, size, purchases = Servers(HOME), asked(Size), asked(PurchaseSize)
    name = database(size, purchases)
    with servers.in_use():
        servers.postgres.ensure_database(name)
        (HOME / "static").mkdir(exist_ok=True)  # the file server warns when there is nothing to serve
        os.environ |= servers.environment(name) | demo_environment(HOME)
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        # Django may only be set up once the environment names the database.
        import django

        django.setup()
        from benchmarks import check_in, generate, measure, measure_purchase, names, purchase, sign_up, table

        generate.ensure(size, sys.stdout)
        purchase.ensure(purchases, sys.stdout)
        known = measure.parts(size) | measure_purchase.parts() | names.parts() | sign_up.parts() | check_in.parts()
        rows = everything(known)
        sys.stdout.write(f"Load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
        sys.stdout.write(table.render(rows))


def everything(parts: dict) -> list:
    """Every row of the table, or of the parts BENCH_ONLY names."""
    only = os.environ.get("BENCH_ONLY")
    rows = []
    for name in only.split(",") if only else parts:
        sys.stdout.write(f"Measuring {name} …\n")
        sys.stdout.flush()
        rows += parts[name]()
    return rows


if __name__ == "__main__":
    main()
