"""Panels, sheets, publicities and objections in any state; rows are written directly."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from orgs.enums import OrganizationKind, Role
from orgs.models import Organization
from projects.enums import ApplicationState, CallState, PublicityState, SheetState
from projects.models import (
    ApplicationRevision,
    Draw,
    Objection,
    Panelist,
    Publicity,
    PublicityEntry,
    ScoreLine,
    ScoreSheet,
)
from tests.cast import make_organization, make_user
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call


def make_experts(w, number: int = 3, organization=None) -> list:
    """Experts of the district union, besides ``w.expert`` of the city."""
    organization = organization or w.district_union
    return [make_user(f"judge{organization.code}x{count}", organization, Role.EXPERT, name=f"评委{count}") for count in
            range(1, number + 1)]  # fmt: skip


def make_applicant(w, number: int):
    """A social organization of its own with its head."""
    city = Organization.objects.get(pk=w.city_union.pk)
    place = make_organization(f"第{number}社会工作服务中心", f"SO-R{number:04d}", city, OrganizationKind.SOCIAL)
    return place, make_user(f"head{number}", place, Role.NGO)


def make_panel(call, experts, by) -> list[Panelist]:
    """The given experts seated by a first draw."""
    keys = [expert.pk for expert in experts]
    draw = Draw.objects.create(
        call=call, number=call.draws.count() + 1, seed="seed", candidates=keys, chosen=keys, reason="首次抽取", by=by
    )
    return [Panelist.objects.create(call=call, expert=expert, draw=draw) for expert in experts]


def make_sheet(application, panelist, total="80.00", state=SheetState.SIGNED, **fields) -> ScoreSheet:
    """A sheet whose lines add up to ``total``: the criteria are filled up from the first one on."""
    revision = application.revisions.first() or ApplicationRevision.objects.create(
        application=application, number=1, content=application.content, amount=application.amount,
        by=application.created_by,
    )  # fmt: skip
    defaults = {"total": Decimal(total), "round": application.call.review_round, "revision": revision}
    sheet = ScoreSheet.objects.create(application=application, panelist=panelist, **(defaults | fields))
    left = Decimal(total)
    for item in application.call.scorecard.items.all():
        points = min(left, item.points)
        ScoreLine.objects.create(sheet=sheet, item=item, points=points)
        left -= points
    if state == SheetState.SIGNED:
        ScoreSheet.objects.filter(pk=sheet.pk).update(state=state, signed_at=timezone.now())
        sheet.refresh_from_db()
    return sheet


def make_review(
    w, scores=((90, 88, 86), (80, 82, 78), (50, 55, 58)), state=CallState.REVIEWING, experts=None, **fields
):
    """A call under review: one application for each tuple of ``scores``, one seated expert for each score in it.

    Returns ``call``, ``applications``, ``panel`` and ``sheets``; the first application is the contractor's.
    """
    size = len(scores[0]) if scores else 3
    call = make_call(w, state, **({"panel_size": size, "weak_share": 0} | fields))
    panel = make_panel(call, experts or make_experts(w, size), w.district)
    applications, sheets = [], []
    for number, row in enumerate(scores):
        about = {} if number == 0 else dict(zip(("contractor", "created_by"), make_applicant(w, number), strict=True))
        one = make_application(w, call, ApplicationState.REVIEWING, name=f"项目{number + 1}", **about)
        applications.append(one)
        sheets += [
            make_sheet(one, seat, str(total)) for seat, total in zip(panel, row, strict=True) if total is not None
        ]
    return SimpleNamespace(call=call, applications=applications, panel=panel, sheets=sheets)


def make_publicity(w, state=PublicityState.OPEN, call=None, application=None, is_over=False, **fields) -> Publicity:
    """A publicity of one application of the contractor, under way or (``is_over``) past its last day."""
    call = call or make_call(w, CallState.PUBLICITY)
    if application is None:
        application = make_application(
            w, call, ApplicationState.PUBLICITY, score=Decimal("88.00"), rank=1, name="新业态劳动者心理关爱"
        )
    today = timezone.localdate()
    ends_on = today - timedelta(days=1) if is_over or state == PublicityState.CLOSED else today + timedelta(days=6)
    defaults = {
        "days": 5, "round": call.publicities.count() + 1, "starts_on": ends_on - timedelta(days=7),
        "ends_on": ends_on, "by": w.district,
    }  # fmt: skip
    publicity = Publicity.objects.create(call=call, state=state, **(defaults | fields))
    PublicityEntry.objects.create(
        publicity=publicity, application=application, project_name=application.name,
        contractor_name=application.contractor.name, amount=application.amount, score=application.score,
        rank=application.rank,
    )  # fmt: skip
    return publicity


def make_objection(w, publicity=None, **fields) -> Objection:
    publicity = publicity or make_publicity(w)
    defaults = {
        "application": publicity.entries.first().application, "name": "林知远", "contact": "13900000000",
        "text": "该单位去年受到行政处罚。", "reply_by": timezone.localdate() + timedelta(days=9),
    }  # fmt: skip
    if fields.get("state"):
        defaults |= {"reply": "经核查属实。", "replied_by": w.district, "replied_at": timezone.now()}
    return Objection.objects.create(publicity=publicity, **(defaults | fields))
