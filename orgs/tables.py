"""Tables of the lists."""

import django_tables2 as tables

from core.tables import NumberColumn
from orgs.models import Organization, Person, User, Venue

MINOR = {"td": {"class": "minor"}}
STATUS = '{% include "components/_state_badge.html" with state=record.status.0 label=record.status.1 only %}'


class OrganizationTable(tables.Table):
    name = tables.Column(linkify=True, order_by="initials")
    status = tables.TemplateColumn(STATUS, verbose_name="状态", accessor="pk", orderable=False)
    level = tables.Column("层级", accessor="level_label", order_by=("depth", "kind", "level"))
    code = tables.Column()
    parent_name = tables.Column("上级", orderable=False)
    tier = tables.Column(attrs=MINOR)
    is_rural = tables.Column("城乡", attrs=MINOR)
    numchild = NumberColumn(verbose_name="直接下级")

    class Meta:
        model = Organization
        fields = ("name", "status", "level", "code", "parent_name", "tier", "is_rural", "numchild")

    def render_is_rural(self, value):
        return "农村" if value else "城市"


class UserTable(tables.Table):
    name = tables.Column(linkify=True, attrs={"td": {"class": "text-nowrap"}})
    username = tables.Column()
    roles = tables.Column("任职", accessor="seen_memberships", orderable=False, attrs={"td": {"class": "keep"}})
    phone = tables.Column(attrs={"td": {"class": "text-nowrap minor"}})
    last_login = tables.DateTimeColumn(
        verbose_name="上次登录", format="Y-m-d H:i", attrs={"td": {"class": "date minor"}}
    )

    class Meta:
        model = User
        fields = ("name", "username", "roles", "phone", "last_login")
        order_by = ("name",)

    def render_roles(self, value):
        return "；".join(f"{held.get_role_display()} · {held.organization}" for held in value) or "—"

    value_roles = render_roles


def personal_page(record) -> str | None:
    """What a name leads to, for those who are told it."""
    return record.get_absolute_url() if record.is_told else None


class PersonTable(tables.Table):
    name = tables.Column("姓名", accessor="shown_name", order_by="shown_name", linkify=personal_page)
    gender = tables.Column()
    birth_date = tables.DateColumn(
        verbose_name="出生日期",
        accessor="shown_birth_date",
        orderable=False,
        format="Y-m-d",
        attrs={"td": {"class": "date minor"}},
    )
    phone = tables.Column("手机号", accessor="shown_phone", orderable=False, attrs={"td": {"class": "text-nowrap"}})
    groups = tables.Column("服务对象类别", accessor="group_labels", orderable=False)
    is_member = tables.Column("会员")
    organization = tables.Column(order_by="organization__name")
    created_at = tables.DateColumn(verbose_name="建档日期", format="Y-m-d", attrs={"td": {"class": "date"}})

    class Meta:
        model = Person
        fields = ("name", "gender", "birth_date", "phone", "groups", "is_member", "organization", "created_at")
        order_by = ("-created_at",)

    def render_groups(self, value):
        return "、".join(value) or "—"

    def render_is_member(self, value):
        return "会员" if value else "—"


class VenueTable(tables.Table):
    name = tables.Column(linkify=True)
    status = tables.TemplateColumn(STATUS, verbose_name="状态", accessor="pk", order_by=("-is_open",))
    kind = tables.Column()
    organization = tables.Column("所属组织", accessor="organization__short_name", order_by="organization__path")
    address = tables.Column(orderable=False, attrs=MINOR)
    opening_hours = tables.Column(orderable=False)
    capacity = NumberColumn(verbose_name="容纳人数")
    area = NumberColumn(verbose_name="面积（㎡）", attrs={"td": {"class": "num minor"}, "th": {"class": "num"}})

    class Meta:
        model = Venue
        fields = ("name", "status", "kind", "organization", "address", "opening_hours", "capacity", "area")
        order_by = ("organization",)
