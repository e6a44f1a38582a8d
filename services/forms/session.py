"""Forms of pages and public pages: session."""

from datetime import datetime
from hashlib import sha256

from django import forms
from django.utils import timezone

from core.calendar import is_published
from core.forms import UserFormMixin
from orgs.models import Organization, User, Venue
from projects.operations.commission import YEARS
from services.enums import SeriesRule
from services.forms.fields import LecturerField, PlannableActivityField
from services.models import Session
from services.models.session import WEEKDAYS
from services.operations.meeting import CAPACITY_LIMIT
from services.operations.series import SERIES_LIMIT
from services.queries.activity import plannable_activities
from services.queries.clash import Needs, clashes_among
from services.queries.series import series_slots
from services.queries.session import lecturers_for, places_for, venues_for, workers_for

FIRST_CLASHES = 10  # named in the warning; the others are counted
NEEDED = ("starts_at", "ends_at", "capacity")


class Consent(forms.CheckboxInput):
    """A box whose tick is good only for what was shown beside it."""

    def __init__(self, key: str):
        super().__init__(check_test=lambda value: value == key)
        self.key = key

    def format_value(self, value):
        return self.key


class Shown(forms.HiddenInput):
    """Carries what this answer shows, whatever was sent."""

    def __init__(self, key: str):
        super().__init__()
        self.key = key

    def format_value(self, value):
        return self.key


def key_of(*parts) -> str:
    return sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


class PlaceChoice(forms.ModelChoiceField):
    def label_from_instance(self, venue):
        return venue.where


