"""An outside expert sees the work to be judged, and nobody who took part in it."""

from django.utils import timezone

from evaluations.models import Evaluation, Rating
from orgs.operations import register_person
from projects.enums import ProjectState
from projects.models import Instalment, LedgerEntry, Need, Project
from services.models import Activity, Attendance, Registration, Session
from tests.cast import make_activity, make_project, make_session


def test_an_expert_sees_the_assigned_project_without_its_people(world):
    project = make_project(world, ProjectState.FINAL_REVIEW, evaluator=world.expert)
    make_project(world, ProjectState.FINAL_REVIEW)
    session = make_session(world, make_activity(world, project))
    Attendance.objects.create(session=session, headcount=30, method="headcount", at=timezone.now())
    Rating.objects.create(session=session, score=5, on=timezone.localdate())
    assert list(Project.objects.visible_to(world.expert)) == [project]
    assert list(Session.objects.visible_to(world.expert)) == [session]
    assert list(Activity.objects.visible_to(world.expert)) == [session.activity]
    assert list(Need.objects.visible_to(world.expert)) == list(project.needs.all())
    assert project.entries.count() == 1
    assert [model.objects.visible_to(world.expert).count() for model in (LedgerEntry, Instalment)] == [0, 0]
    assert Rating.objects.visible_to(world.expert).count() == 1
    assert Attendance.objects.visible_to(world.expert).count() == 0


def test_the_page_of_a_session_names_nobody_to_who_sees_figures_only(world, signed_in):
    project = make_project(world, ProjectState.FINAL_REVIEW, evaluator=world.expert)
    session = make_session(world, make_activity(world, project))
    person = register_person(organization=world.community_union, name="王晓明", phone="13800001234")
    Registration.objects.create(session=session, person=person)
    Attendance.objects.create(session=session, person=person, method="qr", at=timezone.now())
    seen = dict.fromkeys((world.community, world.worker, world.party), True)
    seen |= dict.fromkeys((world.expert, world.leader, world.finance, world.auditor), False)
    for user, said in seen.items():
        page = signed_in(user).get(session.get_absolute_url()).content.decode()
        assert [words in page for words in ("王晓明", "138****1234", "/registrations/")] == [said] * 3
        assert ("/attendances/" in page) == (user != world.expert)  # the rows behind the figure, without names


def test_who_is_no_expert_any_more_sees_nothing(world):
    project = make_project(world, ProjectState.ACTIVE, evaluator=world.rival_head)
    make_session(world, make_activity(world, project))
    Evaluation.objects.create(
        project=project, evaluator=world.rival_head, assigned_by=world.district, due_on=timezone.localdate()
    )
    assert Session.objects.visible_to(world.rival_head).count() == 0
    assert Evaluation.objects.visible_to(world.rival_head).count() == 0
