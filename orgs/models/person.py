"""The one registry of people for the whole platform."""

import re
from unicodedata import category

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from core.crypto import EncryptedField, blind_index
from core.models import Event
from core.workflow import append_only
from orgs.enums import Gender, ServiceGroup
from orgs.merging import follow_merged_person
from orgs.models.organization import Organization
from orgs.names import NamedQuerySet, masked
from orgs.scope import OrgScopedQuerySet, in_subtrees


class PersonQuerySet(NamedQuerySet):
    name_field = "name"

    def within(self, paths):
        """People known to an organization under one of ``paths``."""
        known = PersonOrganization.objects.filter(in_subtrees(paths, "organization"), person=OuterRef("pk"))
        return Q(Exists(known))

    def with_id_number(self, number: str):
        return self.filter(id_number_index=blind_index(normal_id_number(number)))

    def with_phone(self, phone: str):
        return self.filter(phone_index=blind_index(normal_phone(phone)))


def normal_id_number(number: str) -> str:
    """Full-width digits and a lower-case check letter are the same number."""
    return number.translate(FULL_WIDTH).strip().upper()


def normal_phone(phone: str) -> str:
    """Digits only, without the country prefix. SECURITY: 0 to 9 whatever script they are typed in, else one phone
    would have as many indexes, and limits, as there are scripts."""
    digits = "".join(str(int(mark)) for mark in phone if mark.isdecimal())
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def normal_name(name: str) -> str:
    """One spelling of one name: Chinese without blanks, others with single ones, one middle dot, nothing invisible."""
    seen = "".join("·" if mark in DOTS else mark for mark in name if category(mark) != "Cf")
    return ("" if HAN.search(seen) else " ").join(seen.split())


def is_name(name: str) -> bool:
    """Whether a human being may be called that: letters, and in some names signs between them."""
    written = any(mark.isalpha() for mark in name)
    return written and all(mark.isalnum() or mark in BETWEEN or category(mark).startswith("M") for mark in name)


HAN = re.compile(r"[\u3400-\u9fff]")
DOTS, BETWEEN = "•・‧．･", " ·.-'’()（）"
FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)} | {ord("Ｘ"): "X", ord("ｘ"): "X"}


class Person(models.Model):
    """One human being, counted once. Create and change through ``orgs.operations.person``: it keeps the indexes.

    A row that turned out to be the same human being as another is ``merged_into`` it and holds nothing any more:
    every record moves to the other (``orgs.merging``).
    """

    name = models.CharField("姓名", max_length=60)
    gender = models.CharField("性别", max_length=10, choices=Gender, default=Gender.UNKNOWN)
    birth_date = models.DateField("出生日期", null=True, blank=True)
    id_number = EncryptedField("身份证号", blank=True, default="")
    id_number_index = models.CharField(max_length=64, blank=True, editable=False)
    phone = EncryptedField("手机号", blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    groups = ArrayField(
        models.CharField(max_length=20, choices=ServiceGroup),
        verbose_name="服务对象类别",
        default=list,
        blank=True,
    )
    is_member = models.BooleanField("工会会员", default=False)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="people", verbose_name="所在社区（单位）"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged", verbose_name="并入"
    )
    created_at = models.DateTimeField("建档时间", auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "人员"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["id_number_index"], condition=~Q(id_number_index=""), name="person_id_number_unique"
            ),
            models.UniqueConstraint(
                fields=["phone_index", "name"], condition=~Q(phone_index=""), name="person_phone_name_unique"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="person_not_merged_into_itself"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("orgs:person-detail", args=[self.pk])

    @property
    def masked_id_number(self) -> str:
        """First three and last four (configurable convention, domain practice)."""
        return f"{self.id_number[:3]}***********{self.id_number[-4:]}" if self.id_number else ""

    @property
    def masked_phone(self) -> str:
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) >= 7 else "****" if self.phone else ""

    @property
    def masked_name(self) -> str:
        """For public lists: the family name only."""
        return masked(self.name)

    @property
    def shown_id_number(self) -> str:
        """For rows that are ``naming`` their reader."""
        return self.masked_id_number if self.is_told else ""

    @property
    def shown_birth_date(self):
        """For rows that are ``naming`` their reader: a birthday tells who somebody is."""
        return self.birth_date if self.is_told else None

    @property
    def shown_phone(self) -> str:
        """For rows that are ``naming`` their reader."""
        return self.masked_phone if self.is_told else ""

    @property
    def group_labels(self) -> list[str]:
        return [ServiceGroup(group).label for group in self.groups]


class PersonOrganization(models.Model):
    """An organization that has a reason to know a person: it registered or served them."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="known_to")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    objects = OrgScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "人员关联组织"
        constraints = [
            models.UniqueConstraint(fields=["person", "organization"], name="person_organization_once"),
        ]
        triggers = [follow_merged_person()]

    def __str__(self):
        return f"{self.person} · {self.organization}"


class PersonEvent(Event):
    """Registration, correction, merging, and every look at an unmasked number with its reason."""

    labels = {"register": "建档", "update": "更正", "reveal": "查看明文", "merge": "合并"}

    subject = models.ForeignKey(Person, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
