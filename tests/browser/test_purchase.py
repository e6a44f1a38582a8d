"""One purchase from the need to the archived volume, walked by its parties in real browsers.

Time passes in the database: closing time, publicity, half the term, the end of the contract.
"""

import re
import zipfile
from datetime import timedelta
from decimal import Decimal
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from docx import Document
from PIL import Image
from playwright.sync_api import expect

from evaluations.operations import rate_session
from orgs.enums import Role, Tier
from projects import content
from projects.content import Kind
from projects.defaults import CENTRAL, SCORECARD, load_default_rules
from projects.enums import EligibilityItem, NegativeItem, ReportKind
from projects.models import (
    Archive,
    Call,
    Contract,
    Fund,
    Panelist,
    Project,
    Publicity,
    ScoreSheet,
    Settlement,
)
from projects.operations.book import check_books
from projects.periodic import expire_contracts
from services import operations as services
from services.enums import ActivityKind
from tests.browser.actors import Actor
from tests.cast import make_user, make_world
from tests.projects.build_application import full_content
from tests.projects.build_review import make_experts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = "%Y-%m-%d"
MINUTE = "%Y-%m-%dT%H:%M"
PDF = b"%PDF-1.4\n%signed\n"
NAME = "新业态劳动者心理关爱"
SCORES = ((14, 23, 18, 13, 9, 4, 9), (13, 22, 17, 13, 8, 4, 9), (13, 21, 17, 12, 8, 4, 9))  # 90, 86, 84


@pytest.fixture
def parties(transactional_db):
    """The usual cast in a weak community, a second officer of the district, experts to draw from, the shipped rules."""
    world = make_world()
    world.deputy = make_user("deputy", world.district_union, Role.DISTRICT_UNION, name="丛立新")
    world.community_union.tier = Tier.WEAK
    world.community_union.save()
    world.expert.name = "苗春生"
    world.expert.save()
    make_experts(world, 3)
    load_default_rules()
    return world


@pytest.fixture
def at(new_page):
    """``at("ngo")``: each person at the browser they signed in with, a phone apart from a desk."""
    return cache(partial(Actor, new_page))


def test_from_the_need_to_the_archived_volume(parties, at, new_page, tmp_path):
    need_is_verified(at)
    plan = plan_is_approved(at)
    call = call_is_published(at, plan)
    everybody_reads_the_call(new_page)
    application = application_is_written(at, call)
    colleague_writes_the_rest(at, application)
    application_is_handed_in(at, application, tmp_path)
    call_closes_and_applicant_is_eligible(at, call, application)
    experts_are_drawn_and_score(at, call)
    result_is_ranked_and_published(at, new_page, call, tmp_path)
    project = publicity_ends_with_a_project(at)
    contract_is_signed(at, project, tmp_path)
    half_the_term_passes()
    first_instalment_is_paid(at, project, tmp_path)
    service_is_given(at, parties)
    expense_is_recognised(at, project)
    reports_are_accepted(at)
    midterm_is_passed(at, project)
    project_is_completed(at, project, tmp_path)
    settlement_is_audited(at, project, tmp_path)
    volume_is_sealed(at, project)
    volume_is_downloaded_and_opened(at, tmp_path)


def need_is_verified(at):
    """1. The community files a need, the street verifies it."""
    community = at("community")
    community.go("/projects/needs/create/")
    community.fill(
        title="快递员心理减压", category="心理适应", frequency="每月", people="120", groups="new_form",
        evidence="走访12个站点，回收问卷86份，七成反映压力大。",
    )  # fmt: skip
    community.press("提出需求")
    community.sees("待核实")
    street = at("street")
    street.page.goto(community.page.url)
    street.follow("核实")
    street.press("核实需求")
    street.sees("已核实")


def plan_is_approved(at) -> str:
    """2. Finance opens the fund, one officer of the district plans the purchase, another approves it."""
    finance = at("finance")
    finance.go("/projects/funds/create/")
    finance.fill(name="购买服务专项", kind="工会经费", organization="和平区总工会", amount="200,000")
    finance.press("设立资金来源")
    finance.sees("200,000.00")

    author = at("district")
    author.go("/projects/plans/")
    author.follow("编制采购计划")
    author.fill(name="年度购买服务计划")
    author.press("建立计划")
    author.step(
        "增加明细",
        name="职工心理关爱服务",
        category="心理适应",
        fund="购买服务专项",
        amount="60000",
        procedure="公开征集",
    )
    author.sees("60,000.00")
    plan = author.page.url
    author.step("提交审批")
    author.sees("待审批")
    deputy = at("deputy")
    deputy.page.goto(plan)
    deputy.step("批准")
    deputy.sees("已批准")
    return plan


