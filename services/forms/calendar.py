"""Forms of pages and public pages: calendar."""

from django import forms

from core.forms import UserFormMixin
from core.models import CalendarDay


class CalendarDayForm(UserFormMixin, forms.ModelForm):
    is_workday = forms.TypedChoiceField(
        label="当天是",
        choices=[("1", "工作日（调休上班）"), ("0", "休息日")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = CalendarDay
        fields = ["date", "is_workday", "note"]
        help_texts = {"date": "已登记过的日期再次登记，以新的为准", "note": "例如：国庆节调休"}

    def validate_unique(self):
        """Declaring a day again replaces what was declared."""
