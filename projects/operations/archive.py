"""归档: opening the volume of a project that is over, filling it, and sealing it for good."""

import hashlib
from collections.abc import Iterator

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import workflow
from projects.documents.handover import handover
from projects.documents.volume import supplies
from projects.enums import ArchivePart, ArchiveState, BalanceUse, InstalmentState, Secrecy
from projects.models import Archive, ArchiveItem, Project
from projects.models.columns import StoredFile
from projects.notifications.archive import project_archived
from projects.operations.duties import check_outside_contractor
from projects.operations.instalment import release_commitment
from projects.operations.need import require_reason
from projects.operations.numbers import reserve_pk
from projects.pages import page_count
from projects.queries.archive import COMMISSIONED, NO_CALL, keep_until, missing, volume
from projects.queries.bond import bond_of
from projects.queries.contract import contract_of
from projects.queries.instalment import still_owed
from projects.uploads import stored, stored_name

MOST_PAGES = 9999
UNDER_WAY = (InstalmentState.APPLIED, InstalmentState.CHECKED, InstalmentState.APPROVED, InstalmentState.PAID)


def open_archive(project: Project, *, by: User, secrecy: str = Secrecy.INTERNAL, note: str = "") -> Archive:
    """Open the volume (建卷) of a project that is audited, terminated or being clawed back, once.

    The number is SL-year-serial. Raises ``DomainError`` in any other state, for a second volume, and for people of
    the contractor.
    """
    if secrecy not in Secrecy.values:
        raise DomainError("密级请选择公开、内部或秘密。")
    with transaction.atomic():
        project = locked(project)
        if project.state not in workflow.ARCHIVE.sources:
            raise DomainError(
                f"项目目前是“{project.get_state_display()}”，不能建卷。决算审计通过或终止后才能整理归档。"
            )
        check_outside_contractor(project, by)
        if Archive.objects.filter(project=project).exists():
            raise DomainError("这个项目已经建卷，请到项目档案里继续整理。")
        pk = reserve_pk(Archive)
        number = f"SL-{timezone.localdate():%Y}-{pk:05d}"
        archive = Archive.objects.create(pk=pk, project=project, number=number, secrecy=secrecy, responsible=by)
        archive.events.create(kind="create", to_state=archive.state, by=by, note=note)
    return archive


def add_archive_item(
    archive: Archive,
    *,
    by: User,
    part: str,
    title: str,
    file: File,
    pages: int | None = None,
    responsible: str = "",
    note: str = "",
) -> ArchiveItem:
    """Put one uploaded document into a part. After sealing it is a supplement (补充归档) and needs a ``note``.

    Raises ``DomainError`` for an unknown part, a file of another kind, pages that are no number of pages.
    """
    title, responsible = title.strip(), responsible.strip()
    if part not in ArchivePart.values:
        raise DomainError("请选择归入哪一部分。")
    if not title or len(title) > 100 or len(responsible) > 60:
        raise DomainError("请填写题名，不超过 100 字；责任者不超过 60 字。")
    if pages is not None and not 1 <= pages <= MOST_PAGES:
        raise DomainError(f"页数应在 1 到 {MOST_PAGES} 之间，不清楚可以不填。")
    columns = stored(file, by=by)
    pages = pages or counted(columns["name"], file)
    with transaction.atomic():
        archive = locked(archive)
        check_outside_contractor(archive.project, by)
        is_supplement = archive.state == ArchiveState.SEALED
        if is_supplement:
            note = require_reason(note)
        item = ArchiveItem.objects.create(
            archive=archive, part=part, title=title, pages=pages, responsible=responsible or str(by),
            on=timezone.localdate(), is_supplement=is_supplement, **columns,
        )  # fmt: skip
        kind = "supplement" if is_supplement else "add"
        archive.events.create(kind=kind, by=by, note=f"{item.get_part_display()}：{title}{_said(note)}")
    return item


def waive_archive_item(archive: Archive, *, by: User, part: str, note: str) -> ArchiveItem:
    """Say why a part has no documents (注明缺件原因). Refused when it has some, or when the volume is sealed."""
    note = require_reason(note)
    if part not in ArchivePart.values:
        raise DomainError("请选择缺件的部分。")
    if len(note) > 200:
        raise DomainError("缺件原因不超过 200 字，请精简。")
    with transaction.atomic():
        archive = locked(archive)
        check_outside_contractor(archive.project, by)
        _check_open(archive)
        here = next(row for row in volume(archive) if row.key == part)
        if here.is_complete:
            raise DomainError(f"“{here.label}”已有文件或说明，不需要再注明缺件。")
        item = ArchiveItem.objects.create(
            archive=archive, part=part, title=here.label, waiver=note, size=0, uploaded_by=by,
            responsible=str(by), on=timezone.localdate(),
        )  # fmt: skip
        archive.events.create(kind="waive", by=by, note=f"{here.label}：{note}")
    return item