def call_is_published(at, plan: str) -> str:
    """3. The author draws up the call and answers the negative list, the deputy approves, the author publishes."""
    now = timezone.localtime()
    author = at("district")
    author.page.goto(plan)
    author.follow("编制征集批次")
    author.fill(
        title="职工心理关爱服务项目征集", description="面向辖区职工开展心理关爱服务。",
        requirements="依法登记的社会组织，近两年年检合格。", contact="024-20000001", supervision_phone="024-20000002",
        opens_at=(now + timedelta(hours=1)).strftime(MINUTE), closes_at=(now + timedelta(days=10)).strftime(MINUTE),
        max_amount="40000", instalment_ratios="50/50", scorecard=SCORECARD, rule_set=CENTRAL,
    )  # fmt: skip
    author.press("保存草稿")
    author.step("负面清单自查", **dict.fromkeys(NegativeItem.values, "no"))
    author.sees("六项均为“否”")
    call = author.page.url
    deputy = at("deputy")
    deputy.page.goto(call)
    deputy.step("批准预算")
    author.page.goto(call)
    author.step("发布公告")
    author.sees("征集中")
    return call


def everybody_reads_the_call(new_page):
    """Without an account; then it opens."""
    page = new_page()
    page.goto(Call.objects.get().get_public_url())
    expect(page.get_by_role("heading", level=1)).to_contain_text("职工心理关爱服务项目征集")
    expect(page.get_by_text("60,000.00").first).to_be_visible()
    expect(page.get_by_text("不得提取管理费").first).to_be_visible()
    Call.objects.update(opens_at=timezone.now() - timedelta(minutes=1))


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


def experts_are_drawn_and_score(at, call: str):
    """6. Three of the pool by lot; each scores and signs alone, on a phone."""
    district = at("district")
    district.page.goto(call)
    district.step("抽取专家")
    district.sees("首次抽取")
    district.page.goto(call)
    district.step("开始评审")
    district.sees("评审中")
    criteria = list(Call.objects.get().scorecard.items.all())
    drawn = Panelist.objects.order_by("pk").values_list("expert__username", flat=True)
    for username, scores in zip(drawn, SCORES, strict=True):
        expert = at(username, width=375, height=812)
        expert.go("/projects/review/")
        expert.page.get_by_role("link", name=NAME).click()
        pairs = zip(criteria, scores, strict=True)
        expert.fill(**{f"points_{item.pk}": str(points) for item, points in pairs}, comment="目标清楚，预算合理。")
        expert.press("签署")
        expert.sees("已签署")
    assert sorted(ScoreSheet.objects.values_list("total", flat=True)) == [84, 86, 90]


def result_is_ranked_and_published(at, new_page, call: str, folder: Path):
    """7. The scores are put together; the recommendation is public without an account."""
    district = at("district")
    district.page.goto(call)
    district.step("汇总评分")
    district.sees("86.67")
    text = word(download(district, "评审报告（Word）", folder))
    drawn = Panelist.objects.values_list("expert__name", flat=True)
    figures = (*drawn, "86.67", "6.00", "30,000.00", "拟立项1个")
    assert [figure for figure in figures if figure not in text] == []
    district.step("发布公示")
    district.sees("公示中")
    page = new_page()
    page.goto(Publicity.objects.get().get_public_url())
    expect(page.get_by_text(NAME).first).to_be_visible()
    expect(page.get_by_text("30,000.00").first).to_be_visible()


def publicity_ends_with_a_project(at) -> str:
    """8. Its last day passes without an objection; the deputy ends it and makes the result final."""
    today = timezone.localdate()
    Publicity.objects.update(starts_on=today - timedelta(days=8), ends_on=today - timedelta(days=1))
    deputy = at("deputy")
    deputy.go(Publicity.objects.get().get_absolute_url())
    deputy.step("公示期满")
    deputy.step("确认立项")
    deputy.sees("已完成")
    project = Project.objects.get()
    assert (project.committed, Fund.objects.get().available) == (Decimal("30000.00"), Decimal("170000.00"))
    return project.get_absolute_url()


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
    figures = ("15,000.00", "壹万伍仟元整", "01234567", "记-11-08", "SJ-0001", "合同已登记备案")
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


