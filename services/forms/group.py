"""Forms of pages and public pages: group sign-up."""

from django import forms

from core.errors import DomainError
from services.group_lists import LINES, from_file, from_text


class GroupForm(forms.Form):
    """Who sends the list, and the list: pasted or as a file. Gives ``lines``."""

    enterprise = forms.CharField(
        label="单位名称", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    contact_name = forms.CharField(
        label="联系人", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_phone = forms.CharField(
        label="联系人电话", max_length=20, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    text = forms.CharField(
        label="名单",
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=f"每行一个人：姓名 手机号；活动问出生日期的，再写出生日期。"
        f"中间用空格或逗号隔开，最多{LINES}人。可以从 Excel 直接粘贴。",
    )
    file = forms.FileField(
        label="或上传名单文件",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text="Excel（xlsx）文件，三列：姓名、手机号、出生日期。上传了文件，就不看上面的文本。",
    )

    def clean(self):
        values = super().clean()
        text, file = values.pop("text", ""), values.pop("file", None)
        if self.errors:
            return values
        try:
            values["lines"] = from_file(file) if file else from_text(text)
        except DomainError as error:
            self.add_error("file" if file else "text", str(error))
        return values
