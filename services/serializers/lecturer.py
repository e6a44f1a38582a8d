"""What the API shows and takes: lecturers. Phones are masked for who does not keep the list."""

from rest_framework import serializers

from core.sms import masked
from orgs.models import Organization
from services.models import Lecturer, TrialLecture
from services.queries.lecturer import keepers_for
from services.serializers.fields import NarrowedField


class LecturerSerializer(serializers.ModelSerializer):
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    phone = serializers.SerializerMethodField()

    class Meta:
        model = Lecturer
        fields = [
            "id", "organization", "organization_name", "name", "title", "topics", "phone", "passed_on", "is_active",
            "is_schedulable", "standing",
        ]  # fmt: skip
        read_only_fields = fields

    def get_phone(self, lecturer) -> str:
        keeps = self.context["request"].user.has_perm("services.update_lecturer", lecturer)
        return lecturer.phone if keeps or not lecturer.phone else masked(lecturer.phone)


class LecturerBody(serializers.Serializer):
    """Any of the facts; what is left out stays as it is."""

    name = serializers.CharField(max_length=60, required=False)
    title = serializers.CharField(max_length=60, required=False, allow_blank=True)
    topics = serializers.CharField(max_length=200, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=30, required=False, allow_blank=True)


class LecturerCreateBody(LecturerBody):
    organization = NarrowedField(keepers_for, queryset=Organization.objects.all())  # unscoped: the field narrows it
    name = serializers.CharField(max_length=60)


class TrialSerializer(serializers.ModelSerializer):
    class Meta:
        model = TrialLecture
        fields = ["id", "lecturer", "topic", "held_on", "score", "is_passed", "comment"]
        read_only_fields = fields


class TrialBody(serializers.Serializer):
    topic = serializers.CharField(max_length=60)
    held_on = serializers.DateField()
    score = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=0, max_value=100)
    comment = serializers.CharField(max_length=500, required=False, allow_blank=True)
