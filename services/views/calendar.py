"""Pages of the working calendar."""

from django.urls import reverse

from core.models import CalendarDay
from core.views import CreatePage, ListPage
from services import operations
from services.filters.calendar import CalendarDayFilter
from services.forms.calendar import CalendarDayForm
from services.tables.calendar import CalendarDayTable


class CalendarDayListView(ListPage):
    queryset = CalendarDay.objects.select_related("by")
    filterset_class = CalendarDayFilter
    table_class = CalendarDayTable
    title = "工作日历"
    actions = (("登记日期", "services:calendarday-create", "services.declare_day"),)
    empty_title = "没有另行登记的日期"
    empty_hint = "平时按国务院公布的放假调休安排推算；尚未公布的年度按周一至周五，可在这里登记例外。"


class CalendarDayCreateView(CreatePage):
    model = CalendarDay
    form_class = CalendarDayForm
    operation = staticmethod(operations.declare_day)
    title = "登记日期"
    success_message = "已登记，当天场次的时段随之更新"

    def get_cancel_url(self):
        return reverse("services:calendarday-list")

    get_success_url = get_cancel_url
