"""Writing an application: each guard leaves nothing behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from projects import content
from projects.enums import ApplicationState, CallState
from projects.models import Application
from projects.operations.application import (
    add_application_file,
    create_application,
    save_section,
)
from tests.cast import make_need
from tests.projects.application_steps import draft, pdf, refused
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call

pytestmark = pytest.mark.django_db


def test_a_draft_starts_with_what_is_known(world):
    call = make_call(world)
    application = create_application(call, by=world.worker, contractor=world.contractor, name=" 心理关爱 ")
    assert (application.name, application.state, application.version) == ("心理关爱", "draft", 1)
    assert application.content == {"basic": {"legal_representative": "关海涛"}}
    assert application.code.startswith(f"SB-{timezone.localdate():%Y}-")
    assert [event.kind for event in application.events.all()] == ["create"]


def test_the_next_draft_starts_from_the_last_application(world):
    make_application(world)
    application = create_application(make_call(world), by=world.ngo, contractor=world.contractor, name="又一个")
    basic = application.content["basic"]
    assert (basic["credit_code"], basic["union_form"], basic["staff"]) == ("52210100MJ0000001X", "independent", 12)
    assert set(basic) <= {field.name for field in content.FACTS}


@pytest.mark.parametrize(
    "opens, closes, state",
    [(-2, -1, CallState.PUBLISHED), (1, 2, CallState.PUBLISHED), (-1, 1, CallState.APPROVED)],
)
def test_no_draft_outside_the_period(world, opens, closes, state):
    now = timezone.now()
    call = make_call(world, state, opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes))
    with pytest.raises(DomainError, match="不在征集期内"):
        create_application(call, by=world.ngo, contractor=world.contractor, name="甲")
    assert Application.objects.count() == 0


@pytest.mark.parametrize("name", ["", "   ", "长" * 61, "甲\x00乙"])
def test_no_draft_with_a_name_like_that(world, name):
    with pytest.raises(DomainError, match="项目名称"):
        create_application(make_call(world), by=world.ngo, contractor=world.contractor, name=name)
    assert Application.objects.count() == 0


def test_only_a_social_organization_applies_and_each_name_once(world):
    call = make_call(world)
    with pytest.raises(DomainError, match="不是社会组织"):
        create_application(call, by=world.ngo, contractor=world.street_union, name="甲")
    create_application(call, by=world.ngo, contractor=world.contractor, name="甲")
    with pytest.raises(DomainError, match="同名的申报"):
        create_application(call, by=world.ngo, contractor=world.contractor, name="甲")
    assert Application.objects.count() == 1


def test_a_section_is_kept_with_its_version(world):
    application = draft(world)
    saved = save_section(application, by=world.worker, section="risks", data={"risks": "下雨"}, version=1)
    assert saved.version == 2
    assert saved.content["risks"] == {"risks": "下雨", "responses": "", "sustainability": "", "innovation": ""}
    assert saved.saves["risks"]["by"] == str(world.worker)
    assert saved.events.filter(kind="update").get().note == "风险与可持续"


def test_saving_the_same_again_is_no_save(world):
    application = draft(world)
    data = application.content["risks"]
    assert save_section(application, by=world.ngo, section="risks", data=data, version=1).version == 1
    assert application.events.count() == 0


def test_an_hour_of_typing_is_one_event(world):
    application = draft(world)
    for number in range(1, 5):
        save_section(application, by=world.ngo, section="risks", data={"risks": f"第{number}稿"}, version=number)
    save_section(application, by=world.worker, section="risks", data={"risks": "另一人"}, version=5)
    assert [event.by for event in application.events.filter(kind="update")] == [world.ngo, world.worker]


def test_two_people_write_different_sections_from_the_same_version(world):
    application = draft(world)
    save_section(application, by=world.ngo, section="risks", data={"risks": "甲"}, version=1)
    saved = save_section(application, by=world.worker, section="linkage", data={"party_plan": "乙"}, version=1)
    assert (saved.content["risks"]["risks"], saved.content["linkage"]["party_plan"]) == ("甲", "乙")


def test_the_second_writer_of_a_section_hears_who_was_first(world):
    application = draft(world)
    save_section(application, by=world.ngo, section="risks", data={"risks": "甲"}, version=1)
    refused(
        application, save_section, f"{world.ngo}在今天 .*保存过“风险与可持续”",
        by=world.worker, section="risks", data={"risks": "乙"}, version=1,
    )  # fmt: skip


@pytest.mark.parametrize("version", [0, -1, 2, 10**9])
def test_a_version_that_never_was(world, version):
    refused(draft(world), save_section, "已经过期", by=world.ngo, section="risks", data={}, version=version)


BAD_VALUES = [
    ("nowhere", {}, "没有这一部分"),
    ("risks", {"risks": "长" * 2001}, "最多 2000 个字"),
    ("risks", {"risks": "甲\x00"}, "不能保存的字符"),
    ("risks", {"risks": 5}, "请填写文字"),
    ("risks", {"score": "100"}, "没有这些内容"),
    ("basic", {"staff": "1e9"}, "整数"),
    ("basic", {"staff": "NaN"}, "整数"),
    ("basic", {"staff": -1}, "应在 0 到"),
    ("basic", {"staff": 1.5}, "整数"),
    ("basic", {"registered_on": "2026-02-30"}, "请填写日期"),
    ("basic", {"registered_on": "0001-01-01"}, "年份"),
    ("basic", {"union_form": "forged"}, "从列表中选择"),
    ("basic", {"name": ""}, "请填写项目名称"),
    ("team", {"rows": "x"}, "格式不对"),
    ("team", {"rows": [5]}, "格式不对"),
    ("team", {"rows": [{"salary": 1}]}, "没有这些内容"),
    ("team", {"rows": [{"name": "甲"}] * 41}, "最多 40 行"),
    ("schedule", {"rows": [{"task": "甲", "start": "2026-13"}]}, "请填写月份"),
    ("outcomes", {"statements": ["forged"]}, "从列表中选择"),
    ("budget", {"rows": [{"unit_price": "1e9"}]}, "请填写数字金额"),
    ("budget", {"rows": [{"unit_price": "-0.00"}]}, "必须大于 0"),
    ("budget", {"rows": [{"unit_price": "NaN"}]}, "请填写数字金额"),
    ("budget", {"rows": [{"unit_price": "0.001"}]}, "两位小数"),
    ("budget", {"rows": [{"unit_price": 0.1}]}, "请填写数字"),
    ("budget", {"rows": [{"unit_price": "9" * 5000}]}, "请填写数字"),
    ("budget", {"rows": [{"unit_price": "99999999999"}]}, "数字过大"),
    ("budget", {"rows": [{"quantity": "0"}]}, "应在 1 到"),
    ("budget", {"rows": [{"unit_price": "9999999999.99", "quantity": 10**7, "source": "own"}]}, "12 位数"),
]  # fmt: skip


@pytest.mark.parametrize("section, data, sentence", BAD_VALUES)
def test_values_that_are_none(world, section, data, sentence):
    refused(draft(world), save_section, sentence, by=world.ngo, section=section, data=data, version=1)


def test_full_width_digits_are_read(world):
    row = {
        "category": "activity",
        "item": "讲座",
        "unit_price": "１２３．５",
        "quantity": "１０",
        "source": "requested",
    }
    saved = save_section(draft(world), by=world.ngo, section="budget", data={"rows": [row]}, version=1)
    assert (str(saved.amount), saved.content["budget"]["rows"][0]["quantity"]) == ("1235.00", 10)


def test_rows_without_a_number_take_the_next_one(world):
    rows = [{"number": 3, "name": "甲"}, {"name": "乙"}, {}, {"name": "丙"}]
    saved = save_section(draft(world), by=world.ngo, section="services", data={"rows": rows}, version=1)
    assert [row["number"] for row in saved.content["services"]["rows"]] == [3, 4, 5]


def test_columns_are_kept_in_the_model(world):
    application = draft(world)
    other = make_need(world, organization=world.neighbour, title="老人用餐")
    save_section(application, by=world.ngo, section="background", data={"needs": [other]}, version=1)
    data = {"name": "新名称", "organization": world.neighbour, "communities": [world.neighbour]}
    saved = save_section(application, by=world.ngo, section="basic", data=data, version=2)
    assert (saved.name, saved.organization, list(saved.communities.all())) == (
        "新名称",
        world.neighbour,
        [world.neighbour],
    )
    assert list(saved.needs.all()) == [other]


def test_the_end_is_not_before_the_start(world):
    today = timezone.localdate()
    data = {"starts_on": today, "ends_on": today - timedelta(days=1)}
    refused(draft(world), save_section, "早于开始日期", by=world.ngo, section="basic", data=data, version=1)


WRITABLE = (ApplicationState.DRAFT, ApplicationState.RETURNED)


@pytest.mark.parametrize("state", [state for state in ApplicationState if state not in WRITABLE])
def test_only_drafts_and_returned_ones_are_written(world, state):
    application = make_application(world, state=state)
    refused(application, save_section, "不能修改", by=world.ngo, section="risks", data={}, version=1)
    refused(application, add_application_file, "不能修改", by=world.ngo, file=pdf())
