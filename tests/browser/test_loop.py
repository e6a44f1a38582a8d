"""The whole loop, walked by nine people in real browsers, from the imported tree to the downloaded report."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from docx import Document
from PIL import Image
from playwright.sync_api import expect

from orgs.enums import OrganizationKind as Kind
from orgs.enums import Role
from orgs.models import Organization
from projects.enums import ReportKind
from projects.models import ProgressReport
from services.models import Session
from services.periodic import remind_sessions
from tests.browser.actors import Actor
from tests.browser.phones import Phone
from tests.cast import make_organization, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DIVISIONS = Path(__file__).resolve().parents[2] / "sanlian" / "demo" / "shenyang_divisions.csv"
DAY = "%Y-%m-%d"
PDF = b"%PDF-1.4\n%signed\n"


@pytest.fixture
def shenyang(transactional_db):
    """The official tree, one social organization, and one user for each part in the loop."""
    call_command("import_divisions", str(DIVISIONS), verbosity=0)
    city, district, street, community = (
        Organization.objects.get(code=code) for code in ("2101", "210102", "210102001", "210102001002")
    )
    legal_person = {"legal_person_number": "52210100MJ0000001X", "legal_representative": "关海涛"}
    contractor = make_organization("晨光社会工作服务中心", "SO-0001", city, Kind.SOCIAL, **legal_person)
    district.legal_person_number, district.legal_representative = "辽工法证字第0210102号", "韩立群"
    district.save()
    make_user("district", district, Role.DISTRICT_UNION, name="韩立群")
    make_user("deputy", district, Role.DISTRICT_UNION, name="丛立新")
    make_user("street", street, Role.STREET_UNION, name="孟昭华")
    make_user("community", community, Role.COMMUNITY_UNION, name="佟玉兰")
    make_user("finance", district, Role.FINANCE, name="白雪松")
    make_user("ngo", contractor, Role.NGO, name="关海涛")
    make_user("worker", contractor, Role.WORKER, name="陆小溪")
    make_user("expert", city, Role.EXPERT, name="苗春生")
    return community


def test_from_the_need_to_the_report(shenyang, new_page, tmp_path):
    need_is_filed_and_verified(new_page)
    project = project_is_applied_for(new_page)
    project_is_approved(new_page, project)
    contract_is_signed(new_page, project)
    first_instalment_is_paid(new_page, project)
    session = activity_is_published(new_page, project)
    workers_sign_up_check_in_and_rate(new_page, session)
    session_is_confirmed(new_page, session)
    tomorrow_is_remembered(new_page, session)
    project_is_evaluated_and_completed(new_page, project)
    dashboard_leads_to_its_records(new_page)
    report_is_made_and_downloaded(new_page, tmp_path)


def need_is_filed_and_verified(new_page):
    """1. The community files, the street verifies, the community is told."""
    community = Actor(new_page, "community", by_form=True)
    community.go("/projects/needs/")
    community.follow("提出需求")
    community.fill(
        title="快递员心理减压", category="心理适应", frequency="每月", people="120", groups="new_form",
        evidence="走访12个站点，回收问卷86份，七成反映压力大。",
    )  # fmt: skip
    community.press("提出需求")
    community.sees("待核实")
    address = community.page.url

    street = Actor(new_page, "street")
    street.go("/")
    street.sees("快递员心理减压")  # on the workbench, waiting for the street
    street.page.goto(address)
    street.follow("核实")
    street.press("核实需求")
    street.sees("已核实")

    community.go("/notifications/")
    community.sees("快递员心理减压")


def project_is_applied_for(new_page) -> str:
    """2. The social organization applies, naming the three responsible parties."""
    today = timezone.localdate()
    ngo = Actor(new_page, "ngo")
    ngo.go("/projects/needs/")
    ngo.follow("快递员心理减压")
    ngo.follow("据此申报项目")
    ngo.fill(
        name="新业态劳动者心理关爱", category="心理适应", goal="一年内为片区快递员提供稳定的心理支持。",
        worker="陆小溪", organization="水源地社区联合工会",
        starts_on=(today - timedelta(days=10)).strftime(DAY), ends_on=(today + timedelta(days=200)).strftime(DAY),
        target_sessions="18", target_person_times="750",
    )  # fmt: skip
    ngo.fill(
        **{
            "lines-0-category": "专家与督导费",
            "lines-0-item": "心理讲师课酬",
            "lines-0-unit_price": "2000",
            "lines-0-quantity": "18",
        }
    )
    ngo.press("保存草稿")
    ngo.sees("36,000.00")
    ngo.follow("提交审核")
    ngo.press("提交审核")
    ngo.sees("待审核")
    return ngo.page.url


def project_is_approved(new_page, project: str):
    """3. Finance opens the fund; the district approves the direct commission on the minutes of its meeting."""
    finance = Actor(new_page, "finance")
    finance.go("/projects/funds/create/")
    finance.fill(name="三联服务专项", kind="工会经费", organization="和平区总工会", amount="１00,000")
    finance.press("设立资金来源")
    finance.sees("100,000.00")

    district = Actor(new_page, "district")
    district.page.goto(project)
    district.follow("批准立项")
    district.fill(fund="三联服务专项", direct_basis="minutes", direct_note="和工会纪要〔2026〕12号")
    district.press("批准立项")
    district.sees("已立项")
    district.sees("韩立群")  # the timeline names who approved


def contract_is_signed(new_page, project: str):
    """The district draws up, signs and registers the contract; the contractor starts."""
    district = Actor(new_page, "district")
    district.page.goto(project)
    district.follow("起草合同")
    district.press("起草合同")
    district.sees("叁万陆仟元整")
    district.follow("登记签署")
    district.attach("file", "合同签署件.pdf", PDF)
    district.press("登记签署")
    district.sees("已签署")
    district.follow("登记备案")
    district.fill(number="和合同备〔2026〕1号")
    district.press("登记备案")
    district.sees("已登记")

    ngo = Actor(new_page, "ngo")
    ngo.page.goto(project)
    ngo.follow("启动实施")
    ngo.press("启动实施")
    ngo.sees("实施中")


def first_instalment_is_paid(new_page, project: str):
    """The contractor asks, one checks, a second person approves, finance pays, the contractor receipts."""
    ngo = Actor(new_page, "ngo")
    ngo.page.goto(project)
    ngo.follow("满足条件后申请第1期款")
    instalment = ngo.page.url
    ngo.step("申请拨款", note="首期人员与课酬，发票号码 01234567")

    for who, label, result in (("district", "复核", "已复核"), ("deputy", "批准拨付", "已批准")):
        union = Actor(new_page, who)
        union.page.goto(instalment)
        union.step(label)
        union.sees(result)
    finance = Actor(new_page, "finance")
    finance.page.goto(instalment)
    finance.follow("拨付")
    finance.fill(voucher_number="记-11-08")
    finance.press("确认拨付")
    finance.sees("已拨付")
    ngo.page.goto(instalment)
    ngo.step("确认收款", receipt_number="SJ-0001")
    ngo.sees("已收款")
    finance.go("/projects/ledger/?kind=payment")
    finance.sees("21,600.00")  # 60 % of 36,000


def activity_is_published(new_page, project: str) -> Session:
    """4. The social worker plans the activity and a session of today, and publishes."""
    worker = Actor(new_page, "worker")
    worker.go("/services/activities/create/")
    worker.fill(project="新业态劳动者心理关爱", name="心理减压讲座", kind="心理讲座")
    worker.press("新建活动")
    worker.sees("草稿")
    worker.follow("安排场次")
    worker.fill(
        on=timezone.localdate().strftime(DAY), starts="00:00", ends="23:59", venue="社区职工之家", capacity="40"
    )
    worker.press("安排场次")
    session = Session.objects.get()
    worker.go(session.activity.get_absolute_url())
    worker.follow("发布")
    worker.press("发布")
    worker.sees("已发布")
    return session


def workers_sign_up_check_in_and_rate(new_page, session: Session):
    """4 and 5. On phones, without an account: sign up, scan the code on the screen, rate."""
    screen = Actor(new_page, "worker")
    screen.go(f"/services/sessions/{session.pk}/screen/")
    for number, (name, score) in enumerate((("田野", "非常满意"), ("郝帅", "满意"), ("江月", "一般")), start=1):
        visitor = Phone(new_page, name, f"1390024000{number}")
        visitor.open(session.get_public_url())
        visitor.proves_number()
        phone, who = visitor.page, {"name": name, "phone": visitor.number}
        submit(phone, {"name": name})
        expect(phone.get_by_text("已报名").first).to_be_visible()
        assert phone.context.cookies() == []
        phone.goto(scan(screen))
        submit(phone, who)
        expect(phone.get_by_text(re.compile(rf"第\s*{number}\s*位")).first).to_be_visible()
        phone.get_by_role("link", name="评价本场活动").click()
        phone.get_by_role("button", name=score, exact=True).click()
        expect(phone.get_by_text("谢谢").first).to_be_visible()

    screen.follow("返回登记签到")
    screen.fill(headcount="27")
    screen.press("记入点数")
    expect(screen.page.locator(".figure", has_text="签到人次").locator(".figure-value")).to_contain_text("30")


def submit(phone, fields: dict[str, str]):
    for name, value in fields.items():
        phone.locator(f'[name="{name}"]').fill(value)
    for box in phone.locator('input[type="checkbox"]').all():
        box.check()
    phone.locator("form button").first.click()


def scan(screen: Actor) -> str:
    """The address a phone's camera reads off the screen."""
    picture = Image.open(BytesIO(screen.page.locator(".qr").screenshot()))
    return zxingcpp.read_barcodes(picture)[0].text


