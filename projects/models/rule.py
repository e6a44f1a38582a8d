"""规则中心: dated thresholds, parameters, scorecards and budget rules. What was decided keeps its version."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse

from core.clock import now
from core.workflow import append_only
from orgs.enums import UnionLevel
from projects.enums import BudgetCategory, BudgetRuleKind, ParameterName, ProcurementCategory, ThresholdKind
from projects.models.columns import money, person


def plain(number) -> str:
    """``10``, ``12.5``: a value without empty decimals."""
    return f"{number.normalize():f}"


class RuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rules are no secret: everybody who signs in may read them."""
        return self if user.is_authenticated else self.none()

    def on(self, day):
        """In force on ``day``, the newest first."""
        return self.filter(valid_from__lte=day).order_by("-valid_from", "-pk")


class Rule(models.Model):
    """What every dated rule says: since when, and on which authority."""

    valid_from = models.DateField("生效日期")
    source_text = models.CharField("依据", max_length=200)
    by = person("登记人", null=True)
    at = models.DateTimeField("登记时间", default=now, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        abstract = True


class Threshold(Rule):
    """An amount of yuan from which a stricter procedure is due in a region, for unions of one level."""

    organization = models.ForeignKey(
        "orgs.Organization", models.PROTECT, related_name="thresholds", verbose_name="适用地区"
    )
    level = models.CharField("适用层级", max_length=20, choices=UnionLevel)
    category = models.CharField("采购类别", max_length=20, choices=ProcurementCategory)
    kind = models.CharField("门槛", max_length=20, choices=ThresholdKind)
    amount = money("金额（元）")

    class Meta:
        verbose_name = "采购门槛"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "level", "category", "kind", "valid_from"], name="threshold_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="threshold_amount"),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount:,.2f} 元"


class Parameter(Rule):
    """A dated value of one named setting."""

    name = models.CharField("参数", max_length=30, choices=ParameterName)
    value = models.DecimalField("值", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "规则参数"
        ordering = ["name", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["name", "valid_from"], name="parameter_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="parameter_value"),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.get_name_display()} {self.shown}"

    @property
    def shown(self) -> str:
        return plain(self.value)


class Standing(models.TextChoices):
    """Where a version stands on a day; computed, never stored."""

    DRAFT = "draft", "草稿"
    FUTURE = "planned", "未生效"
    CURRENT = "active", "现行"
    REPLACED = "replaced", "已被替代"


class VersionQuerySet(RuleQuerySet):
    def with_standing(self, day):
        """Each version with its ``standing`` on ``day``."""
        newer = self.model.objects.filter(name=OuterRef("name"), published_at__isnull=False, valid_from__lte=day)
        later = Q(valid_from__gt=OuterRef("valid_from"))
        later |= Q(valid_from=OuterRef("valid_from"), version__gt=OuterRef("version"))
        return self.annotate(
            standing=Case(
                When(published_at=None, then=Value(Standing.DRAFT)),
                When(valid_from__gt=day, then=Value(Standing.FUTURE)),
                When(Exists(newer.filter(later)), then=Value(Standing.REPLACED)),
                default=Value(Standing.CURRENT),
                output_field=models.CharField(),
            )
        )


class Versioned(Rule):
    """A named set of rules; a published version never changes, the next one replaces it."""

    name = models.CharField("名称", max_length=60)
    version = models.PositiveSmallIntegerField("版本", editable=False)
    published_at = models.DateTimeField("发布时间", null=True, editable=False)
    published_by = person("发布人", null=True)  # nobody, for what the platform brings along

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.name}（第{self.version}版）"

    def publish(self, by) -> None:
        """From now on nothing of it changes."""
        self.published_at, self.published_by = now(), by
        self.save(update_fields=["published_at", "published_by"])

    @property
    def standing_label(self) -> str:
        """Of a row read ``with_standing``."""
        return Standing(self.standing).label


def frozen_once_published() -> pgtrigger.Protect:
    return pgtrigger.Protect(
        name="frozen_once_published",
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__published_at__isnull=False),
    )


