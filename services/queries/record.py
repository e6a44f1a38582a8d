"""The service record of volunteers: what is confirmed, for certificates and for the national record's field groups."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.utils import timezone

from services.models import HourClaim, ShiftSignUp, TrainingRecord, Volunteer, VolunteerAward


def confirmed_claims(volunteer: Volunteer, starts_on: date, ends_on: date) -> QuerySet[HourClaim]:
    """Confirmed hours of the days from ``starts_on`` to ``ends_on``, in order."""
    rows = HourClaim.objects.confirmed().filter(volunteer=volunteer, served_on__range=(starts_on, ends_on))
    return rows.order_by("served_on", "starts_at", "pk")


def confirmed_hours(volunteer: Volunteer, starts_on: date, ends_on: date) -> Decimal:
    """What they add up to."""
    total = confirmed_claims(volunteer, starts_on, ends_on).aggregate(total=Sum("hours"))["total"]
    return total or Decimal(0)


def record_groups(
    volunteers: QuerySet[Volunteer],
    start: date,
    end: date,
    *,
    phones: Iterable[int] = (),
    id_numbers: Iterable[int] = (),
) -> dict[str, list[list]]:
    """The five groups of 志愿服务条例第19条, one sheet each, headings first; five queries whatever the number.

    Numbers are masked unless the volunteer's key is among ``phones`` or ``id_numbers``.
    """
    people = list(volunteers.select_related("person", "organization", "team").order_by("number"))
    phones, id_numbers, keys = set(phones), set(id_numbers), [row.pk for row in people]
    return {
        "个人基本信息": [BASICS, *(basics(row, row.pk in phones, row.pk in id_numbers) for row in people)],
        "志愿服务情况": [SERVICE, *services(keys, start, end)],
        "培训情况": [TRAINING, *trainings(keys, start, end)],
        "表彰奖励情况": [AWARDS, *awards(keys, start, end)],
        "被投诉和评价情况": [GRADES, *grades(keys, start, end)],
    }


BASICS = [
    "志愿者编号", "全国系统编号", "姓名", "性别", "出生日期", "证件号", "手机号", "居住区域", "服务技能", "服务意向",
    "登记组织", "所在队伍", "登记日期", "累计服务时长（小时）", "星级",
]  # fmt: skip
SERVICE = [
    "志愿者编号",
    "姓名",
    "服务日期",
    "开始时间",
    "结束时间",
    "服务内容",
    "项目",
    "记录组织",
    "来源",
    "时长（小时）",
]
TRAINING = ["志愿者编号", "姓名", "培训名称", "培训日期", "培训单位", "培训时长（小时）"]
AWARDS = ["志愿者编号", "姓名", "表彰奖励", "授予单位", "授予日期"]
GRADES = ["志愿者编号", "姓名", "班次", "服务日期", "评价（1–5星）", "评语"]
WHO = ("volunteer__number", "volunteer__person__name")


def basics(row: Volunteer, phone: bool, id_number: bool) -> list:
    person = row.person
    return [
        row.number, row.national_number, person.name, person.get_gender_display(), person.birth_date,
        person.id_number if id_number else person.masked_id_number, person.phone if phone else person.masked_phone,
        row.area, row.skill_labels, row.intention, row.organization.name, row.team and row.team.name,
        row.registered_on, row.hours, row.stars,
    ]  # fmt: skip


def services(keys: list[int], start: date, end: date) -> Iterable[list]:
    rows = HourClaim.objects.confirmed().filter(volunteer__in=keys, served_on__range=(start, end))
    rows = rows.select_related("volunteer__person", "project", "organization").order_by("volunteer__number", "pk")
    for row in rows.iterator(chunk_size=2000):
        yield [
            row.volunteer.number, row.volunteer.person.name, row.served_on, local(row.starts_at), local(row.ends_at),
            row.content, row.project and row.project.name, row.organization.name, row.get_source_display(), row.hours,
        ]  # fmt: skip


def trainings(keys: list[int], start: date, end: date) -> Iterable[tuple]:
    rows = TrainingRecord.objects.filter(volunteer__in=keys, training__held_on__range=(start, end))
    return rows.order_by("volunteer__number", "pk").values_list(
        *WHO, "training__name", "training__held_on", "training__organization__name", "training__hours"
    )


def awards(keys: list[int], start: date, end: date) -> Iterable[tuple]:
    rows = VolunteerAward.objects.filter(volunteer__in=keys, awarded_on__range=(start, end))
    return rows.order_by("volunteer__number", "pk").values_list(*WHO, "title", "awarded_by", "awarded_on")


def grades(keys: list[int], start: date, end: date) -> Iterable[tuple]:
    rows = ShiftSignUp.objects.filter(
        volunteer__in=keys, grade__isnull=False, shift__starts_at__date__range=(start, end)
    )
    return rows.order_by("volunteer__number", "pk").values_list(
        *WHO, "shift__name", "shift__starts_at__date", "grade", "comment"
    )


def local(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
