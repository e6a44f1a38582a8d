"""The public page on which an enterprise hands in a list."""

from django.conf import settings
from django.shortcuts import render

from core.errors import DomainError
from core.public import PublicPage, counted
from services import operations
from services.forms.group import GroupForm
from services.operations.group import TAKEN
from services.operations.registration import check_open
from services.views.public import SessionPage, result
from services.views.registration import tally, template_file

HOUR = 3600
TOO_MANY = "这个网络一小时内提交的名单太多。请过一小时再试，或联系社区工会代为办理。"


class GroupPublicView(SessionPage):
    """The list in, what became of each line out. Sending it twice signs nobody up twice."""

    def look(self):
        return self.show(GroupForm())

    def send(self):
        if counted("lists", self.request, HOUR) > settings.PUBLIC_LISTS_PER_HOUR:
            return result(self.request, status=429, title="请稍后再试", text=TOO_MANY, **self.context())
        form = GroupForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.show(form)
        try:
            outcome = operations.sign_up_group(self.session, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self.show(form)
        context = self.context(outcome=outcome, tally=tally(outcome), has_taken=bool(outcome.count(TAKEN)))
        return render(self.request, "public/group_done.html", context)

    def show(self, form):
        try:
            check_open(self.session)
        except DomainError as error:
            return result(self.request, title="不能报名", text=str(error), **self.context())
        if not self.session.activity.takes_groups:
            text = "本活动不接受网上集体报名。请各人自己报名，或联系社区工会代为办理。"
            return result(self.request, title="不能集体报名", text=text, **self.context())
        return render(self.request, "public/group.html", self.context(form=form))


class GroupTemplateView(PublicPage):
    """The empty list as a file."""

    def get(self, request, token):
        return template_file()
