"""Fields and short forms several serializers share."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from orgs.models import Organization, User
from projects.money import positive_money, to_money

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
