"""The project room: each role's own view, the same few queries whatever it holds, every move of every state."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.enums import ProjectState
from projects.models import Archive, ProgressReport, Project
from projects.queries.room import PARTS, next_steps, rail, roles_on
from projects.queries.timeline import timeline
from projects.sections import BESIDE
from tests.cast import ROLE_NAMES, make_project
from tests.projects.build_archive import make_archive
from tests.projects.build_contract import make_change, make_contract
from tests.projects.build_money import make_expense, make_instalment, make_paid_project, make_settlement

EVERYTHING = {part.name for part in PARTS}
SHOWN = [part.name for part in PARTS if part.name not in BESIDE]
MONEY = {"expenses", "settlement"}
SEEN = {
    **dict.fromkeys(("city", "district", "street", "ngo", "worker", "supervisor", "finance", "auditor", "leader"),
                    EVERYTHING),
    **dict.fromkeys(("community", "party"), EVERYTHING - MONEY),
    "expert": {"indicators", "services", "reports", "evaluation", "documents"},
}  # fmt: skip


def report(project, number=1, state="planned", days=5, **fields):
    today = timezone.localdate()
    return ProgressReport.objects.create(
        project=project, kind="monthly", number=number, state=state, starts_on=today - timedelta(days=30),
        ends_on=today - timedelta(days=1), due_on=today + timedelta(days=days), **fields,
    )  # fmt: skip


@pytest.mark.parametrize("name", ROLE_NAMES)
def test_each_role_sees_its_own_tabs(world, signed_in, name):
    project = make_project(world, "active", evaluator=world.expert)
    response = signed_in(getattr(world, name)).get(project.get_absolute_url())
    if name not in SEEN:
        assert response.status_code == 404
        return
    context = response.context
    assert [tab.name for tab in context["tabs"]] == ["", *(part for part in SHOWN if part in SEEN[name])]
    assert bool(context["people"]) == (name != "expert")
    labels = [figure["label"] for figure in context["figures"]]
    full = ["预算（元）", "合同（元）", "已承诺（元）", "已拨付（元）", "已核销（元）", "执行率"]
    assert labels == (["预算（元）", "执行率"] if name == "expert" else full)


HEADINGS = {
    "": {"需求与目标", "接下来", "联系人", "期限与评分", "办理过程"},
    "indicators": {"绩效指标"}, "services": {"服务成效"}, "reports": {"项目报告"}, "money": {"资金", "支出凭证"},
    "contract": {"合同", "变更"}, "evaluation": {"评估与满意度"}, "settlement": {"决算"}, "archive": {"归档"},
    "documents": {"文书"},
}  # fmt: skip
FEWER = {"expert": {"": {"联系人"}}, "community": {"money": {"支出凭证"}}, "party": {"money": {"支出凭证"}}}


@pytest.mark.parametrize("name", sorted(SEEN))
def test_a_tab_shows_its_sections_and_no_others(world, signed_in, name):
    contract = make_contract(world)
    Project.objects.update(evaluator=world.expert)
    client, fewer = signed_in(getattr(world, name)), FEWER.get(name, {})
    tabs = client.get(contract.project.get_absolute_url()).context["tabs"]
    for tab in tabs:
        page = client.get(tab.url)
        headings = set(re.findall(r'<h2 class="card-title"[^>]*>([^<]+)</h2>', page.content.decode()))
        assert (tab.name, headings) == (tab.name, HEADINGS[tab.name] - fewer.get(tab.name, set()))
        (strip,) = re.findall(r'<nav class="room-tabs.*?</nav>', page.content.decode(), re.DOTALL)
        assert re.findall(r'<a href="([^"]+)" aria-current="page">', strip) == [tab.url]


@pytest.mark.parametrize("asked", ["money", "expenses", "people", "nonsense", "", "钱\x00", "../money"])
def test_what_is_not_offered_is_answered_like_the_overview(world, signed_in, asked):
    project = make_contract(world).project
    Project.objects.update(evaluator=world.expert)
    page = signed_in(world.expert).get(project.get_absolute_url(), {"part": asked})
    assert (page.status_code, page.context["tab"].name, "需求与目标" in page.content.decode()) == (200, "", True)


def test_a_section_read_beside_another_opens_there(world, signed_in):
    project = make_contract(world).project
    assert project.get_part_url("changes") == f"{project.get_absolute_url()}?part=contract#changes"
    for part in BESIDE:
        page = signed_in(world.district).get(project.get_absolute_url(), {"part": part})
        assert page.context["tab"].name == BESIDE[part] and f'id="{part}"' in page.content.decode()


def test_a_record_leads_back_to_the_tab_it_is_shown_at(world, signed_in):
    project = make_paid_project(world)
    records = {
        "money": project.instalments.first(), "expenses": make_expense(world, project), "contract": project.contract,
        "reports": report(project), "changes": make_change(world, project.contract),
    }  # fmt: skip
    client = signed_in(world.finance)
    for part, record in records.items():
        links = {fact.get("url") for fact in client.get(record.get_absolute_url()).context["facts"]}
        assert (part, project.get_part_url(part) in links) == (part, True)


@pytest.mark.parametrize("state", ProjectState.values)
@pytest.mark.parametrize("name", ["district", "ngo", "finance", "auditor", "community"])
def test_the_room_opens_in_every_state(world, signed_in, name, state):
    project = make_project(world, state)
    page = signed_in(getattr(world, name)).get(project.get_absolute_url())
    assert page.status_code == 200 and len(page.context["rail"]) == 8


def rail_of(project) -> dict:
    return {step["label"]: step["status"] for step in rail(project)}


def test_where_a_project_stands(world):
    assert [step["status"] for step in rail(Project(state="draft"))] == ["done", "current", *["ahead"] * 6]
    assert rail_of(Project(state="active"))["实施"] == "current"
    after = Project(state="active", midterm_score=Decimal(80))
    assert (rail_of(after)["实施"], rail_of(after)["中期"], rail_of(after)["末期"]) == ("current", "done", "ahead")
    assert rail_of(Project(state="rectifying"))["中期"] == "current"
    assert rail_of(Project(state="rectifying", final_score=Decimal(50)))["末期"] == "current"
    assert rail_of(Project(state="final_review"))["中期"] == "skipped"
    assert rail_of(Project(state="terminated"))["决算"] == "skipped"
    assert set(rail_of(Project(state="archived", midterm_score=Decimal(80))).values()) == {"done"}


def labels(project, user) -> list[tuple]:
    return [(step.label, step.who, step.is_mine) for step in next_steps(project, user)]


def test_what_is_due_is_sorted_and_red_when_late(world):
    project = make_contract(world).project
    late, soon = report(project, 1, days=-3), report(project, 2, days=3)
    project.instalments.filter(number=1).update(due_on=timezone.localdate() + timedelta(days=10))
    steps = next_steps(project, world.ngo)
    assert [(step.label, step.is_overdue) for step in steps[:3]] == [
        (str(late).removeprefix(str(project)).join(("提交", "")), True),
        (str(soon).removeprefix(str(project)).join(("提交", "")), False),
        ("满足条件后申请第1期款", False),
    ]  # fmt: skip
    assert all(step.is_mine for step in steps)
    assert not any(step.is_mine for step in next_steps(project, world.district))


@pytest.mark.parametrize(
    ("state", "name", "label"),
    [
        ("draft", "ngo", "提交审核"),
        ("submitted", "district", "审核立项"),
        ("approved", "district", "起草合同"),
        ("active", "ngo", "申请结项"),
        ("completed", "ngo", "编制决算"),
        ("audited", "district", "建卷归档"),
        ("terminated", "district", "建卷归档"),
    ],
)
def test_the_next_action_is_the_one_that_waits_for_the_reader(world, signed_in, state, name, label):
    project = make_project(world, state)
    assert (label, True) in [(step.label, step.is_mine) for step in next_steps(project, getattr(world, name))]
    others = {"ngo", "district", "finance", "community"} - {name}
    for other in others:
        assert not any(step.is_mine for step in next_steps(project, getattr(world, other)))
    page = signed_in(getattr(world, name)).get(project.get_absolute_url()).content.decode()
    assert page.count("btn btn-primary") == 1


def test_what_waits_for_nobody_is_never_the_obvious_next_step(world, signed_in):
    project = make_project(world, "active")
    page = signed_in(world.district).get(project.get_absolute_url())
    assert "btn btn-primary" not in page.content.decode()
    today = timezone.localdate()
    Project.objects.update(starts_on=today - timedelta(days=200), ends_on=today + timedelta(days=100))
    page = signed_in(world.district).get(project.get_absolute_url()).content.decode()
    assert page.count("btn btn-primary") == 1 and "进入中期评估" in page


def test_only_the_one_who_may_is_led_to_a_decision(world):
    project = make_project(world, "active")
    urls = {name: next_steps(project, getattr(world, name))[0].url for name in ("ngo", "district", "community")}
    assert urls == {"ngo": reverse("projects:project-conclude", args=[project.pk]), "district": "", "community": ""}


@pytest.mark.parametrize(
    "score, label, url_name",
    [
        ("59.99", "责令整改", "evaluations:rectification-order"),
        ("60.00", "确认中期结果", "projects:project-pass-midterm"),
    ],
)
def test_a_midterm_score_leads_to_what_may_follow_it(world, score, label, url_name):
    about = {"midterm_score": Decimal(score), "evaluator": world.expert}
    project = make_project(world, ProjectState.MIDTERM_REVIEW, **about)
    step = next(step for step in next_steps(project, world.district) if step.label == label)
    assert (step.url, step.is_mine) == (reverse(url_name, args=[project.pk]), True)
    assert {step.url for step in next_steps(project, world.ngo) if step.label == label} == {""}


def test_an_open_volume_is_the_next_step(world):
    archive = make_archive(world)
    project = Project.objects.select_related("archive").get()
    assert labels(project, world.district) == [("整理案卷并归档", "区县工会", True)]
    assert next_steps(project, world.district)[0].url == archive.get_absolute_url()


def test_one_timeline_in_one_query(world, django_assert_num_queries):
    contract = make_contract(world)
    project = contract.project
    project.events.create(kind="award", by=world.district)
    contract.events.create(kind="sign", from_state="draft", to_state="signed", by=world.district, note="两份")
    project.instalments.get(number=1).events.create(kind="apply", by=world.ngo)
    monthly = report(project)
    monthly.events.create(kind="submit", by=None)
    Archive.objects.create(project=project, number="SL-1", responsible=world.district).events.create(
        kind="add", by=world.district, note="评审：张三评分表"
    )
    assert len(world.district.memberships_today) == 1  # read before counting
    with django_assert_num_queries(1):
        found = timeline(project, world.district)
    got = [(moment.label, moment.by, moment.from_label, moment.to_label, moment.note) for moment in found]
    assert got == [
        ("案卷：归入文件", "district", "", "", "评审：张三评分表"),
        (f"{monthly.label}：提交报告", "系统", "", "", ""),
        ("第1期款：申请拨款", "ngo", "", "", ""),
        ("合同：登记签署", "district", "起草中", "已签署", "两份"),
        ("评审立项", "district", "", "", ""),
    ]
    assert len(timeline(project, world.district, 2)) == 2
    Project.objects.update(evaluator=world.expert)
    project.refresh_from_db()
    assert [moment.label for moment in timeline(project, world.expert)] == [f"{monthly.label}：提交报告", "评审立项"]
    assert "案卷" not in "".join(moment.label for moment in timeline(project, world.ngo))


@pytest.mark.parametrize("part", ["expenses", "settlement"])
def test_a_section_that_is_not_offered_does_not_open(world, signed_in, part):
    project = make_contract(world).project
    Project.objects.update(evaluator=world.expert)
    url = reverse(f"projects:project-{part}-fragment", args=[project.pk])
    answers = {name: signed_in(getattr(world, name)).get(url).status_code for name in ROLE_NAMES}
    assert answers == {name: 200 if part in SEEN.get(name, ()) else 404 for name in ROLE_NAMES}


def test_people_have_their_work_phones(world, signed_in):
    world.community.phone = "024-1111"
    world.community.save()
    project = make_contract(world).project
    rows = signed_in(world.ngo).get(project.get_absolute_url()).context["people"]
    assert [(row.duty, row.person) for row in rows] == [
        ("购买主体", "district"), ("实施社区", "community"), ("党组织", "party"), ("承接单位", "ngo"),
        ("执行社工", "worker"),
    ]  # fmt: skip
    assert rows[1].phone == "024-1111"
    Project.objects.update(evaluator=world.expert)
    assert "024-1111" not in signed_in(world.expert).get(project.get_absolute_url()).content.decode()


def test_roles_on_a_project(world):
    project = make_project(world, "active")
    assert roles_on(world.stranger, project) == roles_on(world.expert, project) == set()
    assert roles_on(world.party, project) == {"party"}
    project.evaluator = world.expert
    assert roles_on(world.expert, project) == {"expert"}


def test_stages_narrow_the_list(world, signed_in):
    a, b = make_project(world, "approved"), make_project(world, "rectifying")
    client, url = signed_in(world.district), reverse("projects:project-list")
    found = {stage: [row.pk for row in client.get(url, {"stage": stage}).context["table"].data]
             for stage in ("to_sign", "rectifying", "running")}  # fmt: skip
    assert found == {"to_sign": [a.pk], "rectifying": [b.pk], "running": []}


def test_an_archived_project_waits_for_nobody(world):
    project = make_paid_project(world, "archived", paid="30000.00")
    make_instalment(world, project, is_final=True)
    assert labels(project, world.ngo) == []


def test_a_balance_is_returned_before_the_volume_is_put_together(world):
    project = make_paid_project(world, "audited", paid="30000.00", final_score=90)
    make_instalment(world, project, is_final=True)
    settlement = make_settlement(world, project, "audited")
    project = Project.objects.select_related("settlement").get(pk=project.pk)
    assert labels(project, world.finance) == [("退回结余", "财务", True), ("建卷归档", "区县工会", False)]
    assert next_steps(project, world.finance)[0].url == settlement.get_absolute_url()


def test_a_balance_to_be_carried_over_waits_for_the_purchaser(world):
    settlement = make_settlement(world, state="submitted", use="carry_over")
    project = Project.objects.select_related("settlement").get(pk=settlement.project_id)
    assert ("批准结转", "区县工会", True) in labels(project, world.district)
    settlement.events.create(kind="submit", by=world.ngo)
    settlement.events.create(kind="approve_carry_over", by=world.district)
    assert "批准结转" not in [label for label, _, _ in labels(project, world.district)]
