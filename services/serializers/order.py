"""What the API shows and takes: catalogue and orders. A contact's phone is for who ordered or provides."""

from rest_framework import serializers

from core.api import NoteSerializer
from core.sms import masked
from orgs.models import Organization
from projects.models import Project
from services.enums import ActivityKind
from services.models import Activity, CatalogueItem, Lecturer, Order
from services.models.order import WISHES
from services.operations.order import MOST_MINUTES, MOST_PEOPLE
from services.queries.activity import plannable_activities
from services.queries.order import orderable_items, orderers_for, projects_of, providers_for
from services.queries.session import lecturers_for
from services.serializers.fields import NarrowedField
from services.serializers.session import MeetingBody

FACTS = ("name", "kind", "description", "minutes", "people_min", "people_max", "project", "is_open")


class CatalogueItemSerializer(serializers.ModelSerializer):
    kind_label = serializers.CharField(source="get_kind_display", read_only=True)
    organization_name = serializers.CharField(source="organization.name", read_only=True)

    class Meta:
        model = CatalogueItem
        fields = ["id", "organization", "organization_name", "kind_label", *FACTS]
        read_only_fields = fields


class CatalogueItemBody(serializers.Serializer):
    """Any of the facts; what is left out stays as it is."""

    name = serializers.CharField(max_length=60, required=False)
    kind = serializers.ChoiceField(choices=ActivityKind.choices, required=False)
    description = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    minutes = serializers.IntegerField(min_value=1, max_value=MOST_MINUTES, required=False)
    people_min = serializers.IntegerField(min_value=1, max_value=MOST_PEOPLE, required=False)
    people_max = serializers.IntegerField(min_value=1, max_value=MOST_PEOPLE, required=False)
    project = NarrowedField(
        projects_of,
        queryset=Project.objects.all(),  # unscoped: the field narrows it
        required=False,
        allow_null=True,
    )
    is_open = serializers.BooleanField(required=False)


class CatalogueItemCreateBody(CatalogueItemBody):
    organization = NarrowedField(providers_for, queryset=Organization.objects.all())  # unscoped: the field narrows it
    name = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(choices=ActivityKind.choices)
    minutes = serializers.IntegerField(min_value=1, max_value=MOST_MINUTES)
    people_max = serializers.IntegerField(min_value=1, max_value=MOST_PEOPLE)


class OrderSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    item_name = serializers.CharField(source="item.name", read_only=True)
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    provider = serializers.IntegerField(source="item.organization_id", read_only=True)
    contact_phone = serializers.SerializerMethodField()

    class Meta:
        model = Order
        fields = [
            "id", "item", "item_name", "provider", "organization", "organization_name", "enterprise", "contact_name",
            "contact_phone", "wished_on", "place", "people", "note", "session", "lecturer", "crew", "score", "feedback",
            "created_at", "state", "state_label",
        ]  # fmt: skip
        read_only_fields = fields

    def get_contact_phone(self, order) -> str:
        sees = self.context["request"].user.has_perm("services.read_order_contact", order)
        return order.contact_phone if sees else masked(order.contact_phone)


class OrderBody(serializers.Serializer):
    item = NarrowedField(orderable_items, queryset=CatalogueItem.objects.all())  # unscoped: the field narrows it
    organization = NarrowedField(orderers_for, queryset=Organization.objects.all())  # unscoped: the field narrows it
    enterprise = serializers.CharField(max_length=60, required=False, allow_blank=True)
    contact_name = serializers.CharField(max_length=30)
    contact_phone = serializers.CharField(max_length=30)
    wished_on = serializers.ListField(child=serializers.DateField(), min_length=1, max_length=WISHES)
    place = serializers.CharField(max_length=60)
    people = serializers.IntegerField(min_value=1, max_value=MOST_PEOPLE)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class OrderScheduleBody(MeetingBody):
    activity = NarrowedField(plannable_activities, queryset=Activity.objects.all())  # unscoped: the field narrows it


class OrderDispatchBody(NoteSerializer):
    lecturer = NarrowedField(
        lecturers_for,
        queryset=Lecturer.objects.all(),  # unscoped: the field narrows it
        required=False,
        allow_null=True,
    )
    crew = serializers.CharField(max_length=200, required=False, allow_blank=True)


class OrderFeedbackBody(serializers.Serializer):
    score = serializers.IntegerField(min_value=1, max_value=5)
    feedback = serializers.CharField(max_length=500, required=False, allow_blank=True)
