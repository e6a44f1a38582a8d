"""What the rule centre says on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from orgs.enums import UnionLevel
from orgs.models import Organization, User
from orgs.scope import ancestor_paths, in_subtrees, org_paths
from projects import parameters
from projects.enums import ParameterName, ProcurementCategory
from projects.models import BudgetRuleSet, Parameter, Scorecard, Threshold
from projects.models.rule import plain
from projects.permissions import PURCHASERS

REGIONS = (UnionLevel.CITY, UnionLevel.DISTRICT)
SHIPPED = "可配置默认值"


def threshold(
    organization: Organization, kind: str, *, category: str = ProcurementCategory.SERVICES, on: date | None = None
) -> Threshold | None:
    """The amount that applies to purchases of ``organization`` on ``on`` (default today): the newest row for unions
    of its level, of the nearest region that has one. ``None`` when nobody above has set it."""
    here = [*ancestor_paths([organization.path]), organization.path]
    rows = Threshold.objects.filter(
        organization__path__in=here, level=organization.level, kind=kind, category=category
    ).on(on or timezone.localdate())
    return rows.order_by("-organization__depth", "-valid_from", "-pk").first()


def regions(user: User):
    """Regions the user may set thresholds for: the own city or district and those below."""
    reached = in_subtrees(org_paths(user, PURCHASERS), "")
    return Organization.objects.visible_to(user).filter(reached, level__in=REGIONS)


@dataclass(frozen=True)
class Setting:
    """One parameter as a page shows it: what applies today, since when and why, and what is already decided."""

    name: ParameterName
    value: Decimal
    valid_from: date | None
    source_text: str
    future: list[Parameter]

    @property
    def is_default(self) -> bool:
        return self.valid_from is None

    @property
    def shown(self) -> str:
        return plain(self.value)

    @property
    def shown_default(self) -> str:
        return plain(parameters.DEFAULTS[self.name])

    @property
    def law(self) -> str:
        return parameters.BOUNDS[self.name].law


def settings_on(day: date) -> list[Setting]:
    """Every parameter as it stands on ``day``; one query."""
    dated: dict[str, list[Parameter]] = {}
    for row in Parameter.objects.order_by("-valid_from", "-pk"):
        dated.setdefault(row.name, []).append(row)
    return [setting_of(name, dated.get(name, []), day) for name in ParameterName]


def setting_of(name: ParameterName, rows: list[Parameter], day: date) -> Setting:
    """``rows`` are those of this parameter, the newest first."""
    current = next((row for row in rows if row.valid_from <= day), None)
    future = [row for row in reversed(rows) if row.valid_from > day]
    if current is None:
        return Setting(name, parameters.DEFAULTS[name], None, SHIPPED, future)
    return Setting(name, current.value, current.valid_from, current.source_text, future)


def in_force(model: type[Scorecard] | type[BudgetRuleSet], day: date | None = None):
    """The version of each name a call may choose on ``day`` (default today): published, the newest in force."""
    rows = model.objects.filter(published_at__isnull=False, valid_from__lte=day or timezone.localdate())
    newest = rows.order_by("name", "-valid_from", "-version").distinct("name")
    return model.objects.filter(pk__in=newest.values("pk"))


def next_version(model: type[Scorecard] | type[BudgetRuleSet], name: str) -> int:
    return (model.objects.filter(name=name).aggregate(last=Max("version"))["last"] or 0) + 1


def setting(name: ParameterName, day: date) -> Setting:
    """One parameter as it stands on ``day``."""
    return setting_of(name, list(Parameter.objects.filter(name=name).order_by("-valid_from", "-pk")), day)


@dataclass(frozen=True)
class Kind:
    """One kind of rules on the overview: what it is for, how many there are, the newest of them."""

    label: str
    url_name: str
    purpose: str
    count: int
    unit: str
    rows: list
    nothing: str = "还没有登记"


SHOWN = 4


def where_of(row: Threshold) -> str:
    """Whose threshold it is and for what kind of purchase."""
    return f"{row.organization}，{row.get_category_display()}"


def overview(day: date) -> list[Kind]:
    """The four kinds of rules as they stand on ``day``."""
    thresholds = Threshold.objects.filter(valid_from__lte=day).select_related("organization")
    changed = Parameter.objects.filter(valid_from__lte=day).order_by("-valid_from", "-pk")
    cards, sets = in_force(Scorecard, day).order_by("name"), in_force(BudgetRuleSet, day).order_by("name")
    return [
        Kind("采购门槛", "projects:threshold-list", "多少钱要走哪种采购方式，分地区、分层级登记。",
             thresholds.count(), "条", [(str(row), where_of(row), row) for row in thresholds[:SHOWN]]),
        Kind("规则参数", "projects:parameter-list", "期限、比例和分数线；没有登记的用默认值。",
             len(ParameterName), "项", [(str(row), "", row) for row in changed[:SHOWN]], "都用默认值"),
        Kind("评分卡", "projects:scorecard-list", "专家评审申报用的评分项，合计 100 分。",
             cards.count(), "张现行", [(row.name, f"第{row.version}版", row) for row in cards[:SHOWN]]),
        Kind("预算规则集", "projects:budgetruleset-list", "申报、变更、报销用同一套规则审核预算。",
             sets.count(), "套现行", [(row.name, f"第{row.version}版", row) for row in sets[:SHOWN]]),
    ]  # fmt: skip
