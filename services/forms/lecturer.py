"""Forms of lecturers and their trial lectures."""

from django import forms

from core.forms import UserFormMixin
from orgs.models import Organization
from services.models import Lecturer
from services.queries.lecturer import keepers_for


class LecturerForm(UserFormMixin, forms.ModelForm):
    phone = forms.CharField(
        label="联系电话", max_length=30, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip

    class Meta:
        model = Lecturer
        fields = ["name", "title", "topics", "phone"]


class LecturerCreateForm(LecturerForm):
    organization = forms.ModelChoiceField(Organization.objects.none(), label="推荐单位", empty_label="请选择单位")
    field_order = ["organization", "name", "title", "topics", "phone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        keepers = keepers_for(self.user)
        self.fields["organization"].queryset = keepers
        self.fields["organization"].initial = keepers.values_list("pk", flat=True).first()


class TrialForm(forms.Form):
    topic = forms.CharField(label="试讲题目", max_length=60)
    held_on = forms.DateField(label="试讲日期")
    score = forms.DecimalField(
        label="得分", min_value=0, max_value=100, max_digits=5, decimal_places=2,
        widget=forms.NumberInput(attrs={"data-unit": "分"}),
    )  # fmt: skip
    comment = forms.CharField(label="评语", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
