"""Reviews, sheets, publicities and objections as the API shows them, and the bodies its operations take."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from orgs.models import Organization, User
from projects.enums import TieKind
from projects.models import Application, Call, ExpertTie, Objection, Publicity, PublicityEntry, ScoreLine, ScoreSheet
from projects.queries.ranking import standing
from projects.queries.review import experts_around, is_ranked, tie_organizations
from projects.serializers.base import BriefSerializer, ChosenField, PersonInChargeSerializer


class ApplicationKeySerializer(serializers.ModelSerializer):
    """An application as the panel knows it: without the applicant."""

    class Meta:
        model = Application
        fields = ["id", "code", "name", "amount"]
        ref_name = "ApplicationKey"


class ScoreLineSerializer(serializers.ModelSerializer):
    title = serializers.CharField(source="item.title")
    most = serializers.DecimalField(5, 2, source="item.points")

    class Meta:
        model = ScoreLine
        fields = ["item", "title", "most", "points"]


class ScoreSheetSerializer(serializers.ModelSerializer):
    application = ApplicationKeySerializer()
    expert = PersonInChargeSerializer(source="panelist.expert")
    state_label = serializers.CharField(source="get_state_display")
    lines = ScoreLineSerializer(many=True)

    class Meta:
        model = ScoreSheet
        fields = [
            "id",
            "application",
            "expert",
            "round",
            "total",
            "comment",
            "signed_at",
            "state",
            "state_label",
            "lines",
        ]


class PointsSerializer(serializers.Serializer):
    item = serializers.IntegerField(min_value=1)
    points = serializers.CharField(max_length=12, allow_null=True)


class SheetSaveSerializer(serializers.Serializer):
    lines = PointsSerializer(many=True, required=False, default=list)
    comment = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")

    def validate(self, values):
        """As the operation takes it: points by criterion."""
        points = {row["item"]: row["points"] for row in values["lines"]}
        return {"points": points, "comment": values["comment"]}


class SheetOpenSerializer(serializers.Serializer):
    application = VisibleRelatedField(queryset=Application.objects)


class RankedRowSerializer(serializers.Serializer):
    """One line of the ranking; ``rank`` and ``average`` appear once every sheet is signed."""

    application = ApplicationKeySerializer()
    contractor = BriefSerializer(source="application.contractor")
    totals = serializers.ListField(child=serializers.DecimalField(5, 2, allow_null=True))
    spread = serializers.DecimalField(5, 2)
    explanation = serializers.CharField()
    average = serializers.DecimalField(5, 2, allow_null=True)
    rank = serializers.IntegerField(source="place.rank")
    decided_by = serializers.CharField(source="place.decided_by")
    state = serializers.CharField(source="application.state")


class ReviewListSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Call
        fields = ["id", "code", "title", "state", "state_label", "review_round", "panel_size"]
        ref_name = "ReviewList"


class ReviewSerializer(ReviewListSerializer):
    """The ranking of a call: rows stay empty until every sheet is signed."""

    experts = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField()
    is_ranked = serializers.SerializerMethodField()
    rows = serializers.SerializerMethodField()

    class Meta(ReviewListSerializer.Meta):
        fields = [*ReviewListSerializer.Meta.fields, "experts", "missing", "is_ranked", "rows"]
        ref_name = "Review"

    def to_representation(self, call):
        self.found = standing(call)
        return super().to_representation(call)

    def get_experts(self, call) -> list[str]:
        return [str(seat.expert) for seat in self.found.seats]

    def get_missing(self, call) -> int:
        return self.found.missing

    def get_is_ranked(self, call) -> bool:
        return is_ranked(call)

    def get_rows(self, call) -> list[dict]:
        return RankedRowSerializer(self.found.rows, many=True).data if self.found.is_complete else []


class ExpertTieSerializer(serializers.ModelSerializer):
    expert = PersonInChargeSerializer()
    organization = BriefSerializer()

    class Meta:
        model = ExpertTie
        fields = ["id", "expert", "organization", "kind", "until", "at"]


class ExpertTieCreateSerializer(serializers.Serializer):
    expert = ChosenField(queryset=User.objects.none(), choices=experts_around)
    organization = ChosenField(queryset=Organization.objects.none(), choices=lambda user: tie_organizations())
    kind = serializers.ChoiceField(TieKind.choices)
    until = serializers.DateField(required=False, allow_null=True, default=None)

    def validate_expert(self, expert):
        """An expert speaks for themself, a purchaser for any expert in reach; the operation's door decides which."""
        user = self.context["request"].user
        if expert != user and not user.has_perm("projects.create_call"):
            raise serializers.ValidationError("只能登记本人的关联。")
        return expert


class PublicityEntrySerializer(serializers.ModelSerializer):
    class Meta:
        model = PublicityEntry
        fields = ["application", "project_name", "contractor_name", "amount", "score", "rank"]


class PublicitySerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display")
    entries = PublicityEntrySerializer(many=True)

    class Meta:
        model = Publicity
        fields = ["id", "call", "round", "days", "starts_on", "ends_on", "text", "state", "state_label", "entries"]


class PubliciseSerializer(serializers.Serializer):
    days = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=60, default=None)
    text = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")


class PromoteSerializer(PubliciseSerializer):
    note = serializers.CharField(max_length=500)


class ObjectionSerializer(serializers.ModelSerializer):
    """SECURITY: name and contact leave the database only here and on the purchaser's own page."""

    name = serializers.CharField()
    contact = serializers.CharField()
    text = serializers.CharField()
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Objection
        fields = [
            "id", "publicity", "application", "name", "contact", "text", "received_at", "reply_by", "reply",
            "replied_at", "state", "state_label",
        ]  # fmt: skip


class UpholdSerializer(serializers.Serializer):
    note = serializers.CharField(max_length=2000)
    application = VisibleRelatedField(queryset=Application.objects, required=False, allow_null=True, default=None)
    review_again = serializers.BooleanField(required=False, default=False)
