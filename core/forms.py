"""Two forms every app needs: a note, and a reason that must be given."""

from django import forms


class UserFormMixin:
    """Takes the ``user`` the pages pass, for choices that start at ``visible_to(user)``."""

    def __init__(self, *args, user=None, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)


class NoteForm(forms.Form):
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="可不填",
    )


class ReasonForm(forms.Form):
    note = forms.CharField(
        label="原因", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text="会告知提交人"
    )
