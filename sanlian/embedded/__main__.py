"""``python -m sanlian.embedded up|down|env [HOME]``: servers for development, in var/dev unless told otherwise.

``eval "$(python -m sanlian.embedded env)"`` makes ``python manage.py …`` work in a shell.
"""

import argparse
import shlex
from pathlib import Path

from sanlian import demo
from sanlian.embedded import Servers
from sanlian.keys import demo_environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(prog="python -m sanlian.embedded", description=__doc__)
    parser.add_argument("action", choices=("up", "down", "env"))
    parser.add_argument("home", nargs="?", type=Path, default=BASE_DIR / "var" / "dev")
    arguments = parser.parse_args()
    servers = Servers(arguments.home.resolve())
    if arguments.action == "down":
        print("Stopped." if servers.down() else "Nothing was running.")
        return
    if arguments.action == "up":
        servers.up()
        servers.postgres.ensure_database()
        demo_environment(servers.home)  # makes the keys; a marked directory without keys is refused
        demo.mark(servers.home, servers.postgres.url())
    for name, value in (servers.environment() | demo_environment(servers.home)).items():
        print(f"export {name}={shlex.quote(value)}")


if __name__ == "__main__":
    main()
