"""Star levels of volunteers: applied for, publicised, awarded; never given by the machine."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import Event
from core.workflow import append_only, guarded_states, known_states, labels
from projects.models.columns import person, state
from services import workflow
from services.enums import StarApplicationState
from services.models.volunteer import OfVolunteerQuerySet, Volunteer


class StarApplicationQuerySet(OfVolunteerQuerySet):
    """Seen by whoever sees the volunteer and is told who it is."""

    def visible_to(self, user):
        return self.told_to(user)

    def in_publicity(self, today):
        return self.filter(state=StarApplicationState.PUBLICISED, publicity_ends_on__gte=today)


class StarApplication(models.Model):
    """A volunteer asks for ``star`` (1 to 5) with ``hours`` confirmed on the day of asking.

    ``by`` is empty when volunteers ask for themselves. After a false report nobody applies until ``barred_until``.
    """

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="star_applications", verbose_name="志愿者")
    star = models.PositiveSmallIntegerField("申请星级")
    hours = models.DecimalField("申请时时长（小时）", max_digits=8, decimal_places=1, editable=False)
    publicity_ends_on = models.DateField("公示截止", null=True, blank=True, editable=False)
    barred_until = models.DateField("不得申请至", null=True, blank=True, editable=False)
    by = person("经办人", null=True, blank=True)
    created_at = models.DateTimeField("申请时间", auto_now_add=True)
    state = state(StarApplicationState, StarApplicationState.SUBMITTED)

    objects = StarApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "星级申请"
        ordering = ["-pk"]
        constraints = [
            known_states("star_application_state", StarApplicationState),
            models.CheckConstraint(condition=Q(star__gte=1, star__lte=5), name="star_application_star_range"),
            models.UniqueConstraint(
                fields=["volunteer"],
                condition=Q(state__in=[StarApplicationState.SUBMITTED, StarApplicationState.PUBLICISED]),
                name="star_application_one_open",
            ),
        ]
        triggers = [guarded_states(*workflow.STAR_APPLICATION)]

    def __str__(self):
        return f"{self.volunteer} {self.star}星"

    def get_absolute_url(self):
        return reverse("services:starapplication-detail", args=[self.pk])


class StarApplicationEvent(Event):
    """Who applied, publicised, awarded or refused."""

    labels = {"create": "申请", **labels(workflow.STAR_APPLICATION)}
    states = StarApplicationState

    subject = models.ForeignKey(StarApplication, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        triggers = [append_only()]
