"""Architecture as tests: the line of apps, the order inside them, and the two rules no linter knows."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str) -> subprocess.CompletedProcess:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_import_contracts_are_kept():
    result = run(str(Path(sys.executable).parent / "lint-imports"), "--no-cache")
    assert result.returncode == 0, result.stdout


def test_doors_are_scoped_and_only_step_changes_a_state():
    result = run(sys.executable, ".ci/house_rules.py")
    assert result.stdout == "no breach\n"


def test_house_rules_find_what_they_look_for(tmp_path, monkeypatch):
    sys.path.insert(0, str(ROOT / ".ci"))
    import house_rules

    monkeypatch.setattr(house_rules, "ROOT", tmp_path)
    views = tmp_path / "projects" / "views" / "project.py"
    views.parent.mkdir(parents=True)
    views.write_text("Project.objects.all()\nProject.objects.filter(a=1)  # unscoped: codes\nproject.state = 'x'\n")
    assert [breach.split(": ")[0] for breach in house_rules.breaches(views)] == [
        "projects/views/project.py:1",
        "projects/views/project.py:3",
    ]
