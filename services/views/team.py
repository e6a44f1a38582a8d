"""Pages of teams and trainings."""

from django.db.models import Count
from django.urls import reverse

from core.templatetags.ui import day, figure
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from services import operations
from services.enums import VolunteerState
from services.filters.volunteer import TeamFilter, TrainingFilter
from services.forms.volunteer import NamesForm, TeamCreateForm, TeamForm, TrainingForm
from services.models import Team, Training
from services.queries.volunteer import MEMBERS, home_of, hosting_places
from services.tables.volunteer import TeamTable, TrainingTable, team_badge

SHOWN = 50


class TeamListView(ListPage):
    queryset = Team.objects.select_related("organization").annotate(members=MEMBERS)
    filterset_class = TeamFilter
    table_class = TeamTable
    title = "队伍"
    actions = (("登记队伍", "services:team-create", "services.create_team"),)
    empty_title = "还没有队伍"
    empty_hint = "志愿服务队、应急救援队、文艺轻骑兵都在这里登记。"


class TeamDetailView(DetailPage):
    queryset = Team.objects.select_related("organization")
    template_name = "services/team_detail.html"

    def get_context_data(self, **kwargs):
        team, user = self.object, self.request.user
        members = (
            team.volunteers.visible_to(user).naming(user).exclude(state=VolunteerState.LEFT).select_related("person")
        )
        rows = [
            {"label": "类型", "value": team.get_kind_display()},
            {"label": "挂靠组织", "value": team.organization},
            {"label": "负责人", "value": team.leader},
            {"label": "联系电话", "value": team.masked_phone},
            {"label": "成立日期", "value": team.founded_on and day(team.founded_on)},
            {"label": "应急资质", "value": team.qualification},
            {"label": "装备", "value": team.equipment},
            {"label": "会徽标识", "value": "有" if team.has_badge else "没有"},
        ]
        return super().get_context_data(**kwargs) | {
            "badge": team_badge(team),
            "rows": rows,
            "members": members.order_by("shown_name", "pk")[:SHOWN],
            "member_count": members.count(),
            "members_url": f"{reverse('services:volunteer-list')}?team={team.pk}",
            "actions": actions(team, user),
            "events": team.events.select_related("by").order_by("-pk"),
            "back": {"label": "队伍", "url": reverse("services:team-list")},
        }


def actions(team: Team, user) -> list[dict]:
    offered = (
        ("添加志愿者", "services.add_team_members", "team-add", team.is_active),
        ("修改", "services.update_team", "team-update", True),
    )
    return [
        {"label": label, "url": reverse(f"services:{name}", args=[team.pk]), "primary": name == "team-add"}
        for label, permission, name, possible in offered
        if possible and user.has_perm(permission, team)
    ]


class TeamCreateView(CreatePage):
    form_class = TeamCreateForm
    operation = staticmethod(operations.create_team)
    title = "登记队伍"

    def get_initial(self):
        return {"organization": home_of(self.request.user, hosting_places(self.request.user))}


class TeamUpdateView(UpdatePage):
    queryset = Team.objects.select_related("organization")
    form_class = TeamForm
    operation = staticmethod(operations.update_team)
    title = "修改队伍"


class NamesPage(ActionPage):
    """Volunteers, by name or number, are put on the addressed record in one go."""

    form_class = NamesForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class TeamAddView(NamesPage):
    queryset = Team.objects.select_related("organization")
    operation = staticmethod(operations.add_team_members)
    title = "添加志愿者"
    warning = "已在其他队伍的，会转入本队。"
    success_message = "已添加；原来就在名单里的不重复添加"


class TrainingListView(ListPage):
    queryset = Training.objects.select_related("organization").annotate(attended=Count("records"))
    filterset_class = TrainingFilter
    table_class = TrainingTable
    title = "志愿者培训"
    actions = (("登记培训", "services:training-create", "services.create_training"),)
    empty_title = "还没有培训"
    empty_hint = "培训之后在这里登记时间和参加人；培训时长另列，不计入服务时长。"


class TrainingDetailView(DetailPage):
    queryset = Training.objects.select_related("organization", "by")
    template_name = "services/training_detail.html"

    def get_context_data(self, **kwargs):
        training, user = self.object, self.request.user
        seen = training.records.visible_to(user).naming(user).select_related("volunteer__person", "by")
        rows = [
            {"label": "培训单位", "value": training.organization},
            {"label": "主讲人", "value": training.lecturer},
            {"label": "登记人", "value": training.by},
        ]
        url = reverse("services:training-record", args=[training.pk])
        may = user.has_perm("services.record_training", training)
        return super().get_context_data(**kwargs) | {
            "title": training.name,
            "facts": [
                {"label": "日期", "value": day(training.held_on)},
                {"label": "时长", "value": f"{figure(training.hours)}小时"},
            ],
            "rows": rows,
            "records": seen.order_by("shown_name", "pk")[:SHOWN],
            "attended": training.records.count(),
            "attended_url": f"{reverse('services:volunteer-list')}?training={training.pk}",
            "actions": [{"label": "补登参加人", "url": url, "primary": True}] if may else [],
            "back": {"label": "志愿者培训", "url": reverse("services:training-list")},
        }


class TrainingCreateView(CreatePage):
    form_class = TrainingForm
    model = Training
    operation = staticmethod(operations.create_training)
    title = "登记培训"
    success_message = "培训已登记"

    def get_initial(self):
        return {"organization": home_of(self.request.user, hosting_places(self.request.user))}


class TrainingRecordView(NamesPage):
    queryset = Training.objects.select_related("organization")
    operation = staticmethod(operations.record_training)
    title = "补登参加人"
    success_message = "已登记；原来就在名单里的不重复登记"
