"""What the API shows and takes: registration."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from services.answers import shown
from services.group_lists import LINES, Line
from services.models import Registration


class WhoBody(serializers.Serializer):
    name = serializers.CharField(max_length=60)
    phone = serializers.CharField(max_length=20)


class SignUpBody(WhoBody):
    """``answers``: question number → text, number, choice, list of choices, or yes/no."""

    answers = serializers.DictField(required=False)
    birth_date = serializers.DateField(required=False, allow_null=True)
    guardian_name = serializers.CharField(required=False, allow_blank=True, max_length=60)
    guardian_phone = serializers.CharField(required=False, allow_blank=True, max_length=20)
    guardian_consents = serializers.BooleanField(required=False)


class LineBody(WhoBody):
    name = serializers.CharField(max_length=60, allow_blank=True)
    birth_date = serializers.DateField(required=False, allow_null=True, default=None)


class GroupBody(serializers.Serializer):
    enterprise = serializers.CharField(max_length=60)
    contact_name = serializers.CharField(max_length=60)
    contact_phone = serializers.CharField(max_length=20)
    lines = LineBody(many=True, max_length=LINES, allow_empty=False)

    def validate_lines(self, rows):
        return [Line(number, **row) for number, row in enumerate(rows, start=1)]


class ApproveManyBody(serializers.Serializer):
    registrations = VisibleRelatedField(
        queryset=Registration.objects.all(),  # unscoped: the field narrows it
        many=True,
        allow_empty=False,
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class LineResultSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    name = serializers.CharField()
    verdict = serializers.CharField()
    text = serializers.CharField()


class GroupResultSerializer(serializers.Serializer):
    group = serializers.IntegerField(source="group.pk", read_only=True)
    lines = LineResultSerializer(many=True)


class RegistrationSerializer(serializers.ModelSerializer):
    person_name = serializers.CharField(source="person.name", read_only=True)
    person_phone = serializers.CharField(source="person.masked_phone", read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    came = serializers.BooleanField(read_only=True, default=None, allow_null=True)
    answers = serializers.SerializerMethodField()

    class Meta:
        model = Registration
        fields = [
            "id", "session", "person", "person_name", "person_phone", "group", "priority", "answers", "guardian_name",
            "offered_until", "came", "created_at", "state", "state_label",
        ]  # fmt: skip
        read_only_fields = fields

    def get_answers(self, row) -> list[dict[str, str]]:
        return shown(row.answers)
