"""What an evaluator is told; of the score the projects tell the parties."""

from core.notifications import notify


def assigned(evaluation) -> None:
    _tell(
        [evaluation.evaluator],
        evaluation,
        "assigned",
        f"请评估项目“{evaluation.project}”",
        f"请于{evaluation.due_on}前完成末期评估。",
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