def frozen_with(table: str, column: str) -> pgtrigger.Trigger:
    """The parts of a published version are as fixed as the version."""
    return pgtrigger.Trigger(
        name="frozen_with_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (SELECT 1 FROM {table} WHERE id = OLD.{column} AND published_at IS NOT NULL) THEN
                RAISE EXCEPTION 'Part of a published version in %', TG_TABLE_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


class Scorecard(Versioned):
    """A weighted card of 100 points for reviewing applications."""

    class Meta:
        verbose_name = "评分卡"
        ordering = ["name", "-version"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="scorecard_version_once")]
        triggers = [frozen_once_published()]

    def get_absolute_url(self):
        return reverse("projects:scorecard-detail", args=[self.pk])


class ScorecardItem(models.Model):
    """One criterion and its points; the items of a published card add up to 100."""

    card = models.ForeignKey(Scorecard, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField("序号")
    title = models.CharField("评分项", max_length=60)
    points = models.DecimalField("分值", max_digits=5, decimal_places=2)
    guidance = models.CharField("评分要点", max_length=200, blank=True)

    class Meta:
        verbose_name = "评分项"
        ordering = ["card", "number"]
        constraints = [
            models.UniqueConstraint(fields=["card", "number"], name="scorecard_item_once"),
            models.CheckConstraint(condition=Q(points__gt=0, points__lte=100), name="scorecard_item_points"),
        ]
        triggers = [frozen_with("projects_scorecard", "card_id")]

    def __str__(self):
        return self.title


class BudgetRuleSet(Versioned):
    """The budget rules of a call; the same set judges application, change and expense."""

    class Meta:
        verbose_name = "预算规则集"
        ordering = ["name", "-version"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="budget_rule_set_version_once")]
        triggers = [frozen_once_published()]

    def get_absolute_url(self):
        return reverse("projects:budgetruleset-detail", args=[self.pk])


class BudgetRule(models.Model):
    """One check. ``value`` is per cent or yuan by ``kind``; ``tiers`` are ``[{"from": 1, "price": "500.00"}, …]``."""

    rule_set = models.ForeignKey(BudgetRuleSet, models.CASCADE, related_name="rules")
    kind = models.CharField("规则", max_length=20, choices=BudgetRuleKind)
    categories = ArrayField(models.CharField(max_length=20, choices=BudgetCategory), verbose_name="适用科目")
    keyword = models.CharField("明细含", max_length=30, blank=True, help_text="只适用于明细含此词的行；不填则适用全部")
    value = models.DecimalField("限值", max_digits=12, decimal_places=2, null=True, blank=True)
    tiers = models.JSONField("分档", default=list, blank=True)
    message = models.CharField("提示", max_length=120)
    source_text = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = "预算规则"
        ordering = ["rule_set", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["forbid", "require_evidence", "tiered_unit_price"]) | Q(value__isnull=False),
                name="budget_rule_value",
            )
        ]
        triggers = [frozen_with("projects_budgetruleset", "rule_set_id")]

    def __str__(self):
        return self.message

    @property
    def limit(self) -> str:
        """What is allowed, in words; empty where nothing is or evidence is asked for."""
        if self.tiers:
            return "，".join(f"第{tier['from']}起 {tier['price']} 元" for tier in self.tiers)
        if self.value is None:
            return ""
        unit = "元" if self.kind == BudgetRuleKind.MAX_UNIT_PRICE else "%"
        return f"{plain(self.value)} {unit}"

    @property
    def scope(self) -> str:
        """Which lines of a budget it is about."""
        labels = "、".join(BudgetCategory(category).label for category in self.categories) or "全部科目"
        return f"{labels}，明细含“{self.keyword}”的" if self.keyword else labels
