"""Choices several forms of this app ask alike; the form narrows them to what the user may choose."""

from django import forms

from projects.models import Project
from services.models import Activity, Lecturer


class PlannableProjectField(forms.ModelChoiceField):
    """Where an activity may be planned."""

    def __init__(self, **kwargs):
        super().__init__(
            Project.objects.none(),
            label="所属项目",
            empty_label="请选择项目",
            help_text="已立项或实施中的项目",
            error_messages={"invalid_choice": "没有这个项目，或者它目前不能安排活动。"},
            **kwargs,
        )


class PlannableActivityField(forms.ModelChoiceField):
    """Which activity sessions may be added to."""

    def __init__(self, **kwargs):
        super().__init__(
            Activity.objects.none(),
            empty_label="请选择活动",
            error_messages={"invalid_choice": "没有这个活动，或者它目前不能安排场次。"},
            **kwargs,
        )

    def label_from_instance(self, activity):
        return f"{activity.name}（{activity.project.name}）"


class LecturerField(forms.ModelChoiceField):
    """Who may lecture, or nobody."""

    def __init__(self, **kwargs):
        super().__init__(
            Lecturer.objects.none(),
            label="讲师",
            required=False,
            empty_label="没有讲师",
            help_text="只列试讲通过、在库的讲师",
            error_messages={"invalid_choice": "没有这位讲师，或者还没有通过试讲。"},
            **kwargs,
        )
