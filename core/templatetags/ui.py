"""Small filters and tags the templates share; installed as builtins, so no page needs to load them."""

from decimal import ROUND_HALF_UP, Decimal

from django import forms, template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html

register = template.Library()
NOTHING = "—"
FILTER_ROW, FOLD_BUTTON = 984, 62  # pixels for the controls of a filter bar in one row of a 1366-pixel screen
BLANK = "---------"
# The browser's own pickers want ISO values, whatever the locale would print.
PICKERS = (
    (forms.DateTimeField, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateField, "date", "%Y-%m-%d"),
    (forms.TimeField, "time", "%H:%M"),
)


def number(pattern):
    return lambda value: NOTHING if value in (None, "") else pattern.format(Decimal(str(value)))


money = register.filter("money", number("{:,.2f}"))
count = register.filter("count", number("{:,}"))
hours = register.filter("hours", number("{:,.1f}"))  # they come in halves


@register.filter
def percent(value):
    """0.0625 → 6.3%: rounded as people round (四舍五入), not to the even digit as Python does."""
    if value in (None, ""):
        return NOTHING
    return f"{Decimal(str(value)).quantize(Decimal('0.001'), ROUND_HALF_UP):.1%}"


@register.filter
def figure(value):
    """As many places as there are: 12, 1,024.5."""
    return NOTHING if value in (None, "") else f"{Decimal(str(value)).normalize():,f}"


@register.filter
def day(value):
    if hasattr(value, "hour"):
        value = timezone.localtime(value)
    return value.strftime("%Y-%m-%d") if value else NOTHING


@register.filter
def moment(value):
    if not value:
        return NOTHING
    local = timezone.localtime(value)
    return local.strftime("今天 %H:%M" if local.date() == timezone.localdate() else "%Y-%m-%d %H:%M")


def minute(value):
    """A moment on paper, which is read on other days: never 今天."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else NOTHING


@register.filter
def initials(name):
    """What fits into an avatar: 王晓明 → 晓明, Anna Li → AL."""
    words = str(name).split()
    return "".join(word[0].upper() for word in words[:2]) if len(words) > 1 else str(name)[-2:]


@register.filter
def trend_points(values):
    """Points of a 100 × 24 polyline through ``values``."""
    values = [float(value or 0) for value in values]
    low, spread = min(values, default=0), (max(values, default=0) - min(values, default=0)) or 1
    step = 100 / max(len(values) - 1, 1)
    return " ".join(f"{i * step:.1f},{22 - 20 * (value - low) / spread:.1f}" for i, value in enumerate(values))


@register.simple_tag
def icon(name, css=""):
    stroke = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="1.75"'
    svg = f'<svg class="icon {{}}" {stroke} aria-hidden="true"><use href="{{}}#{{}}"/></svg>'
    return format_html(svg, css, static("icons.svg"), name)


@register.filter
def next_step(transitions, actions=()):
    """The first allowed transition that leads onward, else the first action marked primary."""
    allowed = [move for move in transitions or () if move["allowed"] and not move.get("retreat")]
    return next(iter(allowed + [action for action in actions or () if action.get("primary")]), None)


@register.filter
def sections(form):
    """[(title, [bound fields])] from ``form.fieldsets``; fields it forgot come last, so none is ever lost."""
    visible = {bound.name: bound for bound in form.visible_fields()}
    fieldsets = getattr(form, "fieldsets", ())
    titled = [(title, [visible.pop(name) for name in names if name in visible]) for title, names in fieldsets]
    return [(title, bounds) for title, bounds in (*titled, ("", list(visible.values()))) if bounds]


def name_blank_choice(field):
    """Django's row of dashes says nothing."""
    if getattr(field, "empty_label", None) == BLANK:
        field.empty_label = "请选择"
    elif isinstance(field.widget, forms.Select) and not hasattr(field, "empty_label"):
        field.widget.choices = [(key, "请选择" if label == BLANK else label) for key, label in field.widget.choices]


def dress(field, invalid=False):
    """Bootstrap classes and the browser's own date and time pickers, also for each part of a multi-widget."""
    name_blank_choice(field)
    parts = zip(getattr(field, "fields", ()), getattr(field.widget, "widgets", ()), strict=False)
    for part, widget in ((field, field.widget), *parts):
        ticks = isinstance(widget, (forms.CheckboxInput, forms.RadioSelect))
        css = "form-check-input" if ticks else "form-select" if isinstance(widget, forms.Select) else "form-control"
        widget.attrs["class"] = f"{widget.attrs.get('class', '')} {css}{' is-invalid' if invalid else ''}".strip()
        if widget.attrs.get("rows") == "10":  # Django's default fills a whole screen
            widget.attrs["rows"] = "4"
        for kind, input_type, written_as in PICKERS:
            if isinstance(part, kind) and isinstance(widget, forms.TextInput):
                widget.input_type, widget.format = input_type, written_as


@register.inclusion_tag("components/_field.html")
def field(bound, wide=False):
    """One labelled control. A unit comes from the widget's ``data-unit`` or the field's ``unit``."""
    widget = bound.field.widget
    dress(bound.field, invalid=bool(bound.errors))
    options = isinstance(widget, forms.RadioSelect)
    wide = (
        wide or "data-wide" in widget.attrs or isinstance(widget, (forms.RadioSelect, forms.Textarea, forms.FileInput))
    )
    kind = "check" if isinstance(widget, forms.CheckboxInput) else "options" if options else "control"
    unit = widget.attrs.get("data-unit") or getattr(bound.field, "unit", "")
    return {"field": bound, "kind": kind, "unit": unit, "wide": wide}


@register.simple_tag
def filter_bar(form):
    """The fields of the filter bar and whether each is folded away, and whether a folded one is in use.

    The place and the period stay; of the other choices the last ones are folded until one row is enough.
    """
    fields = form.visible_fields()
    folded, room = set(), FILTER_ROW - sum(map(room_of, fields))
    for bound in reversed(fields[1:]):
        if room >= 0:
            break
        if isinstance(bound.field.widget, forms.Select) and bound.name != "organization":
            room += room_of(bound) - (0 if folded else FOLD_BUTTON)
            folded.add(bound.name)
    fields = sorted(fields, key=lambda bound: bound.name in folded)
    return {
        "fields": [(bound, bound.name in folded) for bound in fields],
        "folds": bool(folded),
        "is_open": any(bound.value() for bound in fields if bound.name in folded),
    }


def room_of(bound) -> int:
    """The least width of a control with the gap after it, in pixels."""
    if getattr(bound.field.widget, "widgets", ()):
        return 400
    if isinstance(bound.field, forms.DateField):
        return 160
    return 112 if isinstance(bound.field.widget, forms.Select) else 136


@register.simple_tag
def filter_control(bound):
    """A control of the filter bar; its label is the placeholder or the empty choice, so the bar is one row."""
    if isinstance(bound.field, forms.ModelChoiceField):
        bound.field.empty_label = bound.label if bound.field.empty_label is not None else None
    elif isinstance(bound.field.widget, forms.Select) and next(iter(bound.field.widget.choices), [None])[0] == "":
        bound.field.widget.choices = [("", bound.label), *list(bound.field.widget.choices)[1:]]
    elif isinstance(bound.field.widget, forms.NullBooleanSelect):
        bound.field.widget.choices = [("", bound.label), ("true", "是"), ("false", "否")]
    dress(bound.field)
    return bound.as_widget(attrs={"placeholder": bound.label, "aria-label": bound.label})
