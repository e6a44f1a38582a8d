"""The purchase walk, 9 to 15: contract, first instalment, services, vouchers, reports, reviews, completion."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

from django.utils import timezone
from PIL import Image

from evaluations.operations import rate_session
from projects.enums import ReportKind
from projects.models import Contract, Project
from services import operations as services
from services.enums import ActivityKind
from tests.browser.actors import DAY, Actor
from tests.browser.papers import PDF, download, word
from tests.browser.purchase_application import NAME


def contract_is_signed(at, project: str, folder: Path):
    """9. Drawn up from the award, signed, announced, registered."""
    district = at("district")
    district.go(project)
    district.step("起草合同")
    district.sees("叁万元整")
    text = word(download(district, "下载 Word", folder))
    figures = (
        "叁万元整",
        "30,000.00",
        "4,000.00",
        "34,000.00",
        "15,000.00",
        "讲座物料",
        "辽工法证字第0210102号",
        "540",
    )
    assert [figure for figure in figures if figure not in text] == []
    district.follow("登记签署")
    district.attach("file", "合同签署件.pdf", PDF)
    district.press("登记签署")
    district.step("登记公告", note="区总工会公告栏")
    district.step("登记备案", number="和合同备〔2026〕1号")
    district.sees("已登记")


def half_the_term_passes():
    """The term moves so that it is half over in a few days."""
    today = timezone.localdate()
    term = {"starts_on": today - timedelta(days=95), "ends_on": today + timedelta(days=105)}
    Project.objects.update(**term)
    Contract.objects.update(**term)


def first_instalment_is_paid(at, project: str, folder: Path):
    """10. The contractor starts and asks; one checks, a second approves, finance pays, the contractor receipts."""
    ngo = at("ngo")
    ngo.go(project)
    ngo.step("启动实施")
    ngo.sees("实施中")
    ngo.follow("满足条件后申请第1期款")
    instalment = ngo.page.url
    ngo.step("申请拨款", note="首期物料，发票号码 01234567")
    for who, label, result in (("deputy", "复核", "已复核"), ("district", "批准拨付", "已批准")):
        officer = at(who)
        officer.page.goto(instalment)
        officer.step(label)
        officer.sees(result)
    finance = at("finance")
    finance.page.goto(instalment)
    finance.follow("拨付")
    finance.fill(voucher_number="记-11-08")
    finance.press("确认拨付")
    finance.sees("已拨付")
    ngo.page.goto(instalment)
    ngo.step("确认收款", receipt_number="SJ-0001")
    ngo.sees("已收款")
    text = word(download(ngo, "下载拨款申请", folder))
    figures = ("15,000.00", "壹万伍仟元整", "01234567", "记-11-08", "SJ-0001", "合同已登记", "是（拨付时）")
    assert [figure for figure in figures if figure not in text] == []


def service_is_given(at, parties):
    """11. A session of today with six people by name and 24 counted, confirmed by the social worker on a phone."""
    project, worker = Project.objects.get(), parties.worker
    activity = services.create_activity(
        by=worker, project=project, name="减压讲座", kind=ActivityKind.PSYCHOLOGY, lead=worker,
        service_item=project.service_items.get(number=1),
    )  # fmt: skip
    starts_at = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    session = services.schedule_session(
        activity, by=worker, starts_at=starts_at, ends_at=starts_at + timedelta(hours=23, minutes=59), capacity=40,
        venue="社区职工之家",
    )  # fmt: skip
    services.publish_activity(activity, by=worker)
    for number in range(6):
        attendance = services.check_in_person(session, by=worker, name="田野", phone=f"1390024000{number}")
        rate_session(attendance, score=5)
    services.record_headcount(session, by=worker, headcount=24)
    phone = at("worker", width=375, height=812)
    phone.go(session.get_absolute_url())
    phone.step("确认已举办")
    phone.sees("已举办")


def expense_is_recognised(at, project: str):
    """12. A photographed invoice is recorded and handed in, checked by the district, accepted by finance."""
    photo = BytesIO()
    Image.new("RGB", (60, 40), "white").save(photo, "JPEG")
    ngo = at("ngo", width=375, height=812)
    ngo.go(f"/projects/expenses/create/?project={Project.objects.get().pk}")
    ngo.attach("file", "发票.jpg", photo.getvalue())
    ngo.fill(
        invoice_number="25212000000123456789", payee="和平区文印服务部", unit_price="1000", quantity="14",
        line="讲座物料", purpose="讲座物料，每场30人", service_item="减压讲座",
    )  # fmt: skip
    ngo.press("保存草稿")
    ngo.step("提交审核")
    ngo.sees("待审核")
    for who, label, result in (("district", "初审通过", "已初审"), ("finance", "予以列支", "已列支")):
        officer = at(who)
        officer.page.goto(ngo.page.url)
        officer.step(label)
        officer.sees(result)
    officer.go(project)
    officer.sees("93.3%")  # 14,000 of 15,000 paid


def reports_are_accepted(at):
    """13. The first month's report, late with its reason, and the midterm report from the records."""
    reports = Project.objects.get().progress_reports
    monthly = reports.get(kind=ReportKind.MONTHLY, number=1)
    report_is_accepted(at, monthly, late_reason="启动阶段人员到位较晚")
    midterm = reports.get(kind=ReportKind.MIDTERM)
    ngo = report_is_accepted(at, midterm)
    ngo.go(midterm.get_absolute_url())
    for figure in ("场次 1，人次 30，人数 6", "15,000.00", "14,000.00"):
        ngo.sees(figure)
    midterm.refresh_from_db()
    assert [row["actual"] for row in midterm.figures["indicators"]] == ["1", "30"]


