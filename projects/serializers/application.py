"""Applications as the API shows them, and the bodies its operations take."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from orgs.models import Organization
from projects import content
from projects.enums import EligibilityItem, EligibilityResult
from projects.models import Application, ApplicationFile, ApplicationRevision, Call, EligibilityCheck
from projects.queries import own_contractors
from projects.queries.application import calls_open_to
from projects.serializers.base import BriefSerializer, ChosenField, PersonInChargeSerializer


class ApplicationFileSerializer(serializers.ModelSerializer):
    class Meta:
        model = ApplicationFile
        fields = ["id", "name", "item", "size", "sha256", "uploaded_at"]


class ApplicationSerializer(serializers.ModelSerializer):
    contractor = BriefSerializer()
    organization = BriefSerializer(allow_null=True)
    worker = PersonInChargeSerializer(allow_null=True)
    state_label = serializers.CharField(source="get_state_display")
    files = ApplicationFileSerializer(many=True)

    class Meta:
        model = Application
        fields = [
            "id", "code", "call", "contractor", "name", "organization", "communities", "needs", "worker", "starts_on",
            "ends_on", "amount", "own_contribution", "version", "has_union", "is_weak", "correct_by", "created_at",
            "submitted_at", "state", "state_label", "files",
        ]  # fmt: skip


class ApplicationCreateSerializer(serializers.Serializer):
    call = ChosenField(queryset=Call.objects.none(), choices=calls_open_to)
    contractor = ChosenField(queryset=Organization.objects.none(), choices=own_contractors)
    name = serializers.CharField(max_length=60)


class SectionSerializer(serializers.Serializer):
    section = serializers.ChoiceField([(section.name, section.label) for section in content.SECTIONS])
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    data = serializers.DictField()


class ProblemSerializer(serializers.Serializer):
    section = serializers.CharField()
    field = serializers.CharField()
    row = serializers.IntegerField(allow_null=True)
    text = serializers.CharField()


class SectionsSerializer(serializers.Serializer):
    version = serializers.IntegerField()
    sections = serializers.DictField()
    problems = ProblemSerializer(many=True)


class RevisionSerializer(serializers.ModelSerializer):
    by = PersonInChargeSerializer()

    class Meta:
        model = ApplicationRevision
        fields = ["number", "amount", "by", "at", "content"]


class ChangeOfRevisionSerializer(serializers.Serializer):
    section = serializers.CharField()
    label = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    kind = serializers.CharField()


class UploadSerializer(serializers.Serializer):
    file = serializers.FileField()
    item = serializers.ChoiceField(EligibilityItem.choices, required=False, allow_blank=True, default="")


class EligibilityCheckSerializer(serializers.ModelSerializer):
    by = PersonInChargeSerializer()

    class Meta:
        model = EligibilityCheck
        fields = ["id", "item", "result", "note", "file", "by", "at"]


class FindingSerializer(serializers.Serializer):
    item = serializers.ChoiceField(EligibilityItem.choices)
    result = serializers.ChoiceField(EligibilityResult.choices)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    file = VisibleRelatedField(queryset=ApplicationFile.objects, required=False, allow_null=True, default=None)
