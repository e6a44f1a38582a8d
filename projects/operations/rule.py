"""What people do in the rule centre: nothing acts on the past, nothing published changes."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked
from orgs.enums import UnionLevel
from orgs.models import Organization, User
from projects.enums import BudgetCategory, BudgetRuleKind, ParameterName, ProcurementCategory, ThresholdKind
from projects.models import BudgetRule, BudgetRuleSet, Parameter, Scorecard, ScorecardItem, Threshold
from projects.money import to_money
from projects.parameters import BOUNDS
from projects.queries.rule import REGIONS, next_version

FULL = Decimal(100)
LAST_YEAR = 2100
RANKS = list(UnionLevel.values)
WITH_VALUE = (BudgetRuleKind.MAX_RATIO, BudgetRuleKind.MAX_GROUP_RATIO, BudgetRuleKind.MAX_UNIT_PRICE)
RATIOS = (BudgetRuleKind.MAX_RATIO, BudgetRuleKind.MAX_GROUP_RATIO)
MOST_PARTS = 40


def set_parameter(*, by: User, name: str, value: Decimal, valid_from: date, source_text: str) -> Parameter:
    """Register the value of a setting from a day on; what was decided before keeps the value it was decided under.

    Raises ``DomainError`` when the value lies outside its bounds (some set by law, see ``projects.parameters``), the
    day has passed, the source is missing, or the day already has a value.
    """
    if name not in ParameterName.values:
        raise DomainError("没有这个参数，请刷新页面重新选择。")
    source_text = checked_source(source_text)
    check_valid_from(valid_from)
    value = checked_value(ParameterName(name), value)
    try:
        with transaction.atomic():
            return Parameter.objects.create(
                name=name, value=value, valid_from=valid_from, source_text=source_text, by=by
            )
    except IntegrityError:
        raise DomainError(f"这个参数已经登记过自 {valid_from} 起的值，请换一个生效日期。") from None


def set_threshold(
    *,
    by: User,
    organization: Organization,
    level: str,
    category: str,
    kind: str,
    amount: Decimal,
    valid_from: date,
    source_text: str,
) -> Threshold:
    """Register an amount of yuan for purchases by unions of ``level`` in a region, from a day on.

    Raises ``DomainError`` when the region is no city or district, the level stands above the region, the amount is no
    amount, the day has passed or already has one, or the source is missing.
    """
    if organization.level not in REGIONS:
        raise DomainError("采购门槛按市、区县登记，请选择市总工会或区县总工会。")
    known = level in RANKS and category in ProcurementCategory.values and kind in ThresholdKind.values
    if not known or RANKS.index(level) < RANKS.index(organization.level):
        raise DomainError(f"“{organization}”只能登记本级和下级工会的门槛，请重新选择适用层级。")
    source_text = checked_source(source_text)
    check_valid_from(valid_from)
    amount = checked_amount(amount)
    try:
        with transaction.atomic():
            return Threshold.objects.create(
                organization=organization, level=level, category=category, kind=kind, amount=amount,
                valid_from=valid_from, source_text=source_text, by=by,
            )  # fmt: skip
    except IntegrityError:
        raise DomainError(f"这一门槛已经登记过自 {valid_from} 起的金额，请换一个生效日期。") from None


def create_scorecard(*, by: User, name: str, valid_from: date, source_text: str, items: list[dict]) -> Scorecard:
    """A draft card; the name of an existing one makes its next version. ``items`` are ``{title, points, guidance}``."""
    return _draft(Scorecard, by, name, valid_from, source_text, checked_items(items))


def update_scorecard(card: Scorecard, *, by: User, valid_from: date, source_text: str, items: list[dict]) -> Scorecard:
    """Rewrite a draft; a published card never changes."""
    return _rewrite(card, by, valid_from, source_text, checked_items(items))


def publish_scorecard(card: Scorecard, *, by: User) -> Scorecard:
    """Open a card to calls. Its items must add up to 100 points."""
    with transaction.atomic():
        card = _publishable(card)
        total = sum((item.points for item in card.items.all()), Decimal(0))
        if total != FULL:
            raise DomainError(f"各评分项合计 {total:.2f} 分，应为 100 分。请改正分值后再发布。")
        card.publish(by)
    return card


def create_budget_rule_set(
    *, by: User, name: str, valid_from: date, source_text: str, rules: list[dict]
) -> BudgetRuleSet:
    """A draft set; the name of an existing one makes its next version.

    ``rules`` are ``{kind, categories, keyword, value, tiers, message, source_text}``.
    """
    return _draft(BudgetRuleSet, by, name, valid_from, source_text, checked_rules(rules))


def update_budget_rule_set(
    rule_set: BudgetRuleSet, *, by: User, valid_from: date, source_text: str, rules: list[dict]
) -> BudgetRuleSet:
    """Rewrite a draft; a published set never changes."""
    return _rewrite(rule_set, by, valid_from, source_text, checked_rules(rules))


def publish_budget_rule_set(rule_set: BudgetRuleSet, *, by: User) -> BudgetRuleSet:
    """Open a set to calls. It must hold at least one rule."""
    with transaction.atomic():
        rule_set = _publishable(rule_set)
        if not rule_set.rules.exists():
            raise DomainError("规则集里还没有规则，不能发布。请先添加规则。")
        rule_set.publish(by)
    return rule_set


def checked_source(text: str) -> str:
    if not text.strip():
        raise DomainError("请写明依据，例如文件名称和文号，或本级会议纪要。")
    return text.strip()


def check_valid_from(day: date) -> None:
    """Nobody changes the rules of the past."""
    if day < timezone.localdate():
        raise DomainError("生效日期不能早于今天：已经作出的决定按当时的规则，不能改变。")
    if day.year > LAST_YEAR:
        raise DomainError(f"生效日期应在 {LAST_YEAR} 年以前，请核对。")


def checked_value(name: ParameterName, value) -> Decimal:
    bounds = BOUNDS[name]
    try:
        value = to_money(value)
    except ValueError:
        raise DomainError(f"“{name.label}”请填写数字，最多两位小数。") from None
    if bounds.whole and value != value.to_integral_value():
        raise DomainError(f"“{name.label}”应为整数，请改正。")
    if not bounds.low <= value <= bounds.high:
        law = f"（{bounds.law}）" if bounds.law else ""
        raise DomainError(f"“{name.label}”应在 {bounds.low} 到 {bounds.high} 之间{law}，请改正。")
    return value


def checked_amount(amount) -> Decimal:
    try:
        amount = to_money(amount)
    except ValueError as error:
        raise DomainError(str(error)) from None
    if amount < 0 or amount.is_signed():
        raise DomainError("金额不能小于 0，请核对。")
    return amount


def checked_items(items: list[dict]) -> list[ScorecardItem]:
    """At least one criterion, each title once, points above zero and at most 100."""
    if not 1 <= len(items) <= MOST_PARTS:
        raise DomainError(f"评分卡应有 1 到 {MOST_PARTS} 个评分项。")
    titles = [item["title"].strip() for item in items]
    if not all(titles) or len(set(titles)) < len(titles):
        raise DomainError("评分项要有名称，且不能重复，请改正。")
    rows = []
    for number, item in enumerate(items, start=1):
        points = _decimal(item["points"], f"评分项第{number}行：分值请填写数字，最多两位小数。")
        if not 0 < points <= FULL:
            raise DomainError(f"评分项第{number}行：分值应大于 0，不超过 100。")
        rows.append(
            ScorecardItem(number=number, title=titles[number - 1], points=points, guidance=item.get("guidance", ""))
        )
    return rows


def checked_rules(rules: list[dict]) -> list[BudgetRule]:
    """At most forty rules, each complete for its kind."""
    if len(rules) > MOST_PARTS:
        raise DomainError(f"一个规则集最多 {MOST_PARTS} 条规则。")
    return [_checked_rule(number, rule) for number, rule in enumerate(rules, start=1)]


def _checked_rule(number: int, rule: dict) -> BudgetRule:
    where, kind, categories = f"规则第{number}行：", rule["kind"], list(dict.fromkeys(rule.get("categories") or ()))
    if kind not in BudgetRuleKind.values or set(categories) - set(BudgetCategory.values):
        raise DomainError(f"{where}没有这种规则或科目，请重新选择。")
    if not categories and not rule.get("keyword", "").strip():
        raise DomainError(f"{where}请选择适用科目，或填写明细所含的词；两者都不填就会管住所有开支。")
    if not rule["message"].strip():
        raise DomainError(f"{where}请写明提示，申报单位看到的就是这句话。")
    return BudgetRule(
        kind=kind,
        categories=categories,
        keyword=rule.get("keyword", "").strip(),
        value=_checked_limit(where, kind, rule.get("value")),
        tiers=_checked_tiers(where, rule.get("tiers") or []) if kind == BudgetRuleKind.TIERED_UNIT_PRICE else [],
        message=rule["message"].strip(),
        source_text=checked_source(rule.get("source_text", "")),
    )


def _checked_limit(where: str, kind: str, value) -> Decimal | None:
    """Per cent for ratios, yuan for prices; the other kinds have none."""
    if kind not in WITH_VALUE:
        return None
    if value in (None, ""):
        raise DomainError(f"{where}这种规则要填限值。")
    value = _decimal(value, f"{where}限值请填写数字，最多两位小数。")
    if value < 0 or (kind in RATIOS and value > FULL):
        raise DomainError(f"{where}占比应在 0 到 100 之间，单价不能小于 0。")
    return value


def _checked_tiers(where: str, tiers: list[dict]) -> list[dict]:
    """From the first unit on, upwards, each at a price above zero: ``[{"from": 1, "price": "500.00"}, …]``."""
    starts = [tier["from"] for tier in tiers]
    if not starts or starts[0] != 1 or starts != sorted(set(starts)):
        raise DomainError(f"{where}分档要从第 1 起，由小到大，不能重复。")
    prices = [_decimal(tier["price"], f"{where}分档单价请填写数字，最多两位小数。") for tier in tiers]
    if min(prices) <= 0:
        raise DomainError(f"{where}分档单价要大于 0。")
    return [{"from": start, "price": f"{price:.2f}"} for start, price in zip(starts, prices, strict=True)]


def _decimal(value, sentence: str) -> Decimal:
    try:
        return to_money(value)
    except (ValueError, InvalidOperation):
        raise DomainError(sentence) from None


def _draft(model, by: User, name: str, valid_from: date, source_text: str, parts: list):
    name, source_text = name.strip(), checked_source(source_text)
    if not name:
        raise DomainError("请填写名称。")
    check_valid_from(valid_from)
    if model.objects.filter(name=name, published_at=None).exists():
        raise DomainError(f"“{name}”已有一个未发布的版本，请先修改并发布那个版本。")
    try:
        with transaction.atomic():
            row = model.objects.create(
                name=name, version=next_version(model, name), valid_from=valid_from, source_text=source_text, by=by
            )
            _write_parts(row, parts)
    except IntegrityError:
        raise DomainError(f"“{name}”刚刚有人新建了版本，请刷新页面。") from None
    return row


def _rewrite(row, by: User, valid_from: date, source_text: str, parts: list):
    source_text = checked_source(source_text)
    check_valid_from(valid_from)
    with transaction.atomic():
        row = _unpublished(row)
        row.valid_from, row.source_text, row.by = valid_from, source_text, by
        row.save(update_fields=["valid_from", "source_text", "by"])
        _write_parts(row, parts)
    return row


def _write_parts(row, parts: list) -> None:
    """The criteria of a card, or the rules of a set: all of them anew."""
    name, rows = ("card", row.items) if isinstance(row, Scorecard) else ("rule_set", row.rules)
    rows.all().delete()
    for part in parts:
        setattr(part, name, row)
    rows.model.objects.bulk_create(parts)


def _unpublished(row):
    row = locked(row)
    if row.published_at:
        raise DomainError(f"“{row}”已经发布，不能再改。需要调整时请新建版本。")
    return row


def _publishable(row):
    row = _unpublished(row)
    check_valid_from(row.valid_from)
    return row
