"""Two rows of the registry that are one human being become one."""

from django.db import OperationalError, connection, transaction
from psycopg2 import errors

from core.errors import DomainError
from orgs.enums import Gender
from orgs.merging import movers
from orgs.models import Person, PersonEvent, PersonOrganization, User
from orgs.operations.person import SHORTEST_REASON, save_person

BUSY = "其中一人正在报名或签到，档案没有合并。请稍后再试。"
GIVE_UP_SOON = "SET LOCAL lock_timeout TO '400ms'"  # sooner than PostgreSQL's own deadlock_timeout
WAIT_AGAIN = "SET LOCAL lock_timeout TO DEFAULT"
FILLED = ("phone", "phone_index", "id_number", "id_number_index", "birth_date")


def merge_people(source: Person, *, by: User, into: Person, reason: str) -> Person:
    """``source`` is the same human being as ``into``: every record moves there, together or not at all.

    ``into`` keeps what it knows and gets what it did not. ``source`` stays as an empty row under its old name and
    phone, so that whoever registers with them again is found as ``into``. It cannot be undone. Returns ``into``.
    Raises ``DomainError`` for a reason that says nothing, for two identity numbers that contradict each other, for a
    row that was merged already, and when a mover cannot bring the records together.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise DomainError(f"请写明合并的依据（至少{SHORTEST_REASON}个字），该记录会长期保存。")
    try:
        return _merged(source, into, by=by, reason=reason)
    except OperationalError as error:
        if isinstance(error.__cause__, errors.LockNotAvailable | errors.DeadlockDetected):
            raise DomainError(BUSY) from error
        raise


def _merged(source: Person, into: Person, *, by: User, reason: str) -> Person:
    """Check-in and sign-up hold a session while they wait for a person, merging holds two people while it waits for
    their sessions: it gives up first, before the database would have to choose whom to stop."""
    with transaction.atomic():
        source, into = _both_locked(source, into)
        with connection.cursor() as cursor:
            cursor.execute(GIVE_UP_SOON)
        _check(source, into)
        source.merged_into = into
        _hand_over_facts(source, into)
        source.merged.update(merged_into=into)
        moved = [_moved_organizations(source, into)]
        for model, move in movers().items():
            moved.append((model._meta.verbose_name, move(source, into, by=by)))
        counts = "、".join(f"{label}{number}条" for label, number in moved if number) or "没有记录"
        for row, words in ((source, f"并入档案{into.pk}"), (into, f"并入了档案{source.pk}")):
            PersonEvent.objects.create(subject=row, kind="merge", by=by, note=f"{words}：{counts}。依据：{reason}")
        with connection.cursor() as cursor:
            cursor.execute(WAIT_AGAIN)
    return into


def _both_locked(source: Person, into: Person) -> tuple[Person, Person]:
    """Always in the same order: two merges of the same people must not wait for each other."""
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=[source.pk, into.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    return found[source.pk], found[into.pk]


def _check(source: Person, into: Person) -> None:
    if source.pk == into.pk:
        raise DomainError("这是同一份档案，不需要合并。")
    if source.merged_into_id or into.merged_into_id:
        raise DomainError("其中一份档案已经并入别的档案。请刷新页面，在保留的档案上办理。")
    if source.id_number and into.id_number and source.id_number != into.id_number:
        raise DomainError("两份档案的身份证号不同，不是同一个人，不能合并。号码登记有误的，请先更正。")


def _hand_over_facts(source: Person, into: Person) -> None:
    """Fill the survivor's blanks; a number both rows would hold is the survivor's alone."""
    news = {field: getattr(source, field) for field in FILLED if getattr(source, field) and not getattr(into, field)}
    if "id_number" in news or into.gender == Gender.UNKNOWN != source.gender:
        news["gender"] = source.gender
    if "id_number" in news:  # it decides, as at registration
        news["birth_date"] = source.birth_date
    news["groups"] = sorted({*into.groups, *source.groups})
    news["is_member"] = into.is_member or source.is_member
    source.id_number = source.id_number_index = ""
    if "phone" in news and source.name == into.name:
        source.phone = source.phone_index = ""
    source.save(update_fields=["merged_into", "id_number", "id_number_index", "phone", "phone_index"])
    for field, value in news.items():
        setattr(into, field, value)
    save_person(into, list(news))


def _moved_organizations(source: Person, into: Person) -> tuple[str, int]:
    """Who knew the one knows the other; nobody knows the empty row, so that it leaves every list."""
    known = PersonOrganization.objects.filter(person=source)
    new = known.exclude(organization__in=PersonOrganization.objects.filter(person=into).values("organization"))
    moved = new.update(person=into)
    known.delete()
    return PersonOrganization._meta.verbose_name, moved
