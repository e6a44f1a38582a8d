"""以奖代补: schemes, and sheets computed from verified closed records, checked, published, approved, paid."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from core.calendar import add_workdays
from core.errors import DomainError
from core.workflow import Transition, locked, step
from orgs.models import Organization, User
from projects import workflow
from projects.enums import EntryKind, RewardSheetState
from projects.models import Fund, RewardLine, RewardScheme, RewardSheet
from projects.money import positive_money
from projects.notifications.reward import sheet_changed
from projects.operations.duties import belongs_to
from projects.operations.ledger import available_in, post_entry
from projects.operations.need import require_reason
from projects.queries.plan import promised_of
from projects.reward import Line, compute, read_grades, written
from projects.sources import reward_sources

MOST_DAYS = 366


def create_reward_scheme(
    *,
    by: User,
    organization: Organization,
    fund: Fund,
    name: str,
    source: str,
    grades: list[dict],
    yearly_cap: Decimal,
    valid_from: date,
    source_text: str,
    required_documents: int = 12,
    publicity_days: int = 5,
) -> RewardScheme:
    """Draft the next version of the scheme ``name`` of a union; prices and cap in yuan.

    Twelve documents and five working days are configurable defaults, not law. Raises ``DomainError`` for grades
    that are none, an unknown source, or a fund of another union.
    """
    grades = _grades(grades)
    yearly_cap = _money(yearly_cap)
    if source not in reward_sources():
        raise DomainError("没有这个取数来源。调解模块启用后可选。")
    if not fund.organization.contains(organization):
        raise DomainError(f"“{fund}”不能用于{organization}的奖补，请换一个资金来源。")
    if not name.strip() or not source_text.strip():
        raise DomainError("请填写办法名称和依据。")
    if not 0 <= required_documents <= 60 or not 1 <= publicity_days <= 60:
        raise DomainError("卷宗材料件数应在 0 到 60 之间，公示期应在 1 到 60 个工作日之间。")
    with transaction.atomic():
        locked(organization)  # two drafts get two versions
        earlier = RewardScheme.objects.filter(organization=organization, name=name.strip()).order_by("-version").first()
        return RewardScheme.objects.create(
            organization=organization, fund=fund, name=name.strip(), source=source, grades=written(grades),
            yearly_cap=yearly_cap, valid_from=valid_from, source_text=source_text.strip(), by=by,
            required_documents=required_documents, publicity_days=publicity_days,
            version=earlier.version + 1 if earlier else 1,
        )  # fmt: skip


def publish_reward_scheme(scheme: RewardScheme, *, by: User) -> RewardScheme:
    """Put a version in force; it never changes again."""
    with transaction.atomic():
        scheme = locked(scheme)
        if scheme.published_at:
            raise DomainError("这个版本已经发布，不能再改。需要调整请拟订新版本。")
        scheme.publish(by)
    return scheme


def compute_reward_sheet(scheme: RewardScheme, *, by: User, starts_on: date, ends_on: date) -> RewardSheet:
    """Compute the sheet of a period from the records its source verified (一案一补，同一纠纷只算一件).

    Grades follow the scheme, of which no later version may be in force by then; disputes counted on any live sheet
    are left out, the payee's calendar year stays under the cap over all versions. Raises ``DomainError`` for an
    unpublished scheme, a period that is not over or overlaps another sheet, or when nothing was closed.
    """
    _check_period(scheme, starts_on, ends_on)
    with transaction.atomic():
        lineage = _locked_lineage(scheme)
        _check_overlap(lineage, starts_on, ends_on)
        lines = _computed(scheme, lineage, starts_on, ends_on)
        if not lines:
            raise DomainError(f"{starts_on} 至 {ends_on} 没有办结并核实的案件，没有可核算的。请核对期间。")
        total = sum((line.amount for line in lines), Decimal(0))
        sheet = RewardSheet.objects.create(
            scheme=scheme, starts_on=starts_on, ends_on=ends_on, amount=total, computed_by=by
        )
        try:
            with transaction.atomic():
                RewardLine.objects.bulk_create(_row(sheet, line) for line in lines)
        except IntegrityError:
            raise DomainError("有纠纷刚刚计入另一张核算表，没有核算。请再核算一次。") from None
        sheet_changed(sheet, "create", by=by)
        sheet.events.create(kind="create", to_state=sheet.state, by=by)
    return sheet


def check_reward_sheet(sheet: RewardSheet, *, by: User, note: str = "") -> RewardSheet:
    """Confirm the figures. Not by who computed them, nor by people of a payee (职责分离)."""
    with step(sheet, workflow.CHECK_SHEET, by=by, note=note) as sheet:
        _check_apart(sheet, by, "核算", "复核", sheet.computed_by_id)
        if sheet.amount <= 0:
            raise DomainError("这张核算表没有可支付的金额，请作废后重新核算。")
        sheet_changed(sheet, "check", by=by)
    return sheet


def publicise_reward_sheet(sheet: RewardSheet, *, by: User, note: str = "") -> RewardSheet:
    """Publish case numbers, grades and amounts, without names, for the scheme's working days from tomorrow on."""
    with step(sheet, workflow.PUBLICISE_SHEET, by=by, note=note) as sheet:
        sheet.publicity_ends_on = add_workdays(timezone.localdate(), sheet.scheme.publicity_days)
        sheet.save(update_fields=["publicity_ends_on"])
        sheet_changed(sheet, "publicise", by=by)
    return sheet


