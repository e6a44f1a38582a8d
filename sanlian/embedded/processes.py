"""Processes and locks that survive us: find them again, be sure they are ours, end them."""

import fcntl
import hashlib
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

Say = Callable[[str], None]


def say(text: str) -> None:
    """Print at once: start-up output is read while it happens."""
    print(text, flush=True)


def read_pid(path: Path) -> int | None:
    """The number in the first line of a pid file, or None."""
    try:
        return int(path.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def recorded(pid_file: Path, mark: object) -> psutil.Process | None:
    """The live process a pid file names, if its command line still contains ``mark``.

    Pid numbers are reused, often at once inside containers, so a number alone proves nothing.
    """
    pid = read_pid(pid_file)
    try:
        process = psutil.Process(pid) if pid else None
        if process and str(mark) in " ".join(process.cmdline()):
            return process
    except psutil.Error:
        pass
    return None


def stop(process: psutil.Process, *, request: int = signal.SIGTERM, patience: float = 10) -> None:
    """Ask a process to end; kill it and its children when it does not within ``patience`` seconds."""
    try:
        family = [*process.children(recursive=True), process]
        process.send_signal(request)
    except psutil.Error:
        return
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(map(_works_still, family)):
        time.sleep(0.02)
    for member in filter(_works_still, family):
        try:
            member.kill()
        except psutil.Error:
            pass


def _works_still(process: psutil.Process) -> bool:
    """A zombie is gone: in a container nobody may ever collect it, so waiting for that can hang."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def spawn(command: list[str], log: Path, **options) -> subprocess.Popen:
    """Start a server that neither our Ctrl-C nor our death reaches; its output goes to ``log``."""
    log.parent.mkdir(parents=True, exist_ok=True)
    mode = "ab" if log.exists() and log.stat().st_size < 5_000_000 else "wb"
    with log.open(mode) as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            **options,
        )


def wait_until(ready: Callable[[], bool], process: subprocess.Popen, log: Path, say: Say = say) -> None:
    """Poll ``ready`` for up to two minutes (crash recovery takes time); fail with the log's end."""
    for attempt in range(1200):
        if ready():
            return
        if process.poll() is not None:
            break
        if attempt and attempt % 50 == 0:
            say(f"  still waiting ({attempt // 10} s); the log is {log}")
        time.sleep(0.1)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise SystemExit(f"The server did not start. The end of {log}:\n{tail}")


@contextmanager
def lock(path: Path, *, shared: bool = False, wait: bool = True, notice: str = "") -> Iterator[bool]:
    """Hold a file lock; yields False when ``wait`` is off and somebody else holds it.

    POSIX record locks, not flock: children made by fork do not keep them, so a lock never outlives
    the process that took it. The price: they do nothing between threads of one process.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.lockf(file, kind | fcntl.LOCK_NB)
        except OSError:
            if not wait:
                yield False
                return
            if notice:
                say(notice)
            fcntl.lockf(file, kind)
        yield True


def private_directory(path: Path) -> Path:
    """Make a directory only its owner may enter."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def socket_directory(home: Path, name: str) -> Path:
    """``home/run/name``, or a short private place when that path does not suit sockets.

    The kernel takes 107 bytes; libpq reads a comma as a list of hosts, and other characters would need
    quoting in URLs that three libraries unquote differently.
    """
    wanted = home / "run" / name
    plain = re.fullmatch(r"[A-Za-z0-9_./-]+", str(wanted))
    if plain and len(str(wanted / ".s.PGSQL.5432")) <= 107:
        return private_directory(wanted)
    return _short_directory(home, name)


def _short_directory(home: Path, name: str) -> Path:
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    short = Path(tempfile.gettempdir()) / f"sanlian-{digest}-{name}"
    short.mkdir(mode=0o700, exist_ok=True)
    status = short.lstat()
    # SECURITY: the temp directory is everybody's; a prepared link or open directory would hand over our sockets.
    if short.is_symlink() or status.st_mode & 0o077 or (os.geteuid() and status.st_uid != os.geteuid()):
        raise SystemExit(f"{short} is not a private directory of this user; remove it and try again.")
    private_directory(home / "run").joinpath(f"{name}.short").write_text(f"{short}\n")
    return short
