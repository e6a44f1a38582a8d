"""Certificates: numbered without gaps, frozen once issued, revoked in public."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import InternalError, connection, transaction
from django.utils import timezone

from core.errors import DomainError
from orgs.operations import register_person
from services import operations
from services.enums import AttendanceRole, CertificateState, SessionState
from services.models import Certificate, CertificateCounter, CheckOut
from services.queries.certificate import certifiable, is_valid
from tests.cast import make_session
from tests.services.build_after import make_attendance, make_certificate, make_held, make_person, reverse

YEAR = timezone.localdate().year


@pytest.fixture
def attendance(world):
    return make_attendance(make_held(world, people=0), make_person(world))


def test_an_attendance_that_stands_is_certified_at_once(world, attendance):
    certificate = operations.certify_attendance(attendance)
    assert certificate.number == f"CJ-{YEAR}-000001"
    assert certificate.state == CertificateState.ISSUED
    assert certificate.issued_on == timezone.localdate()
    assert (certificate.name, certificate.masked_name) == ("王小芳", "王**")
    assert certificate.organization == world.community_union
    assert certificate.lines == [{"on": f"{attendance.session.starts_on}", "what": "心理减压讲座", "hours": ""}]
    assert (certificate.hours, certificate.requested_by, certificate.handled_by) == (None, None, None)
    assert [(event.kind, event.by) for event in certificate.events.all()] == [("create", None), ("issue", None)]


def test_asking_again_gives_the_same_certificate(attendance):
    first = operations.certify_attendance(attendance)
    assert operations.certify_attendance(attendance) == first
    assert CertificateCounter.objects.get().last == 1


def test_hours_come_from_the_check_out_within_the_session(attendance):
    session = attendance.session
    CheckOut.objects.create(attendance=attendance, at=session.ends_at + timedelta(hours=3))
    assert operations.certify_attendance(attendance).hours == 1.5


def test_leaving_early_shortens_the_hours(attendance):
    CheckOut.objects.create(attendance=attendance, at=attendance.session.starts_at + timedelta(minutes=50))
    certificate = operations.certify_attendance(attendance)
    assert (certificate.hours, certificate.lines[0]["hours"]) == (1, "1.0")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"state": SessionState.PLANNED}, "还没有确认举办"),
        ({"role": AttendanceRole.STAFF}, "只有实名签到的服务对象"),
        ({"role": AttendanceRole.VOLUNTEER}, "只有实名签到的服务对象"),
        ({"is_counted": False}, "停留时间太短"),
    ],
)
def test_what_proves_nothing_is_not_certified(world, change, text):
    state = change.pop("state", SessionState.HELD)
    session = make_session(world, starts_at=timezone.now() - timedelta(days=1), state=state)
    attendance = make_attendance(session, make_person(world), **change)
    with pytest.raises(DomainError, match=text):
        operations.certify_attendance(attendance)
    assert not Certificate.objects.exists()


def test_a_headcount_is_not_certified(world):
    session = make_held(world, people=0, unnamed=5)
    with pytest.raises(DomainError, match="只有实名签到的服务对象"):
        operations.certify_attendance(session.attendances.get())


def test_a_reversed_attendance_is_not_certified_and_its_certificate_no_longer_valid(attendance):
    certificate = operations.certify_attendance(attendance)
    assert is_valid(certificate)
    correction = reverse(attendance)
    assert not is_valid(certificate)
    reverse(correction)
    assert is_valid(certificate)


def test_a_reversed_attendance_cannot_ask(attendance):
    reverse(attendance)
    with pytest.raises(DomainError, match="已被冲正"):
        operations.certify_attendance(attendance)


def test_numbers_follow_each_other_without_gaps_also_after_a_failure(world):
    session = make_held(world, people=3)
    rows = list(session.attendances.order_by("pk"))
    first = operations.certify_attendance(rows[0])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        operations.certify_attendance(rows[1])
        raise ZeroDivisionError
    second = operations.certify_attendance(rows[2])
    assert [first.number, second.number] == [f"CJ-{YEAR}-000001", f"CJ-{YEAR}-000002"]


def test_a_request_is_issued_with_the_facts_of_that_day(world, attendance):
    certificate = make_certificate(world, attendance)
    attendance.person.name = "王晓芳"
    attendance.person.save()
    issued = operations.issue_certificate(certificate, by=world.worker)
    assert (issued.name, issued.handled_by, issued.state) == ("王晓芳", world.worker, CertificateState.ISSUED)


def test_a_request_whose_attendance_fell_is_not_issued(world, attendance):
    certificate = make_certificate(world, attendance)
    reverse(attendance)
    with pytest.raises(DomainError, match="已被冲正"):
        operations.issue_certificate(certificate, by=world.worker)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.number) == (CertificateState.REQUESTED, None)
    assert not CertificateCounter.objects.exists()


def test_rejecting_needs_a_reason_and_lets_the_person_ask_again(world, attendance):
    certificate = make_certificate(world, attendance)
    with pytest.raises(DomainError, match="请写明原因"):
        operations.reject_certificate(certificate, by=world.worker, note=" ")
    operations.reject_certificate(certificate, by=world.worker, note="姓名有误")
    assert operations.certify_attendance(attendance).number == f"CJ-{YEAR}-000001"


def test_a_revoked_number_stays_used(world, attendance):
    certificate = operations.certify_attendance(attendance)
    revoked = operations.revoke_certificate(certificate, by=world.community, note="姓名有误")
    assert (revoked.state, revoked.number) == (CertificateState.REVOKED, f"CJ-{YEAR}-000001")
    assert operations.certify_attendance(attendance).number == f"CJ-{YEAR}-000002"


def test_revoking_twice_is_refused(world, attendance):
    certificate = operations.certify_attendance(attendance)
    operations.revoke_certificate(certificate, by=world.community, note="姓名有误")
    with pytest.raises(DomainError, match="不能撤销"):
        operations.revoke_certificate(certificate, by=world.community, note="再来一次")


@pytest.mark.parametrize("change", [{"name": "李四"}, {"hours": 9}, {"number": "CJ-1"}, {"lines": []}, {"token": "x"}])
def test_an_issued_certificate_is_frozen(attendance, change):
    certificate = operations.certify_attendance(attendance)
    with pytest.raises(InternalError, match="frozen"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**change)
    with pytest.raises(InternalError, match="frozen"), transaction.atomic():
        connection.cursor().execute("DELETE FROM services_certificate WHERE id = %s", [certificate.pk])


def test_an_issued_certificate_follows_its_person_into_a_merge(world, attendance):
    certificate = operations.certify_attendance(attendance)
    person, other = attendance.person, make_person(world, "王小芳同志")
    person.merged_into = other
    person.save()
    Certificate.objects.filter(pk=certificate.pk).update(person=other)
    certificate.refresh_from_db()
    assert (certificate.person, certificate.name) == (other, "王小芳")


def test_too_many_lines_and_a_period_that_ends_before_it_starts_are_refused(world):
    person = register_person(organization=world.community_union, name="赵一鸣", phone="13700001111")
    today = timezone.localdate()
    fields = {"by": world.worker, "kind": "volunteer", "person": person, "organization": world.community_union}
    with pytest.raises(DomainError, match="最多列500条"):
        operations.request_certificate(**fields, starts_on=today, ends_on=today, lines=[{}] * 501)
    with pytest.raises(DomainError, match="早于起始日期"):
        operations.request_certificate(**fields, starts_on=today, ends_on=today - timedelta(days=1))


def test_who_may_have_one_and_who_has_one(world, django_assert_num_queries):
    session = make_held(world, people=4, unnamed=3)
    rows = list(session.attendances.filter(person__isnull=False).order_by("pk"))
    operations.certify_attendance(rows[0])
    reverse(rows[3])
    with django_assert_num_queries(1):
        found = {row.person.name: row.certificate_number for row in certifiable(session)}
    assert found == {"参加者0": f"CJ-{YEAR}-000001", "参加者1": None, "参加者2": None}


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_one_certificate(world):
    attendance = make_attendance(make_held(world, people=0), make_person(world))
    barrier = Barrier(2)

    def ask(_):
        barrier.wait()
        try:
            return operations.certify_attendance(attendance).number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        numbers = list(pool.map(ask, range(2)))
    assert numbers == [f"CJ-{YEAR}-000001"] * 2
    assert Certificate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_who_ask_at_once_get_eight_numbers_in_a_row(world):
    rows = list(make_held(world, people=8).attendances.all())
    barrier = Barrier(8)

    def ask(attendance):
        barrier.wait()
        try:
            return operations.certify_attendance(attendance).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(ask, rows))
    assert numbers == [f"CJ-{YEAR}-{number:06d}" for number in range(1, 9)]
