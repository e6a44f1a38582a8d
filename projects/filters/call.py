"""What lists of plans, calls and questions can be narrowed by, on pages and over the API."""

import django_filters
from django.db.models import Q
from django.utils import timezone

from orgs.filters import PlaceFilterSet
from projects.enums import CallState, NeedCategory, PlanState, Procedure
from projects.filters.base import SearchFilter, of_organization, visible
from projects.models import Call, Plan, Question
from projects.queries.call import calls_to_approve, calls_to_check, plans_to_approve
from projects.queries.promotion import calls_to_promote

WAITING = [("check", "待自查"), ("approve", "待批准预算")]


class PlanFilter(PlaceFilterSet):
    start = end = None

    q = SearchFilter("名称或工会")
    year = django_filters.NumberFilter(label="年度", min_value=2000, max_value=2100)
    state = django_filters.ChoiceFilter(label="状态", choices=PlanState.choices)

    waiting = django_filters.ChoiceFilter(label="待办", choices=[("approve", "待我审批")], method="is_waiting")

    class Meta:
        model = Plan
        fields: list[str] = []

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | of_organization(text))

    def is_waiting(self, rows, name, value):
        return plans_to_approve(rows, self.request.user)


class CallFilter(PlaceFilterSet):
    """``start`` and ``end`` narrow to calls whose period meets those days."""

    day_field = "opens_at__date"
    last_day_field = "closes_at__date"

    q = SearchFilter("标题、编号或工会")
    state = django_filters.ChoiceFilter(label="状态", choices=CallState.choices)
    category = django_filters.ChoiceFilter(label="类别", choices=NeedCategory.choices)
    procedure = django_filters.ChoiceFilter(label="采购方式", choices=Procedure.choices)
    open = django_filters.ChoiceFilter(label="申报", choices=[("1", "正在受理")], method="is_open")

    questions = django_filters.ChoiceFilter(
        label="答疑", choices=[("open", "有待答复的提问")], method="with_open_questions"
    )

    reserve = django_filters.ChoiceFilter(label="备选", choices=[("next", "可以递补")], method="with_room")

    waiting = django_filters.ChoiceFilter(label="待办", choices=WAITING, method="is_waiting")

    class Meta:
        model = Call
        fields: list[str] = []

    def with_room(self, rows, name, value):
        return rows.filter(pk__in=calls_to_promote().values("pk"))

    def is_waiting(self, rows, name, value):
        return {"check": calls_to_check, "approve": calls_to_approve}[value](rows, self.request.user)

    def search(self, rows, name, text):
        return rows.filter(Q(title__icontains=text) | Q(code__icontains=text) | of_organization(text))

    def with_open_questions(self, rows, name, value):
        asked = Question.objects.visible_to(self.request.user).filter(answered_at=None)
        return rows.filter(state=CallState.PUBLISHED, pk__in=asked.values("call_id"))

    def is_open(self, rows, name, value):
        now = timezone.now()
        return rows.filter(state=CallState.PUBLISHED, opens_at__lte=now, closes_at__gt=now)


class QuestionFilter(django_filters.FilterSet):
    call = django_filters.ModelChoiceFilter(label="征集批次", queryset=visible(Call))

    class Meta:
        model = Question
        fields: list[str] = []
