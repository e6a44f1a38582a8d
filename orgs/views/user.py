"""Pages of accounts and the roles they hold."""

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.views import View
from rest_framework.authtoken.models import Token

from core.forms import NoteForm
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from orgs import operations
from orgs.filters import UserFilter
from orgs.forms.user import PasswordForm, RoleForm, UserCreateForm, UserUpdateForm
from orgs.middleware import SESSION_KEY
from orgs.models import Membership, User
from orgs.roles import grantable_roles
from orgs.tables import UserTable


class UserListView(ListPage):
    queryset = User.objects.all()  # unscoped: ListPage narrows it
    filterset_class = UserFilter
    table_class = UserTable
    title = "工作人员"
    actions = (("新增工作人员", "orgs:user-create", "orgs.create_user"),)
    empty_title = "还没有工作人员"
    empty_hint = "为本单位或下级单位的同事开通账号。"

    def get_queryset(self):
        seen = Membership.objects.visible_to(self.request.user).current().select_related("organization")
        return super().get_queryset().prefetch_related(Prefetch("memberships", seen, to_attr="seen_memberships"))


class UserDetailView(DetailPage):
    queryset = User.objects.all()  # unscoped: DetailPage narrows it
    context_object_name = "account"  # ``user`` is who looks at it

    def get_context_data(self, **kwargs):
        viewer, today = self.request.user, timezone.localdate()
        held = Membership.objects.visible_to(viewer).filter(user=self.object).select_related("organization", "user")
        rows = [
            {
                "membership": membership,
                "is_over": membership.valid_to is not None and membership.valid_to < today,
                "may_end": self.object != viewer
                and membership.role in grantable_roles(viewer, membership.organization),
            }
            for membership in held.order_by("-valid_from", "-pk")
        ]
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "actions": self.allowed_actions(),
            "back": {"label": "工作人员", "url": reverse("orgs:user-list")},
        }

    def allowed_actions(self) -> list[dict]:
        viewer, other = self.request.user, self.object
        offered = [
            ("修改资料", viewer.has_perm("orgs.update_user", other), "orgs:user-update"),
            ("增加任职", other != viewer and viewer.has_perm("orgs.create_user"), "orgs:user-grant"),
            ("重置密码", other != viewer and viewer.has_perm("orgs.reset_password", other), "orgs:user-reset-password"),
        ]
        return [{"label": label, "url": reverse(name, args=[other.pk])} for label, allowed, name in offered if allowed]


class UserCreateView(CreatePage):
    form_class = UserCreateForm
    model = User
    operation = staticmethod(operations.create_user)
    title = "新增工作人员"
    success_message = "账号已开通，请把用户名和初始密码当面告知本人"

    def get_initial(self):
        return {"organization": self.request.GET.get("organization")}


class UserUpdateView(UpdatePage):
    queryset = User.objects.all()  # unscoped: UpdatePage narrows it
    context_object_name = "account"
    form_class = UserUpdateForm
    operation = staticmethod(operations.update_user)
    title = "修改资料"


class UserResetPasswordView(ActionPage):
    queryset = User.objects.all()  # unscoped: ActionPage narrows it
    context_object_name = "account"
    form_class = PasswordForm
    operation = staticmethod(operations.reset_password)
    title = "重置密码"
    warning = "重置后原密码立即失效，已登录的设备会退出。"
    success_message = "密码已重置，请当面告知本人"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


def grant_role(user: User, *, by: User, organization, **facts) -> Membership:
    """The operation addressed by its user instead of its organization."""
    return operations.grant_membership(organization, by=by, user=user, **facts)


class OwnPasswordView(PasswordChangeView):
    """SECURITY: who changes a password may do so because somebody else knows it: API tokens end with it, as after a
    reset; other sessions end by themselves."""

    def form_valid(self, form):
        with transaction.atomic():
            Token.objects.filter(user=self.request.user).delete()  # unscoped: one's own
            return super().form_valid(form)


class UserGrantView(ActionPage):
    """Addressed by the user; which organizations may be chosen is for the form to say."""

    queryset = User.objects.all()  # unscoped: ActionPage narrows it
    context_object_name = "account"
    form_class = RoleForm
    operation = staticmethod(grant_role)
    title = "增加任职"
    success_message = "已授权，本人会收到通知"

    def get_permission_required(self):
        return ("orgs.create_user",)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class MembershipEndView(ActionPage):
    queryset = Membership.objects.select_related("organization", "user")
    form_class = NoteForm
    operation = staticmethod(operations.end_membership)
    title = "终止任职"
    warning = "终止后立即失去这项权限，经办记录保留。"
    success_message = "已终止"

    def get_success_url(self):
        """The user's page, or the organization's when this was the last role one could see."""
        membership = self.get_object()
        user = User.objects.visible_to(self.request.user).filter(pk=membership.user_id).first()
        return (user or membership.organization).get_absolute_url()


class IdentitySwitchView(LoginRequiredMixin, View):
    """Act as another of one's own memberships from now on."""

    http_method_names = ["post"]

    def post(self, request):
        chosen = request.POST.get("membership", "")
        held = {str(membership.pk): membership for membership in request.user.memberships_today}
        if chosen not in held:
            raise Http404("not one of the user's memberships")
        request.session[SESSION_KEY] = held[chosen].pk
        return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
