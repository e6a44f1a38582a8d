"""The registry of people: found before made, so that one human being is one row."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from core.crypto import blind_index
from core.errors import DomainError
from core.workflow import locked
from orgs.enums import Gender
from orgs.identity_number import is_phone, parse_identity_number
from orgs.models import Organization, Person, PersonEvent, PersonOrganization, User
from orgs.models.person import is_name, normal_name, normal_phone
from orgs.permissions import REGISTRARS
from orgs.scope import has_role_over

CHANGEABLE = ("name", "phone", "id_number", "gender", "birth_date", "groups", "is_member")
SHORTEST_REASON = 4  # configurable default: long enough to say something


def register_person(
    *,
    by: User | None = None,
    organization: Organization,
    name: str,
    phone: str = "",
    id_number: str = "",
    gender: str = Gender.UNKNOWN,
    birth_date: date | None = None,
    groups: Iterable[str] = (),
    is_member: bool = False,
    known_to: Iterable[Organization | int] = (),
    fills_blanks: bool = True,
) -> Person:
    """The one row of this person, found or made; ``organization`` and those it is ``known_to`` know it from now on.

    Found by identity number, else by phone and name; what the row already knows is never overwritten, only
    blanks are filled, and with ``fills_blanks`` False not even they: on a public page anybody can say anything about
    anybody. Two callers at once get the same row. ``by`` is None on public pages. Raises ``DomainError`` for an
    invalid number, for no number at all (nobody could be recognised again), and when identity number, phone and name
    contradict the registry.
    """
    facts = identify(name=name, phone=phone, id_number=id_number, gender=gender, birth_date=birth_date)
    facts |= {"groups": sorted(set(groups)), "is_member": is_member}
    with transaction.atomic():
        person = find_person(facts)
        if person is None:
            person = _make(facts, organization, by)
        elif fills_blanks:
            _fill_blanks(person, facts, by)
        relate_person(person, organization, *known_to)
    return person


def register_people(
    rows: Iterable[dict],
    *,
    by: User | None = None,
    organization: Organization,
    known_to: Iterable[int] = (),
    fills_blanks: bool = True,
) -> list[Person]:
    """``register_person`` for many at once with a fixed number of queries: the people in the order of ``rows``.

    ``rows`` are what ``identify`` returns, without identity numbers; people are found by phone and name. The caller
    holds the transaction.
    """
    rows = list(rows)
    wanted = [(row["phone_index"], row["name"]) for row in rows]
    found = _people_by_phone(wanted)
    missing = {key: row for key, row in zip(wanted, rows, strict=True) if key not in found}
    # In one order: two lists with the same new people must not wait for each other.
    new = [Person(organization=organization, **missing[key]) for key in sorted(missing)]
    Person.objects.bulk_create(new, ignore_conflicts=True)
    found |= _people_by_phone(missing)
    made = [found[key].pk for key in missing]
    told = set(PersonEvent.objects.filter(subject__in=made, kind="register").values_list("subject", flat=True))
    PersonEvent.objects.bulk_create(
        PersonEvent(subject_id=pk, kind="register", by=by) for pk in sorted(set(made) - told)
    )
    for key, row in zip(wanted, rows, strict=True):
        if fills_blanks and key not in missing:
            _fill_blanks(found[key], {"groups": [], **row}, by)
    PersonOrganization.objects.bulk_create(
        (
            PersonOrganization(person=found[key], organization_id=number)
            for key in sorted(set(wanted))
            for number in (organization.pk, *known_to)
        ),
        ignore_conflicts=True,
    )
    return [found[key] for key in wanted]


def _people_by_phone(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Person]:
    """(phone index, name) → the person, or the one they were merged into."""
    keys = set(keys)
    known = Person.objects.select_related("merged_into").filter(phone_index__in={phone for phone, _ in keys})
    return {(row.phone_index, row.name): row.merged_into or row for row in known if (row.phone_index, row.name) in keys}


def relate_person(person: Person, *organizations: Organization | int) -> None:
    """``organizations`` (rows or their numbers) have a reason to know ``person``; saying so twice changes nothing."""
    numbers = [row if isinstance(row, int) else row.pk for row in organizations]
    PersonOrganization.objects.bulk_create(
        [PersonOrganization(person=person, organization_id=number) for number in numbers],
        ignore_conflicts=True,
    )


def update_person(person: Person, *, by: User, **changes) -> Person:
    """Correct the facts in ``changes`` (name, phone, id_number, gender, birth_date, groups, is_member).

    The event names the fields, never the values. Raises ``DomainError`` for invalid numbers, or when the
    corrected identity is already another row.
    """
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not facts of a person: {sorted(unknown)}")
    with transaction.atomic():
        row = locked(person)
        wanted = {field: getattr(row, field) for field in CHANGEABLE} | changes
        facts = identify(**{field: wanted[field] for field in ("name", "phone", "id_number", "gender", "birth_date")})
        facts |= {"groups": sorted(set(wanted["groups"])), "is_member": wanted["is_member"]}
        changed = [field for field, value in facts.items() if value != getattr(row, field)]
        for field in changed:
            setattr(row, field, facts[field])
        if changed:
            save_person(row, changed)
            labels = "、".join(
                str(Person._meta.get_field(field).verbose_name) for field in changed if field in CHANGEABLE
            )
            PersonEvent.objects.create(subject=row, kind="update", by=by, note=labels)
    person.refresh_from_db()
    return person


def reveal_person(person: Person, *, by: User, reason: str) -> dict[str, str | None]:
    """The identity number and phone in plain text, for ``reason``, which is put on record with the look.

    The identity number is None unless a registrar's role of ``by`` reaches the organization that keeps the record: who
    signs somebody up gets to know them by name and phone, which anybody may have, and that must not lead to more.
    SECURITY: the caller shows the result once, in the answer to this very request, and stores it nowhere.
    Raises ``DomainError`` without a reason that says something.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise DomainError(f"请写明查看证件号码的事由（至少{SHORTEST_REASON}个字），该记录会长期保存。")
    keeps = has_role_over(by, person.organization, *REGISTRARS)
    with transaction.atomic():
        PersonEvent.objects.create(subject=person, kind="reveal", by=by, note=reason)
    return {"id_number": person.id_number if keeps else None, "phone": person.phone}


