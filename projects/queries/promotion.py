"""递补: what a project that fell through has freed in its call, and who in reserve comes next."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import DecimalField, Exists, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from projects import panel, workflow
from projects.enums import ApplicationState, CallState
from projects.models import Application, Call, Project, ProjectEvent

ZERO = Decimal(0)


def fell_through():
    """Projects of calls that were ended before they had begun: nobody signed, or the contract failed at once."""
    moved = ProjectEvent.objects.filter(subject=OuterRef("pk"))
    ended = Exists(moved.filter(kind=workflow.TERMINATE.name))
    begun = Exists(moved.filter(kind=workflow.ACTIVATE.name))
    return Project.objects.filter(ended, ~begun, application__isnull=False)


@dataclass(frozen=True)
class Room:
    """What a finished call may still give away: yuan in all, and of it the part weak communities choose first."""

    fallen: list[Project]
    amount: Decimal
    quota: Decimal


def room_in(call: Call) -> Room:
    """The money of the call less what its standing awards bind; of one that fell through only what was paid binds."""
    fallen = {project.application_id: project for project in fell_through().filter(application__call=call)}
    bound = {True: ZERO, False: ZERO}
    for one in call.applications.filter(state=ApplicationState.AWARDED).defer("content"):
        bound[one.is_weak] += fallen[one.pk].committed if one.pk in fallen else one.amount
    quota = panel.quota_of(call.amount, call.weak_share)
    return Room(list(fallen.values()), call.amount - sum(bound.values()), max(quota - bound[True], ZERO))


def next_in_reserve(call: Call) -> list[Application]:
    """Those in reserve the freed money covers, in the order and with the weak-community quota of the ranking; nobody
    while every award stands."""
    room = room_in(call)
    waiting = call.applications.filter(state=ApplicationState.RESERVE).defer("content").order_by("rank")
    return panel.choose(waiting, amount=room.amount, quota=room.quota) if room.fallen else []


def calls_to_promote():
    """Finished calls where a project fell through and what it freed covers somebody who waits in reserve."""
    awarded = Application.objects.filter(call=OuterRef("pk"), state=ApplicationState.AWARDED)
    fallen = fell_through().filter(application__call=OuterRef("pk"))
    bound, freed = _sum(awarded, "call", F("amount")), _sum(fallen, "application__call", FREED)
    fits = Application.objects.filter(call=OuterRef("pk"), state=ApplicationState.RESERVE, amount__lte=OuterRef("room"))
    calls = Call.objects.filter(Exists(fallen), state=CallState.DONE)
    return calls.annotate(room=F("amount") - bound + freed).filter(Exists(fits))


FREED = F("application__amount") - F("committed")


def _sum(rows, group: str, what):
    """Σ over the ``rows`` of the outer call, in yuan."""
    total = rows.order_by().values(group).annotate(total=Sum(what)).values("total")
    return Coalesce(Subquery(total), ZERO, output_field=DecimalField(max_digits=16, decimal_places=2))


def has_awards(call: Call) -> bool:
    """Whether an earlier result of the call stands: what runs now is a promotion."""
    return call.applications.filter(state=ApplicationState.AWARDED).exists()
