"""People at their own phones: no account, no cookie; codes and links come by text message, QR codes by the camera."""

import re
from collections.abc import Callable
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from core.models import TextMessage


class Phone:
    """One person with a phone. ``name`` and ``number`` are what this person types where they are asked for."""

    def __init__(self, open_page: Callable[..., Page], name: str = "", number: str = "", **options):
        self.page = open_page(width=375, height=812, **options)
        self.name, self.number = name, number

    def open(self, address: str) -> None:
        response = self.page.goto(address)
        assert response.status == 200, f"{address} answered {response.status}"

    def fill(self, /, **values: str) -> None:
        """Fill controls by their form names; boxes by their value, ``on`` for the ones that stand alone."""
        for name, value in values.items():
            control = self.page.locator(f'main [name="{name}"]').first
            if control.get_attribute("type") in ("checkbox", "radio"):
                boxes = self.page.locator(f'main [name="{name}"]')
                (boxes if value == "on" else self.page.locator(f'main [name="{name}"][value="{value}"]')).check()
            else:
                control.fill(value)

    def says_who(self) -> None:
        """Name and phone; one that was proven is not asked for again."""
        self.page.locator('main [name="name"]').fill(self.name)
        number = self.page.locator('main [name="phone"]')
        if number.get_attribute("type") != "hidden":
            number.fill(self.number)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def heads(self, title: str) -> None:
        """The page says what came of it."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def proves_number(self) -> None:
        """The first two steps: the number, and the code that was sent to it."""
        self.fill(phone=self.number)
        self.press("获取短信验证码")
        self.page.locator('[name="code"]').wait_for()
        self.fill(code=re.search(r"验证码(\d{6})", self.last_message()).group(1))
        self.press("下一步")

    def last_message(self) -> str:
        messages = [row.body for row in TextMessage.objects.order_by("pk") if row.phone == self.number]
        assert messages, f"nothing was sent to {self.number}"
        return messages[-1]

    def open_link(self) -> None:
        """The address in the latest message."""
        self.open(re.search(r"http\S+", self.last_message()).group())

    def has_no_cookie(self) -> bool:
        return self.page.context.cookies() == []


def read(place: Locator) -> str:
    """What a camera reads off this part of a screen."""
    return decoded(Image.open(BytesIO(place.screenshot())))


def read_paper(pdf: bytes) -> str:
    """What a camera reads off the first sheet of a printed document."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return decoded(document[0].render(scale=2).to_pil())
    finally:
        document.close()


def words_on_paper(pdf: bytes) -> str:
    """Everything written on the first sheet, without line breaks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()


def decoded(picture: Image.Image) -> str:
    codes = zxingcpp.read_barcodes(picture)
    assert len(codes) == 1, f"{len(codes)} codes on the picture"
    return codes[0].text
