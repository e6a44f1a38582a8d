"""Statistics and report runs over the API."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from evaluations.models import Rating
from reports import building, operations, tasks
from reports.enums import ReportState
from reports.models import ReportRun
from reports.periods import last_twelve_months
from reports.queries import statistics
from tests.cast import ROLE_NAMES, make_session
from tests.reports.worlds import make_random_world, raw_statistics

STATISTICS, RUNS = "/api/v1/statistics/", "/api/v1/report-runs/"
NAMES = ["projects", "committed", "paid", "sessions", "outside_sessions", "person_times", "named_times", "persons"]
NAMES += ["ratings", "satisfied"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def figures(answer) -> list:
    return [answer.data[name] for name in NAMES]


def written(raw) -> list:
    """SQL's figures as the API writes them: money as text with two places, fewer than five ratings only counted."""
    *others, ratings, satisfied = [
        f"{value:.2f}" if position in (1, 2) else value for position, value in enumerate(raw)
    ]
    return [*others, ratings, None if 0 < ratings < 5 else satisfied]


@pytest.mark.parametrize("seed", range(3))
def test_statistics_without_parameters_are_home_and_the_last_twelve_months(world, api, seed):
    make_random_world(world, seed)
    usual = last_twelve_months(timezone.localdate())
    homes = {"city": "city_union", "street": "street_union", "party": "community_union", "ngo": "contractor"}
    for name, place in homes.items():
        place = getattr(world, place)
        answer = api(getattr(world, name)).get(STATISTICS)
        assert figures(answer) == written(raw_statistics(place, usual.start, usual.end)), name
        assert (answer.data["organization"], answer.data["start"]) == (place.code, usual.start.isoformat())


def test_statistics_of_a_place_and_period(world, api):
    make_random_world(world, 4)
    today = timezone.localdate()
    start = today - timedelta(days=40)
    answer = api(world.city).get(f"{STATISTICS}?organization=210102&start={start}&end={today}")
    assert figures(answer) == written(raw_statistics(world.district_union, start, today))
    made = statistics(world.city, world.district_union, start, today)
    assert answer.data["unnamed_times"] == answer.data["person_times"] - answer.data["named_times"]
    assert answer.data["outside_share"] == float(made.services.outside_share)
    assert answer.data["satisfaction"] == float(made.satisfaction.rate)


def test_rates_without_a_base_are_null(world, api):
    answer = api(world.city).get(STATISTICS)
    assert (answer.data["satisfaction"], answer.data["outside_share"], answer.data["is_small_sample"]) == (
        None,
        None,
        True,
    )


@pytest.mark.parametrize(
    ("scores", "shown"), [((5, 5, 5, 1), (4, None, None, True)), ((5, 5, 5, 5, 1), (5, 4, 0.8, True))]
)
def test_fewer_than_five_ratings_are_only_counted(world, api, signed_in, scores, shown):
    session = make_session(world, starts_at=timezone.now() - timedelta(days=1), state="held")
    Rating.objects.bulk_create(Rating(session=session, score=score, on=session.starts_on) for score in scores)
    data = api(world.city).get(STATISTICS).data
    assert tuple(data[name] for name in ("ratings", "satisfied", "satisfaction", "is_small_sample")) == shown
    page = signed_in(world.city).get("/dashboard/")
    (rate,) = {figure["number"] for figure in page.context["figures"] if figure["name"] == "satisfaction"}
    rates = [row["part"].statistics.satisfaction.rate for row in page.context["parts"]]
    assert [rate and float(rate), *rates] == [shown[2], rate, None]
    assert ("80.0%" in page.content.decode()) == (shown[2] == 0.8)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("start=yesterday", ["start"]),
        ("start=2026-02-30&end=x", ["start", "end"]),
        ("start=2026-03-01&end=2026-02-01", ["end"]),
        ("start=1850-01-01", ["start"]),
        ("start=2001-01-01&end=2026-01-01", ["start"]),
    ],
)
def test_bad_days_are_refused_by_field(world, api, query, fields):
    answer = api(world.city).get(f"{STATISTICS}?{query}")
    assert (answer.status_code, list(answer.data)) == (400, fields)


