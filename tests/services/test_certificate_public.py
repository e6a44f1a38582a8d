"""The public pages of certificates: ask, download, verify; nothing personal in addresses, no cookie."""

import re

import pytest
import zxingcpp
from django.core.cache import cache
from django.urls import reverse
from PIL import Image

from core import pdf
from services import operations, qr
from services.documents.certificate import attendance_statement, certificate_pdf, volunteer_statement
from services.enums import SessionState
from services.models import Certificate, Session, Volunteer
from services.tickets import ticket_of
from tests.cast import make_session
from tests.services.build_after import make_attendance, make_certificate, make_held, make_person
from tests.services.build_after import reverse as take_back


@pytest.fixture
def attendance(world):
    return make_attendance(make_held(world, people=0), make_person(world))


def page(name, ticket):
    return reverse(f"public:{name}", args=[ticket])


def text(response) -> str:
    return response.content.decode()


def test_the_page_after_check_in_offers_it_once_the_session_was_held(client, world, attendance):
    ticket = ticket_of(attendance)
    assert page("attendance-certificate", ticket) in text(client.get(page("attendance", ticket)))
    planned = make_attendance(make_session(world, starts_at=attendance.at), make_person(world, "李建国"))
    response = client.get(page("attendance", ticket_of(planned)))
    assert "申请参加证明" not in text(response) and "收藏本页" in text(response)


def test_ask_and_download_without_an_account(client, attendance):
    ticket = ticket_of(attendance)
    ask = page("attendance-certificate", ticket)
    assert "王小芳" not in text(client.get(ask))
    assert not Certificate.objects.exists()
    response = client.post(ask)
    assert response.url == ask
    response = client.get(ask)
    certificate = Certificate.objects.get()
    assert certificate.number in text(response) and certificate.requested_by is None
    download = client.get(page("attendance-certificate-pdf", ticket))
    assert download.content.startswith(b"%PDF-")
    assert "no-store" in download["Cache-Control"] and download["X-Content-Type-Options"] == "nosniff"
    assert client.cookies == {}
    client.post(ask)
    assert Certificate.objects.count() == 1


def test_asked_too_early_it_says_when(client, world, attendance):
    Session.objects.filter(pk=attendance.session_id).update(state=SessionState.HELD)
    planned = make_attendance(make_session(world, starts_at=attendance.at), make_person(world, "李建国"))
    for method in (client.get, client.post):
        response = method(page("attendance-certificate", ticket_of(planned)))
        assert "还没有确认举办" in text(response)
    response = client.get(page("attendance-certificate-pdf", ticket_of(planned)))
    assert response.url == page("attendance-certificate", ticket_of(planned))
    assert not Certificate.objects.exists()


def test_one_address_draws_so_many(client, attendance, settings):
    cache.clear()
    settings.PUBLIC_PDFS_PER_MINUTE = 1
    path = page("attendance-certificate-pdf", ticket_of(attendance))
    operations.certify_attendance(attendance)
    codes = [client.get(path).status_code for _ in range(2)]
    assert codes == [200, 429]


@pytest.mark.parametrize("name", ["attendance-certificate", "attendance-certificate-pdf"])
@pytest.mark.parametrize("ticket", ["1.x", "１２３", "a" * 300, "%00"])
def test_made_up_tickets_lead_nowhere(client, db, name, ticket):
    assert client.get(page(name, ticket)).status_code == 404


def test_the_verification_page_shows_the_family_name_only(client, attendance):
    certificate = operations.certify_attendance(attendance)
    response = client.get(certificate.get_public_url())
    shown = text(response)
    assert response.status_code == 200
    for part in ("证明有效", certificate.number, "王**", "水源地社区联合工会", "心理减压讲座"):
        assert part in shown, part
    assert "王小芳" not in shown and "王小芳" not in certificate.get_public_url()
    assert len(response.content) < 60_000 and client.cookies == {}
    assert '<meta name="robots" content="noindex">' in shown


def test_a_revoked_one_says_so(client, world, attendance):
    certificate = operations.certify_attendance(attendance)
    operations.revoke_certificate(certificate, by=world.community, note="姓名有误")
    shown = text(client.get(certificate.get_public_url()))
    assert "证明已撤销" in shown and "证明有效" not in shown and "姓名有误" not in shown


