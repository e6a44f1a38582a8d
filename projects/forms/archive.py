"""Forms of volumes: opening one, putting a document in, saying why a part is empty."""

from django import forms

from core.forms import ReasonForm
from projects.enums import ArchivePart, Secrecy
from projects.forms.fields import EvidenceField


class OpenArchiveForm(forms.Form):
    secrecy = forms.ChoiceField(label="密级", choices=Secrecy.choices, initial=Secrecy.INTERNAL)
    note = forms.CharField(label="说明", required=False, max_length=200, help_text="可不填")


class ArchiveItemForm(forms.Form):
    part = forms.ChoiceField(label="归入部分", choices=ArchivePart.choices)
    title = forms.CharField(label="题名", max_length=100)
    file = EvidenceField(label="文件", help_text="PDF、PNG、JPG、Word 或 Excel")
    pages = forms.IntegerField(label="页数", required=False, min_value=1, max_value=9999, help_text="可不填")
    responsible = forms.CharField(label="责任者", required=False, max_length=60, help_text="不填则为上传人")


class SupplementForm(ArchiveItemForm):
    note = forms.CharField(label="补充归档原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class WaiveForm(ReasonForm):
    part = forms.ChoiceField(label="缺件部分", choices=ArchivePart.choices)
    note = forms.CharField(label="缺件原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    field_order = ["part", "note"]
