"""Fields of request bodies: choices of one's own, moments that may be nonsense."""

from rest_framework import serializers


class NarrowedField(serializers.PrimaryKeyRelatedField):
    """A foreign key whose choices are ``choices(user)``, narrower or wider than what the user sees in lists."""

    def __init__(self, choices=None, **kwargs):
        self.choices_for = choices
        super().__init__(**kwargs)

    def get_queryset(self):
        request, rows = self.context.get("request"), super().get_queryset()
        return self.choices_for(request.user) if request else rows.none()


class MomentField(serializers.DateTimeField):
    """A moment; one so early that its time zone cannot be converted is wrong, not a crash."""

    def to_internal_value(self, value):
        try:
            return super().to_internal_value(value)
        except OverflowError:
            self.fail("overflow")
