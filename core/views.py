"""Thin glue over Django, django-filter and django-tables2. No new concepts live here."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.db import transaction
from django.forms import BaseModelForm
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.generic import CreateView, DetailView, FormView, UpdateView
from django.views.generic.detail import SingleObjectMixin
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from core.chips import active_filters
from core.errors import DomainError
from core.export import xlsx_response
from core.permissions import permission_of
from core.tables import TotalsPaginator
from core.workflow import Transition


class ScopedMixin(LoginRequiredMixin):
    """Every page starts from the rows this user may see. Outside them: 404, never 403."""

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)


class ListPage(ScopedMixin, SingleTableMixin, FilterView):
    """Filter, sort, page, export. HTMX requests get the table partial only."""

    template_name = "generic/list.html"
    partial_template_name = "generic/_table.html"
    title = ""
    actions = ()  # (label, URL name, permission or None)
    empty_title = "还没有记录"
    empty_hint = ""

    def setup(self, request, *args, **kwargs):
        """A page size that is not offered is dropped: django-tables2 would take any, and fail on -1."""
        if request.GET.get("per_page", "50") not in ("20", "50", "100"):
            request.GET = request.GET.copy()
            del request.GET["per_page"]
        super().setup(request, *args, **kwargs)

    def get_table_pagination(self, table):
        """Not ``paginate_by``: FilterView would count the rows a second time."""
        return {"per_page": 50, "paginator_class": TotalsPaginator}

    def get_template_names(self):
        if self.request.htmx and not self.request.htmx.boosted:
            return [self.partial_template_name]
        return [self.template_name]

    def render_to_response(self, context, **kwargs):
        """The table, or with ``?export=1`` all its rows as Excel."""
        if "export" in self.request.GET:
            if context["total"] > settings.EXPORT_ROWS:
                return self.refuse_export(context["total"])
            return xlsx_response(str(self.title), context["table"].as_values())
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])  # the browser's Back must not show a bare table
        return response

    def refuse_export(self, total: int) -> HttpResponseRedirect:
        """Back to the list: a file of a million rows would take the server's memory with it."""
        limit = f"一次最多导出{settings.EXPORT_ROWS:,}行"
        messages.error(self.request, f"共{total:,}行，{limit}。请先筛选组织或期间，再分批导出。")
        query = self.request.GET.copy()
        del query["export"]
        return HttpResponseRedirect(f"{self.request.path}?{query.urlencode()}")

    def get_filterset_kwargs(self, filterset_class):
        """Always bound: a filter set may narrow by default, also when nothing is asked for."""
        return super().get_filterset_kwargs(filterset_class) | {"request": self.request, "data": self.request.GET}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        chips, actions = active_filters(self.request, context["filter"].form), self.allowed_actions()
        return context | {
            "title": self.title,
            "total": context["table"].paginator.count,
            "active_filters": chips,
            "is_filtered": bool(chips),
            "clear_url": self.request.path,
            "export_url": self.request.path,
            "actions": actions,
            "empty_title": self.empty_title,
            "empty_hint": self.empty_hint,
            "empty_action": next((action for action in actions if action["style"] == "primary"), None),
        }

    def allowed_actions(self) -> list[dict]:
        """What the user may start from here; the first that starts something is the page's one primary button."""
        allowed = [
            (label, name, permission)
            for label, name, permission in self.actions
            if permission is None or self.request.user.has_perm(permission)
        ]
        return [
            {"label": label, "url": reverse(name), "style": "secondary" if number or permission is None else "primary"}
            for number, (label, name, permission) in enumerate(allowed)
        ]


class ObjectPermissionMixin(PermissionRequiredMixin):
    """403 for a visible row the user may not act on; anonymous users still go to login."""

    def has_permission(self):
        """Nobody is asked for the row before signing in: the anonymous go to login whatever the order of the bases."""
        user = self.request.user
        return user.is_authenticated and user.has_perms(self.get_permission_required(), self.get_object())


