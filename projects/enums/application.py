"""Closed lists of applications."""

from django.db.models import TextChoices


class ApplicationState(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    CHECKING = "checking", "资格审查中"
    RETURNED = "returned", "待补正"
    INELIGIBLE = "ineligible", "资格不符"
    ELIGIBLE = "eligible", "资格合格"
    REVIEWING = "reviewing", "评审中"
    NOT_SELECTED = "not_selected", "未入选"
    RESERVE = "reserve", "备选"
    PROPOSED = "proposed", "拟立项"
    PUBLICITY = "publicity", "公示中"
    AWARDED = "awarded", "已立项"
    OBJECTION_UPHELD = "objection_upheld", "异议成立"
    WITHDRAWN = "withdrawn", "已撤回"


class EligibilityItem(TextChoices):
    """资格审查清单; the first six are the law's conditions (政府采购法第22条), the rest local practice."""

    LEGAL_PERSON = "legal_person", "具有独立承担民事责任的能力"
    REPUTATION = "reputation", "商业信誉良好、财务会计制度健全"
    CAPABILITY = "capability", "具备履约所需的设备和专业能力"
    TAX_AND_INSURANCE = "tax_and_insurance", "依法纳税和缴纳社会保障资金记录良好"
    NO_VIOLATION = "no_violation", "前三年经营活动中没有重大违法记录"
    OTHER_LEGAL = "other_legal", "法律、行政法规规定的其他条件"
    GOVERNANCE = "governance", "法人治理结构健全"
    ANNUAL_REPORT = "annual_report", "年检合格或按要求履行年报"
    NOT_LISTED = "not_listed", "未列入活动异常名录和严重违法失信名单"
    AUDIT = "audit", "有审计报告"
    STAFFING = "staffing", "专职人员和持证社工符合要求"


class EligibilityResult(TextChoices):
    MET = "met", "符合"
    NOT_MET = "not_met", "不符合"
    TO_CORRECT = "to_correct", "待补正"


class ServiceForm(TextChoices):
    """How a service is given (形式)."""

    CASE = "case", "个案"
    GROUP = "group", "小组"
    COMMUNITY = "community", "社区活动"
    LECTURE = "lecture", "讲座"
    PERFORMANCE = "performance", "演出"
    MEDIATION = "mediation", "调解"
    VISIT = "visit", "探访"
    CONSULTATION = "consultation", "咨询"
    OTHER = "other", "其他"


class BudgetSource(TextChoices):
    """Who pays a line of the application's budget."""

    REQUESTED = "requested", "申请资金"
    OWN = "own", "自筹配套"


class UnionForm(TextChoices):
    """How the applicant is unionised (建会形式)."""

    INDEPENDENT = "independent", "单独建会"
    JOINT = "joint", "联合建会"
    REGIONAL = "regional", "区域覆盖"
    NONE = "none", "未建会"


class AssessmentLevel(TextChoices):
    """社会组织评估等级; how long one holds is a date of its own, because places differ."""

    A5 = "5a", "5A"
    A4 = "4a", "4A"
    A3 = "3a", "3A"
    A2 = "2a", "2A"
    A1 = "1a", "1A"
    NONE = "none", "未参加评估"


class YesNo(TextChoices):
    """A question that must be answered either way."""

    YES = "yes", "是"
    NO = "no", "否"


class Statement(TextChoices):
    """What the applicant declares; an application without all of them is not taken."""

    TRUTH = "truth", "申报材料真实、完整、有效，如有虚假自愿承担责任"
    LAWFUL = "lawful", "前三年在经营活动中没有重大违法记录，未列入活动异常名录和严重违法失信名单"
    NO_SUBCONTRACT = "no_subcontract", "立项后由本单位实施，不转包"
    PRIVACY = "privacy", "依法保护服务对象个人信息，合同终止后按约定返还或者删除"