def settlement_is_audited(at, project: str, folder: Path):
    """16. Drawn up from the books, audited, the balance of 1,000.00 returned; the fund has the rest again."""
    ngo = at("ngo")
    ngo.go(project)
    ngo.step("编制决算", use="退回", explanation="招募人数少于预期，社工劳务没有发生。")
    ngo.sees("1,000.00")
    ngo.step("提交决算")
    ngo.sees("待审计")
    settlement = Settlement.objects.get().get_absolute_url()
    auditor = at("auditor")
    auditor.go(settlement)
    auditor.step("审计通过", opinion="账实相符，结余应退回。")
    auditor.sees("账实相符")
    finance = at("finance")
    finance.go(settlement)
    finance.step("退回结余", voucher_number="收-12-01")
    finance.sees("已退回")
    rows = excel(download(finance, "下载决算表", folder))
    assert ["活动费", "18000.00", "18000.00", "14000.00", "4000.00"] in [row[:5] for row in rows]
    assert ["合计", "30000.00", "30000.00", "14000.00", "16000.00"] in [row[:5] for row in rows]
    sums = [row[1] for row in rows if row[0] in ("已拨付", "自筹配套", "认可支出", "结余")]
    assert sums == ["15000.00", "4000.00", "14000.00", "1000.00"]
    fund, row = Fund.objects.get(), Project.objects.get()
    assert (fund.committed, fund.paid, fund.available) == (14_000, 14_000, 186_000)
    assert (row.committed, row.paid, row.spent) == (14_000, 14_000, 14_000)


def volume_is_sealed(at, project: str):
    """17. The contract ends, personal data are returned; the records fill the fourteen parts, a scan is added."""
    Contract.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    expire_contracts()
    district = at("district")
    district.go(Contract.objects.get().get_absolute_url())
    district.step("确认个人信息返还删除", note="签到名册已经移交，电子数据已经删除。")
    district.sees("已确认")
    district.go(project)
    district.follow("建卷归档")
    district.press("建卷")
    district.sees("已建卷")
    expect(district.page.get_by_text("个部分").first).to_be_hidden()  # the records supply every part
    district.page.locator("#part-07").get_by_role("link", name="上传").click()
    district.fill(title="银行回单")
    district.attach("file", "银行回单.pdf", PDF)
    district.press("归入文件")
    district.sees("银行回单")
    district.step("归档")
    district.sees("已归档")
    district.go(project)
    district.sees("已归档")


def volume_is_downloaded_and_opened(at, folder: Path):
    """18. One ZIP with fourteen folders; its contents page lists what is in it."""
    district = at("district")
    district.go(Archive.objects.get().get_absolute_url())
    with district.page.expect_download() as download:
        district.press("导出整卷（ZIP）")
    path = folder / "volume.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(path) as volume:
        assert volume.testzip() is None
        names = volume.namelist()
        volume.extractall(folder / "volume")
    assert sorted({name[:2] for name in names if "/" in name}) == [f"{number:02d}" for number in range(1, 15)]
    text, rows = word(folder / "volume" / "归档目录.docx"), excel(folder / "volume" / "归档目录.xlsx")
    titles = [row[1] for row in rows[1:]]
    assert len(titles) == len(names) - 3  # the contents page twice, the digests
    for title in ("申报书", "评审报告", "服务合同", "第1期拨款申请", "决算表", "银行回单"):
        assert sum(row.endswith(f"　{title}") for row in titles) == 1, title
    assert [title for title in titles if title not in text] == []
    assert check_books().differences == []


def download(actor: Actor, link: str, folder: Path) -> Path:
    target = actor.page.get_by_role("link", name=link, exact=True, include_hidden=True).first
    with actor.page.expect_download() as waiting:
        target.evaluate("link => link.click()")  # also one that waits in the menu of further steps
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def word(path: Path) -> str:
    """Everything written in a Word file."""
    document = Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def excel(path: Path) -> list[list[str]]:
    """The rows of the first sheet as text."""
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(path) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        has_shared = "xl/sharedStrings.xml" in book.namelist()
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml")) if has_shared else []
    strings = ["".join(part.text or "" for part in one.iterfind(".//x:t", space)) for one in shared]

    def said(cell) -> str:
        if cell.get("t") == "inlineStr":
            return "".join(part.text or "" for part in cell.iterfind(".//x:t", space))
        value = cell.findtext("x:v", "", space)
        return strings[int(value)] if cell.get("t") == "s" else value

    return [[said(cell) for cell in row] for row in sheet.iterfind(".//x:row", space)]
