"""The purchase walk, 16 to 18: settlement, balance, volume, the ZIP on somebody's disk."""

import zipfile
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from projects.models import Archive, Contract, Fund, Project, Settlement
from projects.operations.book import check_books
from projects.periodic import expire_contracts
from tests.browser.papers import PDF, download, excel, word


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
