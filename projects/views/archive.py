"""Pages of volumes."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.generic.detail import SingleObjectMixin, View

from core.errors import DomainError
from core.forms import NoteForm
from core.views import ActionPage, DetailPage, ListPage, ScopedMixin
from projects import workflow
from projects.downloads import zip_response
from projects.enums import ArchivePart, ArchiveState
from projects.filters.archive import ArchiveFilter
from projects.forms.archive import ArchiveItemForm, OpenArchiveForm, SupplementForm, WaiveForm
from projects.models import Archive, ArchiveItem, Project
from projects.operations import archive as operations
from projects.queries.archive import hidden_parts, missing, volume
from projects.tables.archive import ArchiveTable
from projects.views.files import StoredFileView
from projects.views.section import ProjectSection

PARTIES = ("project__organization", "project__contractor", "responsible")


class ArchiveListView(ListPage):
    queryset = Archive.objects.select_related("project__contractor")
    filterset_class = ArchiveFilter
    table_class = ArchiveTable
    title = "项目档案"
    empty_title = "还没有项目档案"
    empty_hint = "项目审计通过或终止后，在项目页面建卷。"


class ArchiveDetailView(DetailPage):
    queryset = Archive.objects.select_related(*PARTIES)
    template_name = "projects/archive_detail.html"
    transitions = workflow.ARCHIVES

    def get_context_data(self, **kwargs):
        archive, user = self.object, self.request.user
        items = ArchiveItem.objects.visible_to(user).filter(archive=archive).select_related("uploaded_by")
        hidden = hidden_parts(archive, user)
        parts = volume(archive, items, hidden)
        context = super().get_context_data(**kwargs)
        if hidden:  # SECURITY: titles of what they may not see
            context["events"] = context["events"].exclude(kind__in=["add", "supplement", "waive"])
        return context | {
            "title": archive.project.name,
            "code": archive.number,
            "parts": parts,
            "lacking": missing(parts) if archive.state == ArchiveState.OPEN else [],
            "may_fill": user.has_perm("projects.add_archive_item", archive),
            "may_download": archive.state == ArchiveState.SEALED
            and user.has_perm("projects.download_archive", archive),
            "back": {"label": "项目档案", "url": reverse("projects:archive-list")},
            "facts": [
                {"label": "项目", "value": archive.project.code, "url": archive.project.get_part_url("archive")},
                {"label": "承接单位", "value": archive.project.contractor},
                {"label": "密级", "value": archive.get_secrecy_display()},
            ],
        }


class ArchiveOpenView(ActionPage):
    queryset = Project.objects.select_related("organization", "contractor")
    form_class = OpenArchiveForm
    template_name = "projects/project_action.html"
    operation = staticmethod(operations.open_archive)
    title = "建卷"
    warning = "建卷后按十四个部分整理。记录里已有的文书归档时自动生成，纸质材料请扫描上传，没有的要注明原因。"
    success_message = "已建卷，请逐部分整理"

    def get_success_url(self):
        archive = Archive.objects.visible_to(self.request.user).filter(project=self.get_object()).first()
        return archive.get_absolute_url() if archive else super().get_success_url()


class ArchiveActionPage(ActionPage):
    queryset = Archive.objects.select_related(*PARTIES)

    def get_initial(self):
        part = self.request.GET.get("part", "")
        return super().get_initial() | ({"part": part} if part in ArchivePart.values else {})


class ArchiveAddView(ArchiveActionPage):
    operation = staticmethod(operations.add_archive_item)
    title = "归入文件"
    success_message = "文件已归入"

    def get_form_class(self):
        return SupplementForm if self.get_object().state == ArchiveState.SEALED else ArchiveItemForm

    def get_context_data(self, **kwargs):
        is_sealed = self.get_object().state == ArchiveState.SEALED
        shown = {"title": "补充归档", "submit_label": "补充归档"} if is_sealed else {}
        warning = "归档后的案卷只增不改，补充的文件会标明“补充归档”并写入办理过程。" if is_sealed else ""
        return super().get_context_data(**kwargs) | shown | {"warning": warning}


class ArchiveWaiveView(ArchiveActionPage):
    form_class = WaiveForm
    operation = staticmethod(operations.waive_archive_item)
    title = "注明缺件原因"
    warning = "注明后写入归档目录，不能撤销；以后找到文件仍可上传。"
    success_message = "已注明缺件原因"


class ArchiveSealView(ArchiveActionPage):
    form_class = NoteForm
    operation = staticmethod(operations.seal_archive)
    title = "归档"
    warning = "归档后生成各部分文书，项目和案卷从此只读，更正只能走补充归档。不能撤销。"
    success_message = "已归档"


class ArchiveDownloadView(ScopedMixin, PermissionRequiredMixin, SingleObjectMixin, View):
    """The volume as one ZIP, with the parts the reader may see. A POST, because it leaves a row in the timeline."""

    queryset = Archive.objects.select_related(*PARTIES)
    http_method_names = ["post", "options"]

    def has_permission(self):
        return self.request.user.has_perm("projects.download_archive", self.get_object())

    def post(self, request, pk):
        archive = self.get_object()
        try:
            return zip_response(archive, request.user)
        except DomainError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(archive.get_absolute_url())


class ArchiveItemFileView(StoredFileView):
    model = ArchiveItem


class ProjectArchiveView(ProjectSection):
    """The project's volume on the project page: number, how many parts are filled."""

    section = "archive"
    queryset = Project.objects.select_related("organization", "contractor")
    template_name = "projects/_project_archive.html"

    def get_context_data(self, **kwargs):
        project, user = self.object, self.request.user
        archive = Archive.objects.visible_to(user).filter(project=project).select_related("project").first()
        parts = volume(archive) if archive else []
        return super().get_context_data(**kwargs) | {
            "archive": archive,
            "total": len(parts),
            "complete": len(parts) - len(missing(parts)),
            "may_open": archive is None
            and project.state in workflow.ARCHIVE.sources
            and user.has_perm("projects.open_archive", project),
        }
