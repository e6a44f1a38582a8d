"""Figures filled in by hand: every guard, who may, the moves from every state, two clicks at once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from orgs.enums import Role
from orgs.models import Membership
from projects import workflow
from projects.enums import ActualState, Measure, ProjectState
from projects.models import IndicatorPeriod, ManualActual
from projects.operations.indicator import approve_actual, fill_actual, plan_periods, return_actual
from projects.queries.report import REPORTING
from tests.cast import ROLE_NAMES, make_project
from tests.projects.build_report import PDF, days_ago, make_actual, make_indicator
from tests.racing import together, verdicts

pytestmark = pytest.mark.django_db
MOVES = {"approve": approve_actual, "return": return_actual}


def evidence(name="签到.pdf", content=PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def fill(w, indicator, **fields) -> ManualActual:
    defaults = {"on": timezone.localdate(), "value": "12", "note": "满意度问卷", "file": evidence()}
    return fill_actual(indicator, by=w.worker, **(defaults | fields))


def test_filling_waits_for_the_purchaser(world):
    actual = fill(world, make_indicator(world))
    assert (actual.state, actual.value, actual.name, actual.size) == (
        "submitted",
        Decimal("12.00"),
        "签到.pdf",
        len(PDF),
    )
    assert list(actual.events.values_list("kind", "by")) == [("create", world.worker.pk)]
    assert list(Notification.objects.values_list("recipient", "title")) == [(world.district.pk, "有指标填报待核定")]


@pytest.mark.parametrize("value", ["1e9", "-0.00", "0", "-5", "NaN", "Infinity", "", "1.234", "10000000000", "十二"])
def test_values_that_are_no_figures(world, value):
    refused(world, "数字", value=value)


@pytest.mark.parametrize(("value", "read"), [("１２３", 123), ("1,234.5", Decimal("1234.50")), ("9999999999.99", None)])
def test_values_as_people_write_them(world, value, read):
    assert fill(world, make_indicator(world), value=value).value == (read or Decimal(value))


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"on": timezone.localdate() + timedelta(days=1)}, "发生日期"),
        ({"on": days_ago(31)}, "发生日期"),
        ({"note": " \0 "}, "说明这个数"),
        ({"note": "字" * 10_000}, "最多200字"),
        ({"file": evidence("合同.pdf", b"MZ executable")}, "不是 PDF"),
    ],
)
def test_what_is_refused(world, fields, match):
    refused(world, match, **fields)


def refused(w, match, indicator=None, **fields):
    indicator = indicator or make_indicator(w)
    with pytest.raises(DomainError, match=match):
        fill(w, indicator, **fields)
    assert (ManualActual.objects.count(), Notification.objects.count()) == (0, 0)


def test_what_the_system_counts_is_not_filled_in(world):
    refused(world, "由系统按服务记录计算", indicator=make_indicator(world, measure=Measure.PERSONS))


@pytest.mark.parametrize("state", [state for state in ProjectState if state not in REPORTING])
def test_only_while_the_project_runs(world, state):
    refused(world, "不能填报完成情况", indicator=make_indicator(world, make_project(world, state)))


def test_approval_counts_it_and_tells_the_contractor(world):
    actual = approve_actual(make_actual(world), by=world.district)
    assert (actual.state, actual.approved_by) == ("approved", world.district)
    told = Notification.objects.filter(title="指标填报已核定").values_list("recipient", flat=True)
    assert set(told) == {world.ngo.pk, world.worker.pk}


def test_a_return_needs_a_reason(world):
    actual = make_actual(world)
    with pytest.raises(DomainError, match="请写明原因"):
        return_actual(actual, by=world.district, note=" ")
    assert return_actual(actual, by=world.district, note="材料不清").state == "returned"


@pytest.mark.parametrize("verb", MOVES)
def test_nobody_judges_their_own_unit(world, verb):
    Membership.objects.create(
        user=world.ngo, organization=world.district_union, role=Role.DISTRICT_UNION, valid_from=days_ago(9)
    )
    for by, actual in (
        (world.ngo, make_actual(world)),
        (world.district, make_actual(world, uploaded_by=world.district)),
    ):
        with pytest.raises(DomainError, match="请由其他人员办理"):
            MOVES[verb](actual, by=by, note="理由")
    assert set(ManualActual.objects.values_list("state", flat=True)) == {"submitted"}


@pytest.mark.parametrize("state", [state for state in ActualState if state != ActualState.SUBMITTED])
@pytest.mark.parametrize("transition", workflow.ACTUAL, ids=lambda move: move.name)
def test_every_move_from_every_other_state_is_refused(world, transition, state):
    actual = make_actual(world, state=state)
    with pytest.raises(DomainError, match="目前是"):
        MOVES[transition.name](actual, by=world.district, note="理由")
    actual.refresh_from_db()
    assert (actual.state, actual.events.count()) == (state, 0)


@pytest.mark.django_db(transaction=True)
def test_two_judges_at_once(world):
    actual = make_actual(world)
    results = verdicts(
        together(
            lambda: approve_actual(ManualActual.objects.get(), by=world.district),
            lambda: return_actual(ManualActual.objects.get(), by=world.city, note="理由"),
        )
    )
    assert sorted(result == "ok" for result in results) == [False, True]
    assert actual.events.count() == 1


def test_periods_replace_one_another(world):
    indicator = make_indicator(world, measure=Measure.PERSONS, target=100)
    end = indicator.project.ends_on
    plan_periods(indicator, by=world.district, periods=[(days_ago(0), 40), (end, 100)])
    plan_periods(indicator, by=world.district, periods=[(days_ago(-10), 30), (end, 100)])
    rows = IndicatorPeriod.objects.values_list("number", "starts_on", "ends_on", "target")
    assert list(rows) == [(1, indicator.project.starts_on, days_ago(-10), 30), (2, days_ago(-11), end, 100)]


@pytest.mark.parametrize(
    ("marks", "match"),
    [
        ([], "最后一期"),
        ([(0, 100)], "最后一期"),
        ([(-300, 90)], "最后一期"),
        ([(0, 60), (-300, 50)], "累计目标"),
        ([(-300, 101)], "累计目标"),
        ([(-301, 100)], "结束日期"),
        ([(-20, 10), (-10, 20), (-300, 100)], "结束日期"),
    ],
)
def test_periods_that_do_not_hold(world, marks, match):
    indicator = make_indicator(world, measure=Measure.PERSONS, target=100)
    with pytest.raises(DomainError, match=match):
        plan_periods(indicator, by=world.district, periods=[(days_ago(day), target) for day, target in marks])
    assert not IndicatorPeriod.objects.exists()


ALLOWED = {
    "fill_actual": {"ngo", "worker"},
    "plan_periods": {"city", "district"},
    "approve_actual": {"city", "district"},
    "return_actual": {"city", "district"},
}


@pytest.mark.parametrize("operation", ALLOWED)
def test_who_may(world, operation):
    actual = make_actual(world)
    row = actual.indicator if operation in ("fill_actual", "plan_periods") else actual
    may = {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"projects.{operation}", row)}
    assert may == ALLOWED[operation]


PAGES = {
    "indicator-fill": {"ngo", "worker"},
    "indicator-periods": {"city", "district"},
    "manualactual-approve": {"city", "district"},
    "manualactual-return": {"city", "district"},
}
OUTSIDE = {"stranger", "rival_head", "expert"}


@pytest.mark.parametrize("page", PAGES)
def test_pages(world, signed_in, page):
    actual = make_actual(world)
    pk = actual.indicator_id if page.startswith("indicator") else actual.pk
    url = reverse(f"projects:{page}", args=[pk])
    answers = {name: signed_in(getattr(world, name)).get(url).status_code for name in ROLE_NAMES}
    assert answers == {
        name: 200 if name in PAGES[page] else 404 if name in OUTSIDE else 403 for name in ROLE_NAMES
    }  # fmt: skip


def test_filling_in_and_approving_on_the_pages(world, signed_in):
    indicator = make_indicator(world)
    body = {"on": timezone.localdate(), "value": "１２.5", "note": "问卷", "file": evidence()}
    response = signed_in(world.worker).post(reverse("projects:indicator-fill", args=[indicator.pk]), body)
    assert response.url == f"{indicator.project.get_absolute_url()}?part=indicators"
    actual = ManualActual.objects.get()
    client = signed_in(world.district)
    page = client.get(reverse("projects:manualactual-list"), {"state": "submitted"})
    approve = reverse("projects:manualactual-approve", args=[actual.pk])
    assert (page.context["total"], approve in page.content.decode()) == (1, True)
    client.post(approve, {"note": ""})
    file = client.get(reverse("projects:manualactual-file", args=[actual.pk]))
    assert b"".join(file.streaming_content) == PDF
    fragment = client.get(reverse("projects:project-indicators-fragment", args=[indicator.project_id]))
    assert [row["progress"].actual for row in fragment.context["rows"]] == [0, Decimal("12.50")]


@pytest.mark.parametrize("value", ["1e9", "-0.00", "NaN", ""])
def test_the_form_says_what_is_wrong(world, signed_in, value):
    indicator = make_indicator(world)
    body = {"on": timezone.localdate(), "value": value, "note": "问卷", "file": evidence()}
    response = signed_in(world.worker).post(reverse("projects:indicator-fill", args=[indicator.pk]), body)
    assert list(response.context["form"].errors) == ["value"]
    assert not ManualActual.objects.exists()


def test_the_api_fills_in_and_approves(world, api):
    indicator = make_indicator(world)
    body = {"on": timezone.localdate(), "value": "12", "note": "问卷", "file": evidence()}
    url = f"/api/v1/indicators/{indicator.pk}/fill/"
    assert api(world.community).post(url, body, format="multipart").status_code == 403
    made = api(world.worker).post(url, body | {"file": evidence()}, format="multipart")
    assert (made.status_code, made.data["state"]) == (201, "submitted")
    assert (
        api(world.worker).post(url, body | {"value": "1e9", "file": evidence()}, format="multipart").status_code == 400
    )
    answer = api(world.district).post(f"/api/v1/manual-actuals/{made.data['id']}/approve/")
    assert (answer.status_code, answer.data["state"]) == (200, "approved")
    again = api(world.district).post(f"/api/v1/manual-actuals/{made.data['id']}/approve/")
    assert again.status_code == 409


def test_periods_over_pages_and_api(world, signed_in, api):
    indicator = make_indicator(world, measure=Measure.PERSONS, target=100)
    end = indicator.project.ends_on
    url = reverse("projects:indicator-periods", args=[indicator.pk])
    signed_in(world.district).post(url, {"ends_on_1": days_ago(0), "target_1": 40, "ends_on_2": end, "target_2": 100})
    assert list(indicator.periods.values_list("target", flat=True)) == [40, 100]
    wrong = signed_in(world.district).post(url, {"ends_on_1": days_ago(0)})
    assert list(wrong.context["form"].errors) == ["ends_on_1"]
    body = {"periods": [{"ends_on": str(end), "target": 100}]}
    answer = api(world.district).post(f"/api/v1/indicators/{indicator.pk}/periods/", body, format="json")
    assert (answer.status_code, list(indicator.periods.values_list("target", flat=True))) == (200, [100])
