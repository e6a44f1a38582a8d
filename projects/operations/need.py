"""What people do with needs."""

from collections.abc import Iterable

from django.core.files.base import File
from django.db import transaction

from core.errors import DomainError
from core.workflow import Transition, step
from orgs.enums import ServiceGroup, UnionLevel
from orgs.models import Organization, User
from projects import notifications, workflow
from projects.models import Need
from projects.uploads import check_upload, shown_name, stored_name


def create_need(
    *,
    by: User,
    title: str,
    organization: Organization,
    category: str,
    groups: Iterable[str],
    frequency: str,
    source: str,
    people: int,
    evidence: str,
    evidence_file: File | None = None,
) -> Need:
    """File one need of one community; it waits for the street.

    ``people`` is an estimate. Raises ``DomainError`` when the organization is no community union, nobody
    is concerned, or the file is none of the accepted kinds.
    """
    if organization.level != UnionLevel.COMMUNITY:
        raise DomainError("需求由社区（村）联合工会提出，请选择具体社区。")
    groups = list(dict.fromkeys(groups))
    if not groups or set(groups) - set(ServiceGroup.values):
        raise DomainError("请至少选择一类服务对象。")
    if people < 1:
        raise DomainError("涉及人数至少为 1，请填写约数。")
    need = Need(
        title=title, organization=organization, category=category, groups=groups, frequency=frequency,
        source=source, people=people, evidence=evidence, raised_by=by,
    )  # fmt: skip
    if evidence_file:
        extension = check_upload(evidence_file)
        need.evidence_name = shown_name(evidence_file, extension)
        need.evidence_file.save(stored_name(extension), evidence_file, save=False)
    with transaction.atomic():
        need.save()
        notifications.need_changed(need, "create")
        need.events.create(kind="create", to_state=need.state, by=by)
    return need


def verify_need(need: Need, *, by: User, note: str = "") -> Need:
    """Confirm that the need is real. Nobody confirms their own (职责分离)."""
    with step(need, workflow.VERIFY_NEED, by=by, note=note) as need:
        if need.raised_by_id == by.pk:
            raise DomainError("您是这条需求的提出人，不能核实自己提出的需求。请由街道工会其他人员核实。")
        notifications.need_changed(need, "verify")
    return need


def reject_need(need: Need, *, by: User, note: str) -> Need:
    """Decline the need with a reason its raiser can read."""
    with step(need, workflow.REJECT_NEED, by=by, note=require_reason(note)) as need:
        notifications.need_changed(need, "reject")
    return need


def move_needs(needs: Iterable[Need], transition: Transition, *, by: User, note: str) -> None:
    """Take several needs along with their project, always in the same order so that two such moves cannot
    lock each other out. The caller holds the transaction."""
    for need in sorted(needs, key=lambda need: need.pk):
        with step(need, transition, by=by, note=note) as moved:
            notifications.need_changed(moved, transition.name)


def require_reason(note: str) -> str:
    """The reason without surrounding blanks; a refusal without one is refused."""
    if not note.strip():
        raise DomainError("请写明原因，以便对方知道怎么改。")
    return note.strip()
