"""Pages of an activity's sign-up: its settings and the questions it asks."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views import View
from django.views.generic.detail import SingleObjectMixin

from core.errors import DomainError
from core.views import ActionPage, ObjectPermissionMixin, ScopedMixin, UpdatePage
from services import operations
from services.forms.form import QuestionForm, SignUpSettingsForm
from services.models import Activity, FormField
from services.operations.form import is_answered

ACTIVITIES = Activity.objects.select_related("project__organization", "project__contractor")
QUESTIONS = FormField.objects.select_related("activity__project__organization", "activity__project__contractor")


def form_page(activity) -> str:
    return reverse("services:activity-sign-up", args=[activity.pk])


class ActivitySignUpView(UpdatePage):
    """How people sign up, with the questions below."""

    queryset = ACTIVITIES
    form_class = SignUpSettingsForm
    operation = staticmethod(operations.update_sign_up)
    template_name = "services/activity_sign_up.html"
    title = "报名设置"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"questions": self.object.form_fields.asked()}

    def get_success_url(self):
        return form_page(self.object)


class ActivityAddQuestionView(ActionPage):
    queryset = ACTIVITIES
    form_class = QuestionForm
    operation = staticmethod(operations.add_question)
    title = "新增问题"
    success_message = "已新增"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_success_url(self):
        return form_page(self.get_object())


class FormFieldUpdateView(ActionPage):
    queryset = QUESTIONS
    form_class = QuestionForm
    operation = staticmethod(operations.update_question)
    title = "修改问题"
    success_message = "已修改"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        row = self.get_object()
        return {
            "label": row.label,
            "kind": row.kind,
            "choices": "\n".join(row.choices),
            "hint": row.hint,
            "is_required": row.is_required,
        }

    def get_success_url(self):
        return form_page(self.get_object().activity)


class FormFieldRemoveView(ActionPage):
    queryset = QUESTIONS
    form_class = forms.Form
    operation = staticmethod(operations.remove_question)
    title = "移除问题"
    success_message = "已移除"

    def get_context_data(self, **kwargs):
        answered = is_answered(self.get_object())
        warning = "已有人回答。移除后不再询问，已有的回答保留。" if answered else "移除后不再询问。"
        return super().get_context_data(**kwargs) | {"warning": warning}

    def get_success_url(self):
        return form_page(self.get_object().activity)


class FormFieldMoveView(ScopedMixin, ObjectPermissionMixin, SingleObjectMixin, View):
    """One press: a place up or down."""

    queryset = QUESTIONS
    permission_required = "services.move_question"
    http_method_names = ["post"]

    def post(self, request, pk):
        field = self.get_object()
        try:
            operations.move_question(field, by=request.user, up="up" in request.POST)
        except DomainError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(form_page(field.activity))