def approve_reward_sheet(sheet: RewardSheet, *, by: User, note: str = "") -> RewardSheet:
    """Approve payment once the publicity is over. Not by who computed it, nor by people of a payee."""
    with step(sheet, workflow.APPROVE_SHEET, by=by, note=note) as sheet:
        _check_apart(sheet, by, "核算", "批准", sheet.computed_by_id)
        if timezone.localdate() <= sheet.publicity_ends_on:
            raise DomainError(f"公示到 {sheet.publicity_ends_on} 为止，期满后才能批准。")
        sheet_changed(sheet, "approve", by=by)
    return sheet


def pay_reward_sheet(sheet: RewardSheet, *, by: User, note: str = "") -> RewardSheet:
    """Commit and pay the sheet from the scheme's fund, each one row of the ledger.

    Raises ``DomainError`` when the fund has less left besides what approved plans promise, or ``by`` computed,
    checked or approved the sheet or belongs to a payee.
    """
    with step(sheet, workflow.PAY_SHEET, by=by, note=note) as sheet:
        deciders = (_last(sheet, workflow.CHECK_SHEET), _last(sheet, workflow.APPROVE_SHEET))
        _check_apart(sheet, by, "核算、复核或批准", "支付", sheet.computed_by_id, *deciders)
        fund = locked(sheet.scheme.fund)
        available, promised = available_in(fund), promised_of(fund)
        if available - promised < sheet.amount:
            planned = f"，其中已批准的采购计划还要用 {promised:,.2f} 元" if promised else ""
            raise DomainError(
                f"“{fund}”可用余额 {available:,.2f} 元{planned}，不足奖补合计 {sheet.amount:,.2f} 元。请先追加安排。"
            )
        for kind in (EntryKind.COMMITMENT, EntryKind.PAYMENT):
            post_entry(fund, kind, sheet.amount, key=f"reward-{kind}:{sheet.pk}", by=by, reward_sheet=sheet, note=note)
        sheet_changed(sheet, "pay", by=by)
    return sheet


def void_reward_sheet(sheet: RewardSheet, *, by: User, note: str) -> RewardSheet:
    """Give a sheet up with a reason; its disputes are free to be computed again."""
    with step(sheet, workflow.VOID_SHEET, by=by, note=require_reason(note)) as sheet:
        sheet.lines.update(is_live=False)
        sheet_changed(sheet, "void", by=by)
    return sheet


