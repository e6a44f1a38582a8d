"""What forms of every app share, and two of them: a note, and a reason that must be given."""

from django import forms


class UserFormMixin:
    """Takes the ``user`` the pages pass, for choices that start at ``visible_to(user)``."""

    def __init__(self, *args, user=None, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)


class InWordsMixin:
    """For a model form whose operation checks what the table's constraints do: its sentence reaches the page, never
    the name of a constraint."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.validate_constraints = lambda exclude=None: None


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
