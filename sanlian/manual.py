"""The manual in docs/manual, as pages of the product: a closed network has no other place to look it up."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.generic import TemplateView
from markdown_it import MarkdownIt

from orgs.enums import Role

DIRECTORY = Path(settings.BASE_DIR) / "docs" / "manual"
FIRST = "README"
BY_ROLE = {
    Role.CITY_ADMIN: "工会",
    Role.DISTRICT_UNION: "工会",
    Role.STREET_UNION: "工会",
    Role.COMMUNITY_UNION: "社区",
    Role.PARTY: "社区",
    Role.NGO: "社会组织",
    Role.WORKER: "社会组织",
    Role.SUPERVISOR: "社会组织",
    Role.EXPERT: "评审专家",
    Role.FINANCE: "财务",
    Role.AUDITOR: "财务",
    Role.LEADER: "看数",
}


@dataclass(frozen=True)
class Page:
    """One file of the manual, ready to show."""

    name: str
    title: str
    html: SafeString

    @property
    def url(self) -> str:
        return reverse("manual") if self.name == FIRST else reverse("manual-page", args=[self.name])


@cache
def pages() -> dict[str, Page]:
    """Every page by its file's name, in the order the first one names them. Files change with a release only, so they
    are read once."""
    first = (DIRECTORY / f"{FIRST}.md").read_text(encoding="utf-8")
    paths = sorted(DIRECTORY.glob("*.md"), key=lambda path: first.find(f"({path.name})"))
    return {path.stem: read(path) for path in paths}


def read(path: Path) -> Page:
    """``path`` as HTML. Its own tags are shown as text, and links between files become links between pages."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(path.read_text(encoding="utf-8"))
    title = tokens[1].content
    for token in (child for line in tokens for child in line.children or ()):
        if token.type == "link_open" and token.attrs["href"].endswith(".md"):
            token.attrs["href"] = address(token.attrs["href"])
    html = markdown.renderer.render(tokens[3:], markdown.options, {})  # the heading stands on the page already
    return Page(path.stem, title, mark_safe(html.replace("<table>", '<table class="table">')))


def address(link: str) -> str:
    """Where the page of the file ``link`` stands; Markdown has quoted it."""
    name = unquote(link).removesuffix(".md")
    return reverse("manual") if name == FIRST else reverse("manual-page", args=[name])


class ManualView(LoginRequiredMixin, TemplateView):
    """One page; the reader's own is marked among the others."""

    template_name = "manual.html"

    def get_context_data(self, **kwargs):
        page = pages().get(kwargs.get("name", FIRST))
        if page is None:
            raise Http404
        identity = self.request.user.identity
        own = pages()[BY_ROLE[identity.role]] if identity else None
        return super().get_context_data(page=page, pages=pages().values(), own=own, **kwargs)