def report_is_accepted(at, report, **submission: str) -> Actor:
    """Written section by section and submitted by the contractor, accepted by the district."""
    ngo = at("ngo")
    ngo.go(report.get_absolute_url())
    ngo.follow("填写")
    ngo.page.locator("main form textarea").first.wait_for()
    for area in ngo.page.locator("main form textarea").all():
        area.fill("按计划开展，没有需要调整的事项。")
    ngo.press("保存")
    ngo.follow("提交报告")
    ngo.fill(**submission)
    ngo.press("提交报告")
    ngo.sees("待审核")
    district = at("district")
    district.go(report.get_absolute_url())
    district.step("审核通过")
    district.sees("已通过")
    return ngo


def midterm_is_passed(at, project: str):
    """14. An outside expert passes the interim result; the project goes on."""
    district = at("district")
    district.go(project)
    district.step("进入中期评估")
    district.sees("已进入中期评估")
    project_is_scored(at, district, project, "中期", "81.5")
    district.go(project)
    district.follow("确认中期结果")
    district.press("中期合格")
    district.sees("实施中")


def project_is_scored(at, district: Actor, project: str, stage: str, score: str):
    district.go(project)
    district.follow(f"委派{stage}评估")
    district.fill(evaluator="苗春生", due_on=(timezone.localdate() + timedelta(days=7)).strftime(DAY))
    district.press("委派评估")
    district.sees("已委派")
    expert = at("expert")
    expert.go("/evaluations/")
    expert.page.get_by_role("row", name=stage).get_by_role("link").first.click()
    expert.step("提交评分", score=score, comment="服务规范，群众认可。")
    expert.sees(f"{score}0")


def project_is_completed(at, project: str, folder: Path):
    """15. Final report, request for completion, final score, completion."""
    report = Project.objects.get().progress_reports.get(kind=ReportKind.FINAL)
    ngo = report_is_accepted(at, report)
    ngo.go(report.get_absolute_url())
    text = word(download(ngo, "下载 Word", folder))
    figures = (f"{NAME}结项报告", "30,000.00", "15,000.00", "14,000.00", "540", "100.0%")
    assert [figure for figure in figures if figure not in text] == []
    ngo.go(project)
    ngo.step("申请结项")
    ngo.sees("末期评估")
    district = at("district")
    project_is_scored(at, district, project, "末期", "92.5")
    district.go(project)
    district.step("确认结项")
    district.sees("已结项")
