"""What scores add up to: the satisfaction rate and the grade. Pure functions, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from evaluations.enums import Grade, Score

SATISFIED = (Score.SATISFIED, Score.VERY_SATISFIED)


@dataclass(frozen=True)
class Satisfaction:
    """满意率 with the sample behind it; ``rate`` is the exact quotient, ``None`` without a valid answer.

    SECURITY: a handful of answers has no ``rate`` either (``is_hidden``): with the number of answers it would say
    what each of them was. Pages and files show ``rate`` and ``valid``, and ``satisfied`` only where there is a rate.
    """

    valid: int
    satisfied: int
    rate: Decimal | None
    is_small: bool

    @property
    def is_hidden(self) -> bool:
        """Some answers, but too few to say anything about them."""
        return bool(self.valid) and self.rate is None

    @property
    def shown_satisfied(self) -> int | None:
        """``satisfied`` where the rate is shown too."""
        return None if self.is_hidden else self.satisfied


def satisfaction(counts: Mapping[int, int]) -> Satisfaction:
    """满意率 = (5分 + 4分) / 有效评价; ``counts`` maps a score to how many gave it.

    Below ``RATING_GROUP_MINIMUM`` answers there is no rate, below ``RATING_SMALL_SAMPLE`` it is marked as too small
    to be relied on (configurable defaults).
    """
    valid = sum(counts.values())
    satisfied = sum(counts.get(score, 0) for score in SATISFIED)
    rate = Decimal(satisfied) / Decimal(valid) if valid >= max(settings.RATING_GROUP_MINIMUM, 1) else None
    return Satisfaction(valid, satisfied, rate, is_small=valid < settings.RATING_SMALL_SAMPLE)


def grade(score: Decimal, pass_mark: Decimal) -> Grade:
    """The band of a score: 不合格 below the project's pass mark, else 优秀, 良好 (bounds in settings) or 合格."""
    if score < pass_mark:
        return Grade.FAILED
    return next((Grade(name) for name, floor in settings.GRADE_FLOORS if score >= floor), Grade.PASSED)


@dataclass(frozen=True)
class Summary:
    """What a page shows of a set of ratings; too few of them (``is_hidden``) show nothing but their number."""

    satisfaction: Satisfaction
    bars: tuple[tuple[str, int, Decimal | None], ...]  # label, how many, share
    is_hidden: bool


def summary(counts: Mapping[int, int]) -> Summary:
    """Rate and distribution, best score first; hidden below ``RATING_GROUP_MINIMUM`` (configurable default)."""
    result = satisfaction(counts)
    shares = {score: Decimal(number) / result.valid for score, number in counts.items()} if result.valid else {}
    bars = tuple((score.label, counts.get(score, 0), shares.get(score)) for score in Score)
    return Summary(result, bars, is_hidden=result.valid < settings.RATING_GROUP_MINIMUM)
