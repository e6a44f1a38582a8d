"""The demo holds what the seeds tell, and every figure agrees with independent SQL over the raw rows."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from evaluations.scoring import satisfaction
from orgs.models import Organization, User
from projects.enums import CallState, NeedState, ProjectState
from reports.periods import last_twelve_months
from reports.queries import home_of, statistics
from sanlian.demo import ACCOUNTS, PASSWORD
from sanlian.demo.load import STEPS, NotEmpty, load
from tests.sanlian.demo.sql import rows, value

pytestmark = pytest.mark.django_db


def period():
    return last_twelve_months(timezone.localdate())


HELD = """
    SELECT count(*) FROM services_session session JOIN services_activity activity ON activity.id = session.activity_id
    WHERE session.state = 'held' AND session.starts_on BETWEEN %(start)s AND %(end)s AND activity.kind LIKE %(kind)s
"""


@pytest.mark.parametrize(("kind", "count"), [("%", 720), ("psychology", 64), ("performance", 18)])
def test_a_year_of_sessions(kind, count):
    assert value(HELD, start=period().start, end=period().end, kind=kind) == count


def test_every_held_session_lies_in_the_last_twelve_months():
    assert value("SELECT count(*) FROM services_session WHERE state = 'held'") == 720


def test_twelve_purchased_services_by_ten_contractors():
    """Those of the year under report; two ended badly before it, four have been awarded and not begun, one of them
    in the place of another."""
    funded = "fund_id IS NOT NULL AND starts_on <= %(end)s AND ends_on >= %(start)s"
    days = {"start": period().start, "end": period().end}
    assert value(f"SELECT count(*) FROM projects_project WHERE {funded}", **days) == 12
    assert value(f"SELECT count(DISTINCT contractor_id) FROM projects_project WHERE {funded}", **days) == 10


def test_thousands_of_workers_come_thirty_thousand_times_and_are_satisfied():
    came = "SELECT {} FROM services_attendance WHERE role = 'participant'"
    assert value(came.format("sum(headcount)")) >= 30_000
    assert value(came.format("count(DISTINCT person_id)")) >= 3_000
    assert value("SELECT avg((score >= 4)::int) FROM evaluations_rating") > 0.9


def test_communities_of_three_tiers():
    tiers = dict(rows("SELECT tier, count(*) FROM orgs_organization WHERE tier <> '' GROUP BY tier"))
    assert tiers == {"star": 2, "ordinary": 6, "weak": 4}
    pilots = rows("SELECT place FROM orgs_organization WHERE is_pilot ORDER BY code")
    assert pilots == [("凯旋社区",), ("晨兴社区",)]
    assert value("SELECT count(*) FROM orgs_organization WHERE tier = 'weak' AND is_rural") >= 1
    served = "SELECT count(DISTINCT organization_id) FROM services_session s JOIN orgs_organization o"
    assert value(f"{served} ON o.id = s.organization_id WHERE o.tier = 'weak'") >= 3


def test_every_step_of_the_workflow_has_something_waiting():
    states = dict(rows("SELECT state, count(*) FROM projects_project GROUP BY state"))
    assert states == dict.fromkeys(ProjectState.values, 1) | {"active": 2, "final_review": 2, "terminated": 2}
    calls = dict(rows("SELECT state, count(*) FROM projects_call GROUP BY state"))
    assert calls == dict.fromkeys(CallState.values, 1)
    applications = dict(rows("SELECT state, count(*) FROM projects_application GROUP BY state"))
    assert applications == {
        "draft": 1, "submitted": 2, "checking": 1, "returned": 1, "reviewing": 2, "publicity": 2, "awarded": 4,
        "reserve": 1, "not_selected": 1,
    }  # fmt: skip
    needs = dict(rows("SELECT state, count(*) FROM projects_need GROUP BY state"))
    assert set(needs) == set(NeedState.values)
    told = "SELECT count(*) FROM projects_needfeedback"
    assert (value(told), value("SELECT count(*) FROM projects_need WHERE raiser <> ''")) == (1, 2)
    assert value("SELECT count(*) FROM projects_expense WHERE state = 'disallowed'") == 1
    assert value("SELECT count(*) FROM projects_settlement WHERE returned_on IS NOT NULL AND balance > 0") == 1
    expert = "SELECT id FROM orgs_user WHERE username = 'expert'"
    assert (
        value(f"SELECT count(*) FROM evaluations_evaluation WHERE state = 'assigned' AND evaluator_id = ({expert})")
        == 2
    )
    soon = "SELECT count(*) FROM projects_instalment WHERE state = 'planned' AND due_on BETWEEN %(first)s AND %(last)s"
    today = timezone.localdate()
    assert value(soon, first=today, last=today + timedelta(days=15)) >= 1


def test_who_gave_up_is_followed_by_the_next_in_reserve():
    told = rows(
        "SELECT p.name, p.state FROM projects_project p JOIN projects_application a ON a.id = p.application_id "
        "ORDER BY p.id"
    )
    assert [told[0], told[-1]] == [("户外劳动者健康驿站", "terminated"), ("车间文艺小分队", "approved")]
    moves = "SELECT kind FROM projects_callevent WHERE subject_id = (SELECT min(id) FROM projects_call) ORDER BY id"
    assert [kind for (kind,) in rows(moves)][-2:] == ["promote", "finish"]


def test_one_bond_is_returned_and_one_waits_for_it():
    bonds = "SELECT kind, count(*) FROM projects_bondentry GROUP BY kind"
    assert dict(rows(bonds)) == {"handed_in": 2, "returned": 1}


@pytest.mark.parametrize("offset", [0, 1])
def test_sessions_of_today_and_tomorrow(offset):
    day = timezone.localdate() + timedelta(days=offset)
    assert value("SELECT count(*) FROM services_session WHERE state = 'planned' AND starts_on = %(day)s", day=day) >= 1


# The dashboard's figures without a line of the platform's own counting. {sessions} and {projects} are the rows of
# the place and period; the two columns say where a row belongs: to its territory, or to who contracted it.
SESSIONS = """
    SELECT session.id FROM services_session session
    JOIN services_activity activity ON activity.id = session.activity_id
    JOIN projects_project project ON project.id = activity.project_id
    JOIN orgs_organization organization ON organization.id = {session_place}
    WHERE organization.path LIKE %(path)s || '%%' AND session.starts_on BETWEEN %(start)s AND %(end)s
