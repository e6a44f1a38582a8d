"""The questions an activity asks of those who sign up, beside name and phone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from services.enums import FieldKind
from services.models.activity import Activity, ActivityQuerySet


class FormFieldQuerySet(ActivityQuerySet):
    org_fields = ("activity__project__organization", "activity__project__contractor")
    project_path = "activity__project"

    def asked(self):
        """What the form asks today, in its order."""
        return self.filter(is_removed=False).order_by("position", "pk")


class FormField(models.Model):
    """One question of an activity's sign-up form.

    Once somebody may have answered it only its place in the form changes; answers keep the question's words with
    them, so a removed question (``is_removed``) still reads well beside its answers.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="form_fields", verbose_name="活动")
    kind = models.CharField("题型", max_length=10, choices=FieldKind)
    label = models.CharField("问题", max_length=60)
    hint = models.CharField("填写说明", max_length=100, blank=True)
    choices = ArrayField(models.CharField(max_length=40), verbose_name="选项", default=list, blank=True)
    is_required = models.BooleanField("必填", default=False)
    position = models.PositiveSmallIntegerField("次序", default=0, editable=False)
    is_removed = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects = FormFieldQuerySet.as_manager()

    class Meta:
        verbose_name = "报名表问题"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=FieldKind.values), name="form_field_kind"),
        ]

    def __str__(self):
        return self.label
