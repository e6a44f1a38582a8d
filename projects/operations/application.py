"""What an applicant does with an application: write it with several people, submit, take back, withdraw."""

from datetime import datetime

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError
from core.templatetags.ui import moment
from core.workflow import locked, step
from orgs.enums import OrganizationKind
from orgs.models import Organization, User
from projects import content, workflow
from projects.enums import ApplicationState, CallState, EligibilityItem
from projects.models import Application, ApplicationFile, ApplicationRevision, Call
from projects.money import WHOLE_DIGITS
from projects.notifications.application import application_changed
from projects.operations.numbers import reserve_pk
from projects.operations.submission import check_not_barred, check_submission, is_landed_weak
from projects.queries.application import known_facts
from projects.uploads import stored

WRITABLE = (ApplicationState.DRAFT, ApplicationState.RETURNED)
TAKEN = "本单位在这个批次已经有同名的申报，请换一个项目名称。"


def create_application(call: Call, *, by: User, contractor: Organization, name: str) -> Application:
    """Start a draft answering an open call, with what is known of the applicant filled in.

    Raises ``DomainError`` when the call is not open, the applicant is no social organization or barred for an earlier
    project, or when it has a draft of that name already.
    """
    if not call.is_open(timezone.now()):
        raise DomainError(f"“{call}”目前不在征集期内，不能申报。")
    if contractor.kind != OrganizationKind.SOCIAL:
        raise DomainError(f"“{contractor}”不是社会组织，不能申报。请选择社会组织。")
    check_not_barred(call, contractor)
    pk = reserve_pk(Application)
    try:
        with transaction.atomic():
            application = Application.objects.create(
                pk=pk, code=f"SB-{timezone.localdate():%Y}-{pk:05d}", call=call, contractor=contractor, created_by=by,
                name=_read_name(name), content={"basic": known_facts(contractor)},
            )  # fmt: skip
            application.events.create(kind="create", to_state=application.state, by=by)
    except IntegrityError:
        raise DomainError(TAKEN) from None
    return application


def save_section(
    application: Application, *, by: User, section: str, data: dict, version: int, page: str = ""
) -> Application:
    """Keep one section of a draft; ``version`` is the one the writer started from, ``page`` names the open page that
    saves, so that its next save does not collide with its own last one.

    ``data`` are plain values by field name, rows under ``rows``; the columns of the model come as records and dates.
    What did not change is no save. Raises ``DomainError`` when the application is not in the writer's hands, when
    somebody saved the same section since ``version``, or when a value is none; nothing is kept then.
    """
    part = content.BY_NAME.get(section)
    if part is None:
        raise DomainError("申报书没有这一部分，请从目录中选择。")
    with transaction.atomic():
        application = locked(application)
        _check_writable(application)
        _check_version(application, part, version, page)
        columns = {field.name: data[field.name] for field in part.fields if field.column and field.name in data}
        rest = {name: value for name, value in data.items() if name not in columns}
        try:
            written = content.clean(part, rest)
        except ValueError as error:
            raise DomainError(str(error)) from None
        changed = _write_columns(application, columns)
        if written == application.content.get(section) and not changed:
            return application
        application.content[section] = written
        _count_money(application)
        _keep(application, part, by, page)
    return application


def submit_application(application: Application, *, by: User, note: str = "") -> Application:
    """Hand in the application: everything is checked, frozen as the next revision, and stays sealed until the call
    closes. A returned one may be handed in again until the end of its correction period.

    Raises ``DomainError`` with the first things that stand in the way; nothing is handed in then.
    """
    with step(application, workflow.SUBMIT_APPLICATION, by=by, note=note) as application:
        again = application.state == ApplicationState.RETURNED
        now = timezone.now()
        _check_in_time(application, now)
        check_submission(application)
        application.has_union = content.has_union(application.content)
        application.is_weak = is_landed_weak(application)
        application.submitted_at = now
        application.correct_by = None
        application.save(update_fields=["has_union", "is_weak", "submitted_at", "correct_by"])
        ApplicationRevision.objects.create(
            application=application, number=application.revisions.count() + 1, amount=application.amount, by=by,
            content=content.snapshot(application), at=now,
        )  # fmt: skip
        application_changed(application, "submit", by=by, news="resubmit" if again else "")
    return application


def recall_application(application: Application, *, by: User, note: str = "") -> Application:
    """Take a submitted application back to go on writing; only until its call closes, and submitted again it must
    be, or it does not count."""
    with step(application, workflow.RECALL_APPLICATION, by=by, note=note) as application:
        if not application.call.is_open(timezone.now()):
            raise DomainError("征集已经截止，不能取回修改。如不再参加，可以撤回申报。")
        application_changed(application, "recall", by=by)
    return application


def withdraw_application(application: Application, *, by: User, note: str = "") -> Application:
    """Take no further part in the call; possible until the review begins."""
    with step(application, workflow.WITHDRAW_APPLICATION, by=by, note=note) as application:
        if application.state != ApplicationState.DRAFT and application.call.closes_at <= timezone.now():
            application_changed(application, "withdraw", by=by, news="withdrawn")
        application_changed(application, "withdraw", by=by)
    return application


