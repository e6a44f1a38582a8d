"""Forms of venues."""

from django import forms

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import Role
from orgs.models import Organization, Venue
from orgs.permissions import UNION_STAFF


class VenueForm(UserFormMixin, forms.ModelForm):
    """Facts of a venue; the operation checks them."""

    fieldsets = [
        ("基本信息", ["organization", "name", "kind", "address"]),
        ("开放", ["opening_hours", "phone", "is_open"]),
        ("条件", ["area", "capacity", "facilities", "is_accessible"]),
        ("位置（签到时核对是否到场用，可不填）", ["latitude", "longitude", "radius"]),
    ]

    class Meta:
        model = Venue
        fields = [
            "name", "kind", "address", "opening_hours", "phone", "is_open", "area", "capacity", "facilities",
            "is_accessible", "latitude", "longitude", "radius",
        ]  # fmt: skip
        help_texts = {
            "latitude": "十进制度数，如 41.79512；手机地图里长按地点可以看到",
            "longitude": "如 123.42933",
            "radius": "以坐标为圆心，手机在此范围内算到场",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].widget.attrs["data-unit"] = "平方米"
        self.fields["area"].label = "面积"
        self.fields["capacity"].widget.attrs["data-unit"] = "人"
        self.fields["radius"].widget.attrs["data-unit"] = "米"
        self.fields["radius"].label = "签到范围"

    def _post_clean(self):
        """Nothing is put onto the instance here: the operation reads the row again and says what is wrong."""


class VenueCreateForm(VenueForm):
    organization = OrganizationChoiceField(label="所属组织", queryset=Organization.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.managed_by(self.user, *UNION_STAFF, Role.NGO)
