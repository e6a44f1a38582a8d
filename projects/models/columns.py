"""Columns many models of this app share."""

from django.conf import settings
from django.db import models

from core.clock import now


def money(label: str, **options) -> models.DecimalField:
    """Yuan with two places, twelve digits in front of the point."""
    return models.DecimalField(label, max_digits=14, decimal_places=2, **options)


def percent(label: str, **options) -> models.DecimalField:
    """0 to 999.99 per cent."""
    return models.DecimalField(label, max_digits=5, decimal_places=2, **options)


def points(label: str, **options) -> models.DecimalField:
    """A score with two places."""
    return models.DecimalField(label, max_digits=5, decimal_places=2, **options)


def state(states, default) -> models.CharField:
    """Only ``core.workflow.step`` writes it."""
    return models.CharField("状态", max_length=20, choices=states, default=default, editable=False)


def person(label: str, **options) -> models.ForeignKey:
    """Who did it; never named from the other side."""
    options = {"on_delete": models.PROTECT, "related_name": "+", "editable": False} | options
    return models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=label, **options)


class StoredFile(models.Model):
    """A file accepted by what it contains (``projects.uploads``); its stored name says nothing."""

    file = models.FileField("文件", upload_to="files/%Y/%m/")
    name = models.CharField("文件名", max_length=120)
    size = models.PositiveBigIntegerField("大小（字节）", editable=False)
    sha256 = models.CharField("校验值", max_length=64, editable=False)
    uploaded_by = person("上传人")
    uploaded_at = models.DateTimeField("上传时间", default=now, editable=False)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return self.name