def test_one_whose_attendance_was_taken_back_says_so(client, attendance):
    certificate = operations.certify_attendance(attendance)
    take_back(attendance)
    assert "证明已失效" in text(client.get(certificate.get_public_url()))
    ask = client.get(page("attendance-certificate", ticket_of(attendance)))
    assert "已被冲正" in text(ask) and certificate.number not in text(ask)


def test_requests_and_made_up_tokens_are_not_there(client, world):
    asked = make_certificate(world)
    for token in (asked.token, "x", "a" * 200):
        response = client.get(reverse("public:certificate", args=[token]))
        assert (response.status_code, "没有查到" in text(response)) == (404, True)


def test_tokens_cannot_be_guessed(world, attendance):
    certificate = operations.certify_attendance(attendance)
    assert re.fullmatch(r"[\w-]{32}", certificate.token)
    assert certificate.token != certificate.number


def test_asking_again_and_again_from_one_address_is_slowed_down(client, attendance, settings):
    settings.PUBLIC_POSTS_PER_MINUTE = 2
    cache.clear()
    ask = page("attendance-certificate", ticket_of(attendance))
    assert [client.post(ask).status_code for _ in range(3)] == [302, 302, 429]


# The paper


def test_the_code_on_the_paper_leads_to_the_verification_page(attendance, rf, tmp_path, monkeypatch):
    import typst

    certificate = operations.certify_attendance(attendance)
    address = qr.address(rf.get("/"), certificate.get_public_url())
    drawn = {}
    compiled = typst.compile
    monkeypatch.setattr(
        pdf.typst, "compile", lambda *args, **kwargs: drawn.update(png=compiled(*args, format="png", ppi=150, **kwargs))
    )
    certificate_pdf(certificate, address)
    picture = drawn["png"] if isinstance(drawn["png"], bytes) else drawn["png"][0]
    (tmp_path / "paper.png").write_bytes(picture)
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(tmp_path / "paper.png"))] == [address]


def test_a_name_is_never_run_as_markup(world):
    attendance = make_attendance(make_held(world, people=0), make_person(world, '#read("/etc/passwd") *x* $y$'))
    certificate = operations.certify_attendance(attendance)
    assert certificate_pdf(certificate, "https://example.test/x").startswith(b"%PDF-")


def test_what_the_papers_say(world, attendance):
    certificate = operations.certify_attendance(attendance)
    certificate.hours = 1.5
    day = certificate.starts_on
    assert attendance_statement(certificate) == (
        f"兹证明王小芳于{day.year}年{day.month}月{day.day}日参加了我单位举办的“心理减压讲座”活动，参加时长1.5小时。"
    )
    certificate.volunteer = Volunteer(person=attendance.person, number="ZYZ-0001")
    certificate.hours = 24
    period = f"{day.year}年{day.month}月{day.day}日"
    assert volunteer_statement(certificate) == (
        f"兹证明王小芳（志愿者编号ZYZ-0001）在{period}至{period}期间参加志愿服务，累计服务24小时，明细如下。"
    )


def test_a_machine_without_chinese_fonts_says_so(client, attendance, monkeypatch):
    operations.certify_attendance(attendance)
    monkeypatch.setattr(pdf, "chinese_fonts", lambda: ())
    response = client.get(page("attendance-certificate-pdf", ticket_of(attendance)))
    assert "没有中文字体" in text(response)


def test_the_shipped_font_is_enough_on_a_bare_machine(attendance, monkeypatch):
    families = {info.family for info in pdf.fonts().fonts() if str(info.path).startswith(str(pdf.SHIPPED))}
    assert families == {"Noto Sans S Chinese"}
    bare = pdf.typst.Fonts(include_system_fonts=False, font_paths=[str(pdf.SHIPPED)])
    monkeypatch.setattr(pdf, "fonts", lambda: bare)
    content = certificate_pdf(operations.certify_attendance(attendance), "https://example.test/x")
    assert b"NotoSansHans" in content
