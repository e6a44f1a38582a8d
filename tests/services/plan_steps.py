"""What tests of plans ask again and again."""

from django.utils import timezone

from projects.models import Parameter
from services.models import Activity


def state_of(activity) -> str:
    return Activity.objects.get(pk=activity.pk).state


def kinds(activity) -> list[str]:
    return list(activity.events.values_list("kind", flat=True))


def set_parameter(w, name, value):
    today = timezone.localdate()
    Parameter.objects.create(name=name, value=value, valid_from=today, source_text="内控制度", by=w.city)
