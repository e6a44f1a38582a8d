"""The public page of a publicity, and its objection form.

SECURITY: no account, no cookie, no script. Who objects is never part of an address, a page or a log.
"""

from django.shortcuts import render
from django.utils import timezone

from core.errors import DomainError
from core.public import PublicPage
from projects import deadlines, operations
from projects.enums import PublicityState
from projects.forms.publicity import ObjectionForm
from projects.models import Application, Publicity

GONE = "没有找到这个公示。可能是网址不完整，请核对后再试。"


class PublicityPublicView(PublicPage):
    """What is recommended, until when, whom to call, and a form to object."""

    def get(self, request, token):
        return self.show(token, None)

    def post(self, request, token):
        publicity = self.publicity(token)
        if publicity is None:
            return self.missing()
        form = ObjectionForm(request.POST, applications=named_in(publicity))
        if not form.is_valid():
            return self.show(token, form)
        try:
            objection = operations.receive_objection(publicity, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.show(token, form)
        text = (
            f"我们将在 {objection.reply_by} 前按您留下的联系方式答复。对答复不满意或到期没有答复的，可以在 "
            f"{deadlines.complaint_due(objection.reply_by)} 前拨打监督电话 {publicity.call.supervision_phone} 投诉。"
            "您的姓名和联系方式只有受理单位能看到。"
        )
        context = {"good": True, "title": "异议已收到", "text": text, "union_name": publicity.call.organization.name}
        return render(request, "public/result.html", context)

    def show(self, token, form):
        publicity = self.publicity(token)
        if publicity is None:
            return self.missing()
        takes = publicity.state != PublicityState.STOPPED
        context = {
            "publicity": publicity,
            "call": publicity.call,
            "entries": publicity.entries.all(),
            "form": form or ObjectionForm(applications=named_in(publicity)) if takes else None,
            "is_over": timezone.localdate() > publicity.ends_on,
            "query_due": deadlines.query_due(publicity.ends_on),
            "union_name": publicity.call.organization.name,
        }
        return render(self.request, "public/publicity.html", context)

    def publicity(self, token) -> Publicity | None:
        rows = Publicity.objects.select_related("call__organization")
        return rows.filter(token=token).first()  # unscoped: a publicity is for everybody

    def missing(self):
        context = {"good": False, "title": "没有找到公示", "text": GONE}
        return render(self.request, "public/result.html", context, status=404)


def named_in(publicity: Publicity):
    """The applications the publicity names."""
    rows = Application.objects.filter(publicity_entries__publicity=publicity)  # unscoped: published in it
    return rows.select_related("contractor").order_by("rank")
