"""A row behind every public page of services, and the addresses of those pages."""

import re
from datetime import timedelta
from types import SimpleNamespace

from django.urls import reverse
from django.utils import timezone

from core.models import TextMessage
from orgs.enums import ServiceGroup
from projects.enums import ProjectState
from services.enums import (
    CertificateState,
    FieldKind,
    HourClaimState,
    NoticeState,
    OrderState,
    RegistrationState,
    SessionState,
    ShiftSignUpState,
)
from services.models import Notice
from services.operations.certificate import certify_attendance, issue_certificate, revoke_certificate
from services.operations.feed import open_feed
from services.operations.record import request_record
from services.shift_tickets import shift_code, sign_up_ticket
from services.tickets import check_in_code, order_ticket, own_calendar_ticket, registration_ticket, ticket_of
from services.views.my_service import TICKET
from tests.cast import make_activity, make_project, make_session
from tests.services.build_after import make_held
from tests.services.build_attendance import make_attendance, make_running
from tests.services.build_hour import make_claim, make_star
from tests.services.build_order import make_order
from tests.services.build_registration import make_person, make_question, make_registration
from tests.services.build_session import make_venue
from tests.services.build_volunteer import make_shift, make_sign_up, make_volunteer

CODE = re.compile(r"验证码(\d{6})")


def make_public(w) -> SimpleNamespace:
    """Sessions in every moment, certificates, a volunteer with hours, a shift ahead and one under way."""
    s = SimpleNamespace(community=w.community_union, street=w.street_union)
    s.project = make_project(w, ProjectState.ACTIVE)
    make_venue(w, is_open=True, opening_hours="周一至周日 9:00–21:00", phone="024-23860000", address="水源地街12号")
    today = timezone.localdate()
    Notice.objects.create(
        organization=w.community_union, title="春节慰问", body="困难职工慰问登记开始。", shown_from=today,
        state=NoticeState.PUBLISHED,
    )  # fmt: skip
    make_sessions(w, s)
    make_certificates(w, s)
    make_volunteering(w, s)
    make_orders(w, s)
    return s


def make_orders(w, s) -> None:
    """Asked for by enterprises, in every state that looks different; one calendar with a feed, one without."""
    states = (OrderState.REQUESTED, OrderState.SCHEDULED, OrderState.DONE, OrderState.FEEDBACK)
    s.orders = [make_order(w, state, phone_verified_at=timezone.now()) for state in states]
    s.calendars = [s.volunteer.person, s.registrations[0].person]
    open_feed(s.volunteer.person)


def make_sessions(w, s) -> None:
    """One open to all, one that asks everything, a full one, one called off; people signed up in every state."""
    asking = {"verifies_phone": True, "minimum_age": 16, "takes_groups": True, "asks_location": True}
    activity = make_activity(w, s.project, **asking, priority_groups=[ServiceGroup.NEW_FORM])
    make_question(activity, "是否需要班车接送", FieldKind.CHOICE, choices=["需要", "不需要"], is_required=True)
    make_question(activity, "想听哪些内容", FieldKind.CHOICES, choices=["用电", "消防"], hint="可选多项")
    make_question(activity, "带几个孩子", FieldKind.NUMBER)
    make_question(activity, "是否第一次参加", FieldKind.YES_NO)
    s.asking = make_session(w, activity, topic="有限空间作业安全")
    s.open = make_session(w, make_activity(w, s.project, name="消防演练观摩", takes_groups=True))
    s.full = make_session(w, s.open.activity, capacity=1)
    s.running = make_running(w, activity)
    s.cancelled = make_session(w, s.open.activity, state=SessionState.CANCELLED)
    states = (
        RegistrationState.WAITING, RegistrationState.PENDING, RegistrationState.REJECTED, RegistrationState.EXPIRED,
        RegistrationState.CANCELLED,
    )  # fmt: skip
    s.registrations = [make_registration(s.full, state) for state in states]
    s.registrations += [make_registration(s.open), make_registration(s.cancelled)]
    s.registrations.append(make_registration(s.asking, RegistrationState.OFFERED))
    make_registration(s.full)


def make_certificates(w, s) -> None:
    """Somebody who may still ask for one, somebody who has one, and one that was taken back."""
    held = make_held(w, s.open.activity, people=3)
    s.held = held
    s.asks, has, lost = held.attendances.order_by("pk")
    s.certified = has
    s.certificates = [certify_attendance(has), certify_attendance(lost)]
    revoke_certificate(s.certificates[1], by=w.worker, note="录错了人，重新出具")
    s.present = make_attendance(s.running, make_person(w.community_union))


