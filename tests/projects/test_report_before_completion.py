"""结项: the final report is judged before the purchaser confirms the end."""

import pytest

from projects import operations
from projects.models import Project
from tests.cast import make_project
from tests.projects.build_report import make_report
from tests.projects.leaving import refusal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("state", "label"), [("planned", "待填报"), ("submitted", "待审核"), ("returned", "退回修改")])
def test_no_end_before_the_final_report_is_judged(world, state, label):
    project = make_project(world, "final_review", final_score=80)
    make_report(world, project, "final", state)
    with refusal(f"结项报告目前是“{label}”，不能确认结项"):
        operations.complete_project(project, by=world.district)


@pytest.mark.parametrize("state", ["accepted", "failed"])
def test_a_judged_final_report_lets_it_end(world, state):
    project = make_project(world, "final_review", final_score=80)
    make_report(world, project, "final", state)
    make_report(world, project, "monthly", "planned")
    assert operations.complete_project(project, by=world.district).state == "completed"


def test_the_sentence_reaches_the_page(world, signed_in):
    project = make_project(world, "final_review", final_score=80)
    make_report(world, project, "final", "planned")
    page = signed_in(world.district).post(f"/projects/{project.pk}/complete/", {"note": ""})
    assert "结项报告目前是“待填报”" in page.content.decode()
    assert Project.objects.get().state == "final_review"
