"""Noun phrases over organisations and people."""

from dataclasses import dataclass

from django.db.models import CharField, Count, OuterRef, Q, Subquery
from django.db.models.functions import Length, Substr

from orgs.enums import OrganizationKind, UnionLevel
from orgs.models.organization import Organization, OrganizationQuerySet
from orgs.models.person import Person, PersonQuerySet, normal_name, normal_phone
from orgs.scope import ancestor_paths


def matching_organizations(rows: OrganizationQuerySet, text: str) -> OrganizationQuerySet:
    """Rows whose name or place contains ``text``, or whose initials or code begin with it."""
    text = text.replace("\0", "").strip()  # the database takes anything but NUL
    if not text:
        return rows
    return rows.filter(
        Q(name__icontains=text)
        | Q(place__icontains=text)
        | Q(initials__startswith=text.lower())
        | Q(code__istartswith=text)
    )


def with_parents(rows: OrganizationQuerySet) -> OrganizationQuerySet:
    """Each row with ``parent_id``, ``parent_code`` and ``parent_name`` (None at the root)."""
    above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Organization.steplen, output_field=CharField())
    parent = Organization.objects.order_by().filter(path=above)
    return rows.annotate(
        parent_id=Subquery(parent.values("pk")),
        parent_code=Subquery(parent.values("code")),
        parent_name=Subquery(parent.values("name")),
    )


def counts_below(organization: Organization, rows: OrganizationQuerySet) -> list[dict]:
    """How many bodies of each level and kind ``rows`` hold below ``organization``, upper levels first."""
    below = rows.filter(path__startswith=organization.path).exclude(pk=organization.pk)
    counted = {
        (row["kind"], row["level"]): row["number"]
        for row in below.order_by().values("kind", "level").annotate(number=Count("pk"))
    }
    ordered = [(OrganizationKind.UNION, level) for level in UnionLevel]
    ordered += [(kind, "") for kind in OrganizationKind if kind != OrganizationKind.UNION]
    return [
        {
            "label": UnionLevel(level).label if level else OrganizationKind(kind).label,
            "number": counted[kind, level],
            "query": f"organization={organization.code}&" + (f"level={level}" if level else f"kind={kind}"),
        }
        for kind, level in ordered
        if (kind, level) in counted
    ]


def lineage(organization: Organization, rows: OrganizationQuerySet) -> list[Organization]:
    """The visible line from the root down to the parent."""
    return list(rows.filter(path__in=ancestor_paths([organization.path])))


def people_of_number(people: PersonQuerySet, number: str) -> list[Person]:
    """Who has this identity number, or else this phone. The number stays out of logs: only its index is asked for."""
    by_id = list(people.with_id_number(number)) if number.strip() else []
    return by_id or (list(people.with_phone(number)) if normal_phone(number) else [])


@dataclass(frozen=True)
class LikelyDuplicates:
    """People who may be one human being, and what says so."""

    reason: str
    people: list[Person]


def likely_duplicates(people: PersonQuerySet, limit: int = 50) -> list[LikelyDuplicates]:
    """Groups among ``people`` with the same phone under different names, or the same name and birth date; four queries.

    A phone is often shared by a family, so nobody is merged without somebody who looks.
    """
    by_phone = _groups(people.exclude(phone_index=""), ("phone_index",), limit)
    by_name = _groups(people.filter(birth_date__isnull=False), ("name", "birth_date"), limit)
    return [
        *(LikelyDuplicates("同一手机号，姓名不同", group) for group in by_phone),
        *(LikelyDuplicates("姓名和出生日期相同", group) for group in by_name),
    ]


def likely_same(person: Person, people: PersonQuerySet, limit: int = 50) -> PersonQuerySet:
    """Those among ``people`` who may be ``person``: the same phone, or the same name and no other birth date."""
    same = Q(name=person.name)
    if person.birth_date:
        same &= Q(birth_date=person.birth_date) | Q(birth_date=None)
    if person.phone_index:
        same |= Q(phone_index=person.phone_index)
    keys = people.filter(same, merged_into=None).exclude(pk=person.pk).order_by("pk").values("pk")[:limit]
    return Person.objects.filter(pk__in=list(keys.values_list("pk", flat=True))).order_by("pk")


def _groups(people: PersonQuerySet, fields: tuple[str, ...], limit: int) -> list[list[Person]]:
    """The people who agree in ``fields``, two and more together."""
    agreeing = people.order_by().values_list(*fields).annotate(number=Count("pk")).filter(number__gt=1)
    keys = [row[:-1] for row in agreeing.order_by(*fields)[:limit]]
    wanted = Q(pk__in=[])
    for key in keys:
        wanted |= Q(**dict(zip(fields, key, strict=True)))
    found: dict[tuple, list[Person]] = {key: [] for key in keys}
    for person in people.filter(wanted).select_related("organization").order_by("pk"):
        found[tuple(getattr(person, field) for field in fields)].append(person)
    return list(found.values())


def person_known_as(name: str, phone: str) -> Person | None:
    """Whoever is registered with this name and phone; who was merged is found as the survivor."""
    known = Person.objects.with_phone(phone).select_related("merged_into")
    person = known.filter(name=normal_name(name)).first()
    return person and (person.merged_into or person)
