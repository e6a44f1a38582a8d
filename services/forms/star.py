"""Forms of pages: star."""

from django import forms

from services.forms.activity import CancelForm
from services.queries.star import STARS, hours_for


class StarForm(forms.Form):
    star = forms.TypedChoiceField(label="申请星级", coerce=int)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["star"].choices = [(star, f"{star}星（{hours_for(star):.0f}小时）") for star in STARS]


class FalseReportForm(CancelForm):
    """A reason, and whether hours were reported that nobody served."""

    false_report = forms.BooleanField(
        label="虚报服务时长", required=False, help_text="勾选后，本人在规定年限内不得再申请星级"
    )
