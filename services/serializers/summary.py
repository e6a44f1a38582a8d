"""What the API shows and takes: summary, its photos, follow-up."""

from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied

from core.api import VisibleRelatedField
from orgs.enums import ServiceGroup
from orgs.models import Person
from orgs.naming import NamedRelatedField
from projects.enums import Frequency, NeedCategory
from services.enums import GoalResult
from services.models import FollowUp, Session, Summary, SummaryPhoto
from services.operations.follow_up import TEXT_LIMIT
from services.operations.summary import TEXTS
from services.queries.follow_up import people_for


class SummaryPhotoSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="services:summaryphoto-file")

    class Meta:
        model = SummaryPhoto
        fields = ["id", "name", "caption", "width", "height", "size", "url"]
        read_only_fields = fields


class SummarySerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    activity_name = serializers.CharField(source="session.activity.name", read_only=True)
    on = serializers.DateField(source="session.starts_on", read_only=True)
    person_times = serializers.IntegerField(source="session.person_times", read_only=True)
    named_times = serializers.IntegerField(source="session.named_times", read_only=True)
    written_by_name = serializers.CharField(source="written_by.name", read_only=True)

    class Meta:
        model = Summary
        fields = [
            "id", "session", "activity_name", "on", "person_times", "named_times", "process", "goal_result", "goals",
            "problems", "cost", "audience", "due_on", "written_by", "written_by_name", "submitted_at", "approved_by",
            "version", "state", "state_label",
        ]  # fmt: skip
        read_only_fields = fields


class SummaryStartBody(serializers.Serializer):
    session = VisibleRelatedField(queryset=Session.objects.all())  # unscoped: narrowed by the field


class SummaryBody(serializers.Serializer):
    process = serializers.CharField(max_length=TEXTS["process"], allow_blank=True)
    goal_result = serializers.ChoiceField(choices=GoalResult.choices, required=False, allow_blank=True, default="")
    goals = serializers.CharField(max_length=TEXTS["goals"], required=False, allow_blank=True, default="")
    problems = serializers.CharField(max_length=TEXTS["problems"], required=False, allow_blank=True, default="")
    cost = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=0, required=False, default=0)
    audience = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=1_000_000), required=False, default=dict,
        help_text="未实名人员的类别人数",
    )  # fmt: skip
    version = serializers.IntegerField(min_value=0, help_text="所修改的版本，防止覆盖他人的修改")


class PhotoBody(serializers.Serializer):
    photo = serializers.FileField()
    caption = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class FollowUpSerializer(serializers.ModelSerializer):
    """SECURITY: neither the text nor the person: they are on the page, where each look is of one record."""

    state_label = serializers.CharField(source="get_state_display", read_only=True)
    activity_name = serializers.CharField(source="session.activity.name", read_only=True)
    responsible_name = serializers.CharField(source="responsible.name", read_only=True)

    class Meta:
        model = FollowUp
        fields = [
            "id", "session", "activity_name", "responsible", "responsible_name", "due_on", "need", "created_at",
            "state", "state_label",
        ]  # fmt: skip
        read_only_fields = fields


class FollowUpBody(serializers.Serializer):
    text = serializers.CharField(max_length=TEXT_LIMIT)
    responsible = serializers.IntegerField(min_value=1)
    person = NamedRelatedField(
        queryset=Person.objects.all(),  # unscoped: narrowed by the field
        required=False, allow_null=True, default=None,
    )  # fmt: skip
    due_on = serializers.DateField(required=False, allow_null=True, default=None)

    def validate(self, values):
        """The pool depends on the session; who is outside it does not exist for the caller."""
        session = values["session"] if "session" in values else self.context["view"].get_object().session
        responsible = people_for(session).filter(pk=values["responsible"]).first()
        if responsible is None:
            raise serializers.ValidationError({"responsible": "没有这个人，请从承接单位或举办社区的在职人员中选择。"})
        return values | {"responsible": responsible}


class FollowUpCreateBody(FollowUpBody):
    session = VisibleRelatedField(queryset=Session.objects.all())  # unscoped: narrowed by the field

    def validate_session(self, session):
        """SECURITY: asked before the pool, which is nothing for readers to feel out."""
        if not self.context["request"].user.has_perm("services.create_follow_up", session):
            raise PermissionDenied
        return session


class ResultBody(serializers.Serializer):
    result = serializers.CharField(max_length=TEXT_LIMIT)


class RaiseNeedBody(serializers.Serializer):
    title = serializers.CharField(max_length=60)
    category = serializers.ChoiceField(choices=NeedCategory.choices)
    groups = serializers.ListField(child=serializers.ChoiceField(choices=ServiceGroup.choices), allow_empty=False)
    frequency = serializers.ChoiceField(choices=Frequency.choices)
    people = serializers.IntegerField(min_value=1, max_value=10_000_000)
    evidence = serializers.CharField(max_length=2000)
