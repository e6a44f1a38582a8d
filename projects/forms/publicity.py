"""Forms of publicities and objections."""

from django import forms

from projects.models import Application


class PubliciseForm(forms.Form):
    days = forms.IntegerField(label="公示期", min_value=1, max_value=60)
    text = forms.CharField(
        label="公示说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text="可不填"
    )

    def __init__(self, *args, least: int = 5, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["days"].initial = least
        self.fields["days"].unit = "个工作日"
        self.fields["days"].help_text = f"从下一个工作日起算，不少于{least}个工作日"


class PromoteForm(PubliciseForm):
    note = forms.CharField(
        label="递补原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="哪个项目因何未能签约或启动；记入批次的办理过程，不公开",
    )  # fmt: skip
    field_order = ("note", "days", "text")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = "因原拟立项项目未能实施，按评审名次由备选项目递补，现予公示。"


class ApplicationChoiceField(forms.ModelChoiceField):
    """Named as the publicity names them."""

    def label_from_instance(self, application):
        return f"{application.name}（{application.contractor.name}）"


class ObjectionForm(forms.Form):
    """What the public page asks, and what the purchaser types from a letter."""

    application = ApplicationChoiceField(
        label="所涉项目", queryset=Application.objects.none(), required=False, empty_label="对整个结果的异议"
    )
    text = forms.CharField(label="异议内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))
    name = forms.CharField(label="姓名或单位", max_length=30, help_text="只有购买主体能看到，加密保存")
    contact = forms.CharField(label="联系方式", max_length=60, help_text="电话或邮箱，用于答复")

    def __init__(self, *args, applications=None, **kwargs):
        super().__init__(*args, **kwargs)
        if applications is not None:
            self.fields["application"].queryset = applications


class DismissForm(forms.Form):
    note = forms.CharField(label="答复", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class UpholdForm(DismissForm):
    OUTCOMES = (
        ("strike", "取消该申报资格，其余申报保留评分、重新确定名次"),
        ("again", "全部申报重新评审，专家重新评分"),
    )

    application = ApplicationChoiceField(
        label="所涉申报", queryset=Application.objects.none(), required=False, empty_label="请选择"
    )
    outcome = forms.ChoiceField(label="处理", choices=OUTCOMES, widget=forms.RadioSelect)

    field_order = ["application", "outcome", "note"]

    def __init__(self, *args, applications=None, chosen=None, promotes=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = applications
        self.fields["application"].initial = chosen
        if promotes:  # what was awarded earlier is not reviewed again
            self.fields["outcome"].choices = [("strike", "取消该申报资格，递补终止，其余仍为备选")]
            self.fields["outcome"].initial = "strike"

    def clean(self):
        values = super().clean()
        values["review_again"] = values.pop("outcome", "") == "again"
        return values
