"""Whatever somebody types into an address, no page falls over: it is an answer, never a crash."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from core.crypto import blind_index
from tests.cast import make_need, make_project, make_session

NUL, FAR = "\0", "9" * 40
# Asked for by most lists; each value below goes into all of them together.
NAMES = (
    "q", "organization", "parent", "start", "end", "month", "page", "per_page", "page_size", "sort", "state", "kind",
    "level", "year", "user", "project", "fund", "activity", "session", "need", "date", "by",
)  # fmt: skip
# And alone into those every list has, where it could be taken for something: what stands before hides what follows.
ALONE = {
    f"a{NUL}b": ("organization", "end", "page"), FAR: ("organization", "page"), "-1": ("page",),
    "NaN": ("organization",), "0001-01-01": ("end",), "9999-12-31": ("end",),
}  # fmt: skip
SKIPPED = {"logout", "healthz", "api:token", "api:schema", "api:docs"}


def addresses(resolver=None, namespaces=()):
    """Every address without a key."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if not isinstance(pattern, URLPattern):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern, inner)
        elif not pattern.pattern.converters and pattern.name:
            yield ":".join([*namespaces, pattern.name])


@pytest.mark.parametrize("value", ALONE, ids=lambda value: ascii(value)[:12])
def test_no_list_falls_over_nonsense(world, signed_in, value):
    make_session(world)
    client = signed_in(world.city)
    for name in sorted(set(addresses()) - SKIPPED):
        queries = [dict.fromkeys(NAMES, value), *({alone: value} for alone in ALONE[value])]
        answers = [client.get(reverse(name), query).status_code for query in queries]
        assert max(answers) < 500, name


@pytest.mark.parametrize("value", ["%00", "a%00", "%F0%9F%92%A9", "9" * 40, "1.x.y", "..", "%25"])
def test_no_public_page_falls_over_nonsense(db, value):
    client = Client()
    for pattern in ("/p/{}/", "/p/a/{}/", "/p/r/{}/", "/p/t/{}/", "/p/abc/check-in/{}/", "/r/s/{}/", "/r/{}/"):
        address = pattern.format(value)
        answers = (client.get(address), client.post(address, {"name": "\0", "phone": "\0", "pass": "\0", "score": "x"}))
        assert {answer.status_code for answer in answers} <= {404, 405}, address
        assert "sessionid" not in client.cookies


@pytest.mark.parametrize("field", ["name", "phone"])
def test_public_forms_take_no_nul(world, client, field):
    fields = {"name": "王晓明", "phone": "13800000001"}
    page = client.post(make_session(world).get_public_url(), fields | {field: f"{fields[field]}\0"})
    assert page.context["form"].errors == {field: ["里面有不能保存的字符，请重新填写。"]}
    assert blind_index("\0") != blind_index("")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59Z"])
def test_impossible_moments_are_refused(world, api, moment):
    session = make_session(world)
    late = {"starts_at": session.starts_at, "ends_at": session.ends_at, "venue": "职工之家", "capacity": 9}
    for field in ("starts_at", "ends_at"):
        answer = api(world.worker).post(f"/api/v1/sessions/{session.pk}/reschedule/", late | {field: moment})
        assert answer.status_code in (400, 409)
    session.refresh_from_db()
    assert (session.starts_at, session.ends_at) == (late["starts_at"], late["ends_at"])


@pytest.mark.parametrize(("starts_on", "ends_on"), [("0001-01-01", "2026-12-31"), ("2026-01-01", "9999-12-31")])
def test_a_project_cannot_run_for_millennia(world, api, starts_on, ends_on):
    """Its instalments would be due after the last day there is."""
    need = make_need(world)
    body = {
        "name": "心理减压", "category": "psychology", "organization": need.organization_id, "goal": "减压",
        "contractor": world.contractor.pk, "worker": world.worker.pk, "needs": [need.pk],
        "starts_on": starts_on, "ends_on": ends_on, "indicators": [{"measure": "sessions", "target": 3}],
        "budget_lines": [{"category": "staff", "item": "讲师", "unit_price": "100.00", "quantity": 3}],
    }  # fmt: skip
    answer = api(world.ngo).post("/api/v1/projects/", body)
    assert (answer.status_code, answer.data["detail"]) == (409, "项目期限应在2000年至2100年之间，请核对年份。")
    need.refresh_from_db()
    assert (need.state, make_project(world).needs.count()) == ("verified", 1)
