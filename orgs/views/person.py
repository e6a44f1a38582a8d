"""Pages of the people registry. Numbers are masked everywhere but in the one answer that reveals them."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from core.errors import DomainError
from core.views import ActionPage, CreatePage, DetailPage, ListPage, UpdatePage
from orgs import operations
from orgs.filters import PersonFilter
from orgs.forms.person import LookupForm, MergeForm, PersonCreateForm, PersonUpdateForm, RevealForm
from orgs.models import Person, PersonOrganization, User
from orgs.naming import NamingPage
from orgs.queries import likely_duplicates, people_of_number
from orgs.tables import PersonTable


class PersonListView(NamingPage, ListPage):
    queryset = Person.objects.select_related("organization")
    filterset_class = PersonFilter
    table_class = PersonTable
    title = "人员"
    actions = (
        ("登记人员", "orgs:person-create", "orgs.register_person"),
        ("按号码查找", "orgs:person-lookup", "orgs.register_person"),
        ("疑似重复", "orgs:person-duplicates", "orgs.merge_people"),
    )
    empty_title = "还没有人员"
    empty_hint = "职工报名或签到时自动建档，也可以在这里登记。"


class PersonDetailView(DetailPage):
    """A personal record: it exists for those who are told whose it is."""

    queryset = Person.objects.select_related("organization")

    def get_queryset(self):
        return super().get_queryset().told_to(self.request.user)

    def get_context_data(self, **kwargs):
        known = PersonOrganization.objects.visible_to(self.request.user).filter(person=self.object)
        offered = [
            ("查看证件号码", "orgs.reveal_person", "orgs:person-reveal"),
            ("更正信息", "orgs.update_person", "orgs:person-update"),
            ("并入另一份档案", "orgs.merge_people", "orgs:person-merge"),
        ]
        return super().get_context_data(**kwargs) | {
            "back": {"label": "人员", "url": reverse("orgs:person-list")},
            "known": known.select_related("organization").order_by("since"),
            "events": events_of(self.object, self.request.user),
            "actions": [
                {"label": label, "url": reverse(name, args=[self.object.pk])}
                for label, permission, name in offered
                if self.request.user.has_perm(permission, self.object)
            ],
        }

    def get(self, request, *args, **kwargs):
        """An address from before a merge leads to the row that was kept, for those who see it."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            kept = Person.objects.told_to(request.user).filter(merged=kwargs["pk"]).first()
            if kept is None:
                raise
            return HttpResponseRedirect(kept.get_absolute_url())


def events_of(person: Person, user):
    """What the person did and what colleagues within reach did, newest first.

    SECURITY: who else serves this person, who looked up the number and why, is for those organizations to know.
    """
    colleagues = User.objects.visible_to(user).values("pk")
    seen = person.events.filter(Q(by=None) | Q(by__in=colleagues))
    return seen.select_related("by").order_by("-at", "-pk")


class PersonCreateView(CreatePage):
    form_class = PersonCreateForm
    model = Person
    operation = staticmethod(operations.register_person)
    title = "登记人员"
    success_message = "已登记；此前登记过的，已并入原有档案"

    def get_initial(self):
        organization = self.request.user.identity and self.request.user.identity.organization_id
        return {"organization": organization}


class PersonUpdateView(UpdatePage):
    queryset = Person.objects.all()  # unscoped: UpdatePage narrows it
    form_class = PersonUpdateForm
    operation = staticmethod(operations.update_person)
    title = "更正人员信息"


@method_decorator(never_cache, name="dispatch")
class PersonRevealView(ActionPage):
    """SECURITY: the numbers are in the answer to this POST and nowhere else: no redirect, no session, no cache."""

    queryset = Person.objects.all()  # unscoped: ActionPage narrows it
    form_class = RevealForm
    operation = staticmethod(operations.reveal_person)
    title = "查看证件号码"
    warning = "号码只在下一页显示一次。谁、何时、为何查看会长期保存。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        person = self.get_object()
        try:
            numbers = operations.reveal_person(person, by=self.request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return render(self.request, "orgs/person_revealed.html", {"object": person, "numbers": numbers})


class PersonMergeView(ActionPage):
    queryset = Person.objects.select_related("organization")
    template_name = "orgs/person_merge.html"
    form_class = MergeForm
    operation = staticmethod(operations.merge_people)
    title = "并入另一份档案"
    warning = "这份档案的签到、报名等全部记录都移到保留的档案，本档案不再出现。合并后不能撤销，请先核对确是同一个人。"
    success_message = "已合并，以下是保留的档案"
    kept = None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "person": self.get_object()}

    def form_valid(self, form):
        self.kept = form.cleaned_data["into"]
        return super().form_valid(form)

    def get_success_url(self):
        return (self.kept or self.get_object()).get_absolute_url()


class PersonDuplicatesView(PermissionRequiredMixin, TemplateView):
    """Rows that may be one human being, for somebody to look at."""

    template_name = "orgs/person_duplicates.html"
    permission_required = "orgs.merge_people"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": "疑似重复的人员",
            "back": {"label": "人员", "url": reverse("orgs:person-list")},
            "groups": likely_duplicates(Person.objects.told_to(self.request.user)),
        }


@method_decorator(never_cache, name="dispatch")
class PersonLookupView(PermissionRequiredMixin, FormView):
    """Find by a whole number, by POST: an address would leave it in logs and histories."""

    template_name = "orgs/person_lookup.html"
    form_class = LookupForm
    permission_required = "orgs.register_person"
    extra_context = {"title": "按号码查找", "submit_label": "查找"}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"cancel_url": reverse("orgs:person-list")}

    def form_valid(self, form):
        seen = Person.objects.told_to(self.request.user).select_related("organization")
        found = people_of_number(seen, form.cleaned_data["number"])
        if len(found) == 1:
            return HttpResponseRedirect(found[0].get_absolute_url())
        return self.render_to_response(self.get_context_data(form=form, found=found, is_searched=True))
