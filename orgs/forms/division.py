"""Forms of divisions."""

from django import forms


class DivisionForm(forms.Form):
    file = forms.FileField(
        label="区划代码文件",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text="CSV文件，表头为 code,name,level,parent_code，UTF-8或GBK编码，不超过10 MB",
    )
