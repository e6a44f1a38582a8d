"""Every page of the menu, for every role, on an office screen and on a phone: it answers, it fits, it can be read."""

from pathlib import Path

import pytest
from django.utils import timezone

from projects.enums import NeedState, ProjectState
from projects.models import Question
from services.models import Session
from tests.browser.actors import Actor
from tests.cast import ROLE_NAMES, make_need, make_project, make_session, make_world
from tests.evaluations.actors import make_attendance, make_evaluation, make_open_session, make_ratings
from tests.projects.build_call import make_call, make_call_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
OFFICE, PHONE = {"width": 1366, "height": 768}, {"width": 375, "height": 812}
ROLES = ROLE_NAMES[:-2]  # the last two hold roles that stand here already
LONG_NAME = "新就业形态劳动者技能提升与安全防护暨户外劳动者关爱服务项目"
TOO_WIDE = """() => [...document.querySelectorAll("main *")]
    .filter((element) => !element.closest(".table-responsive, .visually-hidden, svg"))
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((element) => element.outerHTML.slice(0, 100))
    .concat(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ["the page itself"] : [])"""
OBSTACLES = """() => axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => violations
    .filter(({impact}) => impact === "serious" || impact === "critical")
    .map(({id, nodes}) => `${id}: ${nodes[0].html.slice(0, 100)}`))"""


@pytest.fixture
def records(transactional_db):
    """The cast and a few rows for every list."""
    w = make_world()
    make_need(w, NeedState.COLLECTED, title=LONG_NAME)
    make_project(w, ProjectState.SUBMITTED, name=LONG_NAME)
    make_evaluation(w, make_project(w, ProjectState.FINAL_REVIEW))
    held = make_open_session(w, venue="社区党群服务中心二楼职工之家多功能厅")
    make_attendance(w, held)
    make_ratings(held, 5, 5, 4, 4, 3, 2)
    make_session(w, held.activity)
    return w


def see(page, paths, checks) -> list[str]:
    """What is wrong with the pages at ``paths``, by ``checks`` run at both sizes."""
    found = []
    for path in paths:
        page.set_viewport_size(OFFICE)
        status = page.goto(path).status
        if status != 200:
            found.append(f"{path} answered {status}")
        for size in (OFFICE, PHONE):
            page.set_viewport_size(size)
            found += [f"{path} at {size['width']}: {wrong}" for check in checks for wrong in page.evaluate(check)]
    return found


def can_be_read(page, paths) -> list[str]:
    """No obstacle that axe calls serious. Their policy refuses script tags, so axe comes in by the browser."""
    if not AXE.exists():
        pytest.skip("no axe-core: run npm ci")
    page.add_init_script(AXE.read_text())
    return see(page, paths, [TOO_WIDE, OBSTACLES])


def in_the_menu(page) -> list[str]:
    """Addresses of the sidebar, each once."""
    links = page.locator(".navbar-vertical a[href^='/']").evaluate_all("links => links.map((a) => a.pathname)")
    return list(dict.fromkeys(links))


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_menu_answers_and_fits(records, new_page, role):
    page = Actor(new_page, role).page
    paths = in_the_menu(page)
    assert len(paths) >= 5
    assert see(page, paths, [TOO_WIDE]) == []


@pytest.mark.parametrize("role", ["city", "expert"])
def test_the_menu_can_be_read_by_anybody(records, new_page, role):
    """Between them these two see every entry, the one as a manager, the other as a guest."""
    page = Actor(new_page, role).page
    assert can_be_read(page, in_the_menu(page)) == []


def test_records_and_forms_can_be_read_by_anybody(records, new_page):
    """A record of each kind and the longest forms, by those who work with them."""
    planned, held = Session.objects.order_by("-starts_at")
    on_duty = {
        "community": (
            "/projects/needs/create/",
            planned.get_absolute_url(),
            planned.activity.project.get_absolute_url(),
        ),
        "ngo": ("/projects/create/", planned.activity.get_absolute_url(), f"/services/sessions/{held.pk}/check-in/"),
        "district": (records.community.get_absolute_url(), records.neighbour.get_absolute_url(), "/dashboard/?wall=1"),
    }
    for role, paths in on_duty.items():
        assert can_be_read(Actor(new_page, role).page, paths) == []


def test_public_pages_can_be_read_by_anybody(records, new_page):
    planned = Session.objects.latest("starts_at")
    call = make_call(records, title=LONG_NAME)
    make_call_file(call, records.district)
    answered = {"answer": "可以。", "answered_at": timezone.now()}
    Question.objects.create(call=call, text="能否联合申报？", asked_by=records.ngo, **answered)
    paths = [planned.get_public_url(), planned.activity.get_public_url(), call.get_public_url(), "/c/"]
    assert can_be_read(new_page(), paths) == []
