"""Reports and statistics as JSON."""

from rest_framework import serializers

from orgs.models import Organization
from reports.models import ReportRun
from reports.queries import reachable


class ReachableOrganizationField(serializers.SlugRelatedField):
    """An organization by code, among those the user reaches; any other code does not exist."""

    def __init__(self, **kwargs):
        super().__init__(slug_field="code", queryset=Organization.objects.none(), **kwargs)

    def get_queryset(self):
        request = self.context.get("request")
        return reachable(request.user) if request else Organization.objects.none()


class ReportRunSerializer(serializers.ModelSerializer):
    organization = serializers.SlugRelatedField(slug_field="code", read_only=True)
    month = serializers.DateField(format="%Y-%m")
    requested_by = serializers.CharField(source="requested_by.name")
    state_label = serializers.CharField(source="get_state_display")
    word_url = serializers.SerializerMethodField()
    excel_url = serializers.SerializerMethodField()

    class Meta:
        model = ReportRun
        fields = ["id", "organization", "month", "requested_by", "state", "state_label", "progress"]
        fields += ["created_at", "finished_at", "word_url", "excel_url"]

    def get_word_url(self, run) -> str | None:
        return self.address(run, "word") if run.word else None

    def get_excel_url(self, run) -> str | None:
        return self.address(run, "excel") if run.excel else None

    def address(self, run, kind: str) -> str:
        return self.context["request"].build_absolute_uri(f"{self.context['view'].reverse_detail(run)}{kind}/")


class RequestReportSerializer(serializers.Serializer):
    """A month of an organization one reaches: ``{"organization": "2101", "month": "2026-10"}``."""

    organization = ReachableOrganizationField()
    month = serializers.DateField(input_formats=["%Y-%m", "%Y-%m-%d"])


class BaseSerializer(serializers.Serializer):
    """What coverage is measured against, with its source and date."""

    number = serializers.IntegerField()
    source = serializers.CharField()
    as_of = serializers.DateField()


class StatisticsSerializer(serializers.Serializer):
    """The dashboard's figures; rates are shares from 0 to 1, ``null`` without a base.

    ``satisfied`` and ``satisfaction`` are ``null`` as well where so few rated that the figures would single them out.
    """

    organization = serializers.CharField(source="organization.code")
    organization_name = serializers.CharField(source="organization.name")
    start = serializers.DateField(source="period.start")
    end = serializers.DateField(source="period.end")
    projects = serializers.IntegerField(source="statistics.projects")
    committed = serializers.DecimalField(16, 2, source="statistics.committed")
    paid = serializers.DecimalField(16, 2, source="statistics.paid")
    sessions = serializers.IntegerField(source="statistics.services.sessions")
    person_times = serializers.IntegerField(source="statistics.services.person_times")
    named_times = serializers.IntegerField(source="statistics.services.named_times")
    unnamed_times = serializers.IntegerField(source="statistics.services.unnamed_times")
    persons = serializers.IntegerField(source="statistics.services.persons")
    online_sessions = serializers.IntegerField(source="statistics.services.online_sessions")
    online_times = serializers.IntegerField(source="statistics.services.online_times")
    online_persons = serializers.IntegerField(source="statistics.services.online_persons")
    outside_sessions = serializers.IntegerField(source="statistics.services.outside_sessions")
    outside_share = serializers.FloatField(source="statistics.services.outside_share", allow_null=True)
    ratings = serializers.IntegerField(source="statistics.satisfaction.valid")
    satisfied = serializers.IntegerField(source="statistics.satisfaction.shown_satisfied", allow_null=True)
    satisfaction = serializers.FloatField(source="statistics.satisfaction.rate", allow_null=True)
    is_small_sample = serializers.BooleanField(source="statistics.satisfaction.is_small")
    hours = serializers.DecimalField(12, 1, source="statistics.effort.hours")
    worker_hours = serializers.DecimalField(12, 1, source="statistics.effort.worker_hours")
    converted_hours = serializers.DecimalField(12, 1, source="statistics.effort.converted_hours")
    coverage = serializers.FloatField(source="statistics.coverage", allow_null=True)
    base = BaseSerializer(source="statistics.base", allow_null=True)
