"""What became of a contract's performance bond: handed in, given back, called on. No money of any fund."""

import pgtrigger
from django.db import models
from django.db.models import Q

from core.clock import now
from core.workflow import append_only
from projects.enums import BondEntryKind, BondForm
from projects.models.columns import money, person
from projects.models.contract import Contract, ContractFile, OfContractQuerySet

K = BondEntryKind
# The contract's row is locked as the operations do, so that two entries at once cannot both take what is left.
BOND_ADDS_UP = """
    SELECT bond_amount INTO agreed FROM projects_contract WHERE id = NEW.contract_id FOR NO KEY UPDATE;
    SELECT COALESCE(SUM(CASE WHEN kind = 'handed_in' THEN amount ELSE -amount END), 0) INTO held
        FROM projects_bondentry WHERE contract_id = NEW.contract_id;
    IF (NEW.kind = 'handed_in' AND NEW.amount <> agreed) OR (NEW.kind <> 'handed_in' AND NEW.amount > held) THEN
        RAISE EXCEPTION 'bond of contract % does not add up', NEW.contract_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bond_adds_up';
    END IF;
    RETURN NEW;
"""


class BondEntry(models.Model):
    """One thing that happened to the bond; what is held is what was handed in less what was returned or called on.

    It stands beside the contract only: the paper or the cheque is the contractor's security, never income of a fund.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="bond_entries", verbose_name="合同")
    kind = models.CharField("事项", max_length=20, choices=BondEntryKind)
    form = models.CharField("形式", max_length=20, choices=BondForm, blank=True)
    number = models.CharField("保函或票据号码", max_length=60, blank=True)
    handed_by = models.CharField("交存人", max_length=30, blank=True)
    amount = money("金额（元）")
    on = models.DateField("日期")
    note = models.CharField("说明", max_length=200, blank=True)
    file = models.ForeignKey(ContractFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="凭证")
    by = person("登记人")
    at = models.DateTimeField("登记时间", default=now, editable=False)

    objects = OfContractQuerySet.as_manager()

    class Meta:
        verbose_name = "履约保证金登记"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=K.values), name="bond_entry_kind"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bond_entry_positive"),
            models.CheckConstraint(
                condition=~Q(kind=K.HANDED_IN) | ~Q(form="") & ~Q(number="") & ~Q(handed_by="") & Q(file__isnull=False),
                name="bond_entry_handed_in",
            ),
            models.CheckConstraint(condition=~Q(kind=K.CALLED) | ~Q(note=""), name="bond_entry_called_why"),
            models.UniqueConstraint(fields=["contract"], condition=Q(kind=K.HANDED_IN), name="bond_handed_in_once"),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="bond_adds_up",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("agreed", "NUMERIC"), ("held", "NUMERIC")],
                func=BOND_ADDS_UP,
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount:,.2f} 元"
