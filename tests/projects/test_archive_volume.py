"""The volume of a project with records of every noun: each form opens, and stands in its part."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from docx import Document
from python_calamine import CalamineWorkbook

from projects.documents.volume import supplies
from projects.models import Project
from tests.cast import make_project
from tests.projects.build_contract import make_change, make_contract
from tests.projects.build_money import make_expense, make_settlement, pay
from tests.projects.build_report import make_report
from tests.projects.build_review import make_publicity, make_review


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def parts_of(project) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for document in supplies(project):
        found.setdefault(document.part, []).append(document.title)
    return found


def opens(document) -> bool:
    extension, content = document.build()
    if extension == "docx":
        return bool(Document(io.BytesIO(content)).element.body is not None)
    return extension == "xlsx" and bool(CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names)


def test_a_commissioned_project_with_records_of_every_noun(world):
    contract = make_contract(world)
    project = contract.project
    contract.data_returned_on = timezone.localdate()
    contract.save()
    make_change(world, contract, state="approved")
    make_report(world, project, state="accepted")
    make_report(world, project, kind="midterm", state="accepted")
    make_report(world, project, kind="final", state="accepted")
    project.instalments.get(number=1).events.create(kind="apply", by=world.ngo)
    pay(world, project, "5000.00")
    make_expense(world, project, state="accepted")
    project = Project.objects.get()
    found = parts_of(project)
    assert set(found) == {"01", "06", "07", "08", "09", "10", "11", "13"}
    assert found["06"] == ["服务合同", "变更登记表"]
    assert found["07"] == ["拨付凭证登记表", "第1期拨款申请"]
    assert found["13"] == ["个人信息返还删除确认单"]
    assert all(opens(document) for document in supplies(project) if document.build)
    assert [document.title for document in supplies(project) if document.stored] != []


def test_a_settled_project_brings_its_settlement(world):
    settlement = make_settlement(world, state="audited")
    project = settlement.project
    documents = [document for document in supplies(project) if document.part == "11"]
    assert documents[0].title == "决算表" and all(opens(document) for document in documents if document.build)


def test_a_project_won_in_a_call_brings_call_application_and_review(world):
    review = make_review(world)
    application = review.applications[0]
    application.score = Decimal("88.00")
    application.save(update_fields=["score"])
    application.rank = 1
    make_publicity(world, call=review.call, application=application)
    project = make_project(world, "audited", application=application, fund=application.call.fund,
                           midterm_score=Decimal(80))  # fmt: skip
    found = parts_of(project)
    assert {"02", "03", "04", "05"} <= set(found)
    assert [title for title in found["04"] if title != "评审报告"] == [f"独立评分表{n}" for n in (1, 2, 3)]
    assert found["02"][0] == "征集公告与评分标准" and "申报书" in found["03"] and "评审报告" in found["04"]
    assert found["09"] == ["中期评分记录"]
    assert all(opens(document) for document in supplies(project) if document.build)


def test_scored_evaluations_come_from_the_app_above(world):
    from evaluations.models import Evaluation

    project = make_project(world, "audited")
    Evaluation.objects.create(
        project=project, evaluator=world.expert, assigned_by=world.district, score=Decimal(88), comment="达到目标",
        due_on=timezone.localdate() + timedelta(days=3), state="scored", stage="midterm",
    )  # fmt: skip
    document = next(document for document in supplies(project) if document.part == "09")
    assert document.title == "中期评估意见" and document.responsible == "expert"
    text = "".join(cell.text for row in Document(io.BytesIO(document.build()[1])).tables[0].rows for cell in row.cells)
    assert "88" in text and "达到目标" in text
