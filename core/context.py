"""Template context: the unread counter in the header."""

from django.utils.functional import SimpleLazyObject

from core.models import Notification


def notifications(request):
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {"unread_count": SimpleLazyObject(lambda: Notification.objects.visible_to(request.user).unread().count())}
