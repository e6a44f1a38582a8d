"""Forms for writing and judging progress reports."""

from django import forms

from core.forms import UserFormMixin
from projects.forms.fields import EvidenceField
from projects.queries.report import is_overdue, sections_for
from projects.reporting import LONGEST


class ReportForm(UserFormMixin, forms.Form):
    """One text per section; what is empty may be filled in later."""

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = instance
        for section in sections_for(instance):
            self.fields[section.key] = forms.CharField(
                label=section.title, required=False, max_length=LONGEST, help_text=section.hint,
                initial=instance.content.get(section.key, ""), widget=forms.Textarea(attrs={"rows": 5}),
            )  # fmt: skip

    def clean(self):
        return {"content": super().clean()}


class SubmitReportForm(UserFormMixin, forms.Form):
    late_reason = forms.CharField(
        label="逾期原因", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_overdue(report):
            del self.fields["late_reason"]
        else:
            self.fields["late_reason"].initial = report.late_reason
            self.fields["late_reason"].help_text = f"提交期限是{report.due_on}，已经逾期，请写明原因"


class ExplainForm(forms.Form):
    reason = forms.CharField(label="逾期原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class CommentForm(UserFormMixin, forms.Form):
    section = forms.ChoiceField(label="章节", required=False)
    text = forms.CharField(label="批注", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        sections = [(section.key, section.title) for section in sections_for(report)]
        self.fields["section"].choices = [("", "全文"), *sections]


class AttachForm(forms.Form):
    file = EvidenceField(label="附件", help_text="PDF、图片、Word 或 Excel，最大 10 MB")
