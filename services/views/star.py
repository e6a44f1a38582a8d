"""Pages of star levels: applications, publicity, awards."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from core.forms import NoteForm
from core.public import PublicPage
from core.templatetags.ui import day
from core.views import ActionPage, DetailPage, ListPage
from services import operations, workflow
from services.filters.star import StarApplicationFilter
from services.forms.star import FalseReportForm, StarForm
from services.models import StarApplication, Volunteer
from services.queries.star import hours_for
from services.tables.star import StarApplicationTable

ROWS = StarApplication.objects.select_related("volunteer__person", "volunteer__organization", "by")
SHOWN = 100


class StarApplicationListView(ListPage):
    queryset = ROWS
    filterset_class = StarApplicationFilter
    table_class = StarApplicationTable
    title = "星级申请"
    empty_title = "还没有星级申请"
    empty_hint = "时长达到的志愿者，可在其档案页申请星级。"


class StarApplicationDetailView(DetailPage):
    queryset = ROWS
    template_name = "services/starapplication_detail.html"
    transitions = workflow.STAR_APPLICATION

    def get_context_data(self, **kwargs):
        row = self.object
        volunteer = row.volunteer
        hours_url = f"{reverse('services:hourclaim-list')}?volunteer={volunteer.pk}&state=confirmed"
        rows = [
            {"label": "志愿者", "value": volunteer, "url": volunteer.get_absolute_url()},
            {"label": "登记组织", "value": volunteer.organization},
            {"label": "现有星级", "value": f"{volunteer.stars}星" if volunteer.stars else "未评"},
            {"label": "申请时时长", "value": f"{row.hours}小时"},
            {"label": "目前时长", "value": f"{volunteer.hours}小时", "url": hours_url},
            {"label": "所需时长", "value": f"{hours_for(row.star):.0f}小时（可配置）"},
            {"label": "申请人", "value": row.by or "本人"},
        ]
        if row.publicity_ends_on:
            rows.append({"label": "公示截止", "value": day(row.publicity_ends_on), "url": reverse("public:stars")})
        if row.barred_until:
            rows.append({"label": "不得再申请至", "value": day(row.barred_until)})
        return super().get_context_data(**kwargs) | {
            "title": f"{volunteer.person.name}申请{row.star}星",
            "rows": rows,
            "back": {"label": "星级申请", "url": reverse("services:starapplication-list")},
        }


class VolunteerStarView(ActionPage):
    queryset = Volunteer.objects.select_related("person", "organization")
    form_class = StarForm
    operation = staticmethod(operations.apply_for_star)
    title = "申请星级"
    warning = "星级由工会审核、公示后评定。所需时长为本市设置，可在规则中心调整。"
    success_message = "已提交星级申请"


class StarApplicationPubliciseView(ActionPage):
    queryset = ROWS
    form_class = NoteForm
    operation = staticmethod(operations.publicise_star)
    title = "公示"
    warning = "公示页只显示姓氏、登记组织、星级和时长。公示期满后才能评定。"
    success_message = "已开始公示"


class StarApplicationAwardView(ActionPage):
    queryset = ROWS
    form_class = NoteForm
    operation = staticmethod(operations.award_star)
    title = "评定星级"
    success_message = "已评定"


class StarApplicationRejectView(ActionPage):
    queryset = ROWS
    form_class = FalseReportForm
    operation = staticmethod(operations.reject_star)
    title = "不予评定"
    success_message = "已记录"


class StarApplicationRevokeView(ActionPage):
    queryset = ROWS
    form_class = FalseReportForm
    operation = staticmethod(operations.revoke_star)
    title = "撤销星级"
    warning = "撤销后恢复为此前评定的星级；属虚报的请勾选，本人在规定年限内不得再申请。"
    success_message = "已撤销"


class StarsPublicView(PublicPage):
    """Who is proposed for which star: family name, organization and hours, nothing else."""

    def get(self, request):
        rows = ROWS.in_publicity(timezone.localdate())  # unscoped: published for everybody to object
        rows = rows.order_by("publicity_ends_on", "pk")[:SHOWN]
        return render(request, "public/stars.html", {"rows": rows, "union_name": "志愿者星级公示"})
