"""The page at the door, as staff use it."""

from playwright.sync_api import expect


class Door:
    """What staff do and see on the door page."""

    def __init__(self, page):
        self.page = page

    def is_kept(self) -> None:
        """From now on the page opens without the network."""
        expect(self.page.locator("[data-door]")).to_have_attribute("data-kept", "yes")

    def unfold(self, words: str) -> None:
        summary = self.page.locator("summary", has_text=words)
        if not summary.evaluate("summary => summary.parentElement.open"):
            summary.click()

    def type_ticket(self, ticket: str) -> None:
        self.unfold("扫码枪")
        self.page.get_by_label("签到码").fill(ticket)
        self.page.get_by_role("button", name="提交").click()

    def count_crowd(self, headcount: int) -> None:
        self.unfold("点数")
        self.page.get_by_label("人数").fill(str(headcount))
        self.page.get_by_role("button", name="记入").click()

    def says(self, title: str, text: str) -> None:
        expect(self.page.locator("[data-banner-title]")).to_have_text(title)
        expect(self.page.locator("[data-banner-text]")).to_contain_text(text)

    def waits_for(self, number: int) -> None:
        expect(self.page.locator("[data-waiting]")).to_have_text(str(number))
