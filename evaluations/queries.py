"""Reads worth a name."""

from django.conf import settings
from django.db.models import Count, Sum
from django.utils import timezone

from core.crypto import blind_index
from evaluations.enums import EvaluationState, RectificationState, Score, Stage
from evaluations.models import Evaluation, Rating, RatingReceipt, Rectification
from orgs.enums import Role
from orgs.models import Membership, User
from orgs.models.person import normal_phone
from projects.enums import ExpenseState, ProjectState
from projects.models import Expense
from projects.permissions import CONTRACTOR_STAFF
from projects.workflow import APPROVE
from services.counting import SERVED, standing
from services.models import Attendance, Session


def score_counts(ratings) -> dict[int, int]:
    """How many of ``ratings`` (an already scoped queryset) gave each score; all five keys, one query."""
    counted = dict(ratings.order_by().values_list("score").annotate(Count("pk")))
    return {score: counted.get(score, 0) for score in Score.values}


def listable(ratings):
    """``ratings`` without those of sessions with too few to hide the individual among them.

    When what is withheld is itself a small group, the smallest listed session is withheld too: total minus
    list would otherwise give the small group away (complementary suppression; configurable default).
    """
    groups = ratings.order_by().values("session").annotate(n=Count("pk"))
    large = groups.filter(n__gte=settings.RATING_GROUP_MINIMUM)
    withheld = groups.filter(n__lt=settings.RATING_GROUP_MINIMUM).aggregate(total=Sum("n"))["total"] or 0
    rows = ratings.filter(session__in=large.values("session"))
    if 0 < withheld < settings.RATING_GROUP_MINIMUM:
        smallest = large.order_by("n", "session").values("session").first()
        rows = rows.exclude(session=smallest["session"]) if smallest else rows
    return rows


def has_rated(attendance) -> bool:
    return RatingReceipt.objects.filter(attendance=attendance).exists()


def attendances_by_phone(session, phone: str):
    """Participants of ``session`` who gave this phone."""
    index = blind_index(normal_phone(phone))
    if not index:
        return Attendance.objects.none()  # people without a phone share the empty index
    rows = Attendance.objects.filter(session=session, person__phone_index=index).select_related("person", "session")
    return standing(rows.filter(SERVED))


def unrated_by_phone(session, phone: str) -> Attendance | None:
    """One participant of ``session`` with this phone who may rate and has not; whoever shares a phone takes turns."""
    rows = attendances_by_phone(session, phone)
    return rows.exclude(pk__in=RatingReceipt.objects.values("attendance")).order_by("pk").first()


def experts_for(project):
    """The experts of the union bodies above the project's community; the pool an evaluator is chosen from."""
    return User.objects.holding(project.organization, Role.EXPERT).order_by("name", "pk")


def evaluators_for(project):
    """Experts without a tie to either party; every candidate passes ``tie_to``."""
    tied = {project.worker_id, project.created_by_id, *approvers_of(project)}
    return experts_for(project).exclude(pk__in=tied).exclude(pk__in=_members_of_parties(project).values("user"))


def tie_to(project, user) -> str:
    """Why ``user`` is not independent of ``project``, in words; empty when nothing speaks against them.

    The parties are the contractor and the implementing community, with everything below them. Whoever carried
    out, applied for or approved the project may not judge it either (configurable default, segregation of duties).
    """
    if user.pk == project.worker_id:
        return "是本项目的执行社工"
    if user.pk == project.created_by_id:
        return "是本项目的填报人"
    if user.pk in approvers_of(project):
        return "批准过本项目立项"
    membership = _members_of_parties(project).filter(user=user).select_related("organization").first()
    return f"在{membership.organization}任职" if membership else ""


def approvers_of(project) -> set[int]:
    return set(project.events.filter(kind=APPROVE.name).values_list("by_id", flat=True))


def _members_of_parties(project):
    parties = (project.contractor, project.organization)
    current = Membership.objects.current()
    return current.filter(organization__path__startswith=parties[0].path) | current.filter(
        organization__path__startswith=parties[1].path
    )


STAGES = {ProjectState.MIDTERM_REVIEW: Stage.MIDTERM, ProjectState.FINAL_REVIEW: Stage.FINAL}


def current_round(project) -> int:
    """Which round of the review the project is in: one more for every rectification ordered in this stage."""
    return (
        1
        + Rectification.objects.filter(project=project, evaluation__stage=STAGES[project.state])
        .values("evaluation")
        .distinct()
        .count()
    )


def live_evaluation(project) -> Evaluation | None:
    """The evaluation of the project's present review that has not been withdrawn."""
    rows = project.evaluations.exclude(state=EvaluationState.WITHDRAWN)
    return rows.filter(stage=STAGES[project.state], round=current_round(project)).first()


def failed_evaluation(project) -> Evaluation | None:
    """The scored evaluation of the project's present review: what a rectification answers to."""
    found = live_evaluation(project) if project.state in STAGES else None
    return found if found and found.state == EvaluationState.SCORED else None


def open_rectifications(project):
    return Rectification.objects.filter(project=project).exclude(state=RectificationState.CLOSED)


def staff_of_contractor(project):
    """Who may be made responsible for putting things right."""
    return User.objects.holding(project.contractor, *CONTRACTOR_STAFF).order_by("name", "pk")


def sessions_to_sample(project):
    """Held sessions of the project."""
    return Session.objects.held().filter(activity__project=project)


def expenses_to_sample(project):
    """Vouchers handed in and not disallowed."""
    return Expense.objects.filter(project=project).exclude(state__in=[ExpenseState.DRAFT, ExpenseState.DISALLOWED])


def ratings_until(project, until):
    """Ratings of the project's sessions up to and with that day."""
    return Rating.objects.filter(session__activity__project=project, session__starts_on__lte=until)


def is_overdue(evaluation) -> bool:
    return evaluation.state == EvaluationState.ASSIGNED and evaluation.due_on < timezone.localdate()
