"""Volumes as the API shows them, and the bodies their operations take."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from projects.enums import ArchivePart, Secrecy
from projects.models import Archive, ArchiveItem, Project
from projects.serializers.base import PersonInChargeSerializer


class ArchiveItemSerializer(serializers.ModelSerializer):
    class Meta:
        model = ArchiveItem
        fields = [
            "id", "part", "title", "responsible", "on", "pages", "waiver", "name", "size", "sha256", "is_generated",
            "is_supplement",
        ]  # fmt: skip


class ArchiveSerializer(serializers.ModelSerializer):
    responsible = PersonInChargeSerializer()
    state_label = serializers.CharField(source="get_state_display")
    items = serializers.SerializerMethodField()

    class Meta:
        model = Archive
        fields = [
            "id", "number", "project", "secrecy", "responsible", "sealed_at", "keep_until", "state", "state_label",
            "items",
        ]  # fmt: skip

    def get_items(self, archive) -> list[dict]:
        """SECURITY: read within the asking user's scope, which may leave parts out."""
        return ArchiveItemSerializer(archive.seen, many=True).data


class ArchiveCreateSerializer(serializers.Serializer):
    project = VisibleRelatedField(queryset=Project.objects)
    secrecy = serializers.ChoiceField(Secrecy.choices, default=Secrecy.INTERNAL)


class ArchiveAddSerializer(serializers.Serializer):
    part = serializers.ChoiceField(ArchivePart.choices)
    title = serializers.CharField(max_length=100)
    file = serializers.FileField()
    pages = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=9999)
    responsible = serializers.CharField(required=False, allow_blank=True, max_length=60, default="")
    note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class WaiveSerializer(serializers.Serializer):
    part = serializers.ChoiceField(ArchivePart.choices)
    note = serializers.CharField(max_length=200)
