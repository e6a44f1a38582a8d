"""What evaluations add to the archived volume of a project: opinions, rectifications, what people thought."""

from collections.abc import Iterator

from django.utils import timezone

from core.templatetags.ui import day, percent
from evaluations.enums import EvaluationState, Stage
from evaluations.models import Evaluation, Rectification
from evaluations.queries import ratings_until, score_counts
from evaluations.scoring import grade, satisfaction
from projects.documents.plain import Table, plain_document
from projects.enums import ArchivePart
from projects.models import Project
from projects.sources import VolumeDocument, register_volume


def volume_of(project: Project) -> Iterator[VolumeDocument]:
    """One document for each evaluation and each rectification, and the satisfaction of the whole project."""
    scored = Evaluation.objects.filter(project=project, state=EvaluationState.SCORED)  # the volume's own scope
    for evaluation in scored.select_related("evaluator").order_by("pk"):
        yield opinion(evaluation)
    rectifications = Rectification.objects.filter(project=project).select_related("responsible", "evaluation")
    for row in rectifications.prefetch_related("files__uploaded_by").order_by("pk"):
        yield order(row)
        for stored in row.files.all():
            title = f"整改证据 {stored.name}"
            yield VolumeDocument(part_of(row.evaluation), title, str(stored.uploaded_by),
                                 timezone.localdate(stored.uploaded_at), stored=stored)  # fmt: skip
    yield from satisfaction_sheet(project)


def part_of(evaluation: Evaluation) -> str:
    return ArchivePart.MIDTERM if evaluation.stage == Stage.MIDTERM else ArchivePart.PERFORMANCE


def opinion(evaluation: Evaluation) -> VolumeDocument:
    facts = [
        ("项目", evaluation.project.name), ("评估", evaluation.label), ("评估人", evaluation.evaluator),
        ("评分", f"{evaluation.score} 分"), ("等级", grade(evaluation.score, evaluation.project.pass_mark).label),
        ("评估意见", evaluation.comment),
    ]  # fmt: skip
    return made(part_of(evaluation), f"{evaluation.label}意见", facts, str(evaluation.evaluator))


def order(row: Rectification) -> VolumeDocument:
    facts = [
        ("问题", row.problem), ("依据", row.basis), ("责任人", row.responsible), ("整改期限", day(row.due_on)),
        ("整改情况", row.reply), ("复核结论", row.conclusion), ("状态", row.get_state_display()),
    ]  # fmt: skip
    return made(part_of(row.evaluation), f"整改单（{row.evaluation.label}）", facts, str(row.responsible))


def satisfaction_sheet(project: Project) -> Iterator[VolumeDocument]:
    counts = score_counts(ratings_until(project, timezone.localdate()))
    found = satisfaction(counts)
    if found.valid:
        rate = "样本不足，不计算" if found.rate is None else percent(found.rate)
        facts = [("项目", project.name), ("有效评价", f"{found.valid} 份"), ("满意率", rate)]
        yield made(ArchivePart.FINAL, "服务对象满意度", facts, str(project.organization))


def made(part: str, title: str, facts, responsible: str, tables: tuple[Table, ...] = ()) -> VolumeDocument:
    return VolumeDocument(part, title, responsible, build=lambda: ("docx", plain_document(title, facts, tables)))


register_volume(volume_of)
