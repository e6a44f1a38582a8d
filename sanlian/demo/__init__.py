"""Whether a data directory is a demo, and whether the demo in it is complete.

Demo accounts have a published password. They may exist only where the launcher began with an empty
database and wrote var/demo.json; ``seed_demo`` asks ``is_demo`` and refuses anywhere else.
"""

import json
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2

from sanlian.embedded import Servers
from sanlian.embedded.postgres import Postgres
from sanlian.embedded.processes import say

PASSWORD = "sanlian-demo"
ACCOUNTS = {
    "city": "市总管理员",
    "district": "区县工会",
    "street": "街道工会",
    "community": "社区工会",
    "party": "党组织",
    "ngo": "社会组织负责人",
    "worker": "社工",
    "supervisor": "督导",
    "expert": "评审专家",
    "finance": "财务",
    "auditor": "经审委员",
    "leader": "只读领导",
}


def identity(var: Path, url: str) -> str:
    """A database address without its password; the embedded one stays the same when the directory moves."""
    parts = urlsplit(url)
    host = parts.hostname or parse_qs(parts.query).get("host", [""])[0]
    if host == str(Postgres(var).sockets()):
        return f"embedded{parts.path}"
    return f"{host}:{parts.port or 5432}{parts.path}"


def read(var: Path) -> dict:
    """The marker, or nothing."""
    marker = var / "demo.json"
    return json.loads(marker.read_text()) if marker.exists() else {}


def is_demo(var: Path, url: str) -> bool:
    """True when the launcher made this directory and this database as a demo."""
    return read(var).get("database") == identity(var, url)


def mark(var: Path, url: str) -> None:
    """On the first start: an empty database becomes the demo's; one with tables in it never does."""
    if read(var):
        return
    if has_tables(url):
        say("The database already holds data, so no demo is loaded into it.")
        return
    write(var, {"database": identity(var, url), "loaded": False})


def is_wanted(var: Path, url: str) -> bool:
    """True while the demo of a demo directory is not complete."""
    return is_demo(var, url) and not read(var)["loaded"]


def loaded(var: Path) -> None:
    """Remember that the demo is complete."""
    write(var, read(var) | {"loaded": True})


def forget(var: Path) -> None:
    """The next preparation loads it anew."""
    write(var, read(var) | {"loaded": False})


def clear_half_loaded(var: Path, url: str, servers: Servers) -> None:
    """A first start that was interrupted while loading begins again from an empty embedded database."""
    if url == servers.postgres.url() and is_wanted(var, url) and has_tables(url):
        say("Emptying the database for a complete demo …")
        servers.postgres.ensure_database(anew=True)


def has_tables(url: str) -> bool:
    """True when the public schema is not empty."""
    with closing(psycopg2.connect(url, connect_timeout=5)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public')")
        return cursor.fetchone()[0]


def write(var: Path, marker: dict) -> None:
    """Replace the marker in one step, so that a crash leaves the old or the new one."""
    half_made = var / "demo.json.new"
    half_made.write_text(json.dumps(marker))
    half_made.rename(var / "demo.json")
