"""What the API shows and takes: shifts and who signed up for them."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from orgs.models import User
from orgs.naming import NamedRelatedField
from projects.models import Project
from services.enums import VolunteerSkill
from services.models import Session, Shift, ShiftSignUp, Training, Volunteer
from services.operations.shift import PLACES_LIMIT
from services.queries.shift import shift_projects, shift_sessions
from services.serializers.fields import MomentField, NarrowedField


class ShiftSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    lead_name = serializers.CharField(source="lead.name", read_only=True)
    public_url = serializers.CharField(source="get_public_url", read_only=True)

    class Meta:
        model = Shift
        fields = [
            "id", "name", "project", "session", "organization", "organization_name", "content", "venue", "starts_at",
            "ends_at", "places", "taken", "skills", "minimum_age", "risk", "is_dangerous", "insurance", "training",
            "lead", "lead_name", "state", "state_label", "public_url",
        ]  # fmt: skip
        read_only_fields = fields


class ShiftBody(serializers.Serializer):
    """What may be changed later."""

    name = serializers.CharField(max_length=60)
    content = serializers.CharField(max_length=500)
    venue = serializers.CharField(max_length=60)
    starts_at = MomentField()
    ends_at = MomentField()
    places = serializers.IntegerField(min_value=1, max_value=PLACES_LIMIT)
    risk = serializers.CharField(max_length=500)
    lead = VisibleRelatedField(queryset=User.objects.all())  # unscoped: the field narrows it
    session = NarrowedField(
        shift_sessions,
        queryset=Session.objects.all(),  # unscoped: the field narrows it
        required=False,
        allow_null=True,
    )
    skills = serializers.MultipleChoiceField(choices=VolunteerSkill.choices, required=False)
    minimum_age = serializers.IntegerField(min_value=8, max_value=70, required=False)
    is_dangerous = serializers.BooleanField(required=False)
    insurance = serializers.CharField(max_length=60, required=False, allow_blank=True)
    training = VisibleRelatedField(
        queryset=Training.objects.all(),  # unscoped: the field narrows it
        required=False,
        allow_null=True,
    )


class ShiftCreateBody(ShiftBody):
    project = NarrowedField(shift_projects, queryset=Project.objects.all())  # unscoped: the field narrows it


class ShiftSignUpSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    name = serializers.CharField(source="shown_name", read_only=True)
    number = serializers.CharField(source="volunteer.number", read_only=True)

    class Meta:
        model = ShiftSignUp
        fields = [
            "id", "shift", "volunteer", "name", "number", "signed_in_at", "signed_out_at", "grade", "comment",
            "created_at", "state", "state_label",
        ]  # fmt: skip
        read_only_fields = fields


class ShiftSignUpBody(serializers.Serializer):
    volunteer = NamedRelatedField(queryset=Volunteer.objects.all())  # unscoped: the field narrows it


class MomentBody(serializers.Serializer):
    """Without a moment: now."""

    at = MomentField(required=False, allow_null=True, default=None)


class GradeBody(serializers.Serializer):
    grade = serializers.IntegerField(min_value=1, max_value=5)
    comment = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
