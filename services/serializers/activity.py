"""What the API shows and takes: activity."""

from rest_framework import serializers

from core.api import NoteSerializer, VisibleRelatedField
from orgs.models import User
from projects.models import Need, Project, ServiceItem
from projects.queries.need import servable_needs
from services.enums import ActivityKind
from services.models import Activity
from services.queries.activity import plannable_projects
from services.serializers.fields import NarrowedField


class ActivitySerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    scale_label = serializers.CharField(source="get_scale_display", read_only=True)
    kind_label = serializers.CharField(source="get_kind_display", read_only=True)
    project_name = serializers.CharField(source="project.name", read_only=True)
    lead_name = serializers.CharField(source="lead.name", read_only=True)
    public_url = serializers.CharField(source="get_public_url", read_only=True)

    class Meta:
        model = Activity
        fields = [
            "id",
            "name",
            "kind",
            "kind_label",
            "scale",
            "scale_label",
            "groups",
            "expected_people",
            "is_dangerous",
            "is_template",
            "project",
            "project_name",
            "lead",
            "lead_name",
            "service_item",
            "description",
            "state",
            "state_label",
            "public_url",
            "created_at",
        ]
        read_only_fields = fields


class ActivityBody(serializers.Serializer):
    """What may be changed later."""

    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=ActivityKind.choices)
    lead = VisibleRelatedField(queryset=User.objects.all())  # unscoped: the field narrows it
    description = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    service_item = VisibleRelatedField(
        queryset=ServiceItem.objects.all(),  # unscoped: the field narrows it
        required=False,
        allow_null=True,
    )


class ActivityCreateBody(ActivityBody):
    project = NarrowedField(plannable_projects, queryset=Project.objects.all())  # unscoped: the field narrows it


class ServableNeedField(VisibleRelatedField):
    """A verified need of the addressed activity's district the user decides about."""

    def get_queryset(self):
        view = self.context.get("view")
        if not view or "pk" not in view.kwargs:
            return super().get_queryset()
        return servable_needs(self.context["request"].user, view.get_object().project.organization)


class NeedMatchBody(NoteSerializer):
    need = ServableNeedField(queryset=Need.objects.none())
