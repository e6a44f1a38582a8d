"""What the API shows and takes."""

from rest_framework import serializers

from core.api import NoteSerializer, VisibleRelatedField
from core.models import CalendarDay
from orgs.models import Organization, User
from projects.models import Need, Project, ServiceItem
from projects.queries.need import servable_needs
from services.enums import ActivityKind, AttendanceRole, CheckInMethod
from services.models import Activity, Attendance, Registration, Session
from services.operations.attendance import HEADCOUNT_LIMIT
from services.operations.session import CAPACITY_LIMIT
from services.queries import places_for, plannable_activities, plannable_projects


class NarrowedField(serializers.PrimaryKeyRelatedField):
    """A foreign key whose choices are ``choices(user)``, narrower or wider than what the user sees in lists."""

    def __init__(self, choices=None, **kwargs):
        self.choices_for = choices
        super().__init__(**kwargs)

    def get_queryset(self):
        request, rows = self.context.get("request"), super().get_queryset()
        return self.choices_for(request.user) if request else rows.none()


class ActivitySerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)
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


class SessionSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    time_band_label = serializers.CharField(source="get_time_band_display", read_only=True)
    activity_name = serializers.CharField(source="activity.name", read_only=True)
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    registered = serializers.IntegerField(read_only=True)
    person_times = serializers.IntegerField(read_only=True)
    public_url = serializers.CharField(source="get_public_url", read_only=True)

    class Meta:
        model = Session
        fields = [
            "id",
            "activity",
            "activity_name",
            "organization",
            "organization_name",
            "venue",
            "starts_at",
            "ends_at",
            "starts_on",
            "time_band",
            "time_band_label",
            "capacity",
            "registered",
            "person_times",
            "state",
            "state_label",
            "public_url",
        ]
        read_only_fields = fields


class MomentField(serializers.DateTimeField):
    """A moment; one so early that its time zone cannot be converted is wrong, not a crash."""

    def to_internal_value(self, value):
        try:
            return super().to_internal_value(value)
        except OverflowError:
            self.fail("overflow")


class MeetingBody(serializers.Serializer):
    """When, where, how many."""

    venue = serializers.CharField(max_length=60)
    starts_at = MomentField()
    ends_at = MomentField()
    capacity = serializers.IntegerField(min_value=1, max_value=CAPACITY_LIMIT)

    def validate(self, values):
        if values["ends_at"] <= values["starts_at"]:
            raise serializers.ValidationError({"ends_at": "结束时间须晚于开始时间。"})
        return values


class SessionCreateBody(MeetingBody):
    activity = NarrowedField(plannable_activities, queryset=Activity.objects.all())  # unscoped: the field narrows it
    organization = NarrowedField(
        places_for,
        queryset=Organization.objects.all(),  # unscoped: the field narrows it
        required=False,
        help_text="缺省为项目的实施社区",
    )


class WhoBody(serializers.Serializer):
    name = serializers.CharField(max_length=60)
    phone = serializers.CharField(max_length=20)


class CheckInBody(WhoBody):
    role = serializers.ChoiceField(choices=AttendanceRole.choices, default=AttendanceRole.PARTICIPANT)
    method = serializers.HiddenField(default=CheckInMethod.STAFF)


class HeadcountBody(serializers.Serializer):
    headcount = serializers.IntegerField(min_value=1, max_value=HEADCOUNT_LIMIT)


class EmptyBody(serializers.Serializer):
    """An action without input."""


class AttendanceSerializer(serializers.ModelSerializer):
    person_name = serializers.CharField(source="person.name", default="", read_only=True)
    person_phone = serializers.CharField(source="person.masked_phone", default="", read_only=True)

    class Meta:
        model = Attendance
        fields = [
            "id",
            "session",
            "person",
            "person_name",
            "person_phone",
            "headcount",
            "role",
            "method",
            "at",
            "reverses",
        ]
        read_only_fields = fields


class RegistrationSerializer(serializers.ModelSerializer):
    person_name = serializers.CharField(source="person.name", read_only=True)
    person_phone = serializers.CharField(source="person.masked_phone", read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)

    class Meta:
        model = Registration
        fields = ["id", "session", "person", "person_name", "person_phone", "created_at", "state", "state_label"]
        read_only_fields = fields


class CalendarDaySerializer(serializers.ModelSerializer):
    class Meta:
        model = CalendarDay
        fields = ["id", "date", "is_workday", "note"]
        extra_kwargs = {"date": {"validators": []}}  # declaring a day again replaces what was declared


class ServableNeedField(VisibleRelatedField):
    """A verified need of the addressed activity's district the user decides about."""

    def get_queryset(self):
        view = self.context.get("view")
        if not view or "pk" not in view.kwargs:
            return super().get_queryset()
        return servable_needs(self.context["request"].user, view.get_object().project.organization)


class NeedMatchBody(NoteSerializer):
    need = ServableNeedField(queryset=Need.objects.none())
