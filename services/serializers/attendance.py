"""What the API shows and takes: attendance."""

from rest_framework import serializers

from services.enums import AttendanceRole, CheckInMethod
from services.models import Attendance
from services.operations.attendance import HEADCOUNT_LIMIT, ONLINE_LIMIT
from services.serializers.fields import MomentField
from services.serializers.registration import WhoBody


class OnlineBody(WhoBody):
    minutes = serializers.IntegerField(min_value=0, max_value=ONLINE_LIMIT)


class CheckOutBody(serializers.Serializer):
    at = MomentField(required=False, help_text="缺省为现在")


class CheckInBody(WhoBody):
    at = MomentField(required=False, help_text="到场时间，缺省为现在")
    role = serializers.ChoiceField(choices=AttendanceRole.choices, default=AttendanceRole.PARTICIPANT)
    method = serializers.HiddenField(default=CheckInMethod.STAFF)


class HeadcountBody(serializers.Serializer):
    headcount = serializers.IntegerField(min_value=1, max_value=HEADCOUNT_LIMIT)


class AttendanceSerializer(serializers.ModelSerializer):
    person_name = serializers.CharField(source="shown_name", default="", read_only=True)
    left_at = serializers.DateTimeField(source="check_out.at", default=None, read_only=True)
    person_phone = serializers.CharField(source="shown_phone", default="", read_only=True)

    class Meta:
        model = Attendance
        fields = [
            "id",
            "session",
            "person",
            "person_name",
            "person_phone",
            "headcount",
            "role",
            "method",
            "at",
            "recorded_at",
            "left_at",
            "inside",
            "online_minutes",
            "is_counted",
            "reverses",
        ]
        read_only_fields = fields
