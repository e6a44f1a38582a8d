"""The editor of a summary, which saves itself, and its photos."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View

from core.errors import DomainError
from core.views import RowMixin, ScopedMixin
from projects.enums import ParameterName
from projects.parameters import days
from projects.views.files import StoredFileView, download
from services import operations
from services.forms.summary import SummaryForm
from services.models import Summary, SummaryPhoto
from services.operations.summary import WRITABLE
from services.queries.summary import audience
from services.views.summary import PARTIES


class OneSummary(RowMixin, View):
    """A page about one summary."""

    queryset = Summary.objects.select_related(*PARTIES)

    def photos(self, trouble=()):
        """The photos as the editor shows them."""
        summary = self.get_object()
        context = {"object": summary, "trouble": trouble} | photo_context(summary)
        return render(self.request, "services/_summary_photos.html", context)


def photo_context(summary) -> dict:
    return {
        "photos": summary.photos.all(),
        "wanted": days(ParameterName.SUMMARY_PHOTOS, summary.session.starts_on),
        "may_write": True,
    }


class SummaryUpdateView(OneSummary):
    """A POST saves it; with ``autosave`` the answer is the state of the saving only."""

    operation = staticmethod(operations.update_summary)

    def get(self, request, pk):
        summary = self.get_object()
        if summary.state not in WRITABLE:
            messages.error(request, f"总结目前是“{summary.get_state_display()}”，不能修改。")
            return HttpResponseRedirect(summary.get_absolute_url())
        return self.show(SummaryForm(summary=summary))

    def post(self, request, pk):
        form = SummaryForm(request.POST, summary=self.get_object())
        self.save(form)
        if "autosave" in request.POST:
            context = {"form": form, "object": self.object}
            response = render(request, "services/_summary_saved.html", context)
            if form.is_valid():
                response["HX-Trigger"] = "saved"
            return response
        if form.errors:
            return self.show(form)
        messages.success(request, "总结已保存")
        return HttpResponseRedirect(self.object.get_absolute_url())

    def save(self, form) -> None:
        if not form.is_valid():
            return
        version = self.request.POST.get("version", "")
        known = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1
        try:
            self.object = operations.update_summary(self.object, by=self.request.user, version=known, **form.values)
        except DomainError as error:
            form.add_error(None, str(error))

    def show(self, form):
        summary = self.object
        version = self.request.POST.get("version", summary.version)
        context = {
            "object": summary, "form": form, "version": version, "session": summary.session,
            "audience": audience(summary.session, summary.audience),
        }  # fmt: skip
        return render(self.request, "services/summary_edit.html", context | photo_context(summary))


class SummaryPhotosView(OneSummary):
    """Photos come one or several at once; each that is none says so and the others stay."""

    operation = staticmethod(operations.add_summary_photo)
    http_method_names = ["post"]

    def post(self, request, pk):
        summary, trouble = self.get_object(), []
        files = request.FILES.getlist("photos")[:30]
        for file in files:
            try:
                operations.add_summary_photo(summary, by=request.user, photo=file)
            except DomainError as error:
                trouble.append(str(error))
        if not files:
            trouble.append("没有选择照片。请选择照片后再上传。")
        if "partial" in request.POST:
            return self.photos(trouble)
        for text in trouble:
            messages.error(request, text)
        return HttpResponseRedirect(reverse("services:summary-update", args=[summary.pk]) + "#photos")


class SummaryPhotoRemoveView(RowMixin, View):
    queryset = SummaryPhoto.objects.select_related("summary__session__activity__project__contractor")
    operation = staticmethod(operations.remove_summary_photo)
    http_method_names = ["post"]

    def post(self, request, pk):
        photo = self.get_object()
        try:
            operations.remove_summary_photo(photo, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(reverse("services:summary-update", args=[photo.summary_id]) + "#photos")


class SummaryPhotoFileView(StoredFileView):
    model = SummaryPhoto


class SummaryPhotoThumbnailView(ScopedMixin, View):
    def get(self, request, pk):
        photo = get_object_or_404(SummaryPhoto.objects.visible_to(request.user), pk=pk)
        if not photo.thumbnail:
            raise Http404
        return download(photo.thumbnail, photo.name)