@pytest.mark.parametrize(
    ("name", "code", "status"),
    [
        ("district", "2101", 404),
        ("ngo", "SO-0002", 404),
        ("community", "210102001003", 404),
        ("city", "x", 404),
        ("city", "%00", 404),
        ("expert", "210102", 404),
        ("party", "210102001002", 200),
        ("finance", "210102001", 200),
    ],
)
def test_a_place_out_of_reach_does_not_exist(world, api, name, code, status):
    assert api(getattr(world, name)).get(f"{STATISTICS}?organization={code}").status_code == status


def test_anonymous_callers_are_sent_away(db):
    for address in (STATISTICS, RUNS, f"{RUNS}1/", f"{RUNS}1/word/"):
        assert APIClient().get(address).status_code == 401


def test_asking_answers_with_the_run_and_later_with_addresses(world, api, django_capture_on_commit_callbacks):
    client = api(world.street)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(RUNS, {"organization": "210102001002", "month": "2026-01"})
    assert (answer.status_code, answer.data["organization"], answer.data["month"]) == (201, "210102001002", "2026-01")
    assert (answer.data["state"], answer.data["word_url"]) == (ReportState.QUEUED, None)
    run = client.get(f"{RUNS}{answer.data['id']}/").data
    assert (run["state"], run["state_label"], run["progress"]) == (ReportState.DONE, "已完成", 100)
    for kind, address in (("docx", run["word_url"]), ("xlsx", run["excel_url"])):
        file = client.get(address)
        assert (file.status_code, file.filename) == (200, f"水源地社区联合工会2026年01月月报.{kind}")
    listed = client.get(f"{RUNS}?organization=210102001&month=2026-01-15&state=done").data
    assert (listed["count"], listed["results"][0]["id"]) == (1, run["id"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"organization": "210103014001", "month": "2026-01"}, "organization"),
        ({"organization": "2101", "month": "2026-01"}, "organization"),
        ({"organization": "210102001", "month": "2026-13"}, "month"),
        ({"organization": "210102001"}, "month"),
    ],
)
def test_a_bad_request_is_refused_by_field(world, api, body, field):
    answer = api(world.street).post(RUNS, body)
    assert (answer.status_code, list(answer.data)) == (400, [field])
    assert ReportRun.objects.count() == 0


def test_a_month_to_come_and_a_second_click_are_conflicts(world, api):
    client = api(world.street)
    assert client.post(RUNS, {"organization": "210102001", "month": "2999-01"}).status_code == 409
    assert client.post(RUNS, {"organization": "210102001", "month": "2026-01"}).status_code == 201
    answer = client.post(RUNS, {"organization": "210102001", "month": "2026-01"})
    assert (answer.status_code, answer.data["detail"][:4]) == (409, "您申请的")


# Role × who may ask for the street's report, read it, retry it.
RIGHTS = {
    "city": (201, 200, 403),
    "district": (201, 200, 403),
    "street": (201, 200, 200),
    "community": (400, 404, 404),
    "party": (400, 404, 404),
    "ngo": (400, 404, 404),
    "worker": (400, 404, 404),
    "supervisor": (400, 404, 404),
    "expert": (403, 404, 404),
    "finance": (201, 200, 403),
    "auditor": (201, 200, 403),
    "leader": (201, 200, 403),
    "stranger": (400, 404, 404),
    "rival_head": (400, 404, 404),
}


@pytest.mark.parametrize("name", ROLE_NAMES)
def test_rights(world, api, name):
    run = operations.request_report(world.street_union, by=world.street, month=timezone.localdate())
    building.fail(run, note="生成中断")
    client = api(getattr(world, name))
    asked = client.post(RUNS, {"organization": "210102001", "month": "2026-01"}).status_code
    read = client.get(f"{RUNS}{run.pk}/").status_code
    retried = client.post(f"{RUNS}{run.pk}/retry/").status_code
    assert (asked, read, retried) == RIGHTS[name]


def test_files_of_an_unfinished_run_do_not_exist(world, api):
    run = operations.request_report(world.street_union, by=world.street, month=timezone.localdate())
    assert api(world.street).get(f"{RUNS}{run.pk}/word/").status_code == 404
    tasks.build_report(run.pk)
    assert api(world.street).get(f"{RUNS}{run.pk}/excel/").status_code == 200
    assert api(world.stranger).get(f"{RUNS}{run.pk}/excel/").status_code == 404