class MeetingForm(UserFormMixin, forms.Form):
    """Day, hours, place, places and people of one session; gives ``starts_at`` and ``ends_at``.

    A clash, or more places than the venue holds, is a warning: it is shown, and a box lets it pass.
    """

    on = forms.DateField(label="日期")
    starts = forms.TimeField(label="开始时间")
    ends = forms.TimeField(label="结束时间")
    place = PlaceChoice(
        Venue.objects.none(),
        label="阵地",
        required=False,
        empty_label="不在登记的阵地，填写地点",
        error_messages={"invalid_choice": "没有这个阵地，或者它不在您服务的范围内。"},
    )
    venue = forms.CharField(
        label="地点",
        max_length=60,
        required=False,
        help_text="例如：社区职工之家二楼多功能厅；选了阵地可以不填",
    )
    capacity = forms.IntegerField(
        label="名额", min_value=1, max_value=CAPACITY_LIMIT, widget=forms.NumberInput(attrs={"data-unit": "人"})
    )
    topic = forms.CharField(label="本场主题", max_length=60, required=False)
    lecturer = LecturerField()
    workers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="到场社工",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "所选人员不是承接单位的在职人员。"},
    )
    is_online = forms.BooleanField(label="线上举办，不占用场地", required=False)
    despite = forms.CharField(label="仍然安排", required=False, widget=forms.HiddenInput)
    fieldsets = (
        ("时间与地点", ("on", "starts", "ends", "place", "venue", "is_online")),
        ("内容与人员", ("topic", "capacity", "lecturer", "workers")),
    )

    def __init__(self, *args, session: Session | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.session, self.warnings = session, []
        self.fields["place"].queryset = venues_for(self.user)
        self.fields["lecturer"].queryset = lecturers_for(self.user)
        self.fields["workers"].queryset = workers_for(self.user)

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on.year not in YEARS:
            raise forms.ValidationError("日期的年份不正确，请改正。")
        return on

    def clean(self):
        values = super().clean()
        self._join(values)
        if not values.get("venue") and not values.get("place") and not self.has_error("place"):
            self.add_error("venue", "请选择阵地，或填写地点。")
        values["workers"] = list(values.get("workers") or ())
        consent = values.pop("despite", "")
        if not self.errors and self.is_complete(values):
            self._warn(values, consent)
        return values

    def is_complete(self, values: dict) -> bool:
        """Whether there is enough to look for what is in the way."""
        return all(name in values for name in NEEDED)

    def _join(self, values: dict) -> None:
        on, starts, ends = (values.pop(name, None) for name in ("on", "starts", "ends"))
        if on and starts and ends:
            if ends <= starts:
                self.add_error("ends", "结束时间须晚于开始时间。")
            values["starts_at"] = timezone.make_aware(datetime.combine(on, starts))
            values["ends_at"] = timezone.make_aware(datetime.combine(on, ends))

    def _warn(self, values: dict, consent: str) -> None:
        self.warnings = [*self._crowded(values), *self._clashes(values)]
        if not self.warnings:
            return
        key = key_of(*self.warnings)
        self.fields["despite"].widget = Consent(key)
        if consent != key:
            self.add_error("despite", "请改正，或核对后勾选“仍然安排”。")

    def _crowded(self, values: dict) -> list[str]:
        place = values.get("place")
        if place and place.capacity and values["capacity"] > place.capacity and not values.get("is_online"):
            return [f"名额{values['capacity']}人，超过“{place}”可容纳的{place.capacity}人"]
        return []

    def _clashes(self, values: dict) -> list[str]:
        slots = self.slots(values)
        self.found = clashes_among(slots, self.needs(values), user=self.user, exclude=self.excluded())
        texts = [
            clash.text if clash.session else f"{timezone.localtime(start):%Y-%m-%d} {clash.text}"
            for (start, _), clashes in zip(slots, self.found, strict=True)
            for clash in clashes
        ]
        rest = len(texts) - FIRST_CLASHES
        return texts[:FIRST_CLASHES] + ([f"另有{rest}处冲突"] if rest > 0 else [])

    def excluded(self) -> list[Session]:
        """What is being moved is not in its own way."""
        return [self.session] if self.session else []

    def slots(self, values: dict) -> list[tuple[datetime, datetime]]:
        return [(values["starts_at"], values["ends_at"])]

    def needs(self, values: dict) -> Needs:
        place = values.get("place")
        venue = values.get("venue") or (place.name if place else "")
        host = self.session.organization if self.session else self.host(values)
        return Needs(host, place, venue, values.get("lecturer"), values.get("workers") or (), values["is_online"])

    def host(self, values: dict) -> Organization | None:
        return None


class SessionForm(MeetingForm):
    """One session or a series; the days of a series are shown before they are saved."""

    activity = PlannableActivityField(label="活动")
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label="举办社区",
        required=False,
        empty_label="项目的实施社区",
        error_messages={"invalid_choice": "没有这个社区，或者它不在您服务的范围内。"},
    )
    count = forms.IntegerField(
        label="场次数",
        initial=1,
        min_value=1,
        max_value=SERIES_LIMIT,
        help_text=f"只办一场填1；填64即按下面的规律连续排64场，一次最多{SERIES_LIMIT}场",
        widget=forms.NumberInput(attrs={"data-unit": "场"}),
    )
    every = forms.ChoiceField(label="规律", choices=SeriesRule.choices, initial=SeriesRule.WEEKLY, required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label="星期",
        choices=[(number, f"周{name}") for number, name in enumerate(WEEKDAYS)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选即与开始日期同一星期几；每月一次的不用选",
    )
    skip_days_off = forms.BooleanField(label="遇法定节假日顺延，场次数不变", required=False)
    previewed = forms.CharField(required=False, widget=forms.HiddenInput)
    fieldsets = (
        ("活动与地点", ("activity", "organization", "place", "venue", "is_online")),
        ("时间", ("on", "starts", "ends")),
        ("重复", ("count", "every", "weekdays", "skip_days_off")),
        ("内容与人员", ("topic", "capacity", "lecturer", "workers")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.preview, self.is_confirmed, self.is_uncertain = [], False, False
        self.fields["activity"].queryset = plannable_activities(self.user)
        self.fields["organization"].queryset = places_for(self.user)

    def clean_every(self):
        return self.cleaned_data["every"] or SeriesRule.WEEKLY

    def clean(self):
        self.shown = self.cleaned_data.pop("previewed", "")
        return super().clean()

    def host(self, values):
        activity = values.get("activity")
        return values.get("organization") or (activity.project.organization if activity else None)

    def slots(self, values):
        """The days to be, kept for the page that shows them before a series is saved."""
        rule = {name: values[name] for name in ("starts_at", "ends_at", "count", "every", "weekdays", "skip_days_off")}
        self.preview = series_slots(values["activity"].project, **rule)
        kept = [(slot.starts_at, slot.ends_at) for slot in self.preview if not slot.is_skipped]
        self.is_uncertain = bool(kept) and not is_published(timezone.localtime(kept[-1][0]).date())
        key = key_of(*kept)
        self.fields["previewed"].widget = Shown(key)
        self.is_confirmed = values["count"] == 1 or self.shown == key
        if len(kept) < values["count"] > 1:
            ends_on = values["activity"].project.ends_on
            self.add_error("count", f"到项目期结束（{ends_on}）只能排出{len(kept)}场，请减少场次数或改选日期。")
        return kept

    def _clashes(self, values):
        texts = super()._clashes(values)
        kept = (slot for slot in self.preview if not slot.is_skipped)
        for slot, clashes in zip(kept, self.found, strict=True):
            slot.clashes = clashes
        return texts
