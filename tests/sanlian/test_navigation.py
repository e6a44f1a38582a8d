"""The menu: every entry exists, opens for who sees it, and marks where one is."""

import re

import pytest

from orgs.enums import Role
from sanlian.navigation import AT_THE_THUMB, SECTIONS, USUAL, address
from tests.cast import ROLE_NAMES

ENTRIES = [entry for section in SECTIONS for entry in (section, *section.entries) if entry.url_name]
# In a fixed order: two test processes must collect the same tests.
THUMB = tuple(dict.fromkeys(entry for entries in (*AT_THE_THUMB.values(), USUAL) for entry in entries))


@pytest.mark.parametrize("entry", [*ENTRIES, *THUMB], ids=lambda entry: entry.url_name)
def test_every_entry_exists(entry):
    assert address(entry) != ""


def test_the_bar_at_the_thumb_holds_five_at_most():
    assert all(len(entries) <= 5 for entries in (*AT_THE_THUMB.values(), USUAL))
    assert set(AT_THE_THUMB) <= set(Role.values)


@pytest.mark.parametrize("name", ROLE_NAMES)
def test_everything_in_a_roles_menu_opens_and_is_marked(world, signed_in, name):
    client = signed_in(getattr(world, name))
    menu = client.get("/").context["navigation"]
    entries = [entry for section in menu for entry in (section["items"] or (section,))]
    for entry in entries:
        page = client.get(entry["url"])
        assert page.status_code == 200, entry["url"]
        marked = [
            item["url"]
            for section in page.context["navigation"]
            for item in (section["items"] or (section,))
            if item["active"]
        ]
        assert marked == [entry["url"]]


@pytest.mark.parametrize("name", ["city", "ngo"])
def test_every_column_of_every_list_is_named_in_chinese(world, signed_in, name):
    """A column without a name of its own would show its Python name."""
    client = signed_in(getattr(world, name))
    menu = client.get("/").context["navigation"]
    tables = [client.get(item["url"]).context.get("table") for section in menu for item in section["items"]]
    headers = [str(column.header) for table in tables if table is not None for column in table.columns]
    assert len(headers) > 100
    assert sorted({header for header in headers if header.strip() and not re.search("[\u4e00-\u9fff]", header)}) == []


@pytest.mark.parametrize("query", ["?start=2026-01-01&end=2026-12-31", "?q=a&organization=2101"])
def test_every_page_of_the_menu_takes_a_period_and_a_place(world, signed_in, query):
    client = signed_in(world.city)
    assert [entry.url_name for entry in ENTRIES if client.get(address(entry) + query).status_code >= 500] == []


@pytest.mark.parametrize(
    ("name", "sections"),
    [
        ("city", ["工作台", "组织联建", "资源联合", "服务联动", "评估", "报表", "系统"]),
        ("expert", ["工作台", "资源联合", "评估", "报表", "系统"]),
    ],
)
def test_sections_of_a_role(world, signed_in, name, sections):
    menu = signed_in(getattr(world, name)).get("/").context["navigation"]
    assert [section["label"] for section in menu] == sections


def test_a_record_belongs_to_the_longest_address(world, signed_in):
    menu = signed_in(world.street).get("/projects/needs/create/").context["navigation"]
    active = [item["label"] for section in menu for item in section["items"] if item["active"]]
    assert active == ["需求"]


def test_anonymous_pages_have_no_menu(client, db):
    assert "navigation" not in client.get("/login/").context
