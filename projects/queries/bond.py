"""Where the performance bond of a contract stands, and which bonds wait for something."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, DecimalField, F, OuterRef, QuerySet, Subquery, Sum, When
from django.utils import timezone

from core.calendar import add_workdays
from projects import deadlines, parameters, workflow
from projects.enums import BondEntryKind, ContractState, ParameterName, ProjectState
from projects.models import BondEntry, Contract, ProjectEvent

ZERO = Decimal(0)
IN_FORCE = (ContractState.SIGNED, ContractState.REGISTERED, ContractState.EXPIRED)
ACCEPTED = (ProjectState.COMPLETED, ProjectState.SETTLING, ProjectState.AUDITED)
# 验收 or 终止: what was kept as security is no longer needed, or is called on.
OVER = (*ACCEPTED, ProjectState.TERMINATED, ProjectState.CLAWBACK)


@dataclass(frozen=True)
class Bond:
    """The bond a contract asks for and what became of it; ``held`` is what the union still keeps, in yuan."""

    contract: Contract
    entries: list[BondEntry]
    held: Decimal

    @property
    def handed_in(self) -> BondEntry | None:
        return next((row for row in self.entries if row.kind == BondEntryKind.HANDED_IN), None)

    @property
    def is_awaited(self) -> bool:
        """Asked for, in force, and not there."""
        contract = self.contract
        in_time = contract.state in IN_FORCE and contract.project.state not in (*OVER, ProjectState.ARCHIVED)
        return bool(contract.bond_amount) and in_time and self.handed_in is None

    @property
    def standing(self) -> tuple[str, str]:
        """Key and word of the badge."""
        if self.handed_in is None:
            return ("waiting", "待交存") if self.is_awaited else ("draft", "未交存")
        if not self.held:
            return "done", "已办结"
        return ("waiting", "待退还") if self.is_to_settle else ("active", "保管中")

    @property
    def is_to_settle(self) -> bool:
        """Accepted or terminated, and something of it is still held."""
        return self.held > 0 and self.contract.project.state in OVER


def bond_of(contract: Contract) -> Bond | None:
    """``None`` where the contract asks for none."""
    if not contract.bond_amount:
        return None
    entries = list(contract.bond_entries.select_related("by", "file"))
    held = sum((row.amount if row.kind == BondEntryKind.HANDED_IN else -row.amount for row in entries), ZERO)
    return Bond(contract, entries, held)


def awaiting_bond(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Contracts in force whose bond has not been handed in."""
    rows = rows.filter(bond_amount__gt=0, state__in=IN_FORCE).exclude(project__state__in=[*OVER, ProjectState.ARCHIVED])
    return rows.exclude(bond_entries__kind=BondEntryKind.HANDED_IN)


def bonds_to_return(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Contracts whose project is accepted or terminated while something of the bond is still ``held``, with the moment
    they were over (``over_at``)."""
    signed = Case(When(kind=BondEntryKind.HANDED_IN, then=F("amount")), default=-F("amount"))
    entries = BondEntry.objects.filter(contract=OuterRef("pk")).order_by().values("contract")
    held = Subquery(entries.annotate(total=Sum(signed)).values("total"), output_field=DecimalField())
    ended = _ends(OuterRef("project")).order_by("-pk").values("at")[:1]
    rows = rows.filter(project__state__in=OVER).annotate(held=held, over_at=Subquery(ended))
    return rows.filter(held__gt=0)


def _ends(project) -> QuerySet[ProjectEvent]:
    return ProjectEvent.objects.filter(subject=project, kind__in=[workflow.COMPLETE.name, workflow.TERMINATE.name])


def over_since(contract: Contract) -> date | None:
    """The day the project was accepted, or ended early."""
    at = _ends(contract.project_id).order_by("pk").values_list("at", flat=True).last()
    return timezone.localdate(at) if at else None


def return_limit(contract: Contract) -> deadlines.Deadline | None:
    """By when what is held should be returned; a configurable default, for no article sets a day. ``None`` while it is
    not due."""
    bond = bond_of(contract)
    since = over_since(contract) if bond and bond.handed_in else None
    if since is None:
        return None
    days = parameters.days(ParameterName.BOND_RETURN_DAYS, since)
    basis = f"{parameters.source(ParameterName.BOND_RETURN_DAYS, since)}：验收或者终止之日起{days}个工作日内"
    done_on = None if bond.held else bond.entries[-1].on
    return deadlines.Deadline("退还履约保证金", basis, add_workdays(since, days), done_on)
