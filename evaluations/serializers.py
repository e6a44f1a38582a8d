"""What the API shows and takes."""

from django.utils.functional import cached_property
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied

from core.api import VisibleRelatedField
from evaluations.models import Evaluation, Rating, Rectification
from evaluations.queries import experts_for, staff_of_contractor
from evaluations.scoring import grade
from projects.enums import ParameterName
from projects.models import Project
from projects.parameters import History


class EvaluationSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    project_name = serializers.CharField(source="project.name", read_only=True)
    evaluator_name = serializers.CharField(source="evaluator.name", read_only=True)
    grade = serializers.SerializerMethodField()

    class Meta:
        model = Evaluation
        fields = [
            "id",
            "project",
            "project_name",
            "stage",
            "round",
            "evaluator",
            "evaluator_name",
            "due_on",
            "state",
            "state_label",
            "score",
            "grade",
            "comment",
            "created_at",
        ]
        read_only_fields = fields

    @cached_property
    def pass_marks(self) -> History:
        return History(ParameterName.PASS_MARK)

    def get_grade(self, evaluation) -> str | None:
        if evaluation.score is None:
            return None
        return grade(evaluation.score, self.pass_marks.on(evaluation.project.starts_on))


class AssignSerializer(serializers.Serializer):
    project = VisibleRelatedField(queryset=Project.objects.all())  # unscoped: the field narrows it
    evaluator = serializers.IntegerField(min_value=1)
    due_on = serializers.DateField()

    def validate(self, values):
        """The pool depends on the project; who is outside it does not exist for the caller.

        SECURITY: asked before the pool, which is nothing for the parties of the project to feel out.
        """
        if not self.context["request"].user.has_perm("evaluations.assign_evaluation", values["project"]):
            raise PermissionDenied
        evaluator = experts_for(values["project"]).filter(pk=values["evaluator"]).first()
        if evaluator is None:
            raise serializers.ValidationError({"evaluator": "本项目的专家名单中没有这个人，请从名单中选择。"})
        return values | {"evaluator": evaluator}


class SubmitSerializer(serializers.Serializer):
    score = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=0, max_value=100)
    comment = serializers.CharField(max_length=2000)


class RectificationSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    project_name = serializers.CharField(source="project.name", read_only=True)
    stage = serializers.CharField(source="evaluation.stage", read_only=True)

    class Meta:
        model = Rectification
        fields = [
            "id", "project", "project_name", "evaluation", "stage", "problem", "basis", "responsible", "due_on",
            "reply", "conclusion", "ordered_by", "ordered_at", "reviewed_by", "state", "state_label",
        ]  # fmt: skip
        read_only_fields = fields


class OrderSerializer(serializers.Serializer):
    project = VisibleRelatedField(queryset=Project.objects.all())  # unscoped: the field narrows it
    problem = serializers.CharField(max_length=2000)
    basis = serializers.CharField(max_length=1000)
    responsible = serializers.IntegerField(min_value=1)
    due_on = serializers.DateField(required=False)

    def validate(self, values):
        """Asked before the people of the contractor, who are nothing for others to feel out."""
        if not self.context["request"].user.has_perm("evaluations.order_rectification", values["project"]):
            raise PermissionDenied
        responsible = staff_of_contractor(values["project"]).filter(pk=values["responsible"]).first()
        if responsible is None:
            raise serializers.ValidationError({"responsible": "承接单位没有这个人，请从在职人员中选择。"})
        return values | {"responsible": responsible}


class ReplySerializer(serializers.Serializer):
    reply = serializers.CharField(max_length=2000)
    file = serializers.FileField(required=False)


class ConclusionSerializer(serializers.Serializer):
    conclusion = serializers.CharField(max_length=1000)


class EmptySerializer(serializers.Serializer):
    """Nothing is asked."""


class RatingSerializer(serializers.ModelSerializer):
    class Meta:
        model = Rating
        fields = ["id", "session", "score", "on"]
