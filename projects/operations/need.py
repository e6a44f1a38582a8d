"""What people do with needs."""

from collections.abc import Iterable

from django.core.files.base import File
from django.db import transaction

from core.errors import DomainError
from core.workflow import Transition, locked, step
from orgs.enums import ServiceGroup, UnionLevel
from orgs.models import Organization, User
from projects import notifications, workflow
from projects.enums import FeedbackChannel, NeedState, ProjectState
from projects.models import Need, NeedFeedback, Project
from projects.models.project import RUNNING
from projects.operations.duties import check_outside_contractor
from projects.queries.need import same_district
from projects.uploads import check_upload, shown_name, stored_name

OPEN = (NeedState.COLLECTED, NeedState.VERIFIED)
STILL_ANSWERING = (
    ProjectState.APPROVED, ProjectState.CONTRACTING, ProjectState.SIGNED, ProjectState.SUSPENDED,
    ProjectState.FINAL_REVIEW, *RUNNING,
)  # fmt: skip
EDITED = (
    "title", "category", "groups", "frequency", "source", "people", "evidence", "evidence_file", "evidence_name",
    "raiser",
)  # fmt: skip


def create_need(
    *,
    by: User | None,
    title: str,
    organization: Organization,
    category: str,
    groups: Iterable[str],
    frequency: str,
    source: str,
    people: int,
    evidence: str,
    evidence_file: File | None = None,
    raiser: str = "",
) -> Need:
    """File one need of one community; it waits for the street. ``by`` is None on the community's public page.

    ``people`` is an estimate, ``raiser`` who raised it and how to reach them when they have no account (kept
    encrypted). Raises ``DomainError`` when the organization is no community union, nobody
    is concerned, or the file is none of the accepted kinds.
    """
    if organization.level != UnionLevel.COMMUNITY:
        raise DomainError("需求由社区（村）联合工会提出，请选择具体社区。")
    groups = checked_groups(groups, people)
    need = Need(
        title=title, organization=organization, category=category, groups=groups, frequency=frequency,
        source=source, people=people, evidence=evidence, raised_by=by, raiser=raiser.strip(),
    )  # fmt: skip
    _attach(need, evidence_file)
    with transaction.atomic():
        need.save()
        notifications.need_changed(need, "create")
        need.events.create(kind="create", to_state=need.state, by=by)
    return need


def update_need(
    need: Need,
    *,
    by: User,
    title: str,
    category: str,
    groups: Iterable[str],
    frequency: str,
    source: str,
    people: int,
    evidence: str,
    evidence_file: File | None = None,
    raiser: str | None = None,
) -> Need:
    """Correct a need that nobody has verified yet; the community stays. Without a new file the old one stays, and
    ``raiser=None`` keeps who raised it."""
    groups = checked_groups(groups, people)
    with transaction.atomic():
        need = locked(need)
        if need.state != NeedState.COLLECTED:
            raise DomainError(f"需求目前是“{need.get_state_display()}”，不能修改。只有待核实的需求可以改。")
        need.title, need.category, need.groups, need.frequency = title, category, groups, frequency
        need.source, need.people, need.evidence = source, people, evidence
        if raiser is not None:
            need.raiser = raiser.strip()
        if evidence_file and evidence_file != need.evidence_file:
            _attach(need, evidence_file)
        need.save(update_fields=EDITED)
        notifications.need_changed(need, "update")
        need.events.create(kind="update", by=by)
    return need


def verify_need(need: Need, *, by: User, note: str = "") -> Need:
    """Confirm that the need is real. Nobody confirms what they raised or rewrote (职责分离)."""
    with step(need, workflow.VERIFY_NEED, by=by, note=note) as need:
        if need.raised_by_id == by.pk:
            raise DomainError("您是这条需求的提出人，不能核实自己提出的需求。请由街道工会其他人员核实。")
        if need.events.filter(kind="update", by=by).exists():
            raise DomainError("您修改过这条需求，不能核实。请由街道或区县工会其他人员核实。")
        notifications.need_changed(need, "verify")
    return need


def reject_need(need: Need, *, by: User, note: str) -> Need:
    """Decline the need with a reason its raiser can read."""
    with step(need, workflow.REJECT_NEED, by=by, note=require_reason(note)) as need:
        notifications.need_changed(need, "reject")
    return need


def merge_need(need: Need, *, by: User, into: Need, note: str) -> Need:
    """Close ``need`` in favour of ``into``, which asks for the same in the same district; both raisers are told.

    The people concerned are not added up: the two may be the same people. Both rows keep their own number.
    Raises ``DomainError`` when ``into`` is the need itself, of another district, or already taken up or closed.
    """
    note = require_reason(note)
    with transaction.atomic():
        into = _locked_pair(need, into)
        if into.pk == need.pk:
            raise DomainError("不能并入自己，请选择另一条需求。")
        if not same_district(need.organization, into.organization):
            raise DomainError("只能并入同一区县的需求，请重新选择。")
        if into.state not in OPEN:
            raise DomainError(f"“{into}”目前是“{into.get_state_display()}”，不能再并入。请选择待核实或已核实的需求。")
        with step(need, workflow.MERGE_NEED, by=by, note=f"并入“{into}”：{note}") as need:
            notifications.need_changed(need, "merge")
            need.merged_into = into
            need.save(update_fields=["merged_into"])
        notifications.need_changed(into, "absorb", skip=need)
        into.events.create(kind="absorb", by=by, note=f"“{need}”（约 {need.people:,} 人）并入本需求")
    return need


