"""People at their browsers: signed in, they click what the page offers."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from orgs.models import User
from tests.cast import PASSWORD

DAY = "%Y-%m-%d"  # as fields for days and moments are typed
MINUTE = "%Y-%m-%dT%H:%M"


class Actor:
    """One person at one browser. Every step is taken as a person would: by what stands on the page.

    The browser still knows who was signed in yesterday, unless the form is what is looked at (``by_form``).
    """

    def __init__(self, open_page: Callable[..., Page], username: str, *, by_form: bool = False, **size):
        self.page = open_page(**size)
        if by_form:
            self.sign_in(username)
        else:
            self.page.context.add_cookies([remembered(username)])

    def sign_in(self, username: str) -> None:
        self.page.goto("/login/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(lambda url: urlsplit(url).path == "/")

    def go(self, path: str) -> None:
        response = self.page.goto(path)
        assert response.status == 200, f"{path} answered {response.status}"

    def follow(self, name: str) -> None:
        """Click a link by its words; one that hides in the menu of further steps is found there."""
        self.page.wait_for_load_state()
        link = self.page.get_by_role("link", name=name, exact=True)
        menu = self.page.get_by_role("button", name="更多操作")
        if not link.count() and menu.count():
            menu.click()
        link.first.click()

    def press(self, name: str) -> None:
        """Click a button by its words."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def fill(self, /, **fields: str) -> None:
        """Fill controls by their form names: selects by their visible words, check boxes by their value."""
        form = self.page.locator("main form").last
        for name, value in fields.items():
            control = form.locator(f'[name="{name}"]').first
            if control.evaluate("field => field.tagName") == "SELECT":
                choose(self.page, name, value)
            elif control.get_attribute("type") in ("checkbox", "radio"):
                form.locator(f'[name="{name}"][value="{value}"]').check()
            else:
                control.fill(value)
                if control.input_value() != value:  # a searchable select took the focus back: type again, as one would
                    control.fill(value)
                expect(control).to_have_value(value)

    def step(self, name: str, /, **fields: str) -> None:
        """Take one step of a record: its button, its form, and the button of the same name there."""
        self.follow(name)
        self.fill(**fields)
        self.press(name)

    def attach(self, field: str, name: str, content: bytes) -> None:
        """Choose a file for the form field ``field``; what it is, the server tells from its content."""
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.locator(f'main form input[name="{field}"]').set_input_files(file)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()


def remembered(username: str) -> dict:
    """The cookie of somebody signed in, as Playwright takes it."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}


def choose(page: Page, name: str, words: str) -> None:
    """Pick the option whose text contains ``words``, in a plain or a searchable select."""
    select = page.locator(f'select[name="{name}"]')
    if "tomselected" not in (select.get_attribute("class") or ""):
        options = select.locator("option").all_inner_texts()
        select.select_option(label=next(option for option in options if words in option))
        return
    box = select.locator("xpath=following-sibling::div[contains(@class, 'ts-wrapper')]")
    if box.locator(".item", has_text=words).count():
        return  # chosen already: the page knew it
    box.locator(".ts-control").click()
    box.locator("input").fill(words)
    box.locator(".ts-dropdown .option", has_text=words).first.click()
    page.keyboard.press("Escape")
