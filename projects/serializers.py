"""Records as the API shows them, and the bodies its operations take."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from core.errors import DomainError
from orgs.enums import ServiceGroup
from orgs.models import Organization, User
from projects.enums import BudgetCategory, FundKind, Measure
from projects.models import BudgetLine, Fund, Instalment, LedgerEntry, Need, Output, Project
from projects.money import positive_money, to_money
from projects.queries import (
    filing_communities,
    funding_bodies,
    need_communities,
    open_needs,
    own_contractors,
    own_workers,
)
from projects.uploads import check_upload

MOST = 10_000_000


class BriefSerializer(serializers.ModelSerializer):
    """An organization as other records name it."""

    class Meta:
        model = Organization
        fields = ["id", "code", "name"]
        ref_name = "BriefOrganization"


class PersonInChargeSerializer(serializers.ModelSerializer):
    """A member of staff as other records name them."""

    class Meta:
        model = User
        fields = ["id", "name"]


class MoneySerializerField(serializers.CharField):
    """Yuan as text with two places, read by the rules of the pages."""

    def __init__(self, *args, signed: bool = False, **kwargs):
        self.read = to_money if signed else positive_money
        super().__init__(*args, **kwargs)

    def to_internal_value(self, data):
        try:
            return self.read(data)
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from None


class ChosenField(VisibleRelatedField):
    """A key out of what ``choices(user)`` offers, as the form of the page does."""

    def __init__(self, *, choices=None, **kwargs):
        self.offered = choices
        super().__init__(**kwargs)

    def get_queryset(self):
        request = self.context.get("request")
        return self.offered(request.user) if request else super().get_queryset()


class ApplicationField(VisibleRelatedField):
    """A key out of ``choices(user, project_pk)``: what an application may take up, with what it already has."""

    def __init__(self, *, choices=None, **kwargs):
        self.offered = choices
        super().__init__(**kwargs)

    def get_queryset(self):
        view, request = self.context.get("view"), self.context.get("request")
        return self.offered(request.user, view.kwargs.get("pk")) if request else super().get_queryset()


class NeedSerializer(serializers.ModelSerializer):
    organization = BriefSerializer()
    raised_by = PersonInChargeSerializer()
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Need
        fields = [
            "id", "title", "organization", "category", "groups", "frequency", "source", "people", "evidence",
            "evidence_name", "raised_by", "raised_at", "state", "state_label",
        ]  # fmt: skip


class NeedCreateSerializer(serializers.ModelSerializer):
    organization = ChosenField(queryset=Organization.objects.none(), choices=filing_communities)
    groups = serializers.ListField(child=serializers.ChoiceField(ServiceGroup.choices), allow_empty=False)
    people = serializers.IntegerField(min_value=1, max_value=MOST)
    evidence_file = serializers.FileField(required=False)

    class Meta:
        model = Need
        fields = [
            "title", "organization", "category", "groups", "frequency", "source", "people", "evidence",
            "evidence_file",
        ]  # fmt: skip
        extra_kwargs = {"source": {"required": True}}

    def validate_evidence_file(self, file):
        try:
            check_upload(file)
        except DomainError as error:
            raise serializers.ValidationError(str(error)) from None
        return file


class OutputSerializer(serializers.ModelSerializer):
    measure = serializers.ChoiceField(Measure.choices)
    target = serializers.IntegerField(min_value=1, max_value=MOST)

    class Meta:
        model = Output
        fields = ["measure", "target"]


class BudgetLineSerializer(serializers.ModelSerializer):
    category = serializers.ChoiceField(BudgetCategory.choices)
    unit_price = MoneySerializerField()
    quantity = serializers.IntegerField(min_value=1, max_value=MOST)

    class Meta:
        model = BudgetLine
        fields = ["category", "item", "unit_price", "quantity"]


class InstalmentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Instalment
        fields = ["id", "project", "number", "ratio", "amount", "due_on", "is_final", "state"]


class ProjectSerializer(serializers.ModelSerializer):
    organization = BriefSerializer()
    contractor = BriefSerializer()
    worker = PersonInChargeSerializer()
    state_label = serializers.CharField(source="get_state_display")
    fund = serializers.CharField(allow_null=True)
    paid = serializers.DecimalField(16, 2)
    outputs = OutputSerializer(many=True)
    budget_lines = BudgetLineSerializer(many=True)
    instalments = InstalmentSerializer(many=True)

    class Meta:
        model = Project
        fields = [
            "id", "code", "name", "category", "organization", "contractor", "worker", "goal", "starts_on", "ends_on",
            "budget", "paid", "fund", "final_score", "created_at", "state", "state_label", "outputs",
            "budget_lines", "instalments",
        ]  # fmt: skip


class ProjectUpdateSerializer(serializers.ModelSerializer):
    needs = ApplicationField(many=True, queryset=Need.objects.none(), choices=open_needs, allow_empty=False)
    organization = ApplicationField(queryset=Organization.objects.none(), choices=need_communities)
    worker = ChosenField(queryset=User.objects.none(), choices=own_workers)
    outputs = OutputSerializer(many=True, allow_empty=False)
    budget_lines = BudgetLineSerializer(many=True, allow_empty=False)

    class Meta:
        model = Project
        fields = [
            "name", "category", "organization", "worker", "needs", "goal", "starts_on", "ends_on", "outputs",
            "budget_lines",
        ]  # fmt: skip

    def validate(self, values):
        if values["ends_on"] < values["starts_on"]:
            raise serializers.ValidationError({"ends_on": "结束日期早于开始日期，请核对。"})
        return values


class ProjectCreateSerializer(ProjectUpdateSerializer):
    contractor = ChosenField(queryset=Organization.objects.none(), choices=own_contractors)

    class Meta(ProjectUpdateSerializer.Meta):
        fields = [*ProjectUpdateSerializer.Meta.fields, "contractor"]


class ApproveSerializer(serializers.Serializer):
    fund = VisibleRelatedField(queryset=Fund.objects)
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")


class FundSerializer(serializers.ModelSerializer):
    organization = BriefSerializer()
    appropriated = serializers.DecimalField(16, 2)
    committed = serializers.DecimalField(16, 2)
    paid = serializers.DecimalField(16, 2)
    available = serializers.DecimalField(16, 2)

    class Meta:
        model = Fund
        fields = ["id", "name", "year", "kind", "organization", "appropriated", "committed", "paid", "available"]


class FundCreateSerializer(serializers.Serializer):
    organization = ChosenField(queryset=Organization.objects.none(), choices=funding_bodies)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    kind = serializers.ChoiceField(FundKind.choices)
    name = serializers.CharField(max_length=60)
    amount = MoneySerializerField()


class AppropriateSerializer(serializers.Serializer):
    amount = MoneySerializerField(signed=True)
    note = serializers.CharField(max_length=200)


class PaySerializer(serializers.Serializer):
    note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class LedgerEntrySerializer(serializers.ModelSerializer):
    by = PersonInChargeSerializer()

    class Meta:
        model = LedgerEntry
        fields = ["id", "fund", "project", "instalment", "kind", "amount", "note", "by", "on", "at"]