def seal_archive(archive: Archive, *, by: User, note: str = "") -> Archive:
    """Seal the volume: every part present or waived, generated documents stored, the project archived and read-only.

    What is committed and will not be paid any more is free in its fund again. Kept until fifteen years after the
    purchase ended (政府采购法第42条). Every stored file is read once and compared
    with its digest. Raises ``DomainError`` when a part is missing or a file is damaged; nothing remains then.
    """
    project = archive.project
    check_outside_contractor(project, by)
    _check_open(archive)
    _check_money_settled(project)
    lacking = missing(volume(archive))
    if lacking:
        names = "、".join(part.label for part in lacking)
        raise DomainError(f"还缺{len(lacking)}个部分：{names}。请上传文件，或注明缺件原因。")
    written: list[str] = []
    try:
        for item in archive.items.exclude(file=""):
            _checked(item)
        items = list(_from_records(archive, by, written))
        with step(archive, workflow.SEAL_ARCHIVE, by=by, note=note) as sealed:
            sealed.responsible, sealed.sealed_at, sealed.keep_until = by, timezone.now(), keep_until(project)
            sealed.save(update_fields=["responsible", "sealed_at", "keep_until"])
            ArchiveItem.objects.bulk_create(items)
            with step(project, workflow.ARCHIVE, by=by, note=f"档号 {sealed.number}") as project:
                release_commitment(project, by=by, key=f"release:archive:{project.pk}", note="项目归档，未拨付部分退回")
                project_archived(project, sealed, by=by)
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise
    return sealed


def counted(name: str, file: File) -> int | None:
    """Pages nobody gave, counted from the upload."""
    file.seek(0)
    pages = page_count(name, file)
    file.seek(0)
    return pages


def download_archive(archive: Archive, *, by: User) -> Archive:
    """Note who took the volume out of the house; only a sealed one is given out whole."""
    with transaction.atomic():
        archive = locked(archive)
        if archive.state != ArchiveState.SEALED:
            raise DomainError("案卷还在整理，归档后才能整卷导出。单份文件可以在页面上下载。")
        archive.events.create(kind="download", by=by)
    return archive


def _from_records(archive: Archive, by: User, written: list[str]) -> Iterator[ArchiveItem]:
    """Unsaved rows for everything the records supply; ``written`` collects the files made on the way."""
    project = archive.project
    documents = [*supplies(project), handover(archive, by)]
    for document in documents:
        pages = None
        if document.stored is not None:
            columns = _checked(document.stored)
            with document.stored.file.open("rb") as content:
                pages = page_count(columns["file"], content)
        else:
            extension, content = document.build()
            columns = _saved(content, extension, f"{document.title}.{extension}", by)
            written.append(columns["file"])
        yield ArchiveItem(
            archive=archive, part=document.part, title=document.title[:100], responsible=document.responsible[:60],
            on=document.on or timezone.localdate(), pages=pages, is_generated=True, **columns,
        )  # fmt: skip
    filled = {document.part for document in documents} | set(archive.items.values_list("part", flat=True))
    for part in COMMISSIONED if project.application_id is None else ():
        if part not in filled:
            yield ArchiveItem(
                archive=archive, part=part, title=ArchivePart(part).label, waiver=NO_CALL, size=0, uploaded_by=by,
                responsible="系统", on=timezone.localdate(), is_generated=True,
            )  # fmt: skip


def _saved(content: bytes, extension: str, name: str, by: User) -> dict:
    path = ArchiveItem._meta.get_field("file").generate_filename(None, stored_name(extension))
    path = default_storage.save(path, ContentFile(content))
    digest = hashlib.sha256(content).hexdigest()
    return {"file": path, "name": name[-120:], "size": len(content), "sha256": digest, "uploaded_by": by}


def _checked(row: StoredFile) -> dict:
    """The columns of a stored file that is still what was uploaded."""
    try:
        with row.file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError:
        digest = ""
    if digest != row.sha256:
        raise DomainError(f"文件“{row.name}”缺失或与上传时不一致，不能归档。请联系系统管理员核查后重新上传。")
    return {
        "file": row.file.name, "name": row.name, "size": row.size, "sha256": row.sha256,
        "uploaded_by": row.uploaded_by, "uploaded_at": row.uploaded_at,
    }  # fmt: skip


def _check_open(archive: Archive) -> None:
    if archive.state != ArchiveState.OPEN:
        raise DomainError(f"{archive}目前是“{archive.get_state_display()}”，不能再改。需要补充的文件请走补充归档。")


def _check_money_settled(project: Project) -> None:
    """An archived project takes no more money: nothing may be on its way, no balance owed, no bond held."""
    under_way = project.instalments.filter(state__in=UNDER_WAY).order_by("number").first()
    if under_way:
        raise DomainError(f"第{under_way.number}期款“{under_way.get_state_display()}”，请先办结拨付和收款再归档。")
    if owed := still_owed(project):
        raise DomainError(f"第{owed.number}期款还没有拨付，归档后不能再付。请先办结，或写明原因暂缓拨付。")
    settled = getattr(project, "settlement", None)
    if settled and settled.use == BalanceUse.RETURN and settled.balance > 0 and settled.returned_on is None:
        raise DomainError(f"结余 {settled.balance:,.2f} 元还没有退回，请财务办理退回后再归档。")
    contract = contract_of(project)
    bond = bond_of(contract) if contract else None
    if bond and bond.held:
        raise DomainError(f"履约保证金还有 {bond.held:,.2f} 元没有退还，请在合同页面登记退还或扣留后再归档。")


def _said(note: str) -> str:
    return f"（{note}）" if note else ""