class ReadOnceMixin(SingleObjectMixin):
    """The row of the address, read once however often a page asks for it."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = None

    def get_object(self, queryset=None):
        if self.object is None:
            self.object = super().get_object(queryset)
        return self.object


class RowMixin(ScopedMixin, ObjectPermissionMixin, ReadOnceMixin):
    """A page about one row; ``operation`` names the permission."""

    operation = None

    def get_permission_required(self):
        return (permission_of(self.operation),)


class DetailPage(ScopedMixin, DetailView):
    """A record; ``transitions`` lists what may happen next, refused moves with their reason."""

    transitions: tuple[Transition, ...] = ()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        events = getattr(self.object, "events", None)
        return context | {
            "transitions": transition_buttons(self.object, self.request.user, self.transitions),
            "events": events.select_related("by").reverse() if events else None,
        }


def transition_buttons(obj, user, transitions) -> list[dict]:
    """Moves possible from the record's state; who may not make one is told who does."""
    app, model = obj._meta.app_label, obj._meta.model_name
    return [
        {
            "label": transition.label,
            "url": reverse(f"{app}:{model}-{transition.name.replace('_', '-')}", args=[obj.pk]),
            "allowed": user.has_perm(f"{app}.{transition.name}_{model}", obj),
            "reason": f"由{transition.actor}办理" if transition.actor else "您没有办理权限",
            "retreat": transition.retreat,
        }
        for transition in transitions
        if obj.state in transition.sources
    ]


class FormPage(LoginRequiredMixin):
    """What create and update pages share: the user reaches the form, and errors stay on the page."""

    template_name = "generic/form.html"
    title = ""
    submit_label = ""  # the title's verb unless told otherwise

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "submit_label": self.submit_label or self.title,
            "cancel_url": self.get_cancel_url(),
        }


class CreatePage(FormPage, PermissionRequiredMixin, CreateView):
    """A form whose ``operation(by=…, **cleaned_data)`` makes the record."""

    operation = None
    success_message = "已保存"

    def get_form_kwargs(self):
        """Only a model's form is told of the record that is not there yet."""
        kwargs = super().get_form_kwargs()
        if not issubclass(self.get_form_class(), BaseModelForm):
            del kwargs["instance"]
        return kwargs

    def get_cancel_url(self):
        meta = self.model._meta if self.model else self.form_class._meta.model._meta
        return reverse(f"{meta.app_label}:{meta.model_name}-list")

    def get_permission_required(self):
        return (permission_of(self.operation),)

    def get_operation_kwargs(self, form):
        return form.cleaned_data

    def form_valid(self, form):
        try:
            self.object = type(self).operation(by=self.request.user, **self.get_operation_kwargs(form))
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, self.success_message)
        return HttpResponseRedirect(self.get_success_url())


class UpdatePage(ScopedMixin, FormPage, ObjectPermissionMixin, UpdateView):
    """Edit a record by ``operation``, or by the form's own save where only fields change.

    An edit that would move the record out of the editor's scope is rolled back.
    """

    operation = None
    submit_label = "保存"
    success_message = "已保存"

    def get_permission_required(self):
        return (permission_of(self.operation),) if self.operation else super().get_permission_required()

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def save(self, form):
        if self.operation:
            type(self).operation(self.get_object(), by=self.request.user, **form.cleaned_data)
        else:
            form.save()

    @transaction.atomic
    def form_valid(self, form):
        try:
            with transaction.atomic():
                self.save(form)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        if not self.get_queryset().filter(pk=self.object.pk).exists():
            transaction.set_rollback(True)
            raise Http404("The change would move this record out of your scope.")
        messages.success(self.request, self.success_message)
        return HttpResponseRedirect(self.get_success_url())


class ActionPage(RowMixin, FormView):
    """Confirm, call one operation, say what happened, go back to the record."""

    template_name = "generic/confirm.html"
    title = ""
    submit_label = ""  # the title's verb unless told otherwise
    warning = ""
    success_message = "已办理"

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.get_object(), **kwargs) | {
            "title": self.title,
            "warning": self.warning,
            "submit_label": self.submit_label or self.title,
            "cancel_url": self.get_success_url(),
        }

    def get_success_url(self):
        return self.get_object().get_absolute_url()

    def form_valid(self, form):
        try:
            type(self).operation(self.get_object(), by=self.request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, self.success_message)
        return HttpResponseRedirect(self.get_success_url())
