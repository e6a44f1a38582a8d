"""What an evaluator is told, and who is told of a rectification; of the score the projects tell the parties."""

from core.notifications import notify
from projects.notifications.people import contractor_side, event_key, purchasers

# kind → (title, what to do, whether the contractor is told, or the reviewers)
RECTIFICATION_NEWS = {
    "create": ("有整改单待办理", "请按期整改并提交证据。", True),
    "submit": ("有整改待复核", "请核对证据后写明复核结论。", False),
    "return": ("整改被退回", "请按意见继续整改。", True),
    "close": ("整改已复核通过", "等待复评。", True),
}


def assigned(evaluation) -> None:
    _tell(
        [evaluation.evaluator],
        evaluation,
        "assigned",
        f"请评估项目“{evaluation.project}”",
        f"请于{evaluation.due_on}前完成{evaluation.label}。",
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


def rectification_changed(rectification, kind: str, *, by) -> None:
    title, todo, tells_contractor = RECTIFICATION_NEWS[kind]
    project = rectification.project
    if tells_contractor:
        people = [*contractor_side(project), rectification.responsible]
    else:
        people = [*purchasers(project), rectification.evaluation.evaluator]
    notify(
        [person for person in people if person != by],
        key=event_key(rectification, kind),
        title=title,
        body=f"“{rectification}”（期限{rectification.due_on}）：{todo}",
        url=rectification.get_absolute_url(),
    )


def _tell(recipients, evaluation, kind: str, title: str, body: str, url: str | None = None) -> None:
    key = f"evaluation:{evaluation.pk}:{kind}"
    url = evaluation.get_absolute_url() if url is None else url
    notify(recipients, key=key, title=title, body=body, url=url)
