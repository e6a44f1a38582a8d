"""The demo's year of services: its records hold what they promise, by SQL that knows nothing of the platform's own."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from core.models import Notification
from orgs.models import User
from reports.models import ReportRun
from reports.recount import recounted
from services import periodic
from services.models import Certificate, Session
from services.operations.hour_check import check_hours
from tests.sanlian.demo.sql import rows, value

pytestmark = pytest.mark.django_db


def states(table):
    return dict(rows(f"SELECT state, count(*) FROM services_{table} GROUP BY state"))


# The rows of a year


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("callout", {"open": 1, "reported": 2, "confirmed": 18}),
        ("hourcorrection", {"approved": 1}),
        ("notice", {"draft": 1, "published": 5, "withdrawn": 1}),
        ("certificate", {"requested": 1, "issued": 8, "revoked": 1}),
        ("followup", {"open": 3, "done": 2, "need": 1}),
        ("order", {
            "requested": 1, "submitted": 4, "scheduled": 2, "dispatched": 2, "done": 1, "feedback": 3, "rejected": 1,
            "cancelled": 1,
        }),
    ],
)  # fmt: skip
def test_every_state_has_its_example(table, expected):
    assert states(table) == expected


def test_activities_in_front_of_the_public():
    found = states("activity")
    assert {state: found[state] for state in ("draft", "submitted", "approved")} == {
        "draft": 1, "submitted": 1, "approved": 1,
    }  # fmt: skip
    assert value("SELECT count(*) FROM services_activity WHERE is_template") == 1


def test_the_lectures_are_four_series_by_those_who_passed():
    lectures = "FROM services_session s JOIN services_activity a ON a.id = s.activity_id WHERE a.kind = 'psychology'"
    assert value(f"SELECT count(*) {lectures} AND s.series_id IS NOT NULL AND s.topic <> ''") == 64
    assert value(f"SELECT count(DISTINCT series_id) {lectures}") == 4
    assert value("SELECT count(*) FROM services_lecturer WHERE passed_on IS NULL") == 1


def test_a_year_of_shifts_volunteers_and_streets():
    assert states("shift") == {"done": 120, "published": 8, "draft": 1}
    found = states("volunteer")
    assert (found["pending"], found["paused"], found["left"]) == (5, 3, 3)
    assert 560 <= found["active"] <= 680
    team = "SELECT formal_members, (SELECT count(*) FROM services_volunteer v WHERE v.team_id = t.id)"
    assert rows(f"{team} FROM services_team t WHERE kind = 'rescue'") == [(55, 120)]
    assert value("SELECT count(*) FROM services_merchant") == 15
    assert states("streetday")["cancelled"] == 2
    assert value("SELECT count(*) FROM services_team") == 15


def test_stars_are_awarded_publicised_and_asked_for():
    found = states("starapplication")
    assert (found["publicised"], found["submitted"]) == (2, 2)
    assert value("SELECT count(*) FROM services_volunteer WHERE stars > 0") == found["awarded"] >= 4


def test_one_session_is_full_with_a_line_and_a_place_held():
    line = "SELECT capacity - registered - offered, offered, waiting FROM services_session WHERE waiting > 0"
    assert rows(line) == [(0, 1, 7)]
    assert rows(
        "SELECT state FROM services_registration WHERE priority = 1 AND created_at > now() - interval '1 day'"
    ) == [("offered",)]
    assert value("SELECT count(*) FROM services_registration WHERE state = 'pending'") == 5
    assert value("SELECT count(*) FROM services_registration WHERE group_id IS NOT NULL") == 9
    assert value("SELECT count(*) FROM services_formfield") == 3


def test_one_session_was_watched_and_two_left_at_once():
    watched = "FROM services_attendance a JOIN services_session s ON s.id = a.session_id WHERE s.is_online"
    assert value(f"SELECT count(*) {watched} AND NOT is_counted AND online_minutes < 5") == 2
    assert value(f"SELECT count(*) {watched} AND is_counted AND online_minutes < 5") == 0
    assert value("SELECT count(*) FROM services_session WHERE is_online") == 1


def test_one_pair_was_merged_one_name_taken_back_some_entered_late():
    assert value("SELECT count(*) FROM orgs_person WHERE merged_into_id IS NOT NULL") == 1
    named = "SELECT count(*) FROM services_attendance a JOIN services_attendance o ON o.id = a.reverses_id"
    assert value(f"{named} WHERE o.person_id IS NOT NULL") == 1
    late = "SELECT count(*) FROM services_attendance WHERE recorded_at > at + interval '12 hours'"
    assert 14 <= value(late) <= 15
    month = f"date_trunc('month', {{}} AT TIME ZONE '{settings.TIME_ZONE}')"
    later = f"{month.format('recorded_at')} > {month.format('at')}"
    assert value(f"SELECT count(*) FROM services_attendance WHERE {later}") >= 1


def test_the_report_of_a_month_stands_beside_the_recount(client):
    """Two reports of the same month, with late entries between them: both figures, and the difference."""
    first, second = ReportRun.objects.order_by("pk")
    assert (first.state, second.state, first.month == second.month) == ("done", "done", True)
    changed = {row.name: row.difference for row in recounted(first).rows if row.is_changed}
    assert changed["persons"] == changed["named_times"] == 2
    assert changed["person_times"] == int(second.snapshot["person_times"]) - int(first.snapshot["person_times"])
    assert set(changed) <= {"person_times", "named_times", "persons", "converted_hours"}
    assert not recounted(second).is_changed
    client.force_login(User.objects.get(username="district"))
    page = client.get(first.get_absolute_url()).content.decode()
    assert "快照版" in page and "重算版" in page
    assert client.get("/dashboard/").context["efforts"][-1]["number"] > 0  # coverage, with its base


def test_scans_answer_as_the_door_did():
    results = dict(rows("SELECT result, count(*) FROM services_scan GROUP BY result"))
    assert (results["counted"], results["already"], results["refused"]) == (10, 1, 2)
    assert value("SELECT count(*) FROM services_attendance WHERE inside") > 100
    assert value("SELECT count(*) FROM services_attendance WHERE NOT inside") > 0


# What must not exist, and the rows that would prove it

NEVER = {
    "totals of a session that are not those of its rows": """
        SELECT s.id FROM services_session s, LATERAL (
            SELECT count(*) FILTER (WHERE state = 'registered') AS registered,
                count(*) FILTER (WHERE state = 'offered') AS offered,
                count(*) FILTER (WHERE state = 'waiting') AS waiting
            FROM services_registration WHERE session_id = s.id
        ) places, LATERAL (
            SELECT coalesce(sum(a.headcount), 0) AS times,
                coalesce(sum(a.headcount) FILTER (WHERE coalesce(o.person_id, a.person_id) IS NOT NULL), 0) AS named
            FROM services_attendance a LEFT JOIN services_attendance o ON o.id = a.original_id
            WHERE a.session_id = s.id AND a.role = 'participant' AND a.is_counted
        ) came WHERE (s.registered, s.offered, s.waiting, s.person_times, s.named_times)
        IS DISTINCT FROM (places.registered, places.offered, places.waiting, came.times, came.named)""",
    "a session with more places given than it has": """
        SELECT id FROM services_session WHERE registered + offered > capacity""",
    "a session nobody works at": """
        SELECT s.id FROM services_session s LEFT JOIN services_session_workers w ON w.session_id = s.id
        WHERE s.state = 'held' AND w.id IS NULL""",
    "a session at the place of another community": """
        SELECT s.id FROM services_session s JOIN orgs_venue v ON v.id = s.place_id
        WHERE v.organization_id <> s.organization_id""",
    "a lecture by somebody who did not pass": """
        SELECT s.id FROM services_session s JOIN services_lecturer l ON l.id = s.lecturer_id
        WHERE l.passed_on IS NULL OR l.passed_on > s.starts_on""",
    "an old session without an approved summary": f"""
        SELECT s.id FROM services_session s LEFT JOIN services_summary y
        ON y.session_id = s.id AND y.state = 'approved'
        WHERE s.state = 'held' AND y.id IS NULL
        AND s.starts_on < (now() AT TIME ZONE '{settings.TIME_ZONE}')::date - 3""",
    "a summary approved by its writer": """
        SELECT y.id FROM services_summary y JOIN services_summaryevent e ON e.subject_id = y.id
        WHERE e.kind IN ('create', 'update', 'submit') AND e.by_id = y.approved_by_id""",
    "an approved summary with too few photos": """
        SELECT y.id FROM services_summary y LEFT JOIN services_summaryphoto p ON p.summary_id = y.id
        WHERE y.state = 'approved' GROUP BY y.id HAVING count(p.id) < 3""",
    "more people in a summary than came": """
        SELECT y.id FROM services_summary y JOIN services_session s ON s.id = y.session_id,
        jsonb_each_text(y.audience) typed WHERE typed.value::int > s.person_times - s.named_times""",
    "hours of a volunteer that are not in the ledger": """
        SELECT v.id FROM services_volunteer v WHERE hours <>
        (SELECT coalesce(sum(e.hours), 0) FROM services_hourentry e WHERE e.volunteer_id = v.id)""",
    "a confirmed claim the ledger does not know": """
        SELECT c.id FROM services_hourclaim c WHERE (CASE state WHEN 'confirmed' THEN hours ELSE 0 END) <>
        (SELECT coalesce(sum(e.hours), 0) FROM services_hourentry e WHERE e.claim_id = c.id)""",
    "an hour counted twice": """
        SELECT a.id FROM services_hourclaim a JOIN services_hourclaim b ON b.volunteer_id = a.volunteer_id
        AND b.id > a.id AND a.counted && b.counted WHERE a.state = 'confirmed' AND b.state = 'confirmed'""",
    "hours confirmed by whoever wrote them down": """
        SELECT c.id FROM services_hourclaim c JOIN services_hourclaimevent e ON e.subject_id = c.id
        WHERE c.source <> 'shift' AND e.kind = 'confirm' AND e.by_id = c.claimed_by_id""",
    "a duplicate that names nothing": """
        SELECT id FROM services_hourclaim WHERE state = 'void' AND duplicate_of_id IS NULL""",
    "a volunteer at a shift before they joined": """
        SELECT u.id FROM services_shiftsignup u JOIN services_shift s ON s.id = u.shift_id
        JOIN services_volunteer v ON v.id = u.volunteer_id WHERE v.registered_on > s.starts_at::date""",
    "a minor without a guardian": """
        SELECT v.id FROM services_volunteer v JOIN orgs_person p ON p.id = v.person_id
        WHERE p.birth_date + interval '18 years' > current_date AND v.guardian_consented_on IS NULL""",
    "a minor at an emergency drill": """
        SELECT u.id FROM services_shiftsignup u JOIN services_shift s ON s.id = u.shift_id
        JOIN services_volunteer v ON v.id = u.volunteer_id JOIN orgs_person p ON p.id = v.person_id
        WHERE s.is_dangerous AND p.birth_date + interval '18 years' > s.starts_at""",
    "a volunteer of a shift who is not on the session's list": """
        SELECT u.id FROM services_shiftsignup u JOIN services_shift s ON s.id = u.shift_id
        JOIN services_volunteer v ON v.id = u.volunteer_id LEFT JOIN services_attendance a
        ON a.session_id = s.session_id AND a.person_id = v.person_id
        WHERE u.state = 'signed_out' AND a.id IS NULL""",
    "a shift taken by more than it has places": "SELECT id FROM services_shift WHERE taken > places",
    "a person who left before they came": """
        SELECT c.id FROM services_checkout c JOIN services_attendance a ON a.id = c.attendance_id WHERE c.at < a.at""",
    "a text message still to be sent": "SELECT id FROM core_textmessage WHERE sent_at IS NULL",
    "a dangerous activity before the public without insurance": """
        SELECT a.id FROM services_activity a LEFT JOIN services_insurance i ON i.activity_id = a.id AND NOT i.is_void
        WHERE a.kind = 'drill' AND a.state = 'published' AND i.id IS NULL""",
    "an aim that serves nothing": """
        SELECT id FROM services_planobjective WHERE need_id IS NULL AND indicator_id IS NULL""",
    "a call-out confirmed by whoever reported it": """
        SELECT a.id FROM services_calloutevent a JOIN services_calloutevent b ON b.subject_id = a.subject_id
        WHERE a.kind = 'verify' AND b.kind = 'close' AND a.by_id = b.by_id""",
}  # fmt: skip


@pytest.mark.parametrize("name", NEVER)
def test_never(name):
    assert rows(NEVER[name]) == []


RECORDS = (
    "summary", "followup", "certificate", "volunteer", "shift", "shiftsignup", "hourclaim", "hourcorrection",
    "starapplication", "order", "callout", "streetday", "notice",
)  # fmt: skip


@pytest.mark.parametrize("record", RECORDS)
def test_events_lead_to_the_state_without_a_gap(record):
    """Each event starts where the one before it ended, in the order of time, and the last one ends in the state."""
    table = f"services_{record}"
    moves = f"""
        SELECT *, lag(to_state) OVER w AS before, lag(at) OVER w AS earlier, last_value(to_state) OVER all_of AS final
        FROM {table}event WHERE to_state <> ''
        WINDOW w AS (PARTITION BY subject_id ORDER BY id),
        all_of AS (PARTITION BY subject_id ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"""
    broken = "(before IS NOT NULL AND from_state <> before) OR move.at < earlier OR final <> record.state"
    assert (
        rows(f"SELECT move.id FROM ({moves}) move JOIN {table} record ON record.id = subject_id WHERE {broken}") == []
    )
    assert value(f"SELECT max(at) FROM {table}event") <= timezone.now()


# What the platform does with it


def test_the_hours_are_in_order():
    assert check_hours() == []


def test_the_timers_have_little_to_say():
    """Tomorrow's sessions, and yesterday's that nobody confirmed; no flood on the first night of a demo."""
    before = Notification.objects.count()
    for task in (periodic.remind_sessions, periodic.check_hours, periodic.expire_offers, periodic.remind_records):
        task()
    assert Notification.objects.count() - before < 20


def test_the_last_days_show_every_stage_of_a_summary():
    """None, a draft, waiting and returned, in turn as far as there were sessions."""
    recent = """
        SELECT coalesce(y.state, '') FROM services_session s LEFT JOIN services_summary y ON y.session_id = s.id
        WHERE s.state = 'held' AND coalesce(y.state, '') <> 'approved'"""
    found = [row[0] for row in rows(recent)]
    wanted = ("", "draft", "submitted", "returned")[: len(found)]
    assert set(wanted) <= set(found)


LISTS = {
    "worker": ("activity", "session", "registration", "summary", "followup", "order", "lecturer", "certificate",
               "hourclaim", "volunteer", "shift", "team", "training"),
    "ngo": ("activity", "session", "summary", "followup", "catalogueitem", "order", "lecturer", "certificate",
            "hourclaim", "volunteer", "shift"),
    "community": ("activity", "session", "registration", "summary", "followup", "order", "certificate", "notice",
                  "hourclaim", "starapplication", "callout", "streetday", "volunteer", "shift", "team", "training"),
    "street": ("activity", "session", "summary", "order", "notice", "hourclaim", "starapplication", "callout",
               "streetday", "volunteer", "shift"),
    "district": ("activity", "session", "summary", "order", "notice", "hourclaim", "starapplication", "callout",
                 "streetday", "volunteer", "shift", "lecturer"),
}  # fmt: skip


@pytest.mark.parametrize(("username", "name"), [(who, name) for who, names in LISTS.items() for name in names])
def test_every_list_of_an_account_has_rows(client, username, name):
    client.force_login(User.objects.get(username=username))
    answer = client.get(reverse(f"services:{name}-list"))
    assert answer.status_code == 200
    assert len(answer.context["table"].rows) > 0


def test_a_certificate_of_service_is_verified_from_its_code(client):
    certificate = Certificate.objects.filter(kind="volunteer", state="issued").order_by("pk").first()
    answer = client.get(certificate.get_public_url())
    assert answer.status_code == 200
    assert certificate.number in answer.content.decode()
    assert certificate.name not in answer.content.decode()


def test_the_public_page_of_a_community_is_full(client):
    session = Session.objects.filter(organization__code="210103014001", state="planned").first()
    answer = client.get(reverse("public:community", args=[session.organization.code]))
    assert answer.status_code == 200
    assert "职工之家多功能厅" in answer.content.decode()
