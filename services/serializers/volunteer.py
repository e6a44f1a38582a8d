"""What the API shows and takes: volunteers, teams and trainings."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from orgs.enums import Gender
from orgs.models import Organization
from orgs.naming import NamedRelatedField
from services.enums import TeamKind, VolunteerSkill
from services.models import Team, Training, Volunteer
from services.queries.volunteer import TOGETHER, hosting_places, registering_places
from services.serializers.fields import NarrowedField


class VolunteerSerializer(serializers.ModelSerializer):
    """A registration, numbers masked; who is not told the name learns nothing personal beside it."""

    state_label = serializers.CharField(source="get_state_display", read_only=True)
    name = serializers.CharField(source="shown_name", read_only=True)
    phone = serializers.CharField(source="shown_phone", read_only=True)
    team_name = serializers.CharField(source="team.name", default="", read_only=True)
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    is_ranked = serializers.BooleanField(source="agrees_to_ranking", read_only=True)

    class Meta:
        model = Volunteer
        fields = [
            "id", "number", "name", "phone", "organization", "organization_name", "team", "team_name", "skills",
            "intention", "area", "national_number", "is_ranked", "hours", "stars", "registered_on", "state",
            "state_label",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, row):
        shown = super().to_representation(row)
        return shown if row.is_told else shown | {"area": "", "intention": "", "national_number": ""}


class VolunteerBody(serializers.Serializer):
    """What may be changed later; what is not sent stays."""

    skills = serializers.MultipleChoiceField(choices=VolunteerSkill.choices, required=False)
    intention = serializers.CharField(max_length=120, required=False, allow_blank=True)
    area = serializers.CharField(max_length=60, required=False, allow_blank=True)
    team = VisibleRelatedField(
        queryset=Team.objects.all(),  # unscoped: the field narrows it
        required=False,
        allow_null=True,
    )
    national_number = serializers.CharField(max_length=30, required=False, allow_blank=True)
    agrees_to_ranking = serializers.BooleanField(required=False)
    guardian_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    guardian_phone = serializers.CharField(max_length=20, required=False, allow_blank=True)
    guardian_consents = serializers.BooleanField(required=False)


class VolunteerCreateBody(VolunteerBody):
    name = serializers.CharField(max_length=60)
    phone = serializers.CharField(max_length=20)
    birth_date = serializers.DateField()
    gender = serializers.ChoiceField(choices=Gender.choices, default=Gender.UNKNOWN)
    organization = NarrowedField(registering_places, queryset=Organization.objects.all())  # unscoped: narrowed


class AwardBody(serializers.Serializer):
    title = serializers.CharField(max_length=60)
    awarded_by = serializers.CharField(max_length=60)
    awarded_on = serializers.DateField()


class TeamSerializer(serializers.ModelSerializer):
    kind_label = serializers.CharField(source="get_kind_display", read_only=True)
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    phone = serializers.CharField(source="masked_phone", read_only=True)
    members = serializers.IntegerField(read_only=True)

    class Meta:
        model = Team
        fields = [
            "id", "name", "kind", "kind_label", "organization", "organization_name", "leader", "phone", "founded_on",
            "formal_members", "members", "equipment", "qualification", "has_badge", "is_active",
        ]  # fmt: skip
        read_only_fields = fields


class TeamBody(serializers.Serializer):
    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=TeamKind.choices)
    leader = serializers.CharField(max_length=60)
    phone = serializers.CharField(max_length=20, required=False, allow_blank=True)
    founded_on = serializers.DateField(required=False, allow_null=True)
    formal_members = serializers.IntegerField(min_value=0, max_value=10_000, required=False)
    equipment = serializers.CharField(max_length=500, required=False, allow_blank=True)
    qualification = serializers.CharField(max_length=120, required=False, allow_blank=True)
    has_badge = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)


class TeamCreateBody(TeamBody):
    organization = NarrowedField(hosting_places, queryset=Organization.objects.all())  # unscoped: the field narrows it


class VolunteersField(serializers.ListField):
    """Ids of visible volunteers."""

    def __init__(self, **kwargs):
        child = NamedRelatedField(queryset=Volunteer.objects.all())  # unscoped: the field narrows it
        super().__init__(child=child, max_length=TOGETHER, **kwargs)


class VolunteersBody(serializers.Serializer):
    volunteers = VolunteersField(allow_empty=False)


class TrainingSerializer(serializers.ModelSerializer):
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    attended = serializers.IntegerField(read_only=True)

    class Meta:
        model = Training
        fields = ["id", "name", "organization", "organization_name", "held_on", "hours", "lecturer", "attended"]
        read_only_fields = fields


class TrainingCreateBody(serializers.Serializer):
    organization = NarrowedField(hosting_places, queryset=Organization.objects.all())  # unscoped: the field narrows it
    name = serializers.CharField(max_length=60)
    held_on = serializers.DateField()
    hours = serializers.DecimalField(max_digits=4, decimal_places=1)
    lecturer = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    volunteers = VolunteersField(required=False, default=list)
