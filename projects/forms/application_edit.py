"""One form per section of an application, drawn from its specification."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from core.forms import UserFormMixin
from projects import content
from projects.content import Kind
from projects.forms.fields import NeedSelectMultiple
from projects.forms.row import BaseRowFormSet
from projects.models import Application
from projects.queries import need_label
from projects.queries.application import (
    selectable_communities,
    selectable_needs,
    selectable_workers,
)

REFERENCES = (Kind.NEED, Kind.OBJECTIVE, Kind.SERVICE)
INPUT_MODES = {Kind.INTEGER: "numeric", Kind.MONEY: "decimal", Kind.NUMBER: "decimal"}


class DraftField:
    """Blank is allowed while a draft is being written; ``required`` only draws the mark."""

    def clean(self, value):
        marked, self.required = self.required, False
        try:
            return super().clean(value)
        finally:
            self.required = marked


class ContentField(DraftField, forms.Field):
    """One question of the specification, read by ``content.read``."""

    def __init__(self, spec: content.Field, options: Iterable = ()):
        self.spec, self.unit = spec, spec.unit
        super().__init__(
            label=spec.label, required=spec.required, help_text=spec.help, widget=widget_of(spec, list(options))
        )

    def to_python(self, value):
        try:
            return content.read(self.spec, value)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def has_changed(self, initial, data):
        return data not in (None, "", [])


def widget_of(spec: content.Field, options: list) -> forms.Widget:
    if spec.kind == Kind.CHOICES and spec.choices:
        return forms.CheckboxSelectMultiple(choices=spec.choices.choices)
    if spec.kind == Kind.CHOICE and spec.choices:
        return forms.Select(choices=[("", "请选择"), *spec.choices.choices])
    if spec.kind in REFERENCES:
        return forms.Select(choices=[("", "请选择"), *options])
    if spec.kind == Kind.LONG:
        return forms.Textarea(attrs={"rows": 4, "maxlength": spec.most})
    if spec.kind == Kind.DATE:
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    attrs = {"autocomplete": "off"}
    if spec.kind == Kind.MONTH:
        attrs |= {"type": "month", "placeholder": "2026-03"}
    elif spec.kind in INPUT_MODES:
        attrs["inputmode"] = INPUT_MODES[spec.kind]
    else:
        attrs["maxlength"] = str(spec.most)
    return forms.TextInput(attrs=attrs)


class DraftRecordField(DraftField, forms.ModelChoiceField):
    pass


class DraftRecordsField(DraftField, forms.ModelMultipleChoiceField):
    pass


class DraftNeedsField(DraftRecordsField):
    widget = NeedSelectMultiple

    def label_from_instance(self, need):
        return need_label(need)


class RowForm(forms.Form):
    """One row; ``columns`` is the specification, ``options`` what its references may name."""

    use_required_attribute = False

    def __init__(self, *args, columns, options, **kwargs):
        super().__init__(*args, **kwargs)
        for column in columns:
            self.fields[column.name] = ContentField(column, options.get(column.kind, ()))


class SectionForm(UserFormMixin, forms.Form):
    """A section of one application. ``values`` is what ``save_section`` takes."""

    use_required_attribute = False

    def __init__(self, data=None, *, application: Application, section: content.Section, user, rows=None, initial=None):
        self.application, self.section = application, section
        super().__init__(data, user=user, initial=self.current() | (initial or {}))
        for spec in section.fields:
            self.fields[spec.name] = self.column_field(spec) if spec.column else ContentField(spec)
        self.fieldsets = [(title, [spec.name for spec in specs]) for title, specs in section.groups]
        self.rows = self.row_forms(data, rows) if section.rows else None

    def current(self) -> dict:
        """What has been written so far."""
        start = dict(self.application.content.get(self.section.name, {}))
        start.pop("rows", None)
        for spec in self.section.fields:
            if spec.kind == Kind.RECORDS:
                start[spec.name] = list(getattr(self.application, spec.name).values_list("pk", flat=True))
            elif spec.column:
                start[spec.name] = getattr(self.application, spec.name)
        return start

    def column_field(self, spec: content.Field) -> forms.Field:
        about = {"label": spec.label, "required": spec.required, "help_text": spec.help}
        application = self.application
        if spec.name == "needs":
            return DraftNeedsField(selectable_needs(self.user, application), **about)
        if spec.name == "communities":
            places = selectable_communities(self.user, application)
            widget = forms.SelectMultiple(attrs={"data-search": "", "data-wide": "", "size": 5})
            return DraftRecordsField(places, widget=widget, **about)
        if spec.name == "organization":
            return DraftRecordField(selectable_communities(self.user, application), empty_label="请选择", **about)
        if spec.name == "worker":
            return DraftRecordField(selectable_workers(application), empty_label="请选择", **about)
        return ContentField(spec)

    def row_forms(self, data, rows):
        columns, options = self.section.rows, self.options()
        formset = forms.formset_factory(RowForm, formset=BaseRowFormSet, extra=0, max_num=self.section.most_rows)
        about = {"prefix": "rows", "form_kwargs": {"columns": columns, "options": options}}
        if data is not None:
            return formset(data, **about)
        written = content.rows(self.application.content, self.section.name)
        return formset(initial=written if rows is None else rows, **about)

    def options(self) -> dict:
        """What the references of a row may name: the needs chosen, the objectives and services written."""
        body, kinds = self.application.content, {column.kind for column in self.section.rows}
        options: dict = {}
        if Kind.NEED in kinds:
            options[Kind.NEED] = [(need.pk, str(need)) for need in self.application.needs.all()]
        if Kind.OBJECTIVE in kinds:
            options[Kind.OBJECTIVE] = numbered(content.rows(body, "objectives"), "text")
        if Kind.SERVICE in kinds:
            options[Kind.SERVICE] = numbered(content.rows(body, "services"), "name")
        return options

    def is_valid(self):
        return super().is_valid() and (self.rows is None or self.rows.is_valid())

    @property
    def values(self) -> dict:
        """Dates of the model's columns come as dates, everything else as ``content.clean`` takes it."""
        values = dict(self.cleaned_data)
        for name in ("starts_on", "ends_on"):
            if name in values:
                values[name] = forms.DateField(required=False).clean(values[name])
        return values | ({"rows": self.rows.filled} if self.rows is not None else {})

    @property
    def complaints(self) -> list[tuple[str, str, str]]:
        """(id of the control, label, sentence) of everything wrong, rows included."""
        bounds = [(bound, "") for bound in self]
        for number, row in enumerate(self.rows or [], start=1):
            bounds += [(bound, f"第{number}行") for bound in row]
        found = [(bound.auto_id, where + bound.label, error) for bound, where in bounds for error in bound.errors]
        general = [("", "", error) for error in self.non_field_errors()]
        return general + found + [("", "", error) for error in (self.rows.non_form_errors() if self.rows else [])]


def numbered(rows: list[dict], name: str) -> list[tuple[int, str]]:
    """Number → what it is called, each number once."""
    return list({row["number"]: (row["number"], f"{row['number']}. {row.get(name) or ''}") for row in rows}.values())


def as_posted(values: dict) -> QueryDict:
    """Values of the API in the shape a page would post them."""
    posted = QueryDict(mutable=True)
    for name, value in values.items():
        if name != "rows":
            posted.setlist(name, posted_list(value))
    rows = values.get("rows") or []
    posted["rows-TOTAL_FORMS"], posted["rows-INITIAL_FORMS"] = str(len(rows)), "0"
    for number, row in enumerate(rows):
        for name, value in row.items():
            posted.setlist(f"rows-{number}-{name}", posted_list(value))
    return posted


def posted_list(value) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else ["" if value is None else str(value)]
