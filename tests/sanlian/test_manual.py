"""The manual says what is there: its pages are linked, and every label it quotes stands in the product."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.cast import make_world

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs" / "manual"
PAGES = sorted(MANUAL.glob("*.md"))
APPS = ("core", "orgs", "projects", "services", "evaluations", "reports", "sanlian", "templates", "static/src")
SKIPPED = {"migrations", "demo"}
# Words of browsers, of calls for proposals, and an example of a masked name.
NOT_OURS = {"清除网站数据", "无故不交视为不合格", "王**"}


@pytest.fixture(scope="module")
def product():
    """All the text the product can show."""
    files = (file for app in APPS for file in (ROOT / app).rglob("*") if file.suffix in {".py", ".html", ".js", ".txt"})
    return "\n".join(file.read_text() for file in files if not SKIPPED & {*file.relative_to(ROOT).parts})


def quoted(text: str) -> set[str]:
    """Labels between quotation marks; of a way through the menu each step. Headings of the page are no labels."""
    found = {step for quote in re.findall("“([^”]+)”", text) for step in quote.split(" → ")}
    return found - NOT_OURS - set(re.findall("^#+ (.+)$", text, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_label_the_manual_quotes_is_in_the_product(page, product):
    assert sorted(label for label in quoted(page.read_text()) if label not in product) == []


def links(page: Path) -> set[str]:
    return set(re.findall(r"\]\(([^)#]+\.md)\)", page.read_text()))


def test_links_lead_to_pages_of_the_manual():
    assert {link for page in PAGES for link in links(page)} <= {page.name for page in PAGES}


def test_the_first_page_leads_to_every_other():
    assert links(MANUAL / "README.md") == {page.name for page in PAGES} - {"README.md"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "title"),
    [("community", "社区工会、党组织"), ("leader", "只读领导"), ("city", "街道工会、区县工会、市总管理员")],
)
def test_the_product_shows_its_manual_and_marks_the_readers_page(client, role, title):
    client.force_login(getattr(make_world(), role))
    body = client.get("/manual/").content.decode()
    marked = re.search(r'(\S+) <span class="badge', body)[1].partition(">")[2]
    assert marked == title
    found = {unquote(link) for link in re.findall('<a href="(/manual/[^"]+)"', body)}
    assert found == {f"/manual/{page.stem}/" for page in PAGES} - {"/manual/README/"}
    assert {client.get(link).status_code for link in found} == {200}


@pytest.mark.django_db
def test_no_page_of_the_manual_lies_elsewhere(client):
    client.force_login(make_world().city)
    assert client.get("/manual/..%2F..%2FREADME/").status_code == 404
    assert client.get("/manual/decisions/").status_code == 404
