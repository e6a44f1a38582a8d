"""Correcting, merging, serving, closing and feeding back needs; every transition from every state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from orgs.enums import OrganizationKind, Role
from orgs.models import Membership
from projects import operations, workflow
from projects.enums import ApplicationState, CallState, NeedState, ProjectState
from projects.models import Application, Need, NeedEvent, NeedFeedback
from projects.models.project import RUNNING
from projects.operations.need import move_needs
from projects.queries.application import selectable_communities, selectable_needs
from projects.queries.need import matrix_of, merged_needs, needs_to_feed_back
from services import operations as services
from tests.cast import make_activity, make_need, make_organization, make_project, make_user
from tests.projects.build import corrected, need_fields
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call

RAISER = "李师傅 13900001111"


def told(user) -> list[str]:
    return list(Notification.objects.filter(recipient=user).order_by("pk").values_list("key", flat=True))


def last_event(need):
    event = need.events.last()
    return event.kind, event.from_state, event.to_state, event.by


def untouched(*needs) -> bool:
    """Neither the needs nor anything around them has changed since they were made."""
    before = [(need.state, need.title, need.served_by, need.merged_into_id) for need in needs]
    for need in needs:
        need.refresh_from_db()
    after = [(need.state, need.title, need.served_by, need.merged_into_id) for need in needs]
    return (after, NeedEvent.objects.count(), Notification.objects.count()) == (before, 0, 0)


def test_update_need(world):
    need = make_need(world, NeedState.COLLECTED, raiser=RAISER)
    operations.update_need(need, by=world.street, **corrected(world, title="改过的", groups=["elder", "elder"]))
    need.refresh_from_db()
    assert (need.title, need.groups, need.raiser, need.raised_by) == ("改过的", ["elder"], RAISER, world.community)
    assert (last_event(need), told(world.community)) == (("update", "", "", world.street), [f"need:{need.pk}:update"])


def test_the_raiser_is_kept_encrypted(world):
    need = operations.create_need(by=world.community, **need_fields(world, raiser=f" {RAISER} "))
    stored = Need.objects.filter(pk=need.pk).extra(select={"blob": "raiser"}).values_list("blob", flat=True).get()
    assert Need.objects.get().raiser == RAISER and RAISER.encode() not in bytes(stored)
    operations.update_need(need, by=world.community, **corrected(world, raiser=""))
    assert Need.objects.get().raiser == ""


@pytest.mark.parametrize("state", [state for state in NeedState if state not in ("collected", "merged")])
def test_only_new_needs_are_corrected(world, state):
    need = make_need(world, state)
    with pytest.raises(DomainError, match="只有待核实的需求可以改"):
        operations.update_need(need, by=world.street, **corrected(world))
    assert untouched(need)


@pytest.mark.parametrize("fields", [{"groups": []}, {"groups": ["aliens"]}, {"people": 0}])
def test_bad_corrections_change_nothing(world, fields):
    need = make_need(world, NeedState.COLLECTED)
    with pytest.raises(DomainError):
        operations.update_need(need, by=world.street, **corrected(world, **fields))
    assert untouched(need)


@pytest.mark.parametrize("state", ["collected", "verified"])
@pytest.mark.parametrize("into_state", ["collected", "verified"])
def test_merge_need(world, state, into_state):
    need = make_need(world, state, people=30)
    into = make_need(world, into_state, organization=world.neighbour, raised_by=world.street, people=70)
    merged = operations.merge_need(need, by=world.district, into=into, note="同一批骑手")
    assert (merged.state, merged.merged_into, merged.people) == ("merged", into, 30)
    into.refresh_from_db()
    assert (into.state, into.people) == (into_state, 70)
    assert last_event(need) == ("merge", state, "merged", world.district)
    assert (last_event(into), into.events.last().note) == (
        ("absorb", "", "", world.district), "“快递员心理减压”（约 30 人）并入本需求",
    )  # fmt: skip
    assert need.events.last().note == "并入“快递员心理减压”：同一批骑手"
    assert (told(world.community), told(world.street)) == ([f"need:{need.pk}:merge"], [f"need:{into.pk}:absorb"])


def test_those_who_were_merged_hear_of_the_outcome(world):
    first, second = make_need(world), make_need(world, raised_by=world.party)
    last = make_need(world, raised_by=world.street)
    operations.merge_need(first, by=world.district, into=second, note="相同")
    operations.merge_need(second, by=world.district, into=last, note="相同")
    assert merged_needs(last) == [second, first]
    Notification.objects.all().delete()
    operations.close_need(last, by=world.district, note="没有经费")
    assert told(world.street) == [f"need:{last.pk}:close"]
    assert told(world.party) == [f"need:{last.pk}:close:{second.pk}"]
    assert told(world.community) == [f"need:{last.pk}:close:{first.pk}"]
    assert Notification.objects.get(recipient=world.community).url == first.get_absolute_url()


@pytest.mark.parametrize("state", ["rejected", "matched", "in_project", "met", "unmet_closed", "merged"])
def test_nothing_is_merged_into_what_is_taken_or_closed(world, state):
    need, other = make_need(world), make_need(world)
    into = make_need(world, state, merged_into=other if state == "merged" else None)
    with pytest.raises(DomainError, match="不能再并入"):
        operations.merge_need(need, by=world.district, into=into, note="相同")
    assert untouched(need, into)


def test_other_refusals_of_a_merge(world):
    need, far = make_need(world), make_need(world, organization=world.stranger_union)
    for into, note, sentence in (
        (need, "相同", "并入自己"), (far, "相同", "同一区县"), (make_need(world), " ", "写明原因"),
    ):  # fmt: skip
        with pytest.raises(DomainError, match=sentence):
            operations.merge_need(need, by=world.city, into=into, note=note)
    assert untouched(need, far)


@pytest.mark.parametrize("state", RUNNING)
def test_serve_need(world, state):
    project, need = make_project(world, state), make_need(world, organization=world.neighbour)
    served = operations.serve_need(need, by=world.street, project=project, note="同一讲座")
    assert (served.state, served.served_by) == ("in_project", f"项目“{project}”")
    assert need in project.needs.all()
    assert last_event(need) == ("serve", "verified", "in_project", world.street)
    assert (need.events.last().note, told(world.community)) == ("同一讲座", [f"need:{need.pk}:serve"])


@pytest.mark.parametrize("state", [state for state in ProjectState if state not in RUNNING])
def test_only_running_projects_serve(world, state):
    project, need = make_project(world, state), make_need(world)
    with pytest.raises(DomainError, match="不在实施中"):
        operations.serve_need(need, by=world.street, project=project)
    assert untouched(need) and need not in project.needs.all()


def test_a_project_of_another_district_does_not_serve(world):
    need = make_need(world, organization=world.stranger_union)
    with pytest.raises(DomainError, match="同一区县"):
        operations.serve_need(need, by=world.city, project=make_project(world, ProjectState.ACTIVE))
    assert untouched(need)


def test_the_contractor_does_not_count_its_own_project_in(world):
    need, project = make_need(world), make_project(world, ProjectState.ACTIVE)
    Membership.objects.create(
        user=world.street, organization=world.contractor, role=Role.WORKER, valid_from=timezone.localdate()
    )
    with pytest.raises(DomainError, match="承接单位的人员"):
        operations.serve_need(need, by=world.street, project=project)
    assert untouched(need)


def test_a_released_need_is_served_by_nothing(world):
    need, project = make_need(world), make_project(world, ProjectState.ACTIVE)
    operations.serve_need(need, by=world.street, project=project)
    move_needs([need], workflow.RELEASE_NEED, by=world.district, note="项目结项不合格")
    need.refresh_from_db()
    assert (need.state, need.served_by) == ("verified", "")


def test_close_need(world):
    need = make_need(world)
    with pytest.raises(DomainError, match="写明原因"):
        operations.close_need(need, by=world.street, note="")
    assert untouched(need)
    assert operations.close_need(need, by=world.street, note="没有经费").state == "unmet_closed"
    assert (need.events.last().note, told(world.community)) == ("没有经费", [f"need:{need.pk}:close"])
    assert "没有经费" not in Notification.objects.get(recipient=world.community).body


def test_feedback(world):
    need = make_need(world, NeedState.COLLECTED, raiser=RAISER)
    assert list(needs_to_feed_back(world.street)) == []  # raised, and nothing has become of it yet
    operations.verify_need(need, by=world.street)
    assert list(needs_to_feed_back(world.street)) == list(needs_to_feed_back(world.community)) == [need]
    feedback = operations.feed_back_need(need, by=world.community, channel="phone", text=" 已告知核实 ")
    assert (feedback.text, feedback.by, feedback.get_channel_display()) == ("已告知核实", world.community, "电话")
    assert (last_event(need), need.events.last().note) == (
        ("feed_back", "", "", world.community), "电话：已告知核实",
    )  # fmt: skip
    assert list(needs_to_feed_back(world.street)) == []
    operations.close_need(need, by=world.street, note="没有经费")
    assert list(needs_to_feed_back(world.street)) == [need]
    assert RAISER not in "".join(Notification.objects.values_list("title", flat=True))


def test_whoever_was_merged_is_told_of_the_outcome_too(world):
    """Three needs, each merged into the next: the first two have raisers without an account."""
    first, second = make_need(world, raiser="王师傅，13800000000"), make_need(world, raiser="李阿姨，13900000000")
    last = make_need(world)
    operations.merge_need(first, by=world.district, into=second, note="相同")
    operations.merge_need(second, by=world.district, into=last, note="相同")
    for need in (first, second):
        operations.feed_back_need(need, by=world.community, channel="phone", text="已合并办理")
    assert not Need.objects.to_feed_back().exists()
    operations.close_need(last, by=world.district, note="没有经费")
    assert set(Need.objects.to_feed_back()) == {first, second}


def test_only_the_unions_over_a_need_are_reminded(world):
    need = make_need(world, raiser=RAISER)
    need.events.create(kind="verify", from_state="collected", to_state="verified", by=world.street)
    told = {name for name in ("city", "district", "street", "community", "party", "ngo", "finance", "leader",
            "stranger", "expert", "rival_head") if needs_to_feed_back(getattr(world, name)).exists()}  # fmt: skip
    assert told == {"city", "district", "street", "community"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"channel": "pigeon"}, "告知方式"), ({"channel": ""}, "告知方式"), ({"text": "  "}, "告知了什么")],
)
def test_refused_feedback(world, fields, sentence):
    need = make_need(world, raiser=RAISER)
    with pytest.raises(DomainError, match=sentence):
        operations.feed_back_need(need, by=world.street, **({"channel": "phone", "text": "已告知"} | fields))
    assert untouched(need) and NeedFeedback.objects.count() == 0


def test_whoever_has_an_account_needs_no_call(world):
    need = make_need(world)
    with pytest.raises(DomainError, match="系统已自动通知"):
        operations.feed_back_need(need, by=world.street, channel="phone", text="已告知")
    assert untouched(need) and NeedFeedback.objects.count() == 0


def test_an_activity_answers_a_need(world):
    activity, need = make_activity(world), make_need(world)
    services.match_need_to_activity(activity, by=world.street, need=need, note="名额够")
    need.refresh_from_db()
    assert (need.state, need.served_by) == ("in_project", f"活动“{activity}”（项目“{activity.project}”）")
    assert need.events.last().note == "由活动“心理减压讲座”满足：名额够"
    assert need in activity.project.needs.all()


def test_a_cancelled_activity_answers_nothing(world):
    activity, need = make_activity(world, state="cancelled"), make_need(world)
    with pytest.raises(DomainError, match="活动已取消"):
        services.match_need_to_activity(activity, by=world.street, need=need)
    assert untouched(need)


def test_an_activity_of_a_project_not_running_answers_nothing(world):
    activity, need = make_activity(world, make_project(world, "approved")), make_need(world)
    with pytest.raises(DomainError, match="不在实施中"):
        services.match_need_to_activity(activity, by=world.street, need=need)
    assert untouched(need)


def way_of(transition, w, need):
    """The operation behind a transition, with what it takes."""
    by = {"by": w.district}
    ways = {
        "verify": lambda: operations.verify_need(need, **by),
        "reject": lambda: operations.reject_need(need, note="重复", **by),
        "merge": lambda: operations.merge_need(need, into=make_need(w), note="相同", **by),
        "serve": lambda: operations.serve_need(need, project=make_project(w, "active"), **by),
        "close": lambda: operations.close_need(need, note="没有经费", **by),
    }
    return ways.get(transition.name, lambda: move_needs([need], transition, note="", **by))


@pytest.mark.parametrize("state", NeedState.values)
@pytest.mark.parametrize("transition", workflow.NEED, ids=lambda transition: transition.name)
def test_every_move_from_every_state(world, transition, state):
    need = make_need(world, state, merged_into=make_need(world) if state == "merged" else None)
    move = way_of(transition, world, need)
    if state in transition.sources:
        move()
        need.refresh_from_db()
        assert (need.state, last_event(need)) == (
            transition.target, (transition.name, state, transition.target, world.district),
        )  # fmt: skip
    else:
        with pytest.raises(DomainError, match=f"不能{transition.label}"):
            move()
        assert untouched(need)


OUT_OF_THE_RUNNING = {"draft", "ineligible", "not_selected", "withdrawn"}


@pytest.mark.parametrize("state", ApplicationState.values)
def test_an_application_in_the_running_covers_its_needs(world, state):
    need = make_need(world)
    call = make_call(world, CallState.CLOSED)
    application = Application.objects.create(
        code="SB-1", call=call, contractor=world.contractor, name="甲", created_by=world.ngo, state=state
    )
    application.needs.add(need)
    assert Need.objects.uncovered().exists() == (state in OUT_OF_THE_RUNNING)


@pytest.mark.parametrize("state", [CallState.DONE, CallState.CANCELLED])
def test_a_call_that_is_over_covers_nothing(world, state):
    """Cancelled, or finished with the application in reserve or its project ended since: nobody answers the need."""
    need = make_need(world)
    application = Application.objects.create(
        code="SB-1", call=make_call(world, state, closes_at=timezone.now() - timedelta(hours=1)), name="甲",
        contractor=world.contractor, created_by=world.ngo, state=ApplicationState.RESERVE,
    )  # fmt: skip
    application.needs.add(need)
    assert Need.objects.uncovered().get() == need


def test_a_sealed_application_is_nobodys_business(world):
    need = make_need(world)
    application = Application.objects.create(
        code="SB-1", call=make_call(world), contractor=world.contractor, name="甲", created_by=world.ngo,
        state=ApplicationState.SUBMITTED,
    )  # fmt: skip
    application.needs.add(need)
    assert Need.objects.uncovered().get() == need


def test_an_applicant_from_elsewhere_sees_what_the_call_asks_for(world):
    """Registered in another district: without the needs of the call's territory nothing could be applied for."""
    far = make_organization("大西公益中心", "SO-0009", world.other_district, OrganizationKind.SOCIAL)
    head, need = make_user("far", far, Role.NGO), make_need(world)
    make_need(world, "collected")
    assert not Need.objects.visible_to(head).exists()
    application = make_application(world, state=ApplicationState.DRAFT, contractor=far, need=need)
    assert list(Need.objects.visible_to(head)) == list(selectable_needs(head, application)) == [need]
    assert list(selectable_communities(head, application)) == [world.community_union]
    operations.withdraw_application(application, by=head)
    assert not Need.objects.visible_to(head).exists()


@pytest.mark.parametrize("state", NeedState.values)
def test_only_verified_needs_are_uncovered(world, state):
    make_need(world, state, merged_into=make_need(world, "met") if state == "merged" else None)
    assert Need.objects.uncovered().exists() == (state == "verified")


def test_the_matrix_counts_a_need_in_each_of_its_groups(world, django_assert_num_queries):
    make_need(world, groups=["elder", "woman"])
    make_need(world, groups=["woman"])
    make_need(world, groups=["single"], organization=world.neighbour)
    with django_assert_num_queries(3):
        matrix = matrix_of(Need.objects.all())
    assert [group.value for group in matrix.groups] == ["woman", "single", "elder"]
    assert [(place.pk, total, numbers) for place, total, numbers in matrix.rows] == [
        (world.community_union.pk, 2, [2, 0, 1]), (world.neighbour.pk, 1, [0, 1, 0]),
    ]  # fmt: skip
    assert (matrix.group_totals, matrix.total) == ([2, 1, 1], 3)
