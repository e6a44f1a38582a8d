"""Whether an activity proves phones: by default, in copies, and where no message can be sent."""

import pytest

from projects.enums import ProjectState
from services import operations
from services.models import Activity
from tests.cast import make_project
from tests.services.pages import url


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize(("url_of_gateway", "expected"), [("https://sms.example", True), ("", False)])
def test_a_new_activity_proves_phones_where_messages_can_be_sent(world, signed_in, settings, url_of_gateway, expected):
    settings.SMS_BACKEND, settings.SMS_URL = "core.sms.Gateway", url_of_gateway
    project = make_project(world, ProjectState.ACTIVE)
    made = operations.create_activity(by=world.worker, project=project, name="讲座", kind="lecture", lead=world.worker)
    page = text_of(signed_in(world.worker).get(url("activity-sign-up", made.pk)))
    words = ["只有本人能报名和看到自己的报名" in page, "目前没有开通短信，所以没有开启" in page]
    assert (made.verifies_phone, words) == (expected, [expected, not expected])
    Activity.objects.update(verifies_phone=not expected)
    copied = operations.copy_activity(Activity.objects.get(), by=world.worker, project=project, name="讲座二")
    assert copied.verifies_phone is not expected


def test_nobody_asks_for_a_proof_that_cannot_be_given(world, signed_in, activity, settings):
    settings.SMS_BACKEND, settings.SMS_URL = "core.sms.Gateway", ""
    path, body = url("activity-sign-up", activity.pk), {"verifies_phone": "on", "hold_hours": "2"}
    page = signed_in(world.worker).post(path, body)
    assert "就没有人能在网上报名" in page.context["form"].non_field_errors()[0]
    Activity.objects.update(verifies_phone=True)
    page = signed_in(world.worker).get(path)
    assert "网上报不了名" in text_of(page)
    assert signed_in(world.worker).post(path, body).status_code == 302