def add_application_file(application: Application, *, by: User, file: File, item: str = "") -> ApplicationFile:
    """Attach a file, as evidence for a condition of eligibility or to the application as such."""
    if item and item not in EligibilityItem.values:
        raise DomainError("没有这项资格条件，请从列表中选择。")
    columns = stored(file, by=by)
    with transaction.atomic():
        application = locked(application)
        _check_writable(application)
        if application.files.count() >= MOST_FILES:
            raise DomainError(f"一份申报最多 {MOST_FILES} 个附件，请合并后再上传。")
        row = ApplicationFile.objects.create(application=application, item=item, **columns)
        application.events.create(kind="upload", by=by, note=row.name)
    return row


def remove_application_file(file: ApplicationFile, *, by: User) -> Application:
    """Take away an attachment that has not been handed in yet; what was handed in stays."""
    with transaction.atomic():
        application = locked(file.application)
        _check_writable(application)
        newest = application.revisions.order_by("-number").first()
        if newest and file.uploaded_at <= newest.at:
            raise DomainError("这个附件已经随申报提交过，不能删除。可以另外上传新的附件。")
        ApplicationFile.objects.filter(pk=file.pk).delete()
        application.events.create(kind="remove_file", by=by, note=file.name)
    return application


MOST_FILES = 60


def _read_name(name: str) -> str:
    field = content.BY_NAME["basic"].fields[0]
    try:
        text = content.read(field, name)
    except ValueError as error:
        raise DomainError(f"{field.label}：{error}") from None
    if not text:
        raise DomainError("请填写项目名称。")
    return text


def _check_writable(application: Application) -> None:
    if application.state not in WRITABLE:
        raise DomainError(f"申报目前是“{application.get_state_display()}”，不能修改。只有草稿和待补正的申报可以修改。")


def _check_version(application: Application, section: content.Section, version: int, page: str) -> None:
    """Whoever started from an older text of the same section would overwrite what another wrote."""
    last = application.saves.get(section.name, {})
    if not 0 < version <= application.version:
        raise DomainError("页面内容已经过期，没有保存。请重新载入页面。")
    if last.get("version", 0) > version and not (page and last.get("page") == page):
        at = moment(datetime.fromisoformat(last["at"]))
        raise DomainError(
            f"{last['by']}在{at}保存过“{section.label}”，您的修改没有保存。"
            "您填写的内容还在页面上，请先抄录需要保留的部分，再重新载入。"
        )


def _write_columns(application: Application, columns: dict) -> bool:
    """Whether any of the model's own columns changed."""
    changed = False
    for name, value in columns.items():
        if name in ("needs", "communities"):
            relation, chosen = getattr(application, name), list(value)
            changed |= set(relation.all()) != set(chosen)
            relation.set(chosen)
        else:
            value = _read_name(value) if name == "name" and value else value
            if name == "name" and not value:
                raise DomainError("请填写项目名称。")
            changed |= getattr(application, name) != value
            setattr(application, name, value)
    starts_on, ends_on = application.starts_on, application.ends_on
    if starts_on and ends_on and ends_on < starts_on:
        raise DomainError("结束日期早于开始日期，请核对项目期限。")
    return changed


def _count_money(application: Application) -> None:
    application.amount = content.total(application.content)
    application.own_contribution = content.own_total(application.content)
    if max(application.amount, application.own_contribution) >= 10**WHOLE_DIGITS:
        raise DomainError(f"预算合计超过 {WHOLE_DIGITS} 位数，请核对单价和数量。")


def _keep(application: Application, section: content.Section, by: User, page: str) -> None:
    """The next version; one event for an hour's work of one person, because every field saves by itself."""
    now = timezone.now()
    application.version += 1
    application.saves[section.name] = {
        "version": application.version, "by": str(by), "by_id": by.pk, "at": now.isoformat(), "page": page[:40],
    }  # fmt: skip
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError:
        raise DomainError(TAKEN) from None
    last = application.events.order_by("-pk").first()
    if not (last and last.kind == "update" and last.by_id == by.pk and (now - last.at).total_seconds() < 3600):
        application.events.create(kind="update", by=by, note=section.label)


def _check_in_time(application: Application, now) -> None:
    """Up to the last microsecond before closing; in a correction period to the end of its last day."""
    call = application.call
    if application.state == ApplicationState.RETURNED:
        if call.state not in (CallState.PUBLISHED, CallState.CLOSED):
            raise DomainError(f"“{call}”目前是“{call.get_state_display()}”，不再接受补正。")
        if application.correct_by is None or timezone.localdate(now) > application.correct_by:
            raise DomainError(f"补正期限 {application.correct_by} 已过，不能再提交。")
        return
    if not call.is_open(now):
        when = "还没有开始" if now < call.opens_at else "已经截止"
        raise DomainError(f"“{call}”征集{when}，不能提交。征集时间见公告。")
