"""移交单: the sheet two people sign when a volume goes to the archive room."""

from django.utils import timezone

from core.templatetags.ui import day
from projects.documents.plain import Table, plain_document
from projects.enums import ArchivePart
from projects.sources import VolumeDocument


def handover(archive, by) -> VolumeDocument:
    """Made when the volume is sealed; signed on paper."""
    project, today = archive.project, timezone.localdate()
    facts = [
        ("档号", archive.number), ("项目名称", project.name), ("项目编号", project.code),
        ("移交单位", by.grants[0].organization if by.grants else ""), ("密级", archive.get_secrecy_display()),
        ("移交日期", day(today)),
    ]  # fmt: skip
    held = archive.items.exclude(file="").count()
    waived = [ArchivePart(part).label for part in archive.items.filter(file="").values_list("part", flat=True)]
    facts.append(("归入的文件", f"{held} 件，另有由平台记录生成的文书，详见归档目录"))
    facts.append(("注明缺件的部分", "、".join(waived)))
    signatures = Table("签字", ("移交人", "接收人", "监交人"), [("\n\n", "\n\n", "\n\n")])
    return VolumeDocument(
        ArchivePart.HANDOVER, "移交单", str(by), today,
        build=lambda: ("docx", plain_document("项目档案移交单", facts, [signatures])),
    )  # fmt: skip
