"""The volume of a project with records of every noun: each form opens, and stands in its part."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from docx import Document
from python_calamine import CalamineWorkbook

from projects.documents.volume import supplies
from projects.models import Project
from projects.pages import page_count
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
    assert found["04"][0] == "全部申报登记表"
    assert [title for title in found["04"] if title.startswith("独立")] == [f"独立评分表{n}" for n in (1, 2, 3)]
    assert all(not title.startswith("其他申报书") for title in found["03"])  # the contractor's competitors'
    assert all(opens(document) for document in supplies(project) if document.part in ("01", "04"))
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


def table_of(document, caption) -> list[list[str]]:
    paper = Document(io.BytesIO(document.build()[1]))
    captions = [paragraph.text for paragraph in paper.paragraphs if paragraph.text]
    table = paper.tables[captions.index(caption)]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_registers_end_with_their_total(world):
    contract = make_contract(world)
    project = contract.project
    pay(world, project, "5000.00")
    make_expense(world, project, state="accepted", unit_price="1200.50")
    make_expense(world, project, state="accepted", unit_price="99.50")
    documents = {document.title: document for document in supplies(Project.objects.get())}
    assert table_of(documents["支出凭证登记表"], "凭证")[-1] == ["合计", "", "", "", "", "1,300.00"]
    assert table_of(documents["拨付凭证登记表"], "分期拨付")[-1][2] == f"{contract.amount:,.2f}"
    assert table_of(documents["立项与预算表"], "预算测算")[-1][4] == f"{project.budget:,.2f}"


def test_a_direct_commission_brings_what_it_rests_on(world):
    project = make_project(world, "active", direct_basis="minutes", direct_note="和工纪〔2026〕3号")
    project.direct_file.save("minutes.pdf", ContentFile(b"%PDF-1.4 minutes"), save=False)
    project.direct_file_name = "会议纪要.pdf"
    found = [document for document in supplies(project) if document.part == "01"]
    assert [document.title for document in found] == ["立项与预算表", "定向委托依据 会议纪要.pdf"]
    assert found[1].build() == ("pdf", b"%PDF-1.4 minutes")
    facts = Document(io.BytesIO(found[0].build()[1])).tables[0]
    assert ["定向委托依据", "集体决策纪要"] in [[cell.text for cell in row.cells] for row in facts.rows]


@pytest.mark.parametrize(
    ("name", "content", "pages"),
    [
        ("a.jpg", b"", 1),
        ("a.pdf", b"<< /Type /Pages /Count 2 >> << /Type /Page >> << /Type/Page\n>>", 2),
        ("a.pdf", b"%PDF-1.7 packed", None),
        ("a.docx", b"PK", None),
    ],
)
def test_pages_are_counted_where_that_can_be_told(name, content, pages):
    assert page_count(name, io.BytesIO(content)) == pages
