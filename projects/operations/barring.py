"""Asking again, at every step that gives a contractor something new, whether an earlier project keeps it out."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import Organization, User
from projects import workflow
from projects.enums import ApplicationState
from projects.models import Application
from projects.notifications.application import application_changed
from projects.operations.duties import check_neutral
from projects.operations.reopening import back_to_the_panel, end_promotion, rank_again
from projects.queries.bar import bars, bars_among
from projects.queries.promotion import has_awards
from projects.queries.publicity import current_publicity

STRIKE = "请先在申报页面办理“取消资格”，由名次在后的申报依次递补；没有其他申报的，重新采购。"
DECLINE = "请先在申报页面办理“放弃递补”，由下一名次递补；没有其他备选的，重新采购。"
TERMINATE = "请终止项目，由征集批次的备选申报递补；没有备选的，重新采购。"
STRUCK = "有申报取消资格"


def hold(contractors: Iterable[Organization]) -> list[Organization]:
    """The contractors locked, always in one order, against a finding about one of them at the same moment: whoever
    comes second sees what the first has done. The caller holds the transaction, and no fund yet."""
    keys = {contractor.pk for contractor in contractors}
    rows = Organization.objects.select_for_update(no_key=True, of=("self",))
    return list(rows.filter(pk__in=keys).order_by("pk"))


def check_not_barred(*contractors: Organization, act: str, instead: str) -> None:
    """Raises ``DomainError`` with the rule, its source, its last day and what to do instead.

    Judged by the settings of today (local practice, not law): a bar that has ended or was taken back is none.
    """
    held = hold(contractors)
    found = bars_among([contractor.pk for contractor in held], timezone.localdate())
    for contractor in held:
        if contractor.pk in found:
            raise DomainError(f"“{contractor}”不能{act}：{found[contractor.pk][0].with_source()}。{instead}")


def disqualify_application(application: Application, *, by: User, note: str = "") -> Application:
    """Take out an application whose applicant has come to be barred since the check; the next in rank moves up.

    Before the ranking it only leaves; afterwards the others are ranked anew by the scores they have, and a publicity
    stops first. A promotion ends with the others back in reserve. Raises ``DomainError`` when nothing bars it (any
    more).
    """
    with transaction.atomic():
        call = locked(application.call)
        check_neutral(call, by)
        (contractor,) = hold([application.contractor])
        found = bars(contractor, timezone.localdate())
        if not found:
            raise DomainError(f"“{contractor}”目前没有不得承接新项目的情形，不能取消资格。请刷新页面。")
        reason = f"{found[0].with_source()}。{note.strip()}"
        with step(application, workflow.DISQUALIFY_APPLICATION, by=by, note=reason) as application:
            left = application.state
            application_changed(application, "disqualify", by=by)
        if left == ApplicationState.PROPOSED:
            rank_again(call, by=by, note=STRUCK)
        elif left == ApplicationState.PUBLICITY:
            follow = end_promotion if has_awards(call) else back_to_the_panel
            follow(call, current_publicity(call), by=by, note=STRUCK)
    return application
