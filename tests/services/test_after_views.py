"""The pages after a session: summary with photos, follow-ups, certificates, workbench, reminders."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core.models import Notification
from reports.todo import todos
from services import operations
from services.enums import CertificateState, FollowUpState, SummaryState
from services.models import Certificate, FollowUp, Summary
from services.periodic import remind_records
from tests.cast import make_activity, make_session
from tests.services.build_after import (
    add_photos,
    make_certificate,
    make_follow_up,
    make_held,
    make_summary,
    picture,
)
from tests.services.build_after import (
    reverse as take_back,
)
from tests.services.pages import said, url


@pytest.fixture
def as_worker(client, world):
    client.force_login(world.worker)
    return client


# From the session to its summary


def labels(response):
    return [action["label"] for action in response.context["actions"]]


def test_a_held_session_leads_to_its_summary(as_worker, world):
    session = make_held(world)
    response = as_worker.get(session.get_absolute_url())
    assert labels(response)[:3] == ["填写活动总结", "登记跟进事项", "参加证明"]
    response = as_worker.post(url("session-summary", session.pk))
    summary = Summary.objects.get()
    assert response.url == url("summary-update", summary.pk)
    assert as_worker.get(url("session-summary", session.pk)).url == summary.get_absolute_url()


def test_readers_find_a_summary_and_cannot_start_one(client, world):
    session = make_held(world)
    client.force_login(world.community)
    assert "填写活动总结" not in labels(client.get(session.get_absolute_url()))
    assert client.get(url("session-summary", session.pk)).status_code == 403
    summary = make_summary(world, session)
    assert client.get(url("session-summary", session.pk)).url == summary.get_absolute_url()


def test_the_editor_saves_itself_and_the_version_follows(as_worker, world):
    summary = make_summary(world, make_held(world, unnamed=9))
    edit = url("summary-update", summary.pk)
    page = as_worker.get(edit)
    assert {name for name in page.context["form"].fields if name.startswith("group_")} != set()
    typed = {"process": "开场致辞", "goal_result": "met", "cost": "12.50", "group_employee": "4", "version": "0"}
    response = as_worker.post(edit, typed | {"autosave": "1"}, headers={"HX-Request": "true"})
    assert response["HX-Trigger"] == "saved"
    assert 'name="version" value="1"' in response.content.decode()
    summary.refresh_from_db()
    assert (summary.process, summary.audience) == ("开场致辞", {"employee": 4})
    operations.update_summary(summary, by=world.ngo, process="机构负责人补充")
    stale = as_worker.post(edit, typed | {"version": "1", "autosave": "1"}, headers={"HX-Request": "true"})
    assert "刚刚被他人修改过" in stale.content.decode() and "HX-Trigger" not in stale
    assert as_worker.post(edit, typed | {"version": "2"}).url == summary.get_absolute_url()


@pytest.mark.parametrize("cost", ["", "0"])
def test_no_cost_is_zero(as_worker, world, cost):
    summary = make_summary(world, cost=5)
    as_worker.post(url("summary-update", summary.pk), {"process": "好", "cost": cost, "version": "0"})
    summary.refresh_from_db()
    assert (summary.cost, summary.version) == (0, 1)


@pytest.mark.parametrize(
    "typed",
    [{"process": "字" * 10_000}, {"cost": "NaN"}, {"cost": "1e99"}, {"group_employee": "99"}, {"process": "a\x00b"}],
)
def test_bad_input_stays_on_the_page(as_worker, world, typed):
    summary = make_summary(world, make_held(world, unnamed=5))
    form = {"process": "好", "goal_result": "met", "version": "0"} | typed
    response = as_worker.post(url("summary-update", summary.pk), form)
    assert (response.status_code, bool(response.context["form"].errors)) == (200, True)
    summary.refresh_from_db()
    assert summary.version == 0


def test_without_unnamed_people_no_numbers_are_asked(as_worker, world):
    page = as_worker.get(url("summary-update", make_summary(world).pk))
    assert not any(name.startswith("group_") for name in page.context["form"].fields)


def test_photos_several_at_once_and_the_wrong_one_named(as_worker, world):
    summary = make_summary(world)
    files = [picture(), picture(), picture()]
    files[1].seek(0)
    files[1].write(b"not a photo")
    response = as_worker.post(url("summary-photos", summary.pk), {"photos": files})
    assert response.url == url("summary-update", summary.pk) + "#photos"
    assert summary.photos.count() == 2
    assert said(as_worker.get(response.url)) == [
        "“现场.jpg”不是可以打开的照片，没有上传。请选择 JPG、PNG 或 WebP 照片。"
    ]
    part = as_worker.post(url("summary-photos", summary.pk), {"photos": picture(), "partial": "1"})
    assert part.templates[0].name == "services/_summary_photos.html" and summary.photos.count() == 3


def test_photos_are_served_to_those_who_see_the_summary(client, world):
    photo = operations.add_summary_photo(make_summary(world), by=world.worker, photo=picture())
    urls = [url("summaryphoto-file", photo.pk), url("summaryphoto-thumbnail", photo.pk)]
    client.force_login(world.community)
    for address in urls:
        response = client.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
        assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")
        assert Image.open(BytesIO(b"".join(response.streaming_content))).format == "JPEG"
    for stranger in (world.stranger, world.rival_head, world.expert):
        client.force_login(stranger)
        assert [client.get(address).status_code for address in urls] == [404, 404]


def test_a_photo_is_removed_while_it_is_written(as_worker, world):
    summary = make_summary(world)
    add_photos(summary, world.worker, 1)
    as_worker.post(url("summaryphoto-remove", summary.photos.get().pk))
    assert summary.photos.count() == 0


def test_the_page_says_what_is_missing_and_offers_what_comes_next(client, as_worker, world):
    summary = make_summary(world)
    page = as_worker.get(summary.get_absolute_url())
    assert page.context["missing"] == ["照片至少3张，现有0张"]
    add_photos(summary, world.worker)
    as_worker.post(url("summary-submit", summary.pk), {"note": ""})
    client.force_login(world.supervisor)
    client.post(url("summary-approve", summary.pk), {"note": ""})
    summary.refresh_from_db()
    assert summary.state == SummaryState.APPROVED


def test_lists_ask_as_often_for_one_row_as_for_three(as_worker, world):
    activity = make_activity(world)
    queries = []
    for _ in range(2):
        for _ in range(1 if not queries else 2):
            session = make_held(world, activity)
            make_summary(world, session)
            make_follow_up(world, session)
            make_certificate(world, session.attendances.get())
        counts = []
        for name in ("summary-list", "followup-list", "certificate-list"):
            with CaptureQueriesContext(connection) as found:
                assert as_worker.get(url(name)).status_code == 200
            counts.append(len(found))
        queries.append(counts)
    assert queries[0] == queries[1]
    assert max(queries[0]) <= 12


def test_a_figure_leads_to_the_sessions_without_a_summary(as_worker, world):
    make_held(world)
    make_summary(world, make_held(world), SummaryState.APPROVED)
    action = as_worker.get(url("summary-list")).context["actions"][0]
    assert action["label"] == "填写总结（待填1场）"
    assert as_worker.get(action["url"]).context["total"] == 1


def test_overdue_summaries_are_found(as_worker, world):
    make_summary(world, make_held(world, days_ago=9))
    make_summary(world, make_held(world, days_ago=1))
    assert as_worker.get(url("summary-list", overdue=1)).context["total"] == 1
    assert as_worker.get(url("summary-list", export=1))["Content-Type"].endswith("sheet")


# Follow-ups


def test_a_follow_up_from_the_session_to_a_need(as_worker, world):
    session = make_held(world)
    typed = {"text": "想了解托管班", "person": "", "responsible": world.worker.pk, "due_on": ""}
    response = as_worker.post(url("session-follow-up", session.pk), typed)
    follow_up = FollowUp.objects.get()
    assert response.url == url("followup-list", session=session.pk)
    page = as_worker.get(follow_up.get_absolute_url())
    assert labels(page) == ["办结", "转为需求", "修改"]
    need = {
        "title": "暑期托管", "category": "child", "frequency": "yearly", "people": 20, "groups": ["employee"],
        "evidence": "多名职工提出",
    }  # fmt: skip
    as_worker.post(url("followup-need", follow_up.pk), need)
    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.NEED
    page = as_worker.get(follow_up.need.get_absolute_url())
    assert follow_up.get_absolute_url() in page.content.decode()


def test_the_list_shows_neither_text_nor_person(as_worker, world):
    session = make_held(world)
    make_follow_up(world, session, text="家里有困难", person=session.attendances.get().person)
    text = as_worker.get(url("followup-list")).content.decode()
    assert "家里有困难" not in text and "参加者0" not in text
    assert "个人" in text


def test_only_people_of_the_session_can_be_chosen(as_worker, world):
    here, there = make_held(world), make_held(world)
    other = there.attendances.get().person
    typed = {"text": "x", "person": other.pk, "responsible": world.worker.pk}
    response = as_worker.post(url("session-follow-up", here.pk), typed)
    assert response.context["form"].errors["person"] == ["这个人没有参加或报名本场，请从名单中选择。"]


# Certificates by staff


def test_staff_certify_anybody_on_the_list(as_worker, world):
    session = make_held(world, people=2)
    first = session.attendances.first()
    page = as_worker.get(url("session-certificates", session.pk))
    assert page.context["total"] == 2
    response = as_worker.post(url("attendance-certify", first.pk))
    certificate = Certificate.objects.get()
    assert response.url == certificate.get_absolute_url()
    assert (certificate.state, certificate.handled_by) == (CertificateState.ISSUED, world.worker)
    assert as_worker.get(url("session-certificates", session.pk, certificate="no")).context["total"] == 1
    pdf = as_worker.get(url("certificate-pdf", certificate.pk))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_corrected_attendance_is_shown_on_its_certificate(as_worker, world):
    attendance = make_held(world, people=2).attendances.first()
    certificate = operations.certify_attendance(attendance)
    take_back(attendance)
    page = as_worker.get(certificate.get_absolute_url())
    assert page.context["is_broken"] is True
    as_worker.post(url("certificate-revoke", certificate.pk), {"note": "签到有误"})
    assert as_worker.get(url("certificate-pdf", certificate.pk)).status_code == 404


# The clock and the workbench


def test_reminders_come_once(world):
    activity = make_activity(world)
    make_session(world, activity, starts_at=timezone.now() - timedelta(days=1))
    make_held(world, activity, days_ago=4)
    fresh = make_held(world, activity, days_ago=3)
    make_summary(world, make_held(world, activity, days_ago=5), SummaryState.SUBMITTED)
    for _ in range(2):
        remind_records()
    told = sorted(Notification.objects.values_list("recipient__username", "title"))
    assert [(name, title[:8]) for name, title in told] == [
        ("ngo", "活动总结逾期未提"), ("worker", "活动总结逾期未提"), ("worker", "还没有签到记录："),
    ]  # fmt: skip
    assert not Notification.objects.filter(url=fresh.get_absolute_url()).exists()


def found(user) -> dict:
    return {todo.title: todo.total for todo in todos(user)}


def test_the_workbench_says_what_is_to_be_written_approved_and_finished(world):
    make_held(world)
    make_summary(world, state=SummaryState.SUBMITTED)
    make_follow_up(world, make_held(world))
    assert found(world.worker) == {"待填写的活动总结": 2, "由我负责的跟进事项": 1}
    assert found(world.supervisor) == {"待审核的活动总结": 1}
    assert found(world.community)["待审核的活动总结"] == 1


def test_addresses_of_todos_open(client, world):
    make_held(world)
    client.force_login(world.worker)
    row = next(todo for todo in todos(world.worker) if todo.title == "待填写的活动总结")
    assert client.get(row.url).context["total"] == 1
    assert client.get(row.rows[0]["url"]).status_code == 200
    assert reverse("services:session-list") in row.url
