"""迟到, 早退, 补签: nothing of it is stored; it follows from when people came, left and were entered.

迟到   came later after the start than the grace allows (规则中心, configurable default 10 minutes).
早退   left earlier before the end than the grace allows (configurable default 10 minutes), where people check out.
补签   entered by hand after the check-in time had ended, without the moment of a scan.
补传   scanned in time, received later: the network was down.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper, F, Q, TextChoices

from projects import parameters
from projects.enums import ParameterName
from services.models import Attendance
from services.operations.attendance import CLOSES_AFTER

DELAY = timedelta(minutes=5)  # between scan and receipt; less is an ordinary phone (configurable default)


class Mark(TextChoices):
    LATE = "late", "迟到"
    EARLY = "early", "早退"
    ENTERED = "entered", "补签"
    SENT = "sent", "断网补传"


@dataclass(frozen=True)
class Grace:
    late: timedelta
    early: timedelta


def grace() -> Grace:
    """As the rule centre has it today."""
    found = parameters.several(ParameterName.LATE_MINUTES, ParameterName.EARLY_MINUTES)
    return Grace(*(timedelta(minutes=int(minutes)) for minutes in found.values()))


def marked(mark: str, allowed: Grace) -> Q:
    """The attendance rows with ``mark``."""
    starts, ends = F("session__starts_at"), F("session__ends_at")
    delay = ExpressionWrapper(F("at") + DELAY, output_field=DateTimeField())
    conditions = {
        Mark.LATE: Q(at__gt=starts + allowed.late, at__lte=ends),
        Mark.EARLY: Q(check_out__at__lt=ends - allowed.early),
        Mark.ENTERED: Q(recorded_at__gt=ends + CLOSES_AFTER, nonce=None),
        Mark.SENT: Q(nonce__isnull=False, recorded_at__gt=delay),
    }
    return Q(person__isnull=False) & conditions[Mark(mark)]


def marks_of(row: Attendance, left_at, allowed: Grace) -> list[str]:
    """The labels for one row whose session is loaded; the same rules as ``marked``."""
    if not row.is_named:
        return []
    starts, ends = row.session.starts_at, row.session.ends_at
    found = {
        Mark.LATE: starts + allowed.late < row.at <= ends,
        Mark.EARLY: left_at is not None and left_at < ends - allowed.early,
        Mark.ENTERED: row.nonce is None and row.recorded_at > ends + CLOSES_AFTER,
        Mark.SENT: row.nonce is not None and row.recorded_at > row.at + DELAY,
    }
    return [mark.label for mark, holds in found.items() if holds]