def serve_need(need: Need, *, by: User, project: Project, note: str = "", served_by: str = "") -> Need:
    """Let a running project of the same district answer a verified need as well; it is met when the project ends.

    ``served_by`` says what answers it, the project unless told otherwise. Raises ``DomainError`` when the project is
    not running or lies in another district, or when ``by`` belongs to its contractor (职责分离).
    """
    with transaction.atomic():
        project = locked(project)  # before the need, as everywhere: a project that ends takes its needs along
        if project.state not in RUNNING:
            raise DomainError(
                f"项目“{project}”目前是“{project.get_state_display()}”，不在实施中，不能满足新的需求。请换一个项目。"
            )
        if not same_district(need.organization, project.organization):
            raise DomainError("只能由同一区县的项目来满足，请重新选择。")
        check_outside_contractor(project, by)
        with step(need, workflow.SERVE_NEED, by=by, note=note) as need:
            notifications.need_changed(need, "serve")
            need.served_by = (served_by or f"项目“{project}”")[:120]
            need.save(update_fields=["served_by"])
            project.needs.add(need)
    return need


def close_need(need: Need, *, by: User, note: str) -> Need:
    """Close a verified need nobody could meet, with a reason its raiser can read."""
    with step(need, workflow.CLOSE_NEED, by=by, note=require_reason(note)) as need:
        notifications.need_changed(need, "close")
    return need


def feed_back_need(need: Need, *, by: User, channel: str, text: str) -> NeedFeedback:
    """Record that the raiser without an account was told (需求反馈制度); whoever has an account hears by itself.

    Raises ``DomainError`` for an unknown channel, an empty text, or a need nobody is named for.
    """
    text = text.strip()
    if channel not in FeedbackChannel.values:
        raise DomainError("请选择告知方式。")
    if not text:
        raise DomainError("请写明告知了什么。")
    with transaction.atomic():
        need = locked(need)
        if not need.raiser:
            raise DomainError("这条需求没有登记反映人；提出人有账号，系统已自动通知，不用登记回告。")
        feedback = NeedFeedback.objects.create(need=need, channel=channel, text=text, by=by)
        need.events.create(kind="feed_back", by=by, note=f"{feedback.get_channel_display()}：{text}")
    return feedback


def move_needs(needs: Iterable[Need], transition: Transition, *, by: User, note: str) -> None:
    """Take several needs along with their project, always in the same order so that two such moves cannot
    lock each other out. The caller holds the transaction."""
    for need in sorted(needs, key=lambda need: need.pk):
        with step(need, transition, by=by, note=note) as moved:
            notifications.need_changed(moved, transition.name)
            if transition == workflow.RELEASE_NEED and moved.served_by:
                moved.served_by = ""
                moved.save(update_fields=["served_by"])


def needs_ending_with(project: Project, *, met: bool):
    """The needs in hand that the end of ``project`` moves: all of them when it met them; else those no other project
    serves as well, because several projects may answer one need."""
    rows = project.needs.filter(state=NeedState.IN_PROJECT)
    if met:
        return rows
    others = Project.objects.filter(state__in=STILL_ANSWERING).exclude(pk=project.pk)
    return rows.exclude(pk__in=Project.needs.through.objects.filter(project__in=others).values("need_id"))


def require_reason(note: str) -> str:
    """The reason without surrounding blanks; a refusal without one is refused."""
    if not note.strip():
        raise DomainError("请写明原因，以便对方知道怎么改。")
    return note.strip()


def checked_groups(groups: Iterable[str], people: int) -> list[str]:
    """At least one known group, each once, and at least one person."""
    groups = list(dict.fromkeys(groups))
    if not groups or set(groups) - set(ServiceGroup.values):
        raise DomainError("请至少选择一类服务对象。")
    if people < 1:
        raise DomainError("涉及人数至少为 1，请填写约数。")
    return groups


def _attach(need: Need, file: File | None) -> None:
    if file:
        extension = check_upload(file)
        need.evidence_name = shown_name(file, extension)
        need.evidence_file.save(stored_name(extension), file, save=False)


def _locked_pair(need: Need, into: Need) -> Need:
    """``into`` as it stands now, both rows locked, always in the same order: two merges of the same two needs must
    not wait for each other."""
    both = Need.objects.select_for_update(of=("self",)).filter(pk__in=[need.pk, into.pk])
    return {row.pk: row for row in both.select_related("organization").order_by("pk")}[into.pk]
