"""Volunteers (志愿者), their teams, training and awards."""

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.crypto import EncryptedField
from core.models import Event
from core.totals import written_by_triggers_only
from core.workflow import append_only, guarded_states, known_states, labels
from orgs.models import Organization
from orgs.names import NamedQuerySet
from orgs.scope import OrgScopedQuerySet, in_subtrees
from projects.enums import ProjectState
from projects.models import Project
from projects.models.columns import person, state
from projects.models.project import RUNNING
from services import workflow
from services.enums import TeamKind, VolunteerSkill, VolunteerState

UNDER_WAY = (*RUNNING, ProjectState.FINAL_REVIEW)  # its records are still being made


def carried_out(paths: list[str], *places: str):
    """Projects under way with one of ``places`` under ``paths``: what lets a contractor see a community's volunteers.

    It ends with the project, and nobody has to take anything back.
    """
    return Project.objects.filter(in_subtrees(paths, *places), state__in=UNDER_WAY)


class LocalQuerySet(OrgScopedQuerySet):
    """Rows of one's organizations, of the communities one's projects serve, and of the contractors serving one."""

    def within(self, paths):
        served = carried_out(paths, "contractor").order_by().values("organization")
        serving = carried_out(paths, "organization").order_by().values("contractor")
        return super().within(paths) | Q(organization__in=served) | Q(organization__in=serving)


class Team(models.Model):
    """A team (队伍) attached to an organization: volunteers, rescuers or performers."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="teams", verbose_name="挂靠组织")
    name = models.CharField("队伍名称", max_length=60)
    kind = models.CharField("类型", max_length=20, choices=TeamKind)
    leader = models.CharField("负责人", max_length=60)
    phone = EncryptedField("联系电话", blank=True, default="")
    founded_on = models.DateField("成立日期", null=True, blank=True)
    formal_members = models.PositiveIntegerField("正式队员", default=0)
    equipment = models.TextField("装备", max_length=500, blank=True)
    qualification = models.CharField("应急资质", max_length=120, blank=True)
    has_badge = models.BooleanField("有会徽标识", default=False)
    is_active = models.BooleanField("活动中", default=True)

    objects = LocalQuerySet.as_manager()

    class Meta:
        verbose_name = "队伍"
        ordering = ["organization", "name"]
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="team_name_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("services:team-detail", args=[self.pk])

    @property
    def masked_phone(self) -> str:
        return masked(self.phone)


class TeamEvent(Event):
    """Registration and changes of a team."""

    labels = {"create": "登记", "update": "修改"}

    subject = models.ForeignKey(Team, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


def masked(phone: str) -> str:
    """First three and last four digits."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 7 else "****" if phone else ""


class VolunteerQuerySet(NamedQuerySet):
    """A contractor sees the volunteers of the communities it serves, and those who came to its shifts."""

    def within(self, paths):
        served = carried_out(paths, "contractor").order_by().values("organization")
        came = Q(shift__project__in=carried_out(paths, "contractor").order_by().values("pk"))
        sign_ups = apps.get_model("services", "ShiftSignUp").objects.filter(came).order_by()
        return super().within(paths) | Q(organization__in=served) | Q(pk__in=sign_ups.values("volunteer"))

    def active(self):
        return self.filter(state=VolunteerState.ACTIVE)


