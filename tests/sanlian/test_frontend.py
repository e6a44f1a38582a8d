"""The front end is built when, and only when, something it depends on changed."""

from pathlib import Path

import pytest

from sanlian import frontend


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A tiny project whose npm only takes notes."""
    calls = []

    def npm(*arguments):
        calls.append(arguments[0])
        folder = "node_modules" if arguments[0] == "ci" else "static/dist"
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(frontend, "BASE_DIR", tmp_path)
    monkeypatch.setattr(frontend, "npm", npm)
    for name in ("package.json", "package-lock.json", "static/src/app.js", "templates/base.html", "var/run/x.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    frontend.build()
    assert calls == ["ci", "run"]
    calls.clear()
    return tmp_path, calls


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("README.md", []),
        ("var/run/x.html", []),
        ("static/dist/app.js", []),
        ("static/src/app.js", ["run"]),
        ("templates/base.html", ["run"]),
        ("package-lock.json", ["ci", "run"]),
    ],
)
def test_what_a_change_costs(project, changed, expected):
    folder, calls = project
    (folder / changed).write_text("changed")
    frontend.build()
    assert calls == expected


def test_a_removed_bundle_is_built_again(project):
    folder, calls = project
    (folder / "static/dist/.stamp").unlink()
    frontend.build()
    assert calls == ["run"]


def test_a_machine_without_node_gets_the_wheel(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    installed = []
    monkeypatch.setattr(frontend, "install_node", lambda: installed.append(True))
    monkeypatch.setattr(frontend, "wheel", lambda: Path("/wheel") if installed else None)
    command, folder = frontend.find_npm()
    assert (command[0], folder) == ("/wheel/bin/node", Path("/wheel/bin"))


def test_an_old_node_does_not_count(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(frontend, "node_version", lambda: 18)
    monkeypatch.setattr(frontend, "wheel", lambda: Path("/wheel"))
    assert frontend.find_npm()[0][0] == "/wheel/bin/node"
