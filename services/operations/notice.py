"""Notices on the public pages."""

from datetime import date

from django.db import transaction

from core.errors import DomainError
from core.workflow import locked, step
from orgs.enums import OrganizationKind
from orgs.models import Organization, User
from services import workflow
from services.enums import NoticeState
from services.models import Notice


def create_notice(
    *, by: User, organization: Organization, title: str, body: str, shown_from: date, shown_until: date | None = None
) -> Notice:
    """A draft notice of a union body. Raises ``DomainError`` for another kind of organization or a period that ends
    before it begins."""
    if organization.kind != OrganizationKind.UNION:
        raise DomainError("通知公告由工会组织发布，请选择工会。")
    _check_period(shown_from, shown_until)
    with transaction.atomic():
        notice = Notice.objects.create(
            organization=organization, title=title, body=body, shown_from=shown_from, shown_until=shown_until
        )
        notice.events.create(kind="create", to_state=notice.state, by=by)
    return notice


def update_notice(
    notice: Notice, *, by: User, title: str, body: str, shown_from: date, shown_until: date | None = None
) -> Notice:
    """Change a notice that is not on show: what people could read stays as they read it, or is withdrawn first."""
    _check_period(shown_from, shown_until)
    with transaction.atomic():
        notice = locked(notice)
        if notice.state == NoticeState.PUBLISHED:
            raise DomainError("通知已发布，不能直接修改。请先撤回，改好后再发布。")
        notice.title, notice.body, notice.shown_from, notice.shown_until = title, body, shown_from, shown_until
        notice.save(update_fields=["title", "body", "shown_from", "shown_until"])
        notice.events.create(kind="update", by=by)
    return notice


def publish_notice(notice: Notice, *, by: User, note: str = "") -> Notice:
    """Show it on the public pages of the organization and of every community below it."""
    with step(notice, workflow.PUBLISH_NOTICE, by=by, note=note) as notice:
        pass
    return notice


def withdraw_notice(notice: Notice, *, by: User, note: str) -> Notice:
    """Take it off the public pages at once."""
    with step(notice, workflow.WITHDRAW_NOTICE, by=by, note=note) as notice:
        pass
    return notice


def _check_period(shown_from: date, shown_until: date | None) -> None:
    if shown_until is not None and shown_until < shown_from:
        raise DomainError("展示截止日早于开始日，请改正。")
