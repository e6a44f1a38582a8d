"""What the API shows and takes: star."""

from rest_framework import serializers

from core.api import ReasonSerializer
from orgs.naming import NamedRelatedField
from services.models import StarApplication, Volunteer
from services.queries.star import STARS


class StarBody(serializers.Serializer):
    volunteer = NamedRelatedField(queryset=Volunteer.objects.select_related("organization", "person"))
    star = serializers.ChoiceField(choices=[(star, f"{star}星") for star in STARS])


class FalseReportBody(ReasonSerializer):
    false_report = serializers.BooleanField(default=False)


class StarApplicationSerializer(serializers.ModelSerializer):
    volunteer_name = serializers.CharField(source="volunteer.person.name", read_only=True)

    class Meta:
        model = StarApplication
        fields = [
            "id",
            "volunteer",
            "volunteer_name",
            "star",
            "state",
            "hours",
            "publicity_ends_on",
            "barred_until",
            "created_at",
        ]
        read_only_fields = fields
