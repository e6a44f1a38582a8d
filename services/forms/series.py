"""Forms of pages and public pages: series."""

from django import forms

from core.forms import ReasonForm
from services.forms.session import MeetingForm
from services.queries.series import retimed

UNCHANGED = ("on", "topic")  # each session of a series keeps its own


class SessionChoice(forms.ModelChoiceField):
    def label_from_instance(self, session):
        return f"{session.when}{f' {session.topic}' if session.topic else ''}"


def from_session(rows) -> SessionChoice:
    """The sessions still to come, of which the first is where the change begins unless told otherwise."""
    return SessionChoice(
        rows, label="从哪一场起", empty_label=None, error_messages={"invalid_choice": "请重新选择场次。"}
    )


class SeriesForm(MeetingForm):
    """Changes what differs from the first session to come; whatever is left as it stands stays in every session."""

    fieldsets = (
        ("范围", ("from_session",)),
        ("时间与地点", ("starts", "ends", "place", "venue", "is_online")),
        ("人员与名额", ("capacity", "lecturer", "workers")),
    )

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, session=sessions.first(), **kwargs)
        for name in UNCHANGED:
            del self.fields[name]
        self.fields["from_session"] = from_session(sessions)
        self.sessions = sessions

    def _join(self, values):
        starts, ends = values.get("starts"), values.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "结束时间须晚于开始时间。")

    def clean(self):
        values = super().clean()
        if self.errors:
            return values
        changed = {"from_session", *self.changed_data} - {"despite"}
        if changed & {"place", "venue"}:
            changed |= {"place", "venue"}
        if changed == {"from_session"}:
            raise forms.ValidationError("没有改动。请修改时间、地点、名额或人员后再保存。")
        return {name: value for name, value in values.items() if name in changed}

    def is_complete(self, values):
        return all(values.get(name) for name in ("from_session", "starts", "ends", "capacity"))

    def _clashes(self, values):
        """Of every session with its own day, place and people where they are not changed."""
        first = values["from_session"]
        self.rows = [row for row in self.sessions if row.starts_at >= first.starts_at]
        return super()._clashes(values)

    def slots(self, values):
        changed = set(self.changed_data)
        starts = values["starts"] if "starts" in changed else None
        ends = values["ends"] if "ends" in changed else None
        return [retimed(row, starts, ends) for row in self.rows]

    def excluded(self):
        return self.rows


class SeriesCancelForm(ReasonForm):
    field_order = ["from_session", "note"]

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from_session"] = from_session(sessions)
        self.fields["note"].help_text = "写入每一场的办理过程"
        self.order_fields(self.field_order)
