"""Needs as the API shows them, and the bodies their operations take."""

from rest_framework import serializers

from core.api import NoteSerializer, ReasonSerializer, VisibleRelatedField
from core.errors import DomainError
from orgs.enums import ServiceGroup
from orgs.models import Organization
from projects.enums import FeedbackChannel
from projects.models import Need, Project
from projects.queries import filing_communities
from projects.queries.need import merge_targets, serving_projects
from projects.serializers.base import MOST, BriefSerializer, ChosenField, PersonInChargeSerializer
from projects.uploads import check_upload


class NeedSerializer(serializers.ModelSerializer):
    organization = BriefSerializer()
    raised_by = PersonInChargeSerializer()
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Need
        fields = [
            "id", "title", "organization", "category", "groups", "frequency", "source", "people", "evidence",
            "evidence_name", "raised_by", "raised_at", "merged_into", "served_by", "state", "state_label",
        ]  # fmt: skip


class RaiserField(serializers.CharField):
    """SECURITY: who raised a need is written through the API, never read."""

    def __init__(self, **kwargs):
        super().__init__(write_only=True, required=False, allow_blank=True, max_length=120, **kwargs)


class NeedCreateSerializer(serializers.ModelSerializer):
    organization = ChosenField(queryset=Organization.objects.none(), choices=filing_communities)
    groups = serializers.ListField(child=serializers.ChoiceField(ServiceGroup.choices), allow_empty=False)
    people = serializers.IntegerField(min_value=1, max_value=MOST)
    evidence_file = serializers.FileField(required=False)
    raiser = RaiserField(default="")

    class Meta:
        model = Need
        fields = [
            "title", "organization", "category", "groups", "frequency", "source", "people", "evidence",
            "evidence_file", "raiser",
        ]  # fmt: skip
        extra_kwargs = {"source": {"required": True}}

    def validate_evidence_file(self, file):
        try:
            check_upload(file)
        except DomainError as error:
            raise serializers.ValidationError(str(error)) from None
        return file


class NeedUpdateSerializer(NeedCreateSerializer):
    """The community stays. Without ``raiser`` the one on file stays, too."""

    organization = None
    raiser = RaiserField()

    class Meta(NeedCreateSerializer.Meta):
        fields = [name for name in NeedCreateSerializer.Meta.fields if name != "organization"]

    def validate_raiser(self, value):
        """SECURITY: who may not read it may not overwrite it."""
        view, user = self.context["view"], self.context["request"].user
        if not user.has_perm("projects.read_raiser", view.get_object()):
            raise serializers.ValidationError("反映人只能由本地工会填写。")
        return value


class OfNeedField(VisibleRelatedField):
    """A key out of what ``choices(user, need)`` offers for the addressed need."""

    def __init__(self, *, choices=None, **kwargs):
        self.offered = choices
        super().__init__(**kwargs)

    def get_queryset(self):
        view = self.context.get("view")
        if not view or "pk" not in view.kwargs:
            return super().get_queryset()
        return self.offered(self.context["request"].user, view.get_object())


class NeedMergeSerializer(ReasonSerializer):
    into = OfNeedField(queryset=Need.objects.none(), choices=merge_targets)


class NeedServeSerializer(NoteSerializer):
    project = OfNeedField(queryset=Project.objects.none(), choices=serving_projects)


class FeedbackSerializer(serializers.Serializer):
    channel = serializers.ChoiceField(FeedbackChannel.choices)
    text = serializers.CharField(max_length=200)
