"""Teams of volunteers and rescuers, and who is in them."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked
from orgs.identity_number import is_phone
from orgs.models import Organization, User
from orgs.models.person import normal_phone
from services.enums import VolunteerState
from services.models import Team, Volunteer

FACTS = (
    "name", "kind", "leader", "phone", "founded_on", "formal_members", "equipment", "qualification", "has_badge",
    "is_active",
)  # fmt: skip
MEMBERS_LIMIT = 10_000
IN_SERVICE = (VolunteerState.PENDING, VolunteerState.ACTIVE, VolunteerState.PAUSED)


def create_team(*, by: User, organization: Organization, **facts) -> Team:
    """A team attached to ``organization``; raises ``DomainError`` for a name taken there and unusable facts."""
    team = Team(organization=organization, **_checked(facts))
    with transaction.atomic():
        _save(team)
        team.events.create(kind="create", by=by)
    return team


def update_team(team: Team, *, by: User, **facts) -> Team:
    """Correct ``facts``; the event names the fields."""
    facts = _checked(facts)
    with transaction.atomic():
        row = locked(team)
        changed = [field for field, value in facts.items() if value != getattr(row, field)]
        for field in changed:
            setattr(row, field, facts[field])
        if changed:
            _save(row)
            row.events.create(kind="update", by=by, note=labels_of(Team, changed))
    team.refresh_from_db()
    return team


def add_team_members(team: Team, *, by: User, volunteers: Iterable[Volunteer]) -> int:
    """Volunteers join the team in one go, leaving the team they were in; how many are new to it.

    Raises ``DomainError`` for a team that is dissolved, and when ``by`` sees one of them without keeping their record.
    """
    with transaction.atomic():
        rows = Volunteer.objects.filter(pk__in=[row.pk for row in volunteers], state__in=IN_SERVICE)
        rows = rows.exclude(team=team).select_related("organization").order_by("pk")
        joining = list(rows.select_for_update(of=("self",)))
        team = locked(team)  # after its volunteers, as where one of them is corrected
        if not team.is_active:
            raise DomainError(f"{team}已停止活动，不能再加入。")
        homes = {row.organization_id: row for row in joining}  # everybody registered there is kept by the same people
        if not all(by.has_perm("services.update_volunteer", row) for row in homes.values()):
            raise DomainError("其中有登记在其他组织的志愿者，不能由您编入队伍。请联系其登记的工会办理。")
        for row in joining:
            row.team = team
            row.save(update_fields=["team"])
            row.events.create(kind="update", by=by, note=f"加入{team}")
    return len(joining)


def labels_of(model, fields: Iterable[str]) -> str:
    return "、".join(str(model._meta.get_field(field).verbose_name) for field in fields)


def _checked(facts: dict) -> dict:
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise TypeError(f"not facts of a team: {sorted(unknown)}")
    facts = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    if not facts.get("name", "x") or not facts.get("leader", "x"):
        raise DomainError("请填写队伍名称和负责人。")
    if facts.get("phone"):
        facts["phone"] = normal_phone(facts["phone"])
        if not is_phone(facts["phone"]):
            raise DomainError("联系电话不正确。请填写11位手机号，或带区号的固定电话。")
    if not 0 <= (facts.get("formal_members") or 0) <= MEMBERS_LIMIT:
        raise DomainError(f"正式队员须在0至{MEMBERS_LIMIT}人之间。")
    founded_on: date | None = facts.get("founded_on")
    if founded_on and (founded_on > timezone.localdate() or founded_on.year < 1900):
        raise DomainError("成立日期晚于今天或年份不正确，请改正。")
    return facts


def _save(team: Team) -> None:
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as error:
        raise DomainError(f"{team.organization}已有同名队伍“{team.name}”。请换一个名称，或修改原有队伍。") from error
