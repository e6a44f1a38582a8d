"""Forms of the public check-in pages."""

from django import forms

from services.forms.registration import WhoForm

POSITION = ("latitude", "longitude", "accuracy")


class ArrivalForm(WhoForm):
    """Who is here; where the phone is comes along when the activity asks and its owner agrees."""

    latitude = forms.CharField(required=False, widget=forms.HiddenInput)
    longitude = forms.CharField(required=False, widget=forms.HiddenInput)
    accuracy = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, asks_location: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_location:
            for name in POSITION:
                del self.fields[name]

    def position(self) -> tuple[str, str, str]:
        """As the phone sent it; checked where it is used, never a reason to refuse anybody."""
        return tuple(self.data.get(name, "")[:30] if name in self.fields else "" for name in POSITION)


class VoiceForm(ArrivalForm):
    code = forms.CharField(
        label="口令",
        max_length=20,
        help_text="现场工作人员报的6位数字，每5分钟更换",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "请填写口令。"},
    )
    field_order = ("code", "name", "phone")
