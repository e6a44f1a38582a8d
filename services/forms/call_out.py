"""Forms of pages and public pages: call-out."""

from django import forms
from django.db.models import Q

from core.forms import UserFormMixin
from orgs.choices import OrganizationChoiceField
from orgs.enums import UnionLevel
from orgs.models import Organization
from orgs.scope import in_subtrees, org_paths
from services.enums import TeamKind
from services.models import CallOut, Team, Volunteer
from services.queries.session import places_for


class CallOutCreateForm(UserFormMixin, forms.ModelForm):
    """What is known when the alarm comes in."""

    team = forms.ModelChoiceField(label="队伍", queryset=Team.objects.none(), empty_label="请选择")
    organization = OrganizationChoiceField(
        label="事发社区", queryset=Organization.objects.none(), level=UnionLevel.COMMUNITY, empty_label="请选择社区"
    )

    class Meta:
        model = CallOut
        fields = ["team", "kind", "alarm_at", "organization", "place", "cause"]
        widgets = {"cause": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        teams = Team.objects.visible_to(self.user).filter(kind=TeamKind.RESCUE, is_active=True)
        self.fields["team"].queryset = teams
        only = list(teams[:2])
        if len(only) == 1:
            self.fields["team"].initial = only[0].pk
        known = Q(pk__in=places_for(self.user).values("pk")) | in_subtrees(org_paths(self.user), "")
        communities = Organization.objects.filter(known, level=UnionLevel.COMMUNITY)  # unscoped: known is the scope
        self.fields["organization"].queryset = communities


class CallOutForm(UserFormMixin, forms.ModelForm):
    """What became known since."""

    members = forms.ModelMultipleChoiceField(
        label="出动志愿者",
        queryset=Volunteer.objects.none(),
        required=False,
        help_text="撤收后按出动至撤收登记服务时长",
    )
    fieldsets = (
        ("警情", ("kind", "place", "cause")),
        ("时间", ("departed_at", "arrived_at", "ended_at")),
        ("力量", ("people", "members", "equipment")),
        ("成果", ("helped", "result")),
    )

    class Meta:
        model = CallOut
        fields = [
            "kind", "place", "cause", "departed_at", "arrived_at", "ended_at", "people", "members", "equipment",
            "helped", "result",
        ]  # fmt: skip
        widgets = {"cause": forms.Textarea(attrs={"rows": 3}), "result": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        volunteers = Volunteer.objects.told_to(self.user).active().filter(team=self.instance.team_id)
        self.fields["members"].queryset = volunteers.select_related("person")
