"""Template tags: amounts, days, controls and badges as pages show them."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import timezone

from core.templatetags import ui


def render(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("128000"), "128,000.00"),
        (Decimal("-0.5"), "-0.50"),
        (380_000_128_000, "380,000,128,000.00"),
        (None, "—"),
    ],
)
def test_money(value, text):
    assert ui.money(value) == text


@pytest.mark.parametrize(("value", "text"), [(30412, "30,412"), (0, "0"), (None, "—")])
def test_count(value, text):
    assert ui.count(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.9234, "92.3%"), (Decimal("1"), "100.0%"), (0, "0.0%"), (None, "—")])
def test_percent(value, text):
    assert ui.percent(value) == text


def test_day_is_local():
    late = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)  # already the 22nd in Shanghai
    with timezone.override("Asia/Shanghai"):
        assert (ui.day(late), ui.day(date(2026, 11, 22)), ui.day(None)) == ("2026-11-22", "2026-11-22", "—")


def test_moment_is_relative_only_within_a_day():
    noon = timezone.localtime().replace(hour=12, minute=5)
    earlier = noon - timedelta(days=1)
    assert (ui.moment(noon), ui.moment(earlier)) == ("今天 12:05", f"{earlier:%Y-%m-%d} 12:05")
    assert ui.moment(None) == "—"


@pytest.mark.parametrize(("name", "letters"), [("王晓明", "晓明"), ("李", "李"), ("anna li", "AL")])
def test_initials(name, letters):
    assert ui.initials(name) == letters


@pytest.mark.parametrize(
    ("values", "points"),
    [([1, 2, 3], "0.0,22.0 50.0,12.0 100.0,2.0"), ([5, 5], "0.0,22.0 100.0,22.0"), ([7], "0.0,22.0"), ([], "")],
)
def test_trend_points(values, points):
    assert ui.trend_points(values) == points


def test_next_step_is_the_first_allowed_one():
    steps = [
        {"label": "拨款", "allowed": False},
        {"label": "批准", "allowed": True},
        {"label": "退回", "allowed": True},
    ]
    assert ui.next_step(steps) == steps[1]
    assert ui.next_step(steps[:1]) is None
    assert ui.next_step(None) is None


def test_a_retreat_is_never_the_obvious_next_step():
    retreat = {"label": "撤销委派", "allowed": True, "retreat": True}
    edit = {"label": "修改", "url": "/", "primary": True}
    assert ui.next_step([retreat]) is None
    assert ui.next_step([retreat], [edit]) == edit


class SampleForm(forms.Form):
    name = forms.CharField(label="名称")
    amount = forms.DecimalField(label="金额", widget=forms.NumberInput(attrs={"data-unit": "元"}))
    held_on = forms.DateField(label="日期")
    token = forms.CharField(widget=forms.HiddenInput)

    fieldsets = [("基本", ["held_on", "name", "gone"])]


def test_sections_keep_fields_the_fieldsets_forgot():
    placed = [(title, [bound.name for bound in bounds]) for title, bounds in ui.sections(SampleForm())]
    assert placed == [("基本", ["held_on", "name"]), ("", ["amount"])]


def test_a_date_field_uses_the_browsers_picker():
    form = SampleForm(initial={"held_on": date(2026, 11, 22)})
    html = render("{% field form.held_on %}", form=form)
    expected = '<input type="date" name="held_on" value="2026-11-22" class="form-control" required id="id_held_on">'
    assert html.count(expected) == 1


def test_a_field_shows_its_unit_and_its_error():
    html = render("{% field form.amount %}", form=SampleForm({"amount": "很多"}))
    assert html.count('<span class="input-group-text">元</span>') == 1
    assert html.count('class="form-control is-invalid"') == 1
    assert html.count('id="id_amount_error"') == 1


def test_the_label_of_a_filter_is_its_empty_choice():
    class FilterForm(forms.Form):
        state = forms.ChoiceField(label="状态", choices=[("", "---------"), ("draft", "草稿")], required=False)

    html = render("{% filter_control form.state %}", form=FilterForm())
    assert html.count('<option value="" selected>状态</option>') == 1


def test_the_label_of_a_yes_or_no_is_its_empty_choice():
    class FilterForm(forms.Form):
        over = forms.NullBooleanField(label="期满待办结", required=False)

    html = render("{% filter_control form.over %}", form=FilterForm({"over": ""}))
    assert re.findall(r'value="(\w*)"[^>]*>(\w+)<', html) == [("", "期满待办结"), ("true", "是"), ("false", "否")]


@pytest.mark.parametrize(
    ("state", "colour"),
    [
        ("draft", "secondary"),
        ("submitted", "yellow"),
        ("active", "blue"),
        ("completed", "green"),
        ("rejected", "red"),
        ("suspended", "purple"),
        ("act", "secondary"),
    ],
)
def test_state_colours(state, colour):
    html = render_to_string("components/_state_badge.html", {"state": state, "label": "某状态"})
    assert html.count(f'class="status status-{colour}"') == 1


@pytest.mark.parametrize(
    ("state", "label", "colour"),
    [("open", "待跟进", "yellow"), ("open", "响应中", "blue"), ("proposed", "待复核", "yellow"),
     ("approved", "已更正", "green")],
)  # fmt: skip
def test_states_whose_word_decides_the_colour(state, label, colour):
    html = render_to_string("components/_state_badge.html", {"state": state, "label": label})
    assert html.count(f'class="status status-{colour}"') == 1


def filter_form(selects, data=None):
    names = [f"choice{number}" for number in range(selects)]
    fields = {"q": forms.CharField(required=False)}
    fields |= {name: forms.ChoiceField(choices=[("", "全部"), ("a", "甲")], required=False) for name in names}
    fields |= {name: forms.DateField(required=False) for name in ("start", "end")}
    return type("Filters", (forms.Form,), fields)(data)


@pytest.mark.parametrize(("selects", "folded"), [(4, []), (5, ["choice4"]), (6, ["choice4", "choice5"])])
def test_filters_that_do_not_fit_one_row_are_folded(selects, folded):
    bar = ui.filter_bar(filter_form(selects))
    assert [bound.name for bound, is_folded in bar["fields"] if is_folded] == folded
    assert (len(bar["fields"]), bar["folds"], bar["is_open"]) == (selects + 3, bool(folded), False)


def test_a_folded_filter_in_use_is_open():
    assert ui.filter_bar(filter_form(5, {"choice4": "a"}))["is_open"] is True


def test_a_select_without_a_choice_asks_for_one():
    class Form(forms.Form):
        kind = forms.ChoiceField(choices=[("", "---------"), ("a", "甲")])

    form = Form()
    ui.dress(form.fields["kind"])
    assert list(form.fields["kind"].widget.choices) == [("", "请选择"), ("a", "甲")]


def test_a_missing_value_is_asked_for_in_plain_words():
    assert SampleForm({}).errors["name"] == ["必填项，请填写或选择。"]
