"""The forms around an application: beginning one, its files, the eligibility check."""

from django import forms

from core.forms import UserFormMixin
from orgs.models import Organization
from projects.enums import EligibilityItem, EligibilityResult
from projects.forms.fields import EvidenceField
from projects.models import Application, Call
from projects.queries import own_contractors
from projects.queries.application import calls_open_to
from projects.queries.bar import Bar


class ApplicationCreateForm(UserFormMixin, forms.ModelForm):
    call = forms.ModelChoiceField(label="征集批次", queryset=Call.objects.none(), empty_label="请选择")
    contractor = forms.ModelChoiceField(label="申报单位", queryset=Organization.objects.none(), empty_label="请选择")

    class Meta:
        model = Application
        fields = ["call", "contractor", "name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = calls_open_to(self.user)
        self.fields["contractor"].queryset = own_contractors(self.user)
        for name in ("call", "contractor"):
            only = list(self.fields[name].queryset[:2])
            if len(only) == 1:
                self.initial.setdefault(name, only[0].pk)


class ApplicationFileForm(forms.Form):
    item = forms.ChoiceField(label="用途", required=False, choices=[("", "申报书附件"), *EligibilityItem.choices])
    file = EvidenceField(label="文件", help_text="PDF、图片、Word 或 Excel，最大 10 MB")


class EligibilityForm(forms.Form):
    """All conditions on one page; only what differs from the newest finding is recorded. An earlier project that bars
    the applicant is proposed as a finding against its reputation."""

    def __init__(self, *args, application: Application, checks: dict, bars: list[Bar], **kwargs):
        self.checks, self.bars = checks, bars
        super().__init__(*args, **kwargs)
        self.files = {str(file.pk): file for file in application.files.all()}
        for item in EligibilityItem:
            self.add_item(item)
        if bars and EligibilityItem.REPUTATION not in checks:
            self.initial[f"{EligibilityItem.REPUTATION}_result"] = EligibilityResult.NOT_MET
            self.initial[f"{EligibilityItem.REPUTATION}_note"] = str(bars[0])[:200]

    def add_item(self, item: EligibilityItem) -> None:
        known = self.checks.get(item)
        evidence = [(key, file.name) for key, file in self.files.items() if file.item in (item, "")]
        newest = next((key for key, file in reversed(self.files.items()) if file.item == item), "")
        self.fields[f"{item}_result"] = forms.ChoiceField(
            label="结论", required=False, choices=[("", "未审"), *EligibilityResult.choices],
            initial=known.result if known else "",
        )  # fmt: skip
        self.fields[f"{item}_note"] = forms.CharField(
            label="说明", required=False, max_length=200, initial=known.note if known else "",
            widget=forms.TextInput(attrs={"placeholder": "不符合或待补正的要写明原因"}),
        )  # fmt: skip
        self.fields[f"{item}_file"] = forms.ChoiceField(
            label="证据", required=False, choices=[("", "未指定附件"), *evidence],
            initial=(known.file_id or "") if known else newest,
        )  # fmt: skip

    @property
    def items(self) -> list[dict]:
        """Per condition: its label, the newest finding, and the three controls."""
        return [
            {
                "item": item.value, "label": item.label, "check": self.checks.get(item),
                "controls": [self[f"{item}_{part}"] for part in ("result", "note", "file")],
            }
            for item in EligibilityItem
        ]  # fmt: skip

    def clean(self):
        values = super().clean()
        for item in EligibilityItem:
            result, note = values.get(f"{item}_result"), values.get(f"{item}_note")
            is_wrong = f"{item}_note" in self.errors  # and has been told so
            if result and result != EligibilityResult.MET and not is_wrong and not (note or "").strip():
                self.add_error(f"{item}_note", "请写明原因，以便对方知道怎么改。")
        return values

    @property
    def findings(self) -> list[dict]:
        """What is new: arguments for ``record_eligibility``."""
        found = []
        for item in EligibilityItem:
            result, note, key = (self.cleaned_data.get(f"{item}_{part}") for part in ("result", "note", "file"))
            known, file = self.checks.get(item), self.files.get(key or "")
            before = (known.result, known.note, known.file_id) if known else ("", "", None)
            if result and (result, note, file.pk if file else None) != before:
                found.append({"item": item.value, "result": result, "note": note, "file": file})
        return found