def session_is_confirmed(new_page, session: Session):
    worker = Actor(new_page, "worker", width=375, height=812)
    worker.go(session.get_absolute_url())
    worker.follow("确认已举办")
    worker.press("确认已举办")
    worker.sees("已举办")


def tomorrow_is_remembered(new_page, session: Session):
    """8. A session of tomorrow is remembered once, however often the timer runs."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    worker = Actor(new_page, "worker")
    worker.go(session.activity.get_absolute_url())
    worker.follow("安排场次")
    worker.fill(on=tomorrow.strftime(DAY), starts="18:30", ends="20:00", venue="职工书屋", capacity="30")
    worker.press("安排场次")
    remind_sessions()
    remind_sessions()
    worker.go("/notifications/")
    expect(worker.page.get_by_text("职工书屋")).to_have_count(1)
    worker.go(session.activity.get_absolute_url())
    worker.page.get_by_role("link", name=tomorrow.strftime(DAY)).click()
    worker.follow("取消本场")
    worker.fill(note="讲师临时有事")
    worker.press("取消本场")
    worker.sees("已取消")


def project_is_evaluated_and_completed(new_page, project: str):
    """6. The final report, the request for completion, an outside expert's score, the district's word."""
    ngo = final_report_is_accepted(new_page)
    ngo.page.goto(project)
    ngo.follow("申请结项")
    ngo.press("申请结项")
    district = Actor(new_page, "district")
    district.page.goto(project)
    district.follow("委派末期评估")
    district.fill(evaluator="苗春生", due_on=(timezone.localdate() + timedelta(days=7)).strftime(DAY))
    district.press("委派评估")
    expert = Actor(new_page, "expert")
    expert.go("/evaluations/")
    expert.page.get_by_role("link", name="新业态劳动者心理关爱").first.click()
    expert.follow("提交评分")
    expert.fill(score="92.5", comment="目标明确，服务规范，群众认可；建议增加夜间场次。")
    expert.press("提交评分")
    expert.sees("92.50")
    district.page.goto(project)
    district.follow("确认结项")
    district.press("确认结项")
    district.sees("已结项")


def final_report_is_accepted(new_page) -> Actor:
    report = ProgressReport.objects.get(kind=ReportKind.FINAL)
    ngo = Actor(new_page, "ngo")
    ngo.go(report.get_absolute_url())
    ngo.follow("填写")
    ngo.page.locator("main form textarea").first.wait_for()
    for area in ngo.page.locator("main form textarea").all():
        area.fill("按计划开展，没有需要调整的事项。")
    ngo.press("保存")
    ngo.follow("提交报告")
    ngo.press("提交报告")
    ngo.sees("待审核")
    district = Actor(new_page, "district")
    district.go(report.get_absolute_url())
    district.follow("审核通过")
    district.press("审核通过")
    district.sees("已通过")
    return ngo


def dashboard_leads_to_its_records(new_page):
    """7. A figure, the rows behind it, the record."""
    district = Actor(new_page, "district")
    district.go("/dashboard/")
    figure = district.page.locator(".figure", has_text="人次").first
    assert figure.locator(".figure-value").inner_text().split()[0] == "30"
    figure.locator("a").first.click()
    expect(district.page.locator("tfoot")).to_contain_text("30")
    district.follow("江月")
    expect(district.page.get_by_role("heading", level=1)).to_contain_text("江月")


def report_is_made_and_downloaded(new_page, folder: Path):
    """9. The monthly report, asked for, made, downloaded and opened."""
    today = timezone.localdate()
    district = Actor(new_page, "district")
    district.go(reverse("reports:reportrun-create"))
    district.fill(organization="和平区总工会", month=f"{today.year}年{today.month}月")
    district.press("生成")
    with district.page.expect_download() as download:
        district.page.get_by_role("link", name="下载 Word").click()
    path = folder / "report.docx"
    download.value.save_as(path)
    text = "\n".join(
        [paragraph.text for paragraph in Document(path).paragraphs]
        + [cell.text for table in Document(path).tables for row in table.rows for cell in row.cells]
    )
    assert text.startswith(f"和平区总工会{today.year}年{today.month}月服务月报")
    assert text.count("新业态劳动者心理关爱") == 1