"""
PROJECTS = """
    SELECT project.* FROM projects_project project
    JOIN orgs_organization organization ON organization.id = {project_place}
    WHERE organization.path LIKE %(path)s || '%%'
"""
HELD_HERE = "SELECT id FROM services_session WHERE state = 'held' AND id IN ({sessions})"
ON_SITE = f"{HELD_HERE} AND NOT is_online"
CAME = f"FROM services_attendance a WHERE role = 'participant' AND is_counted AND session_id IN ({ON_SITE})"
# A name stands while an even number of corrections follows it, one reversing the other.
STANDS = """
    (WITH RECURSIVE chain AS (
        SELECT id FROM services_attendance WHERE reverses_id = a.id
        UNION ALL SELECT c.id FROM services_attendance c JOIN chain ON c.reverses_id = chain.id
    ) SELECT count(*) %% 2 = 0 FROM chain)
"""
MONEY = """
    SELECT coalesce(sum(amount), 0) FROM projects_ledgerentry entry JOIN ({projects}) here ON here.id = project_id
    WHERE entry.on BETWEEN %(start)s AND %(end)s AND kind =
"""
FIGURES = {
    "sessions": f"SELECT count(*) FROM ({HELD_HERE}) AS held",
    "outside": f"SELECT count(*) FROM services_session WHERE time_band = 'outside' AND id IN ({HELD_HERE})",
    "person_times": f"SELECT coalesce(sum(headcount), 0) {CAME}",
    "persons": f"SELECT count(DISTINCT person_id) {CAME} AND person_id IS NOT NULL AND {STANDS}",
    "valid": "SELECT count(*) FROM evaluations_rating WHERE session_id IN ({sessions})",
    "satisfied": "SELECT count(*) FROM evaluations_rating WHERE score IN (4, 5) AND session_id IN ({sessions})",
    "projects": """
        SELECT count(*) FROM ({projects}) here WHERE starts_on <= %(end)s AND ends_on >= %(start)s
        AND fund_id IS NOT NULL""",
    "committed": f"{MONEY} 'commitment'",
    "paid": f"{MONEY} 'payment'",
}


def figures_by_sql(path, session_place, project_place):
    parts = {
        "sessions": SESSIONS.format(session_place=session_place),
        "projects": PROJECTS.format(project_place=project_place),
    }
    days = {"start": period().start, "end": period().end}
    return {name: value(sql.format(**parts), path=path, **days) for name, sql in FIGURES.items()}


@pytest.mark.parametrize("username", ["city", "district", "street", "community", "party", "ngo"])
def test_the_dashboard_agrees_with_independent_sql(username):
    user = User.objects.get(username=username)
    organization = home_of(user)
    is_contractor = organization.kind == "social"
    expected = figures_by_sql(
        organization.path,
        session_place="project.contractor_id" if is_contractor else "session.organization_id",
        project_place="project.contractor_id" if is_contractor else "project.organization_id",
    )
    found = statistics(user, organization, period().start, period().end)
    assert {
        "sessions": found.services.sessions,
        "outside": found.services.outside_sessions,
        "person_times": found.services.person_times,
        "persons": found.services.persons,
        "valid": found.satisfaction.valid,
        "satisfied": found.satisfaction.satisfied,
        "projects": found.projects,
        "committed": found.committed,
        "paid": found.paid,
    } == expected
    assert min(expected.values()) > 0


def test_the_city_dashboard_shows_the_year_of_the_seeds():
    city = User.objects.get(username="city")
    found = statistics(city, Organization.objects.get(code="2101"), period().start, period().end)
    assert (found.services.sessions, found.projects) == (720, 12)
    counts = dict(rows("SELECT score, count(*) FROM evaluations_rating GROUP BY score"))
    assert found.satisfaction == satisfaction(counts)
    assert found.satisfaction.rate > Decimal("0.9")


@pytest.mark.parametrize("username", ACCOUNTS)
def test_every_account_signs_in_and_sees_its_pages(client, username):
    answer = client.post(reverse("login"), {"username": username, "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, reverse("workbench"))
    assert client.get(reverse("workbench")).status_code == 200
    assert client.get(reverse("reports:dashboard")).status_code in ((200, 404) if username == "expert" else (200,))


def test_only_the_published_accounts_have_a_password():
    usable = [user.username for user in User.objects.order_by("pk") if user.has_usable_password()]
    assert sorted(usable) == sorted(ACCOUNTS)


def test_the_worker_has_two_identities():
    worker = User.objects.get(username="worker")
    assert [grant.role for grant in worker.memberships_today] == ["worker", "community_union"]


# what must not exist → the rows that would prove it
NEVER = {
    "an overdrawn fund": """
        SELECT fund_id FROM projects_ledgerentry WHERE kind IN ('appropriation', 'commitment') GROUP BY fund_id
        HAVING sum(CASE kind WHEN 'appropriation' THEN amount ELSE -amount END) < 0""",
    "a project paid beyond its commitment": """
        SELECT project_id FROM projects_ledgerentry WHERE project_id IS NOT NULL AND kind <> 'expense'
        GROUP BY project_id HAVING sum(CASE kind WHEN 'commitment' THEN amount ELSE -amount END) < 0""",
    "a funded project whose commitment is not its budget": """
        SELECT project.id FROM projects_project project LEFT JOIN projects_ledgerentry entry
        ON entry.project_id = project.id AND entry.kind = 'commitment' AND entry.key = 'commitment:' || project.id
        WHERE project.fund_id IS NOT NULL AND entry.amount IS DISTINCT FROM project.budget""",
    "totals that are not the sum of their rows": """
        SELECT project.id FROM projects_project project LEFT JOIN projects_ledgerentry entry
        ON entry.project_id = project.id GROUP BY project.id HAVING
        (project.committed, project.paid, project.spent) IS DISTINCT FROM (
            coalesce(sum(amount) FILTER (WHERE kind = 'commitment'), 0),
            coalesce(sum(amount) FILTER (WHERE kind = 'payment'), 0),
            coalesce(sum(amount) FILTER (WHERE kind = 'expense'), 0))""",
    "an accepted voucher without its entry": """
        SELECT e.id FROM projects_expense e LEFT JOIN projects_ledgerentry entry ON entry.key = 'expense:' || e.id
        WHERE (e.state = 'accepted') <> (entry.amount IS NOT NULL AND entry.amount = e.amount)""",
    "a project carried out without a signed contract": """
        SELECT p.id FROM projects_project p LEFT JOIN projects_contract c ON c.project_id = p.id
        WHERE c.signed_on IS NULL AND EXISTS (
            SELECT 1 FROM projects_projectevent e WHERE e.subject_id = p.id AND e.kind = 'activate')""",
    "instalments that do not add up to the contract before the audit": """
        SELECT c.id FROM projects_contract c JOIN projects_project p ON p.id = c.project_id
        JOIN projects_instalment i ON i.project_id = p.id
        WHERE p.state NOT IN ('audited', 'archived') GROUP BY c.id HAVING sum(i.amount) <> c.amount""",
    "an instalment approved by who checked it": """
        SELECT a.id FROM projects_instalmentevent a JOIN projects_instalmentevent c ON c.subject_id = a.subject_id
        WHERE a.kind = 'approve' AND c.kind = 'check' AND a.by_id = c.by_id""",
    "a budget that is not the sum of its lines": """
        SELECT project.id FROM projects_project project JOIN projects_budgetline line ON line.project_id = project.id
        GROUP BY project.id HAVING sum(line.unit_price * line.quantity) <> project.budget""",
    "a paid instalment without its payment": """
        SELECT instalment.id FROM projects_instalment instalment LEFT JOIN projects_ledgerentry entry
        ON entry.key = 'payment:' || instalment.id
        WHERE (instalment.state IN ('paid', 'receipted', 'clawed_back'))
        <> (entry.amount IS NOT NULL AND entry.amount = instalment.amount)""",
    "attendance at a session that was not held": """
        SELECT a.id FROM services_attendance a JOIN services_session s ON s.id = a.session_id
        WHERE s.state <> 'held'""",
    "a held session without anybody": """
        SELECT s.id FROM services_session s LEFT JOIN services_attendance a
        ON a.session_id = s.id AND a.role = 'participant' WHERE s.state = 'held'
        GROUP BY s.id HAVING coalesce(sum(a.headcount), 0) < 1""",
    "a session outside its project's period": """
        SELECT s.id FROM services_session s JOIN services_activity a ON a.id = s.activity_id
        JOIN projects_project p ON p.id = a.project_id WHERE s.starts_on NOT BETWEEN p.starts_on AND p.ends_on""",
    "a local date or time band that does not follow from the start": f"""
        SELECT id FROM services_session WHERE starts_on <> (starts_at AT TIME ZONE '{settings.TIME_ZONE}')::date
        OR (time_band = 'inside'
            AND extract(hour FROM starts_at AT TIME ZONE '{settings.TIME_ZONE}') NOT BETWEEN 9 AND 16)""",
    "more live registrations than places": """
        SELECT s.id FROM services_session s JOIN services_registration r ON r.session_id = s.id
        AND r.state = 'registered' GROUP BY s.id, s.capacity HAVING count(*) > s.capacity""",
    "a registration from before the session was scheduled": """
        SELECT r.id FROM services_registration r JOIN services_sessionevent e ON e.subject_id = r.session_id
        AND e.kind = 'create' WHERE r.created_at < e.at""",
    "a served person unknown to the community": """
        SELECT a.id FROM services_attendance a JOIN services_session s ON s.id = a.session_id
        LEFT JOIN orgs_personorganization k ON k.person_id = a.person_id AND k.organization_id = s.organization_id
        WHERE a.person_id IS NOT NULL AND k.id IS NULL""",
    "a registered person unknown to the contractor": """
        SELECT r.id FROM services_registration r JOIN services_session s ON s.id = r.session_id
        JOIN services_activity a ON a.id = s.activity_id JOIN projects_project p ON p.id = a.project_id
        LEFT JOIN orgs_personorganization k ON k.person_id = r.person_id AND k.organization_id = p.contractor_id
        WHERE k.id IS NULL""",
    "more ratings of a session than receipts": """
        SELECT s.id FROM services_session s WHERE
        (SELECT count(*) FROM evaluations_rating r WHERE r.session_id = s.id) <>
        (SELECT count(*) FROM evaluations_ratingreceipt t JOIN services_attendance a ON a.id = t.attendance_id
         AND a.person_id IS NOT NULL AND a.role = 'participant' WHERE a.session_id = s.id)""",
    "a rating from before its session": """
        SELECT r.id FROM evaluations_rating r JOIN services_session s ON s.id = r.session_id
        WHERE r.on < s.starts_on""",
    "a person registered after they first came": """
        SELECT p.id FROM orgs_person p JOIN services_attendance a ON a.person_id = p.id WHERE a.at < p.created_at""",
    "an evaluator with a post at either party": """
        SELECT e.id FROM evaluations_evaluation e JOIN projects_project p ON p.id = e.project_id
        JOIN orgs_membership m ON m.user_id = e.evaluator_id
        WHERE m.organization_id IN (p.contractor_id, p.organization_id)""",
    "a project approved by whoever submitted it": """
        SELECT a.id FROM projects_projectevent a JOIN projects_projectevent s ON s.subject_id = a.subject_id
        WHERE a.kind = 'approve' AND s.kind IN ('submit', 'create') AND a.by_id = s.by_id""",
    "a notification waiting for the mail server": "SELECT id FROM core_notification WHERE mailed_at IS NULL",
}  # fmt: skip


@pytest.mark.parametrize("name", NEVER)
def test_never(name):
    assert rows(NEVER[name]) == []


RECORDS = (
    "projects_need", "projects_plan", "projects_call", "projects_application", "projects_publicity",
    "projects_project", "projects_contract", "projects_instalment", "projects_expense", "projects_progressreport",
    "projects_settlement", "projects_archive", "services_activity", "services_session",
    "services_registration", "evaluations_evaluation",
)  # fmt: skip


@pytest.mark.parametrize("table", RECORDS)
def test_events_lead_to_the_state_without_a_gap(table):
    """Each event starts where the one before it ended, in the order of time, and the last one ends in the state."""
    moves = f"""
        SELECT *, lag(to_state) OVER w AS before, lag(at) OVER w AS earlier, last_value(to_state) OVER all_of AS final
        FROM {table}event WHERE to_state <> ''
        WINDOW w AS (PARTITION BY subject_id ORDER BY id),
        all_of AS (PARTITION BY subject_id ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"""
    broken = "(before IS NOT NULL AND from_state <> before) OR move.at < earlier OR final <> record.state"
    assert (
        rows(f"SELECT move.id FROM ({moves}) move JOIN {table} record ON record.id = subject_id WHERE {broken}") == []
    )


@pytest.mark.parametrize("table", RECORDS)
def test_nothing_happened_in_the_future(table):
    assert value(f"SELECT max(at) FROM {table}event") <= timezone.now()


def test_it_says_what_it_does(demo):
    lines = demo.splitlines()
    assert len(lines) == len(STEPS) + 1
    assert lines[0].endswith("Shenyang's unions, from the official division codes: 2,907")
    assert lines[-1].startswith("The demo is complete (")


def test_it_never_mixes_with_other_users():
    before = User.objects.count()
    with pytest.raises(NotEmpty):
        load(out=io.StringIO())
    assert User.objects.count() == before
