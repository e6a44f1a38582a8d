"""The editor of an application: section by section, saving itself, for several people at once."""

import secrets
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from core.errors import DomainError
from core.views import ObjectPermissionMixin, ReadOnceMixin
from projects import content, operations
from projects.forms.application_edit import SectionForm
from projects.models import Application
from projects.operations.application import WRITABLE
from projects.operations.submission import budget_findings
from projects.views.application import PARTIES, OpenMixin

SHAPING = {"add_row", "remove_row"}


class ApplicationEditView(OpenMixin, ObjectPermissionMixin, ReadOnceMixin, View):
    """``?section=`` says which part. A POST saves it: with ``autosave`` the answer is the state of the saving only,
    with ``add_row`` or ``remove_row`` the rows in their new number, unsaved; else it leads on to the next part."""

    queryset = Application.objects.select_related(*PARTIES)
    permission_required = "projects.save_section"

    @property
    def section(self) -> content.Section:
        return content.BY_NAME.get(self.request.GET.get("section", ""), content.SECTIONS[0])

    def get(self, request, pk):
        if self.get_object().state not in WRITABLE:
            messages.error(request, f"申报目前是“{self.object.get_state_display()}”，不能修改。")
            return HttpResponseRedirect(self.object.get_absolute_url())
        return self.show(SectionForm(application=self.object, section=self.section, user=request.user))

    def post(self, request, pk):
        if SHAPING & set(request.POST):
            return self.reshape()
        form = SectionForm(request.POST, application=self.get_object(), section=self.section, user=request.user)
        refusal = self.save(form)
        if "autosave" in request.POST:
            return self.told(form, refusal)
        if refusal or not form.is_valid():
            return self.show(form, refusal)
        messages.success(request, f"“{self.section.label}”已保存")
        return HttpResponseRedirect(self.address(self.section if "stay" in request.POST else self.following()))

    def save(self, form: SectionForm) -> str:
        """The refusal, or nothing when the section is kept."""
        if not form.is_valid():
            return ""
        version = self.request.POST.get("version", "")
        try:
            self.object = operations.save_section(
                self.object,
                by=self.request.user,
                section=self.section.name,
                data=form.values,
                version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
                page=self.request.POST.get("page", ""),
            )
        except DomainError as error:
            return str(error)
        return ""

    def following(self) -> content.Section | None:
        after = content.SECTIONS.index(self.section) + 1
        return content.SECTIONS[after] if after < len(content.SECTIONS) else None

    def address(self, section: content.Section | None) -> str:
        if section is None:
            return self.object.get_absolute_url()
        return f"{reverse('projects:application-edit', args=[self.object.pk])}?section={section.name}"

    def show(self, form: SectionForm, refusal: str = ""):
        return render(self.request, "projects/application_edit.html", self.context(form, refusal))

    def told(self, form: SectionForm, refusal: str):
        """What saving came to; the list of sections and the version follow along."""
        response = render(self.request, "projects/_application_saved.html", self.context(form, refusal))
        if form.is_valid() and not refusal:
            response["HX-Trigger"] = "saved"
        return response

    def context(self, form: SectionForm, refusal: str) -> dict:
        application, section = self.object, self.section
        problems = content.problems(application)
        findings = budget_findings(application)
        lacking = [problem.section for problem in problems] + ["budget"] * len(findings)
        number = content.SECTIONS.index(section)
        return {
            "object": application,
            "form": form,
            "section": section,
            "refusal": refusal,
            "page": self.request.POST.get("page", "")[:40] or secrets.token_hex(8),
            "version": self.request.POST.get("version", "") if refusal else application.version,
            "problems": [problem for problem in problems if problem.section == section.name],
            "findings": findings if section.name == "budget" else [],
            "missing": lacking.count(section.name),
            "last_save": last_save(application, section),
            "total": content.total(application.content) if section.name == "budget" else None,
            "place": f"第 {number + 1} 部分，共 {len(content.SECTIONS)} 部分",
            "sections": [
                {
                    "label": one.label, "url": self.address(one), "current": one is section,
                    "missing": lacking.count(one.name),
                }
                for one in content.SECTIONS
            ],
            "previous_url": self.address(content.SECTIONS[number - 1]) if number else "",
            "is_last": self.following() is None,
        }  # fmt: skip

    def reshape(self):
        """The form as typed, with a row more or less; nothing is saved by that."""
        rows = reshaped(self.section, self.request.POST)
        posted = self.request.POST
        typed = {
            spec.name: posted.getlist(spec.name) if spec.kind in (content.Kind.RECORDS, content.Kind.CHOICES)
            else posted.get(spec.name, "")
            for spec in self.section.fields
        }  # fmt: skip
        form = SectionForm(
            application=self.get_object(), section=self.section, user=self.request.user, rows=rows, initial=typed
        )
        if self.request.htmx:
            return render(self.request, "projects/_application_rows.html", {"form": form, "section": self.section})
        return self.show(form)


def last_save(application: Application, section: content.Section) -> dict | None:
    save = application.saves.get(section.name)
    return save | {"moment": datetime.fromisoformat(save["at"])} if save else None


def reshaped(section: content.Section, data) -> list[dict]:
    """The rows as typed, with one more or one less."""
    total = data.get("rows-TOTAL_FORMS", "")
    count = min(int(total), section.most_rows) if total.isascii() and total.isdigit() and len(total) < 5 else 0
    rows = [{spec.name: data.get(f"rows-{number}-{spec.name}", "") for spec in section.rows} for number in range(count)]
    removed = data.get("remove_row", "")
    if removed.isascii() and removed.isdigit() and len(removed) < 5 and int(removed) < len(rows):
        del rows[int(removed)]
    if "add_row" in data and len(rows) < section.most_rows:
        rows.append({})
    return rows
