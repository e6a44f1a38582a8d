"""What the API shows and takes: scans from the door."""

from rest_framework import serializers

from orgs.models.person import normal_phone
from services.enums import ScanResult
from services.models import Scan
from services.operations.attendance import HEADCOUNT_LIMIT
from services.operations.scan import Seen
from services.serializers.fields import MomentField

WHO = ("ticket", "registration", "name", "headcount")


class ScanBody(serializers.Serializer):
    """One scan, of exactly one kind: a ticket, a registration's number, a name with a phone, or a headcount."""

    nonce = serializers.UUIDField(help_text="扫码页自己编的号（UUID），重发时不变，用来去重")
    at = MomentField(help_text="扫码的时间")
    leave = serializers.BooleanField(default=False, help_text="签退")
    ticket = serializers.CharField(max_length=300, required=False)
    registration = serializers.IntegerField(min_value=1, max_value=2**62, required=False)
    name = serializers.CharField(max_length=60, required=False)
    phone = serializers.CharField(max_length=20, required=False)
    headcount = serializers.IntegerField(min_value=1, max_value=HEADCOUNT_LIMIT, required=False)

    def validate(self, values):
        if sum(field in values for field in WHO) != 1 or ("name" in values) != ("phone" in values):
            raise serializers.ValidationError("签到码、报名编号、姓名和手机号、点数，须填且只填一种。")
        return values


class SearchBody(serializers.Serializer):
    q = serializers.CharField(max_length=60, help_text="姓名，或手机号的后几位")


def seen(values: dict) -> Seen:
    """What stood at the door, of a validated ``ScanBody``."""
    given = {field: values[field] for field in (*WHO, "leave") if field in values}
    return Seen(**given, phone=normal_phone(values.get("phone", "")))


class ScanAnswer(serializers.Serializer):
    """What came of one scan. The name is masked: others look over the shoulder at the door."""

    nonce = serializers.CharField()
    result = serializers.ChoiceField(choices=ScanResult.choices)
    label = serializers.CharField()
    reason = serializers.CharField()
    name = serializers.CharField()
    attendance = serializers.IntegerField(allow_null=True)


def answer(scan: Scan) -> dict:
    """``ScanAnswer`` of a scan on record."""
    row = scan.attendance
    return {
        "nonce": scan.nonce,
        "result": scan.result,
        "label": ScanResult(scan.result).label,
        "reason": scan.reason,
        "name": row.person.masked_name if row and row.person else "",
        "attendance": scan.attendance_id,
    }


def refusal(nonce, reason: str) -> dict:
    """``ScanAnswer`` of something that was no scan; nothing is on record."""
    result = ScanResult.REFUSED
    return {
        "nonce": nonce if isinstance(nonce, str) else "",
        "result": result.value,
        "label": result.label,
        "reason": reason,
        "name": "",
        "attendance": None,
    }
