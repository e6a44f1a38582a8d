"""Who PostgreSQL runs as: it refuses root, and nothing should be opened to others for its sake."""

import os
import pwd
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from sanlian.embedded.processes import Say

# In a user namespace root wears nobody's number: PostgreSQL sees an ordinary user, while on disk every
# file stays root's and every mode stays as strict as it was.
NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")


@dataclass(frozen=True)
class Owner:
    """How to start PostgreSQL: a command prefix, or the arguments that change the user."""

    prefix: tuple[str, ...] = ()
    options: dict = field(default_factory=dict)

    @property
    def uid(self) -> int:
        return self.options.get("user", os.geteuid())

    def run(self, *command: object) -> subprocess.CompletedProcess:
        """Run a command as this owner and capture what it says."""
        words = [*self.prefix, *map(str, command)]
        return subprocess.run(words, capture_output=True, text=True, cwd="/", **self.options)

    def claim(self, tree: Path) -> Path:
        """Give a directory and all in it to this owner, when root may and it is not so already."""
        if os.geteuid() == 0 and tree.stat().st_uid != self.uid:
            group = self.options.get("group", os.getegid())
            for path in (tree, *tree.rglob("*")):
                os.chown(path, self.uid, group, follow_symlinks=False)
        return tree


def find_owner(home: Path, binaries: Path, say: Say) -> Owner:
    """The least intrusive owner that can run the binaries on ``home``."""
    if os.geteuid() != 0:
        return Owner()
    if home.stat().st_uid != 0:
        return _system_user(pwd.getpwuid(home.stat().st_uid), home, binaries, say)
    inside = Owner(prefix=NAMESPACE)
    if _works(inside, home, binaries):
        return inside
    user = _unprivileged()
    say(f"  a user namespace does not work or does not reach {home}: PostgreSQL runs as the system user {user.pw_name}")
    return _system_user(user, home, binaries, say)


def _works(owner: Owner, home: Path, binaries: Path) -> bool:
    try:
        reachable = owner.run("test", "-x", home).returncode == 0
        return reachable and owner.run(binaries / "postgres", "--version").returncode == 0
    except OSError:  # no unshare on this machine
        return False


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("PostgreSQL refuses to run as root and there is no `nobody` user; run as an ordinary user.")


def _system_user(user: pwd.struct_passwd, home: Path, binaries: Path, say: Say) -> Owner:
    options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    owner = Owner(options=options)
    for path in (home / "postgres", binaries):
        _let_through(path, owner, say)
    if not _works(owner, home, binaries):
        raise SystemExit(f"The user {user.pw_name} cannot run {binaries}/postgres; run as an ordinary user instead.")
    return owner


def _let_through(path: Path, owner: Owner, say: Say) -> None:
    """Add traverse permission (x, never r) for others to the parents that lack it, and say so."""
    for parent in reversed(path.parents):
        if owner.run("test", "-x", parent).returncode:
            mode = parent.stat().st_mode
            parent.chmod(mode | 0o001)
            say(f"  changed {parent}: others may pass through it now (mode {mode & 0o777:o} → {mode & 0o777 | 1:o})")
