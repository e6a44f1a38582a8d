"""The purchase walk, 4 and 5: the application is written by two people, handed in, found eligible."""

import re
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from projects import content
from projects.content import Kind
from projects.enums import EligibilityItem
from projects.models import Call
from tests.browser.actors import DAY, Actor
from tests.browser.papers import PDF, download, word
from tests.projects.build_application import full_content

NAME = "新业态劳动者心理关爱"


def application_is_written(at, call: str) -> str:
    """4. The head of the social organization writes section by section."""
    ngo = at("ngo")
    ngo.page.goto(call)
    ngo.page.locator("main").get_by_role("link", name="申报", exact=True).click()  # the menu has one, too
    ngo.fill(name=NAME)
    ngo.press("建立草稿")
    ngo.sees("第 1 部分")
    body, today = full_content(), timezone.localdate()
    body["basic"] |= {"starts_on": (today + timedelta(days=60)).strftime(DAY)}
    body["basic"] |= {"ends_on": (today + timedelta(days=360)).strftime(DAY)}
    for section in content.SECTIONS:
        ngo.page.wait_for_load_state()
        expect(ngo.page.get_by_role("heading", level=1)).to_have_text(section.label)
        if section.name == "basic":
            ngo.fill(organization="水源地社区联合工会", communities="水源地社区联合工会", worker="worker")
        if section.name == "background":
            ngo.fill(needs="快递员心理减压")
        if section.name != "risks":
            write(ngo, section, body[section.name])
        ngo.press("保存并核对" if section is content.SECTIONS[-1] else "保存并继续")
    ngo.sees("提交前要补充")
    return ngo.page.url


def colleague_writes_the_rest(at, application: str, section=content.BY_NAME["risks"]):
    """The social worker fills in what is left; it saves itself, under the worker's name."""
    worker = at("worker")
    worker.page.goto(application)
    worker.page.get_by_role("link", name=re.compile(rf"填写\s*{section.label}")).click()
    write(worker, section, full_content()[section.name])
    expect(worker.page.locator("#save-state")).to_contain_text("worker")
    expect(worker.page.locator("#sections a", has_text=section.label)).to_contain_text("已填好")


def write(writer: Actor, section: content.Section, values: dict):
    """Fill in a section from the shape its content is kept in."""
    for spec in section.fields:
        for words in spelled(spec, values.get(spec.name)):
            writer.fill(**{spec.name: words})
    for number, row in enumerate(values.get("rows", ())):
        if number:
            writer.press("增加一行")
        for spec in section.rows:
            for words in spelled(spec, row.get(spec.name)):
                writer.fill(**{f"rows-{number}-{spec.name}": words})


def spelled(spec: content.Field, value) -> list[str]:
    """What is typed, ticked or picked for a stored value; references are picked by what they are called."""
    if spec.kind == Kind.NEED:
        return ["快递员心理减压"]
    if value in (None, ""):
        return []
    if spec.kind == Kind.CHOICES:
        return list(value)
    if spec.kind == Kind.CHOICE:
        return [spec.choices(value).label]
    if spec.kind in (Kind.OBJECTIVE, Kind.SERVICE):
        return [f"{value}. "]
    return [str(value)]


def application_is_handed_in(at, application: str, folder: Path):
    """With evidence, sealed from the purchaser until the call closes; the 申报书 states the money asked for."""
    ngo = at("ngo")
    ngo.page.goto(application)
    ngo.follow("上传")
    ngo.fill(item="具有独立承担民事责任的能力")
    ngo.attach("file", "登记证书.pdf", PDF)
    ngo.press("上传附件")
    ngo.step("提交申报")
    ngo.sees("已提交")
    text = word(download(ngo, "下载申报书", folder))
    assert [figure in text for figure in (NAME, "30,000.00", "4,000.00", "34,000.00", "减压讲座")] == [True] * 5
    district = at("district")
    district.go(Call.objects.get().get_absolute_url())
    district.sees("密封，截止后可查看")
    assert district.page.goto(application).status == 404


def call_closes_and_applicant_is_eligible(at, call: str, application: str):
    """5. The closing time passes; the district closes the call and finds every condition met."""
    now = timezone.now()
    Call.objects.update(opens_at=now - timedelta(days=10), closes_at=now - timedelta(minutes=1))
    district = at("district")
    district.page.goto(call)
    district.step("截止")
    district.sees("已截止")
    district.page.goto(application)
    district.step("受理审查")
    district.fill(**{f"{item}_result": "符合" for item in EligibilityItem})
    district.press("保存审查结论")
    district.step("资格合格")
    district.sees("资格合格")
