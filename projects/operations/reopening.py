"""What becomes of the others when a published or recommended result cannot stand. The callers hold the call's lock."""

from core.workflow import step, step_all
from orgs.models import User
from projects import workflow
from projects.enums import ApplicationState
from projects.models import Application, Call, Publicity
from projects.notifications import review as notifications

RANKED = (
    ApplicationState.PROPOSED, ApplicationState.PUBLICITY, ApplicationState.RESERVE, ApplicationState.NOT_SELECTED,
)  # fmt: skip


def back_to_the_panel(call: Call, publicity: Publicity, *, by: User, note: str, new_round: bool = False) -> None:
    """The publicity stops and everybody still in the running is ranked anew: by the scores there are, or by those of
    a ``new_round``."""
    named = named_in(publicity)
    with step(publicity, workflow.STOP_PUBLICITY, by=by, note=note):
        pass
    with step(call, workflow.REOPEN_CALL, by=by, note=note) as call:
        if new_round:
            next_round(call)
        rank_again(call, by=by, note=note)
        notifications.publicity_stopped(publicity, named, f"{note}，将重新评审或重新确定名次。")


def rank_again(call: Call, *, by: User, note: str) -> None:
    """Everybody ranked so far waits for the ranking again; signed scores stand."""
    others = call.applications.filter(state__in=RANKED)
    step_all(others, workflow.REVIEW_APPLICATION_AGAIN, by=by, note=f"{note}，重新评审")
    call.applications.filter(state=ApplicationState.REVIEWING).update(score=None, rank=None)


def end_promotion(call: Call, publicity: Publicity, *, by: User, note: str) -> None:
    """Back to the result as it was before the promotion: whoever is left of it waits in reserve again."""
    named = named_in(publicity)
    with step(publicity, workflow.STOP_PUBLICITY, by=by, note=note):
        pass
    with step(call, workflow.END_PROMOTION, by=by, note=note) as call:
        others = call.applications.filter(state=ApplicationState.PUBLICITY)
        step_all(others, workflow.RETURN_TO_RESERVE, by=by, note=f"{note}，递补终止")
        notifications.publicity_stopped(publicity, named, f"{note}，本次递补终止。")


def next_round(call: Call) -> None:
    """New sheets for everybody; those of the earlier round stay as they were signed."""
    call.review_round += 1
    call.save(update_fields=["review_round"])


def named_in(publicity: Publicity) -> list[Application]:
    rows = Application.objects.filter(publicity_entries__publicity=publicity)
    return list(rows.select_related("contractor"))
