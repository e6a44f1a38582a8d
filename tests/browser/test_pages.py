"""Every page of the menu, for every role, on an office screen and on a phone: it answers, it fits, it can be read."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from projects.enums import NeedState, ProjectState
from services.models import Session
from tests.browser.actors import Actor
from tests.browser.public_records import addresses, make_public, steps
from tests.browser.records import LONG_NAME, make_purchases
from tests.cast import ROLE_NAMES, make_need, make_project, make_session, make_world
from tests.evaluations.actors import make_attendance, make_evaluation, make_open_session, make_ratings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
OFFICE, PHONE = {"width": 1366, "height": 768}, {"width": 375, "height": 812}
THREE = ("city", "community", "ngo")  # who purchases, who asks, who serves: between them almost every entry
ROLES = (*THREE, *(name for name in ROLE_NAMES[:-2] if name not in THREE))  # the last two repeat a role
# Lists a step beside the menu: its pages link to them.
BESIDE = (
    "threshold-list", "parameter-list", "scorecard-list", "budgetruleset-list", "experttie-list", "scoresheet-list",
    "manualactual-list", "rewardscheme-list",
)  # fmt: skip
# Strips that scroll sideways on purpose, by finger and by key.
SCROLLS = ".table-responsive, .section-nav, .visually-hidden, svg"
TOO_WIDE = f"""() => [...document.querySelectorAll("main *")]
    .filter((element) => !element.closest("{SCROLLS}"))
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((element) => element.outerHTML.slice(0, 100))
    .concat(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ["the page itself"] : [])"""
LOADED = """() => !document.querySelector("[hx-trigger='load']")"""
# Of the page itself, its style and its pictures; what a phone pays for in the street.
HEAVIEST = 60_000
TOO_HEAVY = f"""() => {{
    const parts = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const weight = parts.reduce((sum, part) => sum + part.decodedBodySize, 0);
    return weight > 0 && weight < {HEAVIEST} ? [] : [`weighs ${{weight}} bytes`];
}}"""
OBSTACLES = """() => axe.run(document, {resultTypes: ["violations"], preload: false}).then(({violations}) => violations
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
    w.purchases = make_purchases(w)
    return w


def resize(page, size) -> None:
    """To ``size``, and until the layout has followed: charts are drawn anew a frame after their place has changed."""
    page.set_viewport_size(size)
    page.wait_for_function("width => window.innerWidth === width", arg=size["width"])
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def see(page, paths, at_desk, in_hand) -> list[str]:
    """What is wrong with the pages at ``paths``, by the checks for either size. A page without an address of its own
    is reached by a function of the browser's page. Each page begins at the size the last one ended with, for a layout
    that is made anew takes as long as a page."""
    found, sizes = [], [(OFFICE, at_desk), (PHONE, in_hand)]
    resize(page, OFFICE)
    for path in paths:
        answer = path(page) if callable(path) else page.goto(path)
        shown = f"{answer.request.method} {urlsplit(page.url).path}"
        if answer.status != 200:
            found.append(f"{shown} answered {answer.status}")
        page.wait_for_function(LOADED)
        for size, checks in sizes:
            if page.viewport_size != size:
                resize(page, size)
            found += [f"{shown} at {size['width']}: {wrong}" for check in checks for wrong in page.evaluate(check)]
        sizes.reverse()
    return found


def can_be_read(page, paths) -> list[str]:
    """No obstacle that axe calls serious. Axe takes longer than the page, and on a phone an office page shows less of
    the same: it is asked once."""
    learn_axe(page)
    return see(page, paths, [TOO_WIDE, OBSTACLES], [TOO_WIDE])


def can_be_read_in_the_street(page, paths, *more) -> list[str]:
    """As ``can_be_read``, for pages that are made for a phone."""
    learn_axe(page)
    checks = [TOO_WIDE, OBSTACLES, *more]
    return see(page, paths, checks, checks)


def learn_axe(page) -> None:
    """The pages' policy refuses script tags, so axe comes in by the browser."""
    assert AXE.exists(), "no axe-core: run npm ci"
    page.add_init_script(AXE.read_text())


def in_the_menu(page) -> list[str]:
    """Addresses of the sidebar, each once."""
    page.goto("/")
    links = page.locator(".navbar-vertical a[href^='/']").evaluate_all("links => links.map((a) => a.pathname)")
    return list(dict.fromkeys(links))


@pytest.mark.parametrize("role", THREE[1:])
def test_every_page_of_the_menu_answers_and_fits(records, new_page, role):
    """The menus of those who have most to do on its pages; that every role's menu opens, tests/sanlian sees."""
    page = Actor(new_page, role).page
    paths = in_the_menu(page)
    assert len(paths) >= 30
    assert not (found := see(page, paths, [TOO_WIDE], [TOO_WIDE])), "\n".join(found)


def test_the_menu_can_be_read_by_anybody(records, new_page):
    page = Actor(new_page, THREE[0]).page
    beside = [reverse(f"projects:{name}") for name in BESIDE]
    assert not (found := can_be_read(page, in_the_menu(page) + beside)), "\n".join(found)


def test_what_one_role_alone_sees_can_be_read_by_anybody(records, new_page):
    """The first page and the dashboard of everybody else, and what stands in no menu looked at above."""
    seen, found = set(), []
    for role in ROLES:
        page = Actor(new_page, role).page
        alone = [path for path in in_the_menu(page) if path not in seen]
        if role not in THREE:
            found += can_be_read(page, {"/", reverse("reports:dashboard"), *alone})
        seen.update(alone)
    assert not found, "\n".join(found)


def test_records_and_forms_can_be_read_by_anybody(records, new_page):
    """A record of each kind and the longest forms, by those who work with them."""
    planned, held = Session.objects.order_by("-starts_at")
    on_duty = {
        "community": (
            "/projects/needs/create/",
            planned.get_absolute_url(),
            planned.activity.project.get_part_url("services"),
        ),
        "ngo": ("/projects/create/", planned.activity.get_absolute_url(), f"/services/sessions/{held.pk}/check-in/"),
        "district": (records.community.get_absolute_url(), records.neighbour.get_absolute_url(), "/dashboard/?wall=1"),
    }
    for role, paths in on_duty.items():
        assert not (found := can_be_read(Actor(new_page, role).page, paths)), "\n".join(found)


def of_a_purchase(p) -> dict[str, list[str]]:
    """Who works with which record or form of a purchase."""

    def at(name, row) -> str:
        return reverse(f"projects:{name}", args=[row.pk])

    rooms = [
        p.paid.get_absolute_url(), p.actual.indicator.project.get_part_url("indicators"),
        p.report.project.get_part_url("reports"), p.change.project.get_part_url("contract"),
        p.rectification.project.get_part_url("evaluation"), p.settlement.project.get_part_url("settlement"),
        p.archive.project.get_part_url("archive"), p.contract.project.get_part_url("documents"),
    ]  # fmt: skip
    records = (
        p.plan, p.call, p.checking, p.publicity, p.objection, p.contract, p.change, p.actual.indicator.project,
        p.report, p.expense, p.instalment, p.settlement, p.archive, p.rewards, p.rewards.scheme, p.rectification,
        p.call.scorecard, p.call.rule_set, p.paid.fund,
    )  # fmt: skip
    pages = [
        at("call-panel", p.review), at("call-ranking", p.ranked), at("call-ranking", p.review),
        at("contract-update", p.contract_draft), at("contract-sign", p.contract_draft), at("call-self-check", p.call),
        at("application-eligibility", p.checking), at("application-revisions", p.checking),
        at("objection-uphold", p.objection), at("change-approve", p.change), reverse("projects:rewardscheme-create"),
        reverse("projects:scorecard-create"), reverse("projects:budgetruleset-create"), at("plan-add-item", p.plan),
        reverse("evaluations:rectification-order", args=[p.rectification.project.pk]),
    ]  # fmt: skip
    return {
        "district": [row.get_absolute_url() for row in records] + rooms + pages,
        "ngo": [
            at("application-edit", p.draft), p.draft.get_absolute_url(), at("call-ask", p.call),
            at("progressreport-update", p.report_due), at("expense-update", p.expense_draft),
            at("settlement-update", p.settlement), at("project-request-change", p.contract.project),
            at("indicator-fill", p.actual.indicator), reverse("projects:need-uncovered"),
            reverse("evaluations:rectification-submit", args=[p.rectification.pk]), p.paid.get_absolute_url(),
            p.paid.get_part_url("money"),
        ],
        "expert": [at("application-score", p.to_score), p.sheet.get_absolute_url()],
        "finance": [p.expense.get_absolute_url(), p.settlement.get_absolute_url(), p.paid.get_part_url("money")],
    }  # fmt: skip


@pytest.mark.parametrize("role", ["district", "ngo", "expert", "finance"])
def test_a_purchase_can_be_read_by_anybody(records, new_page, role):
    paths = of_a_purchase(records.purchases)[role]
    assert not (found := can_be_read(Actor(new_page, role).page, paths)), "\n".join(found)


def test_public_pages_can_be_read_by_anybody(records, new_page):
    planned, p = Session.objects.latest("starts_at"), records.purchases
    rows = (planned, planned.activity, p.call, p.publicity, p.contract)
    more = ["/c/", reverse("call:reward", args=[p.rewards.token])]
    assert not (found := can_be_read_in_the_street(new_page(), [row.get_public_url() for row in rows] + more)), found


def test_public_pages_of_services_can_be_read_by_anybody(records, new_page):
    """On a phone in the street: light, without a cookie, and every step of their forms."""
    s, page = make_public(records), new_page()
    assert not (found := can_be_read_in_the_street(page, [*addresses(s), *steps(s)], TOO_HEAVY)), "\n".join(found)
    assert page.context.cookies() == []


def test_public_pages_of_services_say_the_same_without_a_script(records, new_page):
    """Apart from what the one script there says: whether the phone gave its position."""
    s, page, plain = make_public(records), new_page(**PHONE), new_page(**PHONE, java_script_enabled=False)
    for path in addresses(s):
        said = []
        for each in (page, plain):
            each.goto(path)
            position = "".join(each.locator("[data-place-said]").all_inner_texts())
            said.append(each.locator("main").inner_text().replace(position, ""))
        assert said[0] == said[1] != "", path