class Volunteer(models.Model):
    """One person registered as a volunteer with ``organization``; a person is registered once.

    ``hours`` are the confirmed service hours, kept by the trigger of ``HourEntry``; training is not in them. ``stars``
    is what an application was awarded, never computed. Nobody is shown in a ranking without ``agrees_to_ranking``
    (志愿服务条例第20条: no publication without consent).
    """

    person = models.OneToOneField("orgs.Person", models.PROTECT, related_name="volunteer", verbose_name="人员")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="volunteers", verbose_name="登记组织")
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="volunteers", verbose_name="所在队伍"
    )
    number = models.CharField("志愿者编号", max_length=20, unique=True, editable=False)
    national_number = models.CharField("全国系统编号", max_length=30, blank=True)
    skills = ArrayField(
        models.CharField(max_length=20, choices=VolunteerSkill), verbose_name="技能", default=list, blank=True
    )
    intention = models.CharField("服务意向", max_length=120, blank=True)
    area = models.CharField("居住区域", max_length=60, blank=True)
    guardian_name = models.CharField("监护人", max_length=60, blank=True)
    guardian_phone = EncryptedField("监护人电话", blank=True, default="")
    guardian_consented_on = models.DateField("监护人同意日期", null=True, blank=True)
    agrees_to_ranking = models.BooleanField("同意列入排行", default=False)
    registered_on = models.DateField("登记日期")
    hours = models.DecimalField("服务时长（小时）", max_digits=8, decimal_places=1, default=0, editable=False)
    stars = models.PositiveSmallIntegerField("星级", default=0, editable=False)
    state = state(VolunteerState, VolunteerState.PENDING)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = "志愿者"
        ordering = ["-pk"]
        constraints = [
            known_states("volunteer_state", VolunteerState),
            models.CheckConstraint(condition=Q(hours__gte=0), name="volunteer_hours_not_negative"),
            models.CheckConstraint(condition=Q(stars__lte=5), name="volunteer_stars_range"),
        ]
        triggers = [guarded_states(*workflow.VOLUNTEER), written_by_triggers_only("hours")]

    def __str__(self):
        return self.person.name

    def get_absolute_url(self):
        return reverse("services:volunteer-detail", args=[self.pk])

    @property
    def shown_phone(self) -> str:
        """For rows that are ``naming`` their reader."""
        return self.person.masked_phone if self.is_told else ""

    @property
    def skill_labels(self) -> str:
        return "、".join(VolunteerSkill(skill).label for skill in self.skills)

    @property
    def masked_guardian_phone(self) -> str:
        return masked(self.guardian_phone)


class VolunteerEvent(Event):
    """Registration, review, pauses, stars."""

    labels = {
        "create": "登记",
        "update": "修改",
        "star": "评定星级",
        "reveal": "查看明文",
        **labels(workflow.VOLUNTEER),
    }
    states = VolunteerState

    subject = models.ForeignKey(Volunteer, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]


class Training(models.Model):
    """One training for volunteers; its hours are listed apart and are not service hours."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="trainings", verbose_name="培训单位")
    name = models.CharField("培训名称", max_length=60)
    held_on = models.DateField("培训日期")
    hours = models.DecimalField("培训时长（小时）", max_digits=4, decimal_places=1)
    lecturer = models.CharField("主讲人", max_length=60, blank=True)
    by = person("登记人")

    objects = LocalQuerySet.as_manager()

    class Meta:
        verbose_name = "志愿者培训"
        ordering = ["-held_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(hours__gt=0), name="training_hours_positive")]

    def __str__(self):
        return f"{self.name}（{self.held_on}）"

    def get_absolute_url(self):
        return reverse("services:training-detail", args=[self.pk])


class OfVolunteerQuerySet(NamedQuerySet):
    """Rows about one volunteer, told to whoever sees that volunteer: a training may have taken in volunteers of other
    communities, and each reader sees their own."""

    name_field = "volunteer__person__name"

    def within(self, paths):
        volunteers = Volunteer.objects.all()
        return Q(volunteer__in=volunteers.filter(volunteers.within(paths)).order_by().values("pk"))


class TrainingRecord(models.Model):
    """This volunteer took part in this training. Append-only."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="records", verbose_name="培训")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="trainings", verbose_name="志愿者")
    at = models.DateTimeField("登记时间", auto_now_add=True)
    by = person("登记人")

    objects = OfVolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = "培训记录"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["training", "volunteer"], name="training_record_once"),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.volunteer} · {self.training}"


class VolunteerAward(models.Model):
    """A commendation. Append-only."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="awards", verbose_name="志愿者")
    title = models.CharField("表彰奖励", max_length=60)
    awarded_by = models.CharField("授予单位", max_length=60)
    awarded_on = models.DateField("授予日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = "志愿者表彰"
        ordering = ["-awarded_on", "-pk"]
        triggers = [append_only()]

    def __str__(self):
        return self.title
