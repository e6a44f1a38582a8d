"""Which promised service an activity fulfils: of its own project, and fixed once a session is held."""

import pytest
from django.urls import reverse

from core.errors import DomainError
from projects.enums import ProjectState
from projects.models import ServiceItem
from services.enums import SessionState
from services.models import Activity
from services.operations import create_activity, update_activity
from tests.cast import make_activity, make_project, make_session

pytestmark = pytest.mark.django_db


def make_item(project, number=1) -> ServiceItem:
    return ServiceItem.objects.create(project=project, number=number, name="讲座", form="讲座", sessions=6)


@pytest.fixture
def project(world):
    return make_project(world, ProjectState.ACTIVE)


def facts(w, **fields) -> dict:
    return {"name": "减压讲座", "kind": "psychology", "lead": w.worker, "description": ""} | fields


def test_an_activity_names_the_promised_service(world, project):
    item = make_item(project)
    activity = create_activity(by=world.worker, project=project, **facts(world, service_item=item))
    assert activity.service_item == item


def test_not_the_service_of_another_project(world, project):
    other = make_item(make_project(world, ProjectState.ACTIVE))
    with pytest.raises(DomainError, match="不属于这个项目"):
        create_activity(by=world.worker, project=project, **facts(world, service_item=other))
    activity = make_activity(world, project)
    with pytest.raises(DomainError, match="不属于这个项目"):
        update_activity(activity, by=world.worker, **facts(world, service_item=other))
    assert list(Activity.objects.values_list("service_item", flat=True)) == [None]


@pytest.mark.parametrize(("state", "may"), [(SessionState.PLANNED, True), (SessionState.HELD, False)])
def test_fixed_once_a_session_is_held(world, project, state, may):
    first, second = make_item(project), make_item(project, 2)
    activity = make_activity(world, project, service_item=first)
    make_session(world, activity, state=state)
    if may:
        assert update_activity(activity, by=world.worker, **facts(world, service_item=second)).service_item == second
    else:
        with pytest.raises(DomainError, match="已有场次举办"):
            update_activity(activity, by=world.worker, **facts(world, service_item=second))
        assert update_activity(activity, by=world.worker, **facts(world, service_item=first)).service_item == first


def test_the_form_offers_what_the_project_promised(world, project, signed_in):
    item, other = make_item(project), make_item(make_project(world, ProjectState.ACTIVE))
    activity = make_activity(world, project)
    client = signed_in(world.worker)
    form = client.get(reverse("services:activity-update", args=[activity.pk])).context["form"]
    assert list(form.fields["service_item"].queryset) == [item]
    body = facts(world, lead=world.worker.pk, project=project.pk, service_item=other.pk)
    answer = client.post(reverse("services:activity-create"), body)
    assert list(answer.context["form"].errors) == ["service_item"]
