"""What `make run`, `make demo` and `make reset` do; the Makefile has made .venv by then."""

import ctypes
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

from honcho import manager as honcho

from sanlian import address, demo, frontend
from sanlian.embedded import Servers, processes
from sanlian.embedded.processes import say
from sanlian.keys import demo_environment

BASE_DIR = Path(__file__).resolve().parent.parent
PARTS = ("web", "worker", "beat")


def var_directory() -> Path:
    """Where all state lives: SANLIAN_VAR, or var/ in the project."""
    var = Path(os.environ.get("SANLIAN_VAR") or BASE_DIR / "var").absolute()
    processes.private_directory(var)
    if not os.access(var, os.W_OK | os.X_OK):
        raise SystemExit(f"{var} belongs to another user; run as that user, or name your own: SANLIAN_VAR")
    return var


def run() -> None:
    """Start everything, stay until Ctrl-C, stop everything."""
    where = address.read()
    var = var_directory()
    with processes.lock(var / "run" / "launcher.lock", wait=False) as alone:
        if not alone:
            raise SystemExit(f"Sanlian already runs from {var}. Stop it there first (Ctrl-C), or set SANLIAN_VAR.")
        (var / "run" / "launcher.pid").write_text(str(os.getpid()))
        end_leftovers(var)
        address.claim(where)
        static = frontend.build()
        servers = Servers(var)
        try:
            environment = start_servers(servers) | address.environment(where)
            prepare(environment, var, servers, static)
            serve(environment, var, where)
        finally:
            stop_servers(servers)


def end_leftovers(var: Path) -> None:
    """After a kill -9 of the launcher its children live on: end those whose command line names our pid file."""
    for part in PARTS:
        pid_file = var / "run" / f"{part}.pid"
        process = processes.recorded(pid_file, pid_file)
        if process:
            say(f"Ending the {part} process {process.pid}, left over from an earlier start …")
            processes.stop(process)
        pid_file.unlink(missing_ok=True)


def start_servers(servers: Servers) -> dict[str, str]:
    """Embedded servers for what the environment does not name; returns the processes' environment."""
    named = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    servers.up(postgres="DATABASE_URL" not in named, redis="REDIS_URL" not in named)
    for name in named:
        say(f"Using the server named by {name}.")
    if "DATABASE_URL" not in named:
        servers.postgres.ensure_database()
    defaults = servers.environment() | demo_environment(servers.home)
    return {**os.environ, **defaults, **named, "PYTHONUNBUFFERED": "1"}


def prepare(environment: dict[str, str], var: Path, servers: Servers, static: str) -> None:
    """Bring database and static files up to date; load the demo the first time."""
    url = environment["DATABASE_URL"]
    demo.mark(var, url)
    if not demo.is_demo(var, url):  # with this directory's keys everything new would be unreadable there, and back
        raise SystemExit(
            f"DATABASE_URL names a database not begun in {var}; the keys here do not fit; nothing was touched. "
            "Unset it, name an empty database together with a new SANLIAN_VAR, or see “Production” in the README."
        )
    demo.clear_half_loaded(var, url, servers)
    say("Migrating the database …")
    manage(environment, "migrate", "--no-input", "--verbosity", "1")
    manage(environment, "load_default_rules")
    stamp = var / "static.stamp"
    wanted = static + frontend.fingerprint([BASE_DIR / "requirements.txt"])
    if frontend.read(stamp) != wanted:
        say("Collecting and compressing static files …")
        manage(environment, "collectstatic", "--no-input", "--clear", "--verbosity", "1")
        stamp.write_text(wanted)
    if demo.is_wanted(var, url):
        say("Loading the demo; this happens once …")
        manage(environment, "seed_demo")
        demo.loaded(var)


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a management command with its output on the screen."""
    if subprocess.run([sys.executable, "manage.py", *arguments], cwd=BASE_DIR, env=environment).returncode:
        raise SystemExit(f"`manage.py {arguments[0]}` failed; see above. Nothing is running.")


def commands(var: Path, where: address.Address) -> dict[str, list[str]]:
    """The three long-running processes; each names its pid file, by which a later start knows it."""
    pid = {part: str(var / "run" / f"{part}.pid") for part in PARTS}
    # Root is fine in a demo: tasks are JSON, and the whole machine is ours or a container.
    celery = [sys.executable, "-W", "ignore::UserWarning:celery.platforms", "-m", "celery", "--quiet", "-A", "sanlian"]
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", where.bind, "--workers", "2", "--threads", "4"]
    return {
        "web": [*gunicorn, "--no-control-socket", "--log-level", "warning", "--pid", pid["web"], "sanlian.wsgi"],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING", "--pidfile", pid["worker"]],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--pidfile", pid["beat"]],
    }


def serve(environment: dict[str, str], var: Path, where: address.Address) -> None:
    """Run the processes under honcho until one ends or we are told to stop."""
    honcho.KILL_WAIT = 10
    manager = honcho.Manager()
    for name, command in commands(var, where).items():
        manager.add_process(name, f"exec {shlex.join(command)}", env=environment, cwd=str(BASE_DIR))
    threading.Thread(target=address.announce, args=(where,), daemon=True).start()
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))  # the terminal was closed
    try:
        manager.loop()
    finally:
        end_leftovers(var)
    if manager.returncode not in (0, 130, 143):
        raise SystemExit(f"A process ended by itself (code {manager.returncode}); see above.")


def stop_servers(servers: Servers) -> None:
    """A second Ctrl-C must not interrupt this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if servers.down():
        say("PostgreSQL and Redis are stopped. Nothing is running any more.")


def reload_demo() -> None:
    """Throw the demo's database away and load it anew; refuses in a directory that is no demo."""
    var = var_directory()
    with processes.lock(var / "run" / "launcher.lock", wait=False) as alone:
        servers = Servers(var)
        if not alone or not demo.is_demo(var, servers.postgres.url()):
            raise SystemExit(f"{var} must hold a demo, and not be running.")
        demo.forget(var)
        try:
            prepare(start_servers(servers), var, servers, frontend.build())
        finally:
            stop_servers(servers)


def reset() -> None:
    """Stop what runs from var/ and remove it, after asking."""
    var = var_directory()
    answer = input(f"Remove {var} with its database, uploads and keys? Type yes: ") if sys.stdin.isatty() else ""
    if (answer or os.environ.get("CONFIRM", "")) != "yes":
        raise SystemExit("Nothing was removed. (Without a terminal: CONFIRM=yes make reset)")
    stop_launcher(var)
    end_leftovers(var)
    for home in (var, var / "test", var / "dev"):
        if (home / "run").exists():
            Servers(home).down()
    shutil.rmtree(var)
    say(f"Removed {var}.")


def stop_launcher(var: Path) -> None:
    """End a running `make run` of this directory, if there is one."""
    process = processes.recorded(var / "run" / "launcher.pid", "sanlian.launch")
    if process and process.pid != os.getpid():
        say("Stopping the running platform …")
        processes.stop(process, patience=30)


def follow_make() -> None:
    """When make is killed, the kernel tells us to stop: else we would go on unseen and block the next start."""
    if "MAKELEVEL" in os.environ:
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def main() -> None:
    """`python -m sanlian.launch run|demo|reset`."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit("Stopped."))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a script's background jobs inherit it ignored
    follow_make()
    try:
        {"run": run, "demo": reload_demo, "reset": reset}[sys.argv[1]]()
    except KeyboardInterrupt:
        say("Stopped.")


if __name__ == "__main__":
    main()