def identify(*, name: str, phone: str, id_number: str, gender: str, birth_date: date | None) -> dict:
    """Checked and normalised facts with their indexes; the identity number decides birth date and gender."""
    name, phone = normal_name(name), normal_phone(phone)
    if not name:
        raise DomainError("没有姓名，无法登记。请填写姓名。")
    if not is_name(name):
        raise DomainError("姓名不正确。请填写本人姓名，不要用数字或符号代替。")
    if phone and not is_phone(phone):
        raise DomainError("手机号不正确。请填写11位手机号，或带区号的固定电话。")
    if not phone and not id_number.strip():
        raise DomainError("手机号和身份证号至少填写一项，否则无法识别是否同一个人。")
    facts = {"name": name, "phone": phone, "id_number": "", "gender": gender, "birth_date": birth_date}
    if id_number.strip():
        number = parse_identity_number(id_number)
        if number is None:
            raise DomainError("身份证号不正确（应为18位，校验码须相符）。请对照证件核对。")
        facts |= {"id_number": number.text, "gender": number.gender, "birth_date": number.birth_date}
    return facts | {"phone_index": blind_index(phone), "id_number_index": blind_index(facts["id_number"])}


def find_person(facts: dict) -> Person | None:
    """The row ``facts`` are about: the same identity number, else the same phone and name; the one it was merged into
    when it was.

    Raises ``DomainError`` when the number belongs to another name, or name and phone to another number.
    """
    if facts["id_number_index"]:
        person = Person.objects.filter(id_number_index=facts["id_number_index"]).first()
        if person and person.name != facts["name"]:
            raise DomainError("身份证号与姓名不一致：该号码已登记在另一个姓名下。请对照证件核对。")
        if person:
            return person
    if not facts["phone_index"]:
        return None
    known = Person.objects.select_related("merged_into")
    person = known.filter(phone_index=facts["phone_index"], name=facts["name"]).first()
    person = person and (person.merged_into or person)
    if person and person.id_number_index and facts["id_number_index"]:  # another one, or it had been found above
        raise DomainError("同名同手机号的人员已用另一个身份证号登记。请对照证件核对身份证号。")
    return person


def _make(facts: dict, organization: Organization, by: User | None) -> Person:
    try:
        with transaction.atomic():
            person = Person.objects.create(organization=organization, **facts)
    except IntegrityError:  # somebody registered the same person since we looked
        person = find_person(facts)
        if person is None:
            raise
        return person
    PersonEvent.objects.create(subject=person, kind="register", by=by)
    return person


def _fill_blanks(person: Person, facts: dict, by: User | None) -> None:
    """Add what the registry did not know yet."""
    if not _news(person, facts):
        return
    row = locked(person)
    news = _news(row, facts)
    for field, value in news.items():
        setattr(row, field, value)
    if news:
        save_person(row, list(news))
        PersonEvent.objects.create(subject=row, kind="update", by=by, note="补充登记信息")
    person.refresh_from_db()


def _news(person: Person, facts: dict) -> dict:
    """What ``facts`` add to ``person``, field by field."""
    news = {field: value for field, value in facts.items() if value and not getattr(person, field)}
    if person.gender == Gender.UNKNOWN != facts["gender"]:
        news["gender"] = facts["gender"]
    groups = sorted({*person.groups, *facts["groups"]})
    return news | ({"groups": groups} if groups != sorted(person.groups) else {})


def save_person(person: Person, fields: list[str]) -> None:
    """Save ``fields``; a number that another row holds is a ``DomainError``, not a crash."""
    try:
        with transaction.atomic():
            person.save(update_fields=fields)
    except IntegrityError as error:
        raise DomainError("该身份证号，或同名同手机号，已属于另一份档案。请先查找已有档案。") from error
