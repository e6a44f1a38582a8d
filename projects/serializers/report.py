"""Progress reports as the API shows them, and the bodies their operations take."""

from rest_framework import serializers

from projects.models import ProgressReport, ReportComment
from projects.reporting import LONGEST


class ReportCommentSerializer(serializers.ModelSerializer):
    class Meta:
        model = ReportComment
        fields = ["section", "text", "by", "at"]


class ProgressReportSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    project_name = serializers.CharField(source="project.name", read_only=True)
    comments = ReportCommentSerializer(many=True, read_only=True)

    class Meta:
        model = ProgressReport
        fields = [
            "id", "project", "project_name", "kind", "number", "starts_on", "ends_on", "due_on", "content", "figures",
            "late_reason", "submitted_by", "submitted_at", "state", "state_label", "comments",
        ]  # fmt: skip
        read_only_fields = fields


class ContentSerializer(serializers.Serializer):
    """Texts by section key; what is not named stays."""

    content = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=LONGEST))


class SubmitReportSerializer(serializers.Serializer):
    late_reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ExplainSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=200)


class CommentSerializer(serializers.Serializer):
    section = serializers.CharField(max_length=30, required=False, allow_blank=True, default="")
    text = serializers.CharField(max_length=500)


class AttachSerializer(serializers.Serializer):
    file = serializers.FileField()
