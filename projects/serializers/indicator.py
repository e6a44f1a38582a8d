"""Progress and manual figures as the API shows them, and the bodies their operations take."""

from rest_framework import serializers

from projects.models import ManualActual
from projects.money import to_figure


class FigureSerializerField(serializers.CharField):
    """A figure as text, read by the rules of the pages."""

    def to_internal_value(self, data):
        try:
            return to_figure(data)
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from None


class IndicatorProgressSerializer(serializers.Serializer):
    """One indicator as of today; ``actual`` is null where nothing can be counted yet and ``note`` says why."""

    id = serializers.IntegerField(source="indicator.pk")
    project = serializers.IntegerField(source="indicator.project_id")
    project_name = serializers.CharField(source="indicator.project.name")
    title = serializers.CharField(source="indicator.title")
    measure = serializers.CharField(source="indicator.measure")
    unit = serializers.CharField(source="indicator.unit")
    target = serializers.IntegerField()
    actual = serializers.DecimalField(14, 2, allow_null=True)
    rate = serializers.DecimalField(12, 4, allow_null=True)
    expected = serializers.DecimalField(14, 2)
    is_behind = serializers.BooleanField()
    note = serializers.CharField()


class ManualActualSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)

    class Meta:
        model = ManualActual
        fields = [
            "id",
            "indicator",
            "on",
            "value",
            "note",
            "name",
            "uploaded_by",
            "approved_by",
            "state",
            "state_label",
        ]
        read_only_fields = fields


class FillSerializer(serializers.Serializer):
    on = serializers.DateField()
    value = FigureSerializerField()
    note = serializers.CharField(max_length=200)
    file = serializers.FileField()


class PeriodSerializer(serializers.Serializer):
    ends_on = serializers.DateField()
    target = serializers.IntegerField(min_value=0, max_value=2_000_000_000)


class PeriodsSerializer(serializers.Serializer):
    periods = PeriodSerializer(many=True, allow_empty=False)

    def validate(self, values):
        return {"periods": [(row["ends_on"], row["target"]) for row in values["periods"]]}
