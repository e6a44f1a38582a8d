"""Accounts and the roles they hold. Nobody grants themselves anything."""

from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework.authtoken.models import Token

from core.errors import DomainError
from core.workflow import locked
from orgs.enums import Role
from orgs.models import Membership, Organization, OrganizationEvent, User
from orgs.notifications import tell_of_grant
from orgs.roles import grantable_roles, roles_for

CHANGEABLE = ("name", "email", "phone")


def create_user(
    *,
    by: User,
    username: str,
    name: str,
    organization: Organization,
    role: str,
    password: str,
    email: str = "",
    phone: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> User:
    """An account with its first role and a password the creator hands over in person.

    Raises ``DomainError`` when the name is taken, the password is weak, or the role cannot be granted.
    """
    user = User(username=username.strip(), name=name.strip(), email=email.strip(), phone=phone.strip())
    _check_account(user)
    _set_password(user, password)
    with transaction.atomic():
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as error:
            raise DomainError(f"用户名“{user.username}”已被使用，请换一个。") from error
        OrganizationEvent.objects.create(subject=organization, kind="account", by=by, note=_said(user))
        grant_membership(organization, by=by, user=user, role=role, valid_from=valid_from, valid_to=valid_to)
    return user


def update_user(user: User, *, by: User, **changes) -> User:
    """Correct name, email or phone (``CHANGEABLE``); the sign-in name stays. On record wherever the user holds a role:
    who may confirm a volunteer's hours is told by the account's phone.

    Raises ``DomainError`` for an empty name or an invalid address.
    """
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not facts of a user: {sorted(unknown)}")
    with transaction.atomic():
        row = locked(user)
        for field, value in changes.items():
            setattr(row, field, value.strip())
        _check_account(row)
        row.save(update_fields=list(changes))
        _on_record(row, "correct", by=by)
    user.refresh_from_db(fields=list(CHANGEABLE))
    return user


def reset_password(user: User, *, by: User, password: str) -> User:
    """A new password for somebody who lost theirs; every session and token of theirs ends.

    Raises ``DomainError`` for a weak password, or for oneself (that is what 修改密码 is for).
    """
    if user == by:
        raise DomainError("修改自己的密码请使用右上角的“修改密码”。")
    with transaction.atomic():
        row = locked(user)
        _set_password(row, password)
        row.save(update_fields=["password"])
        Token.objects.filter(user=row).delete()
        _on_record(row, "reset", by=by)
    return user


def grant_membership(
    organization: Organization,
    *,
    by: User,
    user: User,
    role: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """``user`` holds ``role`` at ``organization`` from ``valid_from`` (today) to ``valid_to`` (until ended).

    Raises ``DomainError`` when ``by`` grants themselves, or a role outside their reach, when the role does not
    belong to such a body, when the period ends before it starts, or overlaps the same role.
    """
    valid_from = valid_from or timezone.localdate()
    _check_grant(organization, by, user, role)
    if valid_to and valid_to < valid_from:
        raise DomainError("结束日期早于开始日期，请改正。")
    with transaction.atomic():
        user = locked(user)  # two grants of one role to one user wait for each other
        _check_overlap(organization, user, role, valid_from, valid_to)
        membership = Membership.objects.create(
            user=user, organization=organization, role=role, valid_from=valid_from, valid_to=valid_to
        )
        OrganizationEvent.objects.create(
            subject=organization, kind="grant", by=by, note=f"{Role(role).label}：{_said(user)}"
        )
        tell_of_grant(membership)
    return membership


def end_membership(membership: Membership, *, by: User, note: str = "") -> Membership:
    """The role counts no longer, from this moment; what was done in it stays on record.

    Days are the grain: a role that began today is written as yesterday's; the organization's history keeps the
    true moments. Raises ``DomainError`` for one's own role, one outside ``by``'s reach, or one that has ended already.
    """
    with transaction.atomic():
        row = locked(membership)
        _check_granter(row.organization, by, row.user, row.role)
        today = timezone.localdate()
        if row.valid_to and row.valid_to < today:
            raise DomainError("这项任职已经结束，无需再办理。")
        said = f"{row.get_role_display()}：{_said(row.user)}" + (f"。{note}" if note else "")
        OrganizationEvent.objects.create(subject=row.organization, kind="end", by=by, note=said)
        row.valid_to = today - timedelta(days=1)
        row.valid_from = min(row.valid_from, row.valid_to)
        row.save(update_fields=["valid_from", "valid_to"])
    membership.refresh_from_db()
    return membership


def _check_grant(organization: Organization, by: User, user: User, role: str) -> None:
    if role not in roles_for(organization):
        fitting = "、".join(Role(fit).label for fit in roles_for(organization)) or "任何角色"
        raise DomainError(f"{organization}不设“{Role(role).label}”，可以授予：{fitting}。")
    _check_granter(organization, by, user, role)


def _check_granter(organization: Organization, by: User, user: User, role: str) -> None:
    if user.pk == by.pk:
        raise DomainError("不能给自己授权，也不能终止自己的任职。请由上级办理。")
    if role not in grantable_roles(by, organization):
        raise DomainError(f"您不能办理{organization}的“{Role(role).label}”。请由上级工会办理。")


def _check_overlap(organization, user, role, valid_from: date, valid_to: date | None) -> None:
    held = Membership.objects.filter(user=user, organization=organization, role=role)
    for other in held:
        starts_in_time = valid_to is None or other.valid_from <= valid_to
        if starts_in_time and (other.valid_to is None or other.valid_to >= valid_from):
            raise DomainError(f"{user}在这段时间里已经是{organization}的{other.get_role_display()}。")


def _check_account(user: User) -> None:
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise DomainError("；".join(_sentences(error))) from error
    taken = User.objects.filter(username__iexact=user.username).exclude(pk=user.pk)
    if taken.exists():
        raise DomainError(f"用户名“{user.username}”已被使用，请换一个。")


def _sentences(error: ValidationError) -> list[str]:
    return [
        f"{User._meta.get_field(field).verbose_name}：{''.join(texts)}" for field, texts in error.message_dict.items()
    ]


def _on_record(user: User, kind: str, *, by: User) -> None:
    for membership in user.memberships_today:
        OrganizationEvent.objects.create(subject=membership.organization, kind=kind, by=by, note=_said(user))


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DomainError("".join(error.messages)) from error
    user.set_password(password)


def _said(user: User) -> str:
    return f"{user.name}（{user.username}）"
