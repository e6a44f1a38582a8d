"""Pages of applications: the editor, the record, versions, files, and who may open what."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from projects import content
from projects.enums import ApplicationState, EligibilityItem
from projects.models import Application, ApplicationFile, EligibilityCheck
from projects.operations.application import recall_application, save_section, submit_application
from tests.cast import ROLE_NAMES, make_need
from tests.projects.build_application import full_content, make_application
from tests.projects.build_call import make_call

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF"


def url(name, obj, **query):
    address = reverse(f"projects:{name}", args=[obj.pk])
    return address + "?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else address


def draft(w, **fields):
    return make_application(w, state=ApplicationState.DRAFT, **fields)


def posted(**values):
    """What a browser sends for a section: every field, and the rows that are given."""
    rows = values.pop("rows", [])
    data = {"version": "1", "page": "tab-1", "rows-TOTAL_FORMS": str(len(rows)), "rows-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        data |= {f"rows-{number}-{name}": "" if value is None else value for name, value in row.items()}
    return data | values


@pytest.mark.parametrize("section", content.BY_NAME)
def test_every_section_opens_with_what_is_written(world, signed_in, section):
    application = draft(world)
    page = signed_in(world.worker).get(url("application-edit", application, section=section))
    assert page.status_code == 200
    assert content.BY_NAME[section].label in page.content.decode()
    assert "缺" not in page.content.decode()


def test_saving_leads_to_the_next_section(world, signed_in):
    application = draft(world)
    client, here = signed_in(world.ngo), url("application-edit", application, section="risks")
    response = client.post(here, posted(risks="下雨", responses="室内"))
    assert response.url == url("application-edit", application, section="budget")
    response = client.post(here, posted(risks="下雪", responses="室内", version="2", stay="1"))
    assert response.url == here
    application.refresh_from_db()
    assert (application.content["risks"]["risks"], application.version) == ("下雪", 3)


def test_every_section_survives_its_own_form(world, signed_in):
    """What the page shows, sent back unchanged, changes nothing: no version, no event."""
    application = draft(world)
    client = signed_in(world.ngo)
    for name in content.BY_NAME:
        here = url("application-edit", application, section=name)
        form = client.get(here).context["form"]
        data = {"version": application.version, "page": "x"}
        for bound in form:
            data[bound.html_name] = [str(one) for one in bound.value()] if isinstance(bound.value(), list) else (
                getattr(bound.value(), "pk", bound.value()) if bound.value() is not None else ""
            )  # fmt: skip
        if form.rows is not None:
            data |= {"rows-TOTAL_FORMS": len(form.rows.forms), "rows-INITIAL_FORMS": "0"}
            for row in form.rows:
                data |= {bound.html_name: "" if bound.value() is None else bound.value() for bound in row}
        assert client.post(here, data).status_code == 302, name
    application.refresh_from_db()
    assert (application.version, application.events.count()) == (1, 0)


def test_autosave_tells_the_state_and_the_version(world, signed_in):
    application = draft(world)
    here = url("application-edit", application, section="risks")
    response = signed_in(world.ngo).post(here, posted(risks="下雨", autosave="1"), headers={"HX-Request": "true"})
    assert response["HX-Trigger"] == "saved"
    text = response.content.decode()
    assert re.search(r'name="version" value="2" id="version" hx-swap-oob="true"', text)
    assert f"{world.ngo} 今天" in text and "缺 2 项" in text


def test_the_same_page_does_not_collide_with_itself(world, signed_in):
    application = draft(world)
    client, here = signed_in(world.ngo), url("application-edit", application, section="risks")
    client.post(here, posted(risks="一", autosave="1"), headers={"HX-Request": "true"})
    assert client.post(here, posted(risks="二")).status_code == 302
    application.refresh_from_db()
    assert application.content["risks"]["risks"] == "二"


def test_a_stale_page_keeps_what_was_typed(world, signed_in):
    application = draft(world)
    save_section(application, by=world.worker, section="risks", data={"risks": "甲的"}, version=1, page="tab-2")
    client, here = signed_in(world.ngo), url("application-edit", application, section="risks")
    page = client.post(here, posted(risks="乙写了很久"))
    text = page.content.decode()
    assert "乙写了很久" in text and f"{world.worker}在今天" in text and "重新载入" in text
    assert 'name="version" value="1"' in text
    told = client.post(here, posted(risks="乙写了很久", autosave="1"), headers={"HX-Request": "true"})
    assert "HX-Trigger" not in told and "重新载入" in told.content.decode()
    application.refresh_from_db()
    assert application.content["risks"]["risks"] == "甲的"


@pytest.mark.parametrize("version", ["", "x", "-1", "1e3", "９", "9" * 30])
def test_forged_versions(world, signed_in, version):
    application = draft(world)
    here = url("application-edit", application, section="risks")
    page = signed_in(world.ngo).post(here, posted(risks="甲", version=version))
    assert "已经过期" in page.content.decode()
    application.refresh_from_db()
    assert application.version == 1


ROW = {"category": "activity", "item": "讲座", "unit_price": "1e9", "quantity": "１２", "source": "requested"}


@pytest.mark.parametrize(
    "row, sentence",
    [
        ({"unit_price": "1e9"}, "请填写数字金额"),
        ({"unit_price": "-0.00"}, "金额必须大于 0"),
        ({"unit_price": "NaN"}, "请填写数字金额"),
        ({"unit_price": "1", "quantity": "0"}, "应在 1 到"),
        ({"unit_price": "1", "item": "长" * 10_000}, "最多 60 个字"),
        ({"unit_price": "1", "item": "甲\x00"}, "不能保存的字符"),
        ({"unit_price": "1", "category": "forged"}, "请从列表中选择"),
    ],
)
def test_bad_cells_are_named_and_nothing_is_kept(world, signed_in, row, sentence):
    application = draft(world)
    here = url("application-edit", application, section="budget")
    client = signed_in(world.ngo)
    page = client.post(here, posted(rows=[ROW | row])).content.decode()
    assert sentence in page and "第1行" in page
    told = client.post(here, posted(rows=[ROW | row], autosave="1"), headers={"HX-Request": "true"})
    assert sentence in told.content.decode()
    application.refresh_from_db()
    assert (application.version, application.amount) == (1, content.total(application.content))


def test_rows_come_and_go_unsaved(world, signed_in):
    application = draft(world)
    client, here = signed_in(world.ngo), url("application-edit", application, section="team")
    rows = [{"name": "甲"}, {"name": "乙"}]
    more = client.post(here, posted(rows=rows, add_row="1"), headers={"HX-Request": "true"}).content.decode()
    assert more.lstrip().startswith('<div id="rows"') and 'value="3" id="id_rows-TOTAL_FORMS"' in more
    less = client.post(here, posted(rows=rows, remove_row="0")).content.decode()
    assert 'value="乙"' in less and 'value="甲"' not in less and "<html" in less
    application.refresh_from_db()
    assert application.version == 1


def test_the_editor_is_closed_after_submission(world, signed_in):
    application = make_application(world)
    response = signed_in(world.ngo).get(url("application-edit", application))
    assert response.url == application.get_absolute_url()
    page = signed_in(world.ngo).post(url("application-edit", application, section="risks"), posted(risks="甲"))
    assert "不能修改" in page.content.decode()


def test_needs_of_other_territories_are_not_offered(world, signed_in):
    application = draft(world)
    here = url("application-edit", application, section="background")
    foreign = make_need(world, organization=world.stranger_union, title="外区需求")
    client = signed_in(world.ngo)
    assert "外区需求" not in client.get(here).content.decode()
    page = client.post(here, posted(needs=[foreign.pk], background="甲"))
    assert page.status_code == 200
    assert foreign not in application.needs.all()


def test_create_leads_to_the_editor(world, signed_in):
    call = make_call(world)
    client = signed_in(world.worker)
    page = client.get(reverse("projects:application-create") + f"?call={call.pk}")
    assert page.context["form"].initial["call"] == call.pk
    response = client.post(
        reverse("projects:application-create"), {"call": call.pk, "contractor": world.contractor.pk, "name": "甲"}
    )
    application = Application.objects.get()
    assert response.url == url("application-edit", application)
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("query", ["x", "９", "0", "99999999999999999999"])
def test_create_with_a_call_that_is_none(world, signed_in, query):
    assert signed_in(world.ngo).get(reverse("projects:application-create") + f"?call={query}").status_code == 200


def test_the_record_shows_everything(world, signed_in):
    application = make_application(world)
    text = signed_in(world.district).get(application.get_absolute_url()).content.decode()
    for shown in (
        "讲座物料",
        "18,000.00",
        "30,000.00",
        "34,000.00",
        "沈若溪",
        "减压讲座",
        "快递员心理减压",
        "受理审查",
    ):
        assert shown in text
    assert "继续填写" not in text


def test_a_draft_says_what_is_missing_and_where(world, signed_in):
    application = draft(world)
    del application.content["risks"]
    application.save()
    text = signed_in(world.ngo).get(application.get_absolute_url()).content.decode()
    assert f'href="{url("application-edit", application)}?section=risks#id_risks"' in text
    page = signed_in(world.ngo).post(url("application-submit", application), {"note": ""}).content.decode()
    assert "申报书还没有填好" in page
    application.refresh_from_db()
    assert application.state == ApplicationState.DRAFT


def test_versions_side_by_side(world, signed_in):
    application = make_application(world, make_call(world))
    recall_application(application, by=world.ngo)
    rows = full_content(application.needs.get())["budget"]["rows"]
    rows[0]["unit_price"] = "1500.00"
    save_section(application, by=world.ngo, section="budget", data={"rows": rows[:2]}, version=1)
    submit_application(application, by=world.ngo)
    page = signed_in(world.ngo).get(url("application-revisions", application))
    changes = [(change.label, change.before, change.after, change.kind) for change in page.context["changes"]]
    assert changes[0] == ("预算“活动费 讲座物料 申请资金”·单价", "1,000.00", "1,500.00", "changed")
    assert [change[3] for change in changes] == ["changed", "removed"]
    same = signed_in(world.ngo).get(url("application-revisions", application, **{"from": 2, "to": 2}))
    assert same.context["changes"] == [] and "没有差别" in same.content.decode()
    assert (
        signed_in(world.ngo).get(url("application-revisions", application, **{"from": "x", "to": 99})).status_code
        == 200
    )


def test_the_word_file_holds_the_figures(world, signed_in):
    application = make_application(world, name="甲<乙>&丙")
    response = signed_in(world.district).get(url("application-word", application))
    document = Document(BytesIO(response.content))
    text = "\n".join(p.text for p in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "甲<乙>&丙" in text and "申请资金 30,000.00 元，自筹配套 4,000.00 元，合计 34,000.00 元。" in text
    for shown in ("18,000.00", "12,000.00", "减压讲座", "活动费", "晨光社会工作服务中心", "快递员心理减压", "关海涛"):
        assert shown in cells
    assert not [text for text in cells if "{{" in text or "{%" in text]


def test_the_word_file_is_of_a_revision(world, signed_in):
    client = signed_in(world.ngo)
    assert client.get(url("application-word", draft(world))).status_code == 404
    application = make_application(world)
    for asked, status in (("1", 200), ("2", 404), ("x", 200)):
        assert client.get(url("application-word", application, revision=asked)).status_code == status


def test_files_come_and_go(world, signed_in):
    application = draft(world)
    client = signed_in(world.worker)
    page = client.post(url("application-upload", application), {"file": SimpleUploadedFile("a.pdf", b"MZ")})
    assert "附件不是" in page.content.decode() and not application.files.exists()
    client.post(
        url("application-upload", application), {"file": SimpleUploadedFile("年检.pdf", PDF), "item": "annual_report"}
    )
    file = application.files.get()
    assert client.get(url("applicationfile-detail", file))["Content-Disposition"].startswith("attachment")
    assert client.post(url("applicationfile-remove", file)).url == application.get_absolute_url()
    assert not application.files.exists()


def test_a_note_that_is_too_long_is_told_once(world, signed_in):
    application = make_application(world, state=ApplicationState.CHECKING)
    body = {"audit_result": "zzz", "governance_result": "not_met", "governance_note": "长" * 201}
    page = signed_in(world.district).post(url("application-eligibility", application), body)
    assert page.context["form"].errors == {
        "audit_result": ["没有这个选项，请重新选择。"],
        "governance_note": ["最多200个字，现在有201个。"],
    }
    assert not application.checks.exists()


def test_the_check_records_only_what_is_new(world, signed_in):
    application = make_application(world, state=ApplicationState.CHECKING)
    file = ApplicationFile.objects.create(
        application=application, name="年检.pdf", file="x.pdf", size=1, sha256="0", uploaded_by=world.ngo,
        item="annual_report",
    )  # fmt: skip
    client, here = signed_in(world.district), url("application-eligibility", application)
    assert client.get(here).context["form"]["annual_report_file"].initial == str(file.pk)
    data = {f"{item}_result": "met" for item in EligibilityItem} | {"annual_report_file": file.pk}
    assert client.post(here, data).url == application.get_absolute_url()
    assert EligibilityCheck.objects.count() == 11
    client.post(here, data | {"audit_result": "to_correct", "audit_note": "缺2025年审计报告"})
    newest = EligibilityCheck.objects.latest("pk")
    assert (EligibilityCheck.objects.count(), newest.item, newest.result) == (12, "audit", "to_correct")
    page = client.post(here, data | {"audit_result": "not_met"})
    assert "请写明原因" in page.content.decode() and EligibilityCheck.objects.count() == 12


def test_the_applicant_reads_findings_once_they_are_told(world, signed_in):
    application = make_application(world, state=ApplicationState.CHECKING)
    EligibilityCheck.objects.create(
        application=application, item="audit", result="to_correct", note="缺报告", by=world.district
    )
    assert "缺报告" not in signed_in(world.ngo).get(application.get_absolute_url()).content.decode()
    Application.objects.filter(pk=application.pk).update(state=ApplicationState.RETURNED)
    assert "缺报告" in signed_in(world.ngo).get(application.get_absolute_url()).content.decode()


PURCHASERS = {"city", "district"}
INSIDE = {"ngo", "worker", "supervisor"}
FULL_VIEW = PURCHASERS | INSIDE | {"finance", "auditor", "leader"}
TABLE = {
    "application-detail": FULL_VIEW,
    "application-revisions": FULL_VIEW,
    "application-word": FULL_VIEW,
    "application-edit": {"ngo", "worker"},
    "application-upload": {"ngo", "worker"},
    "application-submit": {"ngo"},
    "application-recall": {"ngo"},
    "application-withdraw": {"ngo"},
    "application-check": PURCHASERS,
    "application-eligibility": PURCHASERS,
    "application-pass": PURCHASERS,
    "application-return": PURCHASERS,
    "application-fail": PURCHASERS,
}


@pytest.mark.parametrize("name", TABLE)
def test_who_opens_what(world, signed_in, name):
    application = make_application(world)
    opened = set()
    for role in ROLE_NAMES:
        status = signed_in(getattr(world, role)).get(url(name, application)).status_code
        assert status in (200, 302, 403, 404)
        opened |= {role} if status in (200, 302) else set()
    assert opened == TABLE[name]


def test_sealed_until_the_call_closes(world, signed_in):
    application = make_application(world, make_call(world))
    seen = {
        role for role in ROLE_NAMES
        if signed_in(getattr(world, role)).get(application.get_absolute_url()).status_code == 200
    }  # fmt: skip
    assert seen == INSIDE


def test_lists_take_the_same_queries_for_one_and_three(world, signed_in, django_assert_num_queries):
    client = signed_in(world.district)
    make_application(world)
    here = reverse("projects:application-list")
    client.get(here)
    with django_assert_num_queries(9):
        client.get(here)
    for _ in range(2):
        make_application(world)
    with django_assert_num_queries(9):
        assert client.get(here).context["total"] == 3


def test_the_list_narrows(world, signed_in):
    client, here = signed_in(world.ngo), reverse("projects:application-list")
    make_application(world, name="心理关爱")
    draft(world, name="夜间课堂")
    for query, found in (("", 2), ("q=夜间", 1), ("state=draft", 1), ("category=law", 0), ("q=晨光", 2)):
        assert client.get(f"{here}?{query}").context["total"] == found


def test_the_obvious_next_step(world, signed_in):
    """Nothing unfinished is offered as the next step."""

    def moves(application, user):
        context = signed_in(user).get(application.get_absolute_url()).context
        return {move["label"]: move["allowed"] for move in context["transitions"]}

    full, empty = draft(world), draft(world, content={"basic": {}})
    assert (moves(full, world.ngo)["提交申报"], moves(empty, world.ngo)["提交申报"]) == (True, False)
    application = make_application(world, state=ApplicationState.CHECKING)
    assert moves(application, world.district)["资格合格"] is False
    EligibilityCheck.objects.bulk_create(
        EligibilityCheck(application=application, item=item, result="met", by=world.district)
        for item in EligibilityItem
    )
    assert moves(application, world.district)["资格合格"] is True
