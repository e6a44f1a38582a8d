"""Summaries: written by one, approved by another, with photos that say nothing of the camera."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from core.models import Notification
from projects.enums import ProjectState
from projects.models import Parameter, Project
from services import operations
from services.enums import AttendanceRole, SummaryState
from services.models import Summary
from services.queries.summary import audience, without_approved_summary, without_summary
from tests.cast import make_session
from tests.refusals import refused
from tests.services.build_after import (
    add_photos,
    make_attendance,
    make_held,
    make_person,
    make_summary,
    picture,
    reverse,
)


def write(summary, by, **fields):
    return operations.update_summary(summary, by=by, **({"process": "顺利。", "goal_result": "met"} | fields))


def kinds(summary):
    return list(summary.events.order_by("pk").values_list("kind", flat=True))


def test_a_summary_is_started_once_and_due_three_days_after(world):
    session = make_held(world)
    summary = operations.start_summary(session, by=world.worker)
    assert operations.start_summary(session, by=world.ngo) == summary
    assert (summary.due_on - session.starts_on).days == 3
    assert (summary.state, summary.written_by, kinds(summary)) == (SummaryState.DRAFT, world.worker, ["create"])


def test_the_term_is_the_parameter_of_the_session_day(world):
    session = make_held(world)
    Parameter.objects.create(
        name="summary_days", value=7, valid_from=session.starts_on, source_text="依据", by=world.city
    )
    assert (operations.start_summary(session, by=world.worker).due_on - session.starts_on).days == 7


def test_no_summary_before_the_session_was_held_or_after_the_project_closed(world):
    session = make_session(world)
    assert refused(operations.start_summary, session, by=world.worker).startswith("本场还没有确认举办")
    session = make_held(world)
    Project.objects.filter(pk=session.activity.project_id).update(state=ProjectState.SUSPENDED)
    assert "不再接受新的服务记录" in refused(operations.start_summary, session, by=world.worker)
    assert not Summary.objects.exists()


def test_what_is_written_is_kept_and_saving_itself_leaves_one_event_per_writer(world):
    summary = make_summary(world, process="")
    for text in ("开", "开场", "开场致辞"):
        summary = write(summary, world.worker, process=text, cost=Decimal("120.50"))
    summary = write(summary, world.ngo, process="开场致辞。", cost=Decimal("120.50"))
    assert (summary.process, summary.cost, summary.version) == ("开场致辞。", Decimal("120.50"), 4)
    assert (summary.written_by, kinds(summary)) == (world.ngo, ["create", "update", "update"])


def test_saving_nothing_new_changes_nothing(world):
    summary = write(make_summary(world, process=""), world.worker)
    again = write(summary, world.ngo)
    assert (again.version, again.written_by) == (summary.version, world.worker)


def test_an_old_page_does_not_overwrite(world):
    summary = make_summary(world)
    write(summary, world.worker, process="新", version=0)
    assert "刚刚被他人修改过" in refused(write, summary, world.ngo, process="旧", version=0)
    assert write(summary, world.worker, process="新，又保存一次", version=0).version == 2
    summary.refresh_from_db()
    assert summary.process == "新，又保存一次"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"process": "字" * 10_000}, "最多5000字，现有10000字"),
        ({"process": "\x00"}, "不能保存的字符"),
        ({"goal_result": "great"}, "没有这个目标达成选项"),
        ({"cost": Decimal("-1")}, "费用须是"),
        ({"cost": Decimal("NaN")}, "费用须是"),
        ({"cost": Decimal("1.001")}, "费用须是"),
        ({"audience": {"employee": 6}}, "在职职工填了6人，而本场未实名的共5人"),
        ({"audience": {"employee": -1}}, "在职职工填了-1人"),
        ({"audience": {"nobody": 1}}, "类别的人数有误"),
        ({"audience": {"employee": "１２３"}}, "类别的人数有误"),
        ({"audience": {"employee": True}}, "类别的人数有误"),
    ],
)
def test_bad_input_is_refused_in_words_and_changes_nothing(world, fields, text):
    summary = make_summary(world, make_held(world, unnamed=5))
    assert text in refused(write, summary, world.worker, **fields)
    summary.refresh_from_db()
    assert (summary.version, summary.audience, kinds(summary)) == (0, {}, ["create"])


def test_submitting_lists_everything_that_is_missing(world):
    summary = make_summary(world, process="", goal_result="")
    assert refused(operations.submit_summary, summary, by=world.worker) == (
        "还不能提交：没有填写活动过程；没有选择目标达成情况；照片至少3张，现有0张。"
    )


def test_a_missed_goal_needs_its_reason(world):
    summary = make_summary(world, goal_result="missed")
    add_photos(summary, world.worker)
    assert "请写明原因" in refused(operations.submit_summary, summary, by=world.worker)


def test_from_draft_to_approved(world):
    summary = make_summary(world)
    add_photos(summary, world.worker)
    summary = operations.submit_summary(summary, by=world.worker)
    assert (summary.state, summary.submitted_at is not None) == (SummaryState.SUBMITTED, True)
    told = set(Notification.objects.values_list("recipient__username", flat=True))
    assert told == {"ngo", "supervisor", "community"}
    summary = operations.approve_summary(summary, by=world.supervisor)
    assert (summary.state, summary.approved_by) == (SummaryState.APPROVED, world.supervisor)
    assert kinds(summary) == ["create", "photo", "submit", "approve"]
    assert Notification.objects.filter(recipient=world.worker).get().title.startswith("活动总结已通过")


@pytest.mark.parametrize("part", ["update", "photo"])
def test_whoever_had_a_hand_in_it_does_not_approve_it(world, part):
    summary = make_summary(world, process="")
    add_photos(summary, world.ngo if part == "photo" else world.worker)
    summary = write(summary, world.ngo if part == "update" else world.worker, process="顺利")
    operations.submit_summary(summary, by=world.worker)
    assert "您参与填写了这份总结" in refused(operations.approve_summary, summary, by=world.ngo)
    summary.refresh_from_db()
    assert (summary.state, summary.approved_by) == (SummaryState.SUBMITTED, None)


def test_returned_with_a_reason_and_written_again(world):
    summary = make_summary(world, state=SummaryState.SUBMITTED)
    assert "请写明原因" in refused(operations.return_summary, summary, by=world.ngo, note=" ")
    summary = operations.return_summary(summary, by=world.ngo, note="请补充现场照片")
    assert summary.state == SummaryState.RETURNED
    assert write(summary, world.worker, process="补充").process == "补充"


def test_nobody_submits_or_approves_more_people_than_came(world, signed_in):
    """20 of 20 without a name were typed; then the count turned out to be 4."""
    session = make_held(world, unnamed=20)
    summary = make_summary(world, session, audience={"retired": 20})
    add_photos(summary, world.worker)
    count = session.attendances.get(person=None)
    operations.submit_summary(summary, by=world.worker)
    operations.record_headcount(session, by=world.worker, headcount=4)
    operations.reverse_attendance(count, by=world.worker)
    summary = Summary.objects.get(pk=summary.pk)
    words = "退休职工填了20人，而本场未实名的现有4人"
    assert words in refused(operations.approve_summary, summary, by=world.supervisor)
    assert words in signed_in(world.supervisor).get(summary.get_absolute_url()).content.decode()
    operations.return_summary(summary, by=world.supervisor, note="请核对")
    summary = Summary.objects.get(pk=summary.pk)
    assert words in refused(operations.submit_summary, summary, by=world.worker)
    assert summary.state == SummaryState.RETURNED


@pytest.mark.parametrize("state", [SummaryState.SUBMITTED, SummaryState.APPROVED])
def test_nothing_changes_while_it_is_with_others_or_approved(world, state):
    summary = make_summary(world, state=state)
    assert "不能修改" in refused(write, summary, world.worker, process="改")
    assert "不能修改" in refused(operations.add_summary_photo, summary, by=world.worker, photo=picture())


# Photos


def exif_with_place():
    exif = Image.Exif()
    exif[0x010F] = "相机厂"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (41.0, 47.0, 12.0)
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_are_drawn_anew_small_and_without_place(world, kind, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    upload = picture(3000, 2000, kind=kind, exif=exif_with_place(), name="../../IMG_现场.png")
    photo = operations.add_summary_photo(make_summary(world), by=world.worker, photo=upload)
    assert (photo.width, photo.height) == (1600, 1067)
    assert photo.name == "IMG_现场.jpg"
    for field, size in ((photo.file, (1600, 1067)), (photo.thumbnail, (400, 267))):
        kept = Image.open(field.open())
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", size, {})
        assert "相机厂".encode() not in field.open().read()


def test_a_photo_taken_upright_stands_upright(world):
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = operations.add_summary_photo(make_summary(world), by=world.worker, photo=picture(400, 300, exif=exif))
    assert (photo.width, photo.height) == (300, 400)


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.4", b"", b"GIF89a....", b"\xff\xd8\xff\xe0broken", b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
)
def test_what_is_no_photo_is_refused(world, content):
    summary = make_summary(world)
    upload = SimpleUploadedFile("照片.jpg", content)
    text = refused(operations.add_summary_photo, summary, by=world.worker, photo=upload)
    assert text == "“照片.jpg”不是可以打开的照片，没有上传。请选择 JPG、PNG 或 WebP 照片。"
    assert summary.photos.count() == 0


def test_a_bomb_is_refused_before_it_is_unpacked(world):
    text = refused(
        operations.add_summary_photo, make_summary(world), by=world.worker, photo=picture(12_000, 6_000, kind="PNG")
    )
    assert "像素太多" in text


def test_the_same_photo_is_not_kept_twice(world):
    summary, upload = make_summary(world), picture()
    operations.add_summary_photo(summary, by=world.worker, photo=upload)
    assert refused(operations.add_summary_photo, summary, by=world.worker, photo=upload) == "这张照片已经上传过了。"


def test_a_removed_photo_takes_its_files_along(world, django_capture_on_commit_callbacks):
    summary = make_summary(world)
    photo = operations.add_summary_photo(summary, by=world.worker, photo=picture())
    storage, names = photo.file.storage, (photo.file.name, photo.thumbnail.name)
    assert [storage.exists(name) for name in names] == [True, True]
    with django_capture_on_commit_callbacks(execute=True):
        operations.remove_summary_photo(photo, by=world.worker)
    assert ([storage.exists(name) for name in names], summary.photos.count()) == ([False, False], 0)


# Audience


def test_audience_counts_who_stands_by_category(world, django_assert_num_queries):
    session = make_held(world, people=0, unnamed=20)
    for name, groups in (("甲", ["employee", "woman"]), ("乙", ["employee"]), ("丙", []), ("丁", ["elder"])):
        make_attendance(session, make_person(world, name, groups=groups))
    reverse(session.attendances.get(person__name="丁"))
    make_attendance(session, make_person(world, "社工", groups=["employee"]), role=AttendanceRole.STAFF)
    session.refresh_from_db()
    with django_assert_num_queries(1):
        found = audience(session, {"employee": 12, "elder": 3})
    assert (found.came, found.named, found.unnamed) == (23, 3, 20)
    assert {label: (named, typed, both) for _, label, named, typed, both in found.groups} == {
        "在职职工": (2, 12, 14), "女职工": (1, 0, 1), "老年居民": (0, 3, 3),
    }  # fmt: skip


def test_which_sessions_still_lack_a_summary(world):
    none, draft, submitted, approved = (make_held(world, name) for name in [None] * 4)
    make_summary(world, draft)
    make_summary(world, submitted, SummaryState.SUBMITTED)
    make_summary(world, approved, SummaryState.APPROVED)
    make_session(world)
    sessions = type(none).objects.all()
    assert set(without_summary(sessions)) == {none, draft}
    assert set(without_approved_summary(sessions)) == {none, draft, submitted}
    assert timezone.localdate() > none.starts_on