def make_volunteering(w, s) -> None:
    s.volunteer = volunteer = make_volunteer(w, agrees_to_ranking=True)
    s.claim = make_claim(w, volunteer, state=HourClaimState.CONFIRMED)
    make_claim(w, volunteer, 13, 15)
    today = timezone.localdate()
    record = request_record(volunteer, starts_on=today - timedelta(days=30), ends_on=today)
    s.certificates.append(issue_certificate(record, by=w.community))
    assert {row.state for row in volunteer.certificates.all()} == {CertificateState.ISSUED}
    make_star(w, make_volunteer(w, "何秀兰"), "publicised", publicity_ends_on=today + timedelta(days=3))
    s.shift = make_shift(w, project=s.project)
    s.sign_ups = [
        make_sign_up(s.shift, volunteer), make_sign_up(s.shift, make_volunteer(w), ShiftSignUpState.CANCELLED)
    ]  # fmt: skip
    starts_at = timezone.now() - timedelta(minutes=20)
    s.on_duty = make_shift(w, project=s.project, starts_at=starts_at)


def public(name: str, *args) -> str:
    return reverse(f"public:{name}", args=args)


def addresses(s) -> list[str]:
    """Every public page of services that has an address for longer than a minute."""
    mine = TICKET.sign(s.volunteer.pk)
    codes = (s.community.code, s.street.code)
    sessions = (s.asking, s.open, s.full, s.running, s.cancelled, s.held)
    came = (s.asks, s.certified, s.present)
    return [
        *(public("community", code) for code in codes), public("community-need", s.community.code),
        *(public("activity", row.activity.token) for row in (s.asking, s.open)),
        *(public("session", row.token) for row in sessions),
        *(public("group-sign-up", row.token) for row in (s.open, s.full)),
        public("registration-find", s.open.token), public("voice-check-in", s.running.token),
        *(public("registration", registration_ticket(row)) for row in s.registrations),
        *(public("attendance", ticket_of(row)) for row in came),
        *(public("attendance-certificate", ticket_of(row)) for row in came),
        *(public("certificate", row.token) for row in s.certificates),
        reverse("rate:session", args=[s.held.token]), reverse("rate:ticket", args=[ticket_of(s.asks)]),
        public("volunteer", s.community.code), public("stars"), public("shift", s.shift.token),
        *(public("shift-sign-up", sign_up_ticket(row)) for row in s.sign_ups),
        public("my-service-find"), public("my-service", mine), public("my-correction", mine, s.claim.pk),
        public("my-calendar-find"), *(public("my-calendar", own_calendar_ticket(row)) for row in s.calendars),
        public("community-order", s.community.code), *(public("order", order_ticket(row)) for row in s.orders),
    ]  # fmt: skip


def steps(s) -> list:
    """Pages behind a code that is soon too old, and those a form answers with."""
    return [
        lambda page: page.goto(public("check-in", s.running.token, check_in_code(s.running))),
        lambda page: page.goto(public("shift-check-in", s.on_duty.token, shift_code(s.on_duty))),
        *(
            lambda page, address=address, number=number, depth=depth: prove(page, address, number, depth)
            for row, address in enumerate(proven(s))
            for depth, number in ((1, f"1390025{row:02}01"), (2, f"1390025{row:02}02"))
        ),
        lambda page: send(page, public("session", s.asking.token), phone="12"),
        lambda page: send(page, public("community-need", s.community.code)),
        lambda page: send(page, public("voice-check-in", s.running.token), name="田野", phone="13900260001", code="1"),
        lambda page: send(page, public("session", s.open.token), name="田野", phone="13900260001"),
        lambda page: send(page, public("group-sign-up", s.open.token), **LIST),
    ]


LIST = {
    "enterprise": "沈阳顺达快递有限公司", "contact_name": "江月", "contact_phone": "13900260002",
    "text": "田野 13900260003\n郝帅 139\n周敏 13900260004",
}  # fmt: skip


def proven(s) -> list[str]:
    """Where a phone is proven in two steps before the form comes."""
    return [
        public("session", s.asking.token), public("volunteer", s.community.code), public("shift", s.shift.token),
        public("my-service-find"), public("my-calendar-find"), public("community-order", s.community.code),
    ]  # fmt: skip


def send(page, address: str, **values: str):
    """Fill in the first form of the page and send it off."""
    page.goto(address)
    for name, value in values.items():
        page.locator(f'main form [name="{name}"]').first.fill(value)
    with page.expect_navigation() as answer:
        page.locator("main form button").first.click()
    return answer.value


def prove(page, address: str, number: str, depth: int):
    """Asked for the code; with it, the form."""
    answer = send(page, address, phone=number)
    if depth == 1:
        return answer
    body = next(row.body for row in TextMessage.objects.order_by("-pk") if row.phone == number)
    page.locator('main form [name="code"]').fill(CODE.search(body).group(1))
    with page.expect_navigation() as answer:
        page.locator("main form button").first.click()
    return answer.value
