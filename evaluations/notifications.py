"""Who is told what about an evaluation."""

from core.notifications import notify
from orgs.enums import Role
from orgs.models import User


def told(evaluation):
    """The district that purchased and the heads of the contractor."""
    project = evaluation.project
    district = User.objects.holding(project.organization, Role.DISTRICT_UNION)
    return [*district, *User.objects.holding(project.contractor, Role.NGO)]


def assigned(evaluation) -> None:
    _tell(
        [evaluation.evaluator],
        evaluation,
        "assigned",
        f"请评估项目“{evaluation.project}”",
        f"请于{evaluation.due_on}前完成末期评估。",
    )


def submitted(evaluation) -> None:
    _tell(
        told(evaluation),
        evaluation,
        "submitted",
        f"项目“{evaluation.project}”末期评估已完成",
        f"评分{evaluation.score}分，请查看评估意见。",
    )


def withdrawn(evaluation) -> None:
    _tell(
        [evaluation.evaluator],
        evaluation,
        "withdrawn",
        f"项目“{evaluation.project}”的评估委派已撤销",
        "不再需要您评分，项目资料同时收回。",
        url="",
    )


def _tell(recipients, evaluation, kind: str, title: str, body: str, url: str | None = None) -> None:
    key = f"evaluation:{evaluation.pk}:{kind}"
    url = evaluation.get_absolute_url() if url is None else url
    notify(recipients, key=key, title=title, body=body, url=url)
