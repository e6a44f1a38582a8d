"""Certificates as PDF, with the code that leads to the verification page."""

from datetime import date
from pathlib import Path

import segno

from core.pdf import build_pdf
from services.enums import CertificateKind
from services.models import Certificate

TEMPLATE = Path(__file__).parent.parent / "templates_typst" / "certificate.typ"


def certificate_pdf(certificate: Certificate, address: str) -> bytes:
    """An issued certificate as it is handed out; ``address`` is the full one of its verification page."""
    of_volunteer = certificate.kind == CertificateKind.VOLUNTEER
    handler = certificate.handled_by
    return build_pdf(
        TEMPLATE,
        {
            "title": certificate.get_kind_display(),
            "number": certificate.number,
            "statement": volunteer_statement(certificate) if of_volunteer else attendance_statement(certificate),
            "lines": certificate.lines if of_volunteer else [],
            "has_hours": certificate.hours is not None,
            "issuer": certificate.organization.name,
            "issued_on": written(certificate.issued_on),
            "contact": certificate.organization.contact_phone,
            "handler": handler.name if handler else "",
            "qr": segno.make(address, error="m", micro=False).svg_inline(scale=4, border=1),
            "address": address,
        },
    )


def attendance_statement(certificate: Certificate) -> str:
    what = "、".join(line["what"] for line in certificate.lines)
    long = f"，参加时长{certificate.hours:g}小时" if certificate.hours is not None else ""
    return f"兹证明{certificate.name}于{written(certificate.starts_on)}参加了我单位举办的“{what}”活动{long}。"


def volunteer_statement(certificate: Certificate) -> str:
    """With the number of the registration and the masked identity number (证件)."""
    volunteer, person = certificate.volunteer, certificate.person
    marks = [f"志愿者编号{volunteer.number}"]
    if person.masked_id_number:
        marks.append(f"证件号{person.masked_id_number}")
    period = f"{written(certificate.starts_on)}至{written(certificate.ends_on)}"
    detail = "，明细如下" if certificate.lines else ""
    hours = f"，累计服务{certificate.hours:g}小时" if certificate.hours is not None else ""
    return f"兹证明{certificate.name}（{'，'.join(marks)}）在{period}期间参加志愿服务{hours}{detail}。"


def written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