def _check_period(scheme: RewardScheme, starts_on: date, ends_on: date) -> None:
    if scheme.published_at is None:
        raise DomainError("办法还没有发布，不能核算。请先发布。")
    if scheme.source not in reward_sources():
        raise DomainError("取数来源没有启用，不能核算。调解模块启用后可选。")
    if ends_on < starts_on or (ends_on - starts_on).days >= MOST_DAYS:
        raise DomainError("取数期间应先早后晚，不超过一年，请核对。")
    if ends_on >= timezone.localdate():
        raise DomainError("取数期间还没有结束，期满后再核算，避免漏算当天办结的案件。")
    if starts_on < scheme.valid_from:
        raise DomainError(f"办法自 {scheme.valid_from} 起生效，不能核算更早的案件。")
    versions = RewardScheme.objects.filter(organization=scheme.organization_id, name=scheme.name)
    later = versions.filter(published_at__isnull=False, version__gt=scheme.version, valid_from__lte=ends_on).first()
    if later:
        raise DomainError(
            f"第{later.version}版自 {later.valid_from} 起生效，那天以后的案件请按新版核算，这一版最多算到前一天。"
        )


def _locked_lineage(scheme: RewardScheme) -> list[RewardScheme]:
    """Every version of the scheme under lock: the year's cap is theirs together."""
    rows = RewardScheme.objects.select_for_update(of=("self",)).filter(
        organization=scheme.organization_id, name=scheme.name
    )
    return list(rows.order_by("pk"))


def _check_overlap(lineage: list[RewardScheme], starts_on: date, ends_on: date) -> None:
    live = RewardSheet.objects.exclude(state=RewardSheetState.VOID)
    other = live.filter(scheme__in=lineage, starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if other:
        raise DomainError(f"{other.starts_on} 至 {other.ends_on} 已经核算过，期间不能重叠。需要重算请先作废。")


def _computed(scheme: RewardScheme, lineage: list[RewardScheme], starts_on: date, ends_on: date) -> list[Line]:
    source = reward_sources()[scheme.source]
    records = [
        record
        for record in source.records(scheme.organization, starts_on, ends_on)
        if starts_on <= record.closed_on <= ends_on
    ]
    payees = {record.payee_id for record in records}
    if Organization.objects.filter(pk__in=payees).count() < len(payees):
        raise DomainError("有案件的受奖单位已不存在，不能核算。请联系系统管理员核对调解记录。")
    live = RewardLine.objects.filter(is_counted=True, is_live=True)
    earned = live.filter(sheet__scheme__in=lineage).values_list("payee_id", "closed_on__year")
    return compute(
        records,
        read_grades(scheme.grades),
        cap=scheme.yearly_cap,
        required_documents=scheme.required_documents,
        counted=live.filter(dispute_key__in={record.dispute_key for record in records}).values_list(
            "dispute_key", flat=True
        ),
        earned={(payee, year): total for payee, year, total in earned.annotate(Sum("amount")).order_by()},
    )


def _row(sheet: RewardSheet, line: Line) -> RewardLine:
    record = line.record
    return RewardLine(
        sheet=sheet, payee_id=record.payee_id, record_number=record.number, dispute_key=record.dispute_key,
        closed_on=record.closed_on, grade=line.grade, basis=line.basis[:200], documents=record.documents,
        amount=line.amount, is_counted=line.is_counted, remarks=[remark[:100] for remark in line.remarks],
    )  # fmt: skip


def _last(sheet: RewardSheet, transition: Transition) -> int | None:
    """Who made the move."""
    return sheet.events.filter(kind=transition.name).order_by("pk").values_list("by_id", flat=True).last()


def _check_apart(sheet: RewardSheet, by: User, did: str, wants: str, *actors: int | None) -> None:
    """Nobody goes on with their own work, or with money of their own unit."""
    if by.pk in actors:
        raise DomainError(f"您{did}了这张核算表，不能再{wants}。请由其他人员办理。")
    payees = Organization.objects.filter(reward_lines__sheet=sheet, reward_lines__is_counted=True).distinct()
    if any(belongs_to(by, payee) for payee in payees):
        raise DomainError(f"您是受奖单位的人员，不能{wants}本单位的奖补。请由其他人员办理。")


def _grades(rows):
    try:
        return read_grades(rows)
    except ValueError as error:
        raise DomainError(str(error)) from None


def _money(value) -> Decimal:
    try:
        return positive_money(value)
    except ValueError as error:
        raise DomainError(f"年度封顶：{error}") from None
