"""What the API shows and takes: the base of coverage."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from orgs.models import Organization
from services.models import ServiceBase
from services.operations.base import BASE_LIMIT


class ServiceBaseSerializer(serializers.ModelSerializer):
    organization_name = serializers.CharField(source="organization.name", read_only=True)

    class Meta:
        model = ServiceBase
        fields = ["id", "organization", "organization_name", "number", "source", "as_of", "at"]
        read_only_fields = fields


class ServiceBaseBody(serializers.Serializer):
    organization = VisibleRelatedField(queryset=Organization.objects.all())  # unscoped: narrowed by the field
    number = serializers.IntegerField(min_value=1, max_value=BASE_LIMIT)
    source = serializers.CharField(max_length=60)
    as_of = serializers.DateField()


class EffortSerializer(serializers.Serializer):
    """服务小时, 社工投入工时 and 工时折算 of the held sessions asked for."""

    sessions = serializers.IntegerField()
    hours = serializers.DecimalField(12, 1)
    worker_hours = serializers.DecimalField(12, 1)
    converted_hours = serializers.DecimalField(12, 1)
