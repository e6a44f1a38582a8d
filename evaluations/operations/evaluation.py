"""Assign, sample, submit and withdraw the evaluation of a project's midterm or final review."""

import secrets
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from evaluations import notifications, queries, sampling, workflow
from evaluations.enums import EvaluationState, Stage
from evaluations.models import Evaluation, EvidenceSample
from projects import operations as projects

RECORD = {Stage.MIDTERM: projects.record_midterm_score, Stage.FINAL: projects.record_final_score}


def assign_evaluation(project, *, by, evaluator, due_on: date) -> Evaluation:
    """Ask ``evaluator`` to judge ``project`` by ``due_on``; from now on they can see the project.

    The evaluator is an expert who belongs to neither party (see ``queries.tie_to``). Raises ``DomainError``
    unless the project is in its midterm or final review without a live evaluation of this round and ``due_on`` lies
    ahead.
    """
    with transaction.atomic():
        project = locked(project)
        _check_assignable(project, due_on)
        _check_independent(project, evaluator)
        evaluation = Evaluation.objects.create(
            project=project, evaluator=evaluator, assigned_by=by, due_on=due_on,
            stage=queries.STAGES[project.state], round=queries.current_round(project),
        )  # fmt: skip
        evaluation.events.create(kind="create", to_state=evaluation.state, by=by, note=f"评估人：{evaluator}")
        projects.appoint_evaluator(project, by=by, evaluator=evaluator)
        notifications.assigned(evaluation)
    return evaluation


def submit_evaluation(evaluation, *, by, score: Decimal, comment: str) -> Evaluation:
    """Record the evaluator's score (0–100, two decimals) and comment, for good, and hand it to the project.

    Raises ``DomainError`` for anybody but the evaluator, for an evaluator who is no longer independent, for a
    score out of range, an empty comment, and when the project has left the review the evaluation is for.
    """
    comment = comment.strip()
    _check_score(score)
    if not comment:
        raise DomainError("请填写评估意见：说明评分依据，供承接单位改进。")
    with step(evaluation, workflow.SUBMIT_EVALUATION, by=by) as evaluation:
        if evaluation.evaluator_id != by.pk:
            raise DomainError(f"这项评估已委派给{evaluation.evaluator}，只能由本人评分。")
        _check_stage(evaluation)
        _check_independent(evaluation.project, by)
        evaluation.score, evaluation.comment = score, comment
        evaluation.save(update_fields=["score", "comment"])
        RECORD[evaluation.stage](evaluation.project, by=by, score=score)
    return evaluation


def withdraw_evaluation(evaluation, *, by, note: str = "") -> Evaluation:
    """Take the assignment back before it is scored; the project can be assigned again and leaves their view."""
    with step(evaluation, workflow.WITHDRAW_EVALUATION, by=by, note=note) as evaluation:
        projects.appoint_evaluator(evaluation.project, by=by, evaluator=None)
        notifications.withdrawn(evaluation)
    return evaluation


def draw_sample(evaluation, *, by) -> EvidenceSample:
    """Draw, once, which sessions and vouchers the evaluator is to look at; the seed is recorded.

    Raises ``DomainError`` for anybody but the evaluator, after the score, and for a second draw.
    """
    with transaction.atomic():
        evaluation = locked(evaluation)
        if evaluation.evaluator_id != by.pk or evaluation.state != EvaluationState.ASSIGNED:
            raise DomainError("样本由评估人在评分之前抽取。")
        if EvidenceSample.objects.filter(evaluation=evaluation).exists():
            raise DomainError("样本已经抽取，不能重抽。请按已抽中的场次和凭证核查。")
        seed = secrets.token_hex(8)
        session_pks = list(queries.sessions_to_sample(evaluation.project).values_list("pk", flat=True))
        expense_pks = list(queries.expenses_to_sample(evaluation.project).values_list("pk", flat=True))
        sample = EvidenceSample.objects.create(
            evaluation=evaluation, seed=seed,
            session_pks=_drawn(seed, session_pks, sampling.SESSION_SHARE, sampling.SESSION_MINIMUM),
            sessions_total=len(session_pks),
            expense_pks=_drawn(seed, expense_pks, sampling.EXPENSE_SHARE, sampling.EXPENSE_MINIMUM),
            expenses_total=len(expense_pks),
        )  # fmt: skip
        note = f"场次 {len(sample.session_pks)}/{len(session_pks)}，凭证 {len(sample.expense_pks)}/{len(expense_pks)}"
        evaluation.events.create(kind="sample", by=by, note=f"{note}，种子 {seed}")
    return sample


def _drawn(seed: str, keys: list[int], share: int, minimum: int) -> list[int]:
    return sampling.drawn(seed, keys, sampling.size(len(keys), share=share, minimum=minimum))


def _check_assignable(project, due_on: date) -> None:
    _check_in_review(project)
    live = queries.live_evaluation(project)
    if live and live.state == EvaluationState.SCORED:
        raise DomainError(f"本项目已完成{live.label}，评分不能更改，无需再次委派。")
    if live:
        raise DomainError(f"本项目已委派给{live.evaluator}。要换人，请先撤销原委派。")
    if due_on <= timezone.localdate():
        raise DomainError("完成期限应在今天之后，请重新选择日期。")


def _check_in_review(project) -> None:
    if project.state not in queries.STAGES:
        raise DomainError(
            f"{project}目前是“{project.get_state_display()}”，只有“中期评估”和“末期评估”阶段的项目可以评估。"
            "请先进入中期评估，或由承接单位申请结项。"
        )


def _check_stage(evaluation) -> None:
    """The score belongs to the review and the round it was asked for."""
    project = evaluation.project
    _check_in_review(project)
    if (evaluation.stage, evaluation.round) != (queries.STAGES[project.state], queries.current_round(project)):
        raise DomainError(f"项目已经进入另一轮评估，{evaluation.label}不能再评分。请联系委派单位。")


def _check_independent(project, evaluator) -> None:
    if not queries.experts_for(project).filter(pk=evaluator.pk).exists():
        raise DomainError(f"{evaluator}不是本地区在任的评审专家，请从专家名单中选择。")
    tie = queries.tie_to(project, evaluator)
    if tie:
        raise DomainError(f"{evaluator}{tie}，与项目一方有关联，应当回避。请另选评估人。")


def _check_score(score: Decimal) -> None:
    if not score.is_finite() or not 0 <= score <= 100:
        raise DomainError("评分应在0到100之间，请改正。")
    if score != round(score, 2):
        raise DomainError("评分最多保留两位小数，请改正。")
