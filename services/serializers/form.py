"""What the API shows and takes: how an activity takes sign-ups, and the questions it asks."""

from rest_framework import serializers

from orgs.enums import ServiceGroup
from services.enums import FieldKind
from services.models import Activity, FormField


class SignUpSettingsBody(serializers.ModelSerializer):
    """All of them at once: what is left out would be asked for."""

    priority_groups = serializers.ListField(child=serializers.ChoiceField(choices=ServiceGroup.choices))

    class Meta:
        model = Activity
        fields = [
            "needs_approval", "takes_groups", "verifies_phone", "minimum_age", "hold_hours", "priority_groups",
            "asks_location",
        ]  # fmt: skip
        extra_kwargs = {name: {"required": True} for name in fields}


class QuestionBody(serializers.Serializer):
    label = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=FieldKind.choices)
    hint = serializers.CharField(max_length=100, required=False, allow_blank=True)
    choices = serializers.ListField(child=serializers.CharField(max_length=40), max_length=20, required=False)
    is_required = serializers.BooleanField(required=False)


class MoveBody(serializers.Serializer):
    up = serializers.BooleanField()


class FormFieldSerializer(serializers.ModelSerializer):
    kind_label = serializers.CharField(source="get_kind_display", read_only=True)

    class Meta:
        model = FormField
        fields = [
            "id", "activity", "position", "kind", "kind_label", "label", "hint", "choices", "is_required", "is_removed",
        ]  # fmt: skip
        read_only_fields = fields
