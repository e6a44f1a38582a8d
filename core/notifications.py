"""Tell people: one row each, once per cause; mail follows from the timer."""

from collections.abc import Iterable

from core.models import Notification


def notify(recipients: Iterable, *, key: str, title: str, body: str = "", url: str = "") -> None:
    """Write one notification per distinct recipient; a second call with the same ``key`` adds nothing.

    Long texts are cut: a long name must not stop the operation that tells of it.

    SECURITY: title and body reach mail servers. They name records, never people served or case text.
    """
    rows = {
        user.pk: Notification(recipient=user, key=key, title=title[:100], body=body[:300], url=url)
        for user in recipients
        if user is not None and user.is_active
    }
    Notification.objects.bulk_create(rows.values(), ignore_conflicts=True)
