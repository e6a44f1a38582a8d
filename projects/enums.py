"""The closed lists of this app."""

from django.db.models import TextChoices


class NeedCategory(TextChoices):
    """服务内容: the field's own list (a city's social-work standard plus what unions buy)."""

    HEALTH = "health", "健康关爱"
    PSYCHOLOGY = "psychology", "心理适应"
    MARRIAGE = "marriage", "婚恋交友"
    SPORT = "sport", "体育赛事"
    CULTURE = "culture", "文艺服务"
    LAW = "law", "普法维权"
    SAFETY = "safety", "应急安全"
    ELDERLY = "elderly", "居家养老"
    HARDSHIP = "hardship", "困难帮扶"
    TRAINING = "training", "宣传教育"
    CHILD = "child", "子女托管"
    CONVENIENCE = "convenience", "便民服务"


class NeedState(TextChoices):
    COLLECTED = "collected", "待核实"
    VERIFIED = "verified", "已核实"
    REJECTED = "rejected", "不予采纳"
    MERGED = "merged", "已合并"
    MATCHED = "matched", "已列入申报"
    IN_PROJECT = "in_project", "项目实施中"
    MET = "met", "已满足"
    UNMET_CLOSED = "unmet_closed", "未满足关闭"


class NeedSource(TextChoices):
    SURVEY = "survey", "问卷调查"
    VISIT = "visit", "走访"
    HOTLINE = "hotline", "热线"
    MEETING = "meeting", "联席会议"
    RESIDENT = "resident", "职工居民提出"


class Frequency(TextChoices):
    ONCE = "once", "一次性"
    YEARLY = "yearly", "每年"
    QUARTERLY = "quarterly", "每季度"
    MONTHLY = "monthly", "每月"
    WEEKLY = "weekly", "每周"


class ProjectState(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "退回修改"
    REJECTED = "rejected", "不予立项"
    APPROVED = "approved", "已立项"
    CONTRACTING = "contracting", "签约中"
    SIGNED = "signed", "已签约"
    ACTIVE = "active", "实施中"
    CHANGE_PENDING = "change_pending", "变更审批中"
    SUSPENDED = "suspended", "已暂停"
    MIDTERM_REVIEW = "midterm_review", "中期评估"
    RECTIFYING = "rectifying", "整改中"
    FINAL_REVIEW = "final_review", "末期评估"
    COMPLETED = "completed", "已结项"
    SETTLING = "settling", "决算审计中"
    AUDITED = "audited", "已审计"
    ARCHIVED = "archived", "已归档"
    TERMINATED = "terminated", "已终止"
    CLAWBACK = "clawback", "追回中"


class Measure(TextChoices):
    """What an indicator counts; all but ``MANUAL`` are computed from the records of services, by
    the rules of ``services.counting``."""

    SESSIONS = "sessions", "场次"
    PERSON_TIMES = "person_times", "人次"
    PERSONS = "persons", "人数"
    HOURS = "hours", "服务时长（小时）"
    CASES = "cases", "结案个案"
    MANUAL = "manual", "人工填报"


class BudgetCategory(TextChoices):
    STAFF = "staff", "人员费"
    EXPERT = "expert", "专家与督导费"
    ACTIVITY = "activity", "活动费"
    VOLUNTEER = "volunteer", "志愿者补贴与保险"
    TRAINING = "training", "培训费"
    MEETING = "meeting", "会议费"
    VENUE = "venue", "场地费"
    TRAVEL = "travel", "交通差旅"
    PUBLICITY = "publicity", "宣传印刷"
    EVALUATION = "evaluation", "评估审计费"
    OFFICE = "office", "办公"
    MANAGEMENT = "management", "管理费"
    TAX = "tax", "税费"
    OTHER = "other", "其他"


class FundKind(TextChoices):
    UNION = "union", "工会经费"
    FISCAL = "fiscal", "财政资金"
    SUBSIDY = "subsidy", "行政补助"
    DONATION = "donation", "社会捐赠"


class EntryKind(TextChoices):
    APPROPRIATION = "appropriation", "预算安排"
    COMMITMENT = "commitment", "立项承诺"
    PAYMENT = "payment", "拨付"
    EXPENSE = "expense", "核销支出"


class InstalmentState(TextChoices):
    PLANNED = "planned", "未到条件"
    CONDITION_MET = "condition_met", "条件已满足"
    APPLIED = "applied", "已申请"
    CHECKED = "checked", "已复核"
    APPROVED = "approved", "已批准"
    PAID = "paid", "已拨付"
    RECEIPTED = "receipted", "已收款"
    HELD = "held", "暂缓拨付"
    REJECTED = "rejected", "不予拨付"
    CLAWED_BACK = "clawed_back", "已追回"


class ThresholdKind(TextChoices):
    """Above which amount a stricter procedure is due."""

    PUBLIC_TENDER = "public_tender", "公开招标数额标准"
    PROCUREMENT_LIMIT = "procurement_limit", "采购限额标准"
    OPEN_CALL = "open_call", "公开征集起点"


class ProcurementCategory(TextChoices):
    GOODS = "goods", "货物"
    SERVICES = "services", "服务"
    WORKS = "works", "工程"


class Procedure(TextChoices):
    """采购方式; which one is due follows from the source of money and the amount."""

    PUBLIC_TENDER = "public_tender", "公开招标"
    CONSULTATION = "consultation", "竞争性磋商"
    NEGOTIATION = "negotiation", "竞争性谈判"
    SINGLE_SOURCE = "single_source", "单一来源"
    OPEN_CALL = "open_call", "公开征集"
    INQUIRY = "inquiry", "询价"
    SELECTION = "selection", "比选"
    DIRECT = "direct", "定向委托"


class ParameterName(TextChoices):
    """What 规则中心 keeps dated values for; ``projects.parameters`` holds the shipped defaults."""

    PASS_MARK = "pass_mark", "合格分数线（分）"
    PUBLICITY_DAYS = "publicity_days", "公示期（工作日）"
    CORRECTION_DAYS = "correction_days", "资格补正期（工作日）"
    RECTIFICATION_DAYS = "rectification_days", "整改期（工作日）"
    SIGNING_DAYS = "signing_days", "通知书发出至签约（天）"
    WEAK_SHARE = "weak_share", "薄弱社区专项额度（%）"
    COMMUNITY_LIMIT = "community_limit", "同一社区同期项目上限（个）"
    SPREAD_LIMIT = "spread_limit", "评分极差说明线（分）"
    SUPPLEMENT_SHARE = "supplement_share", "补充协议累计上限（%）"
    TRANSFER_SHARE = "transfer_share", "预算调剂备案上限（%）"
    EXTENSION_DAYS = "extension_days", "延期上限（天）"
    EXECUTION_SHARE = "execution_share", "后续拨款执行率下限（%）"
    BEHIND_POINTS = "behind_points", "进度滞后提示线（百分点）"
    RETENTION_YEARS = "retention_years", "采购档案保管期限（年）"
    REPORT_DAYS = "report_days", "报告提交期限（工作日）"


class BudgetRuleKind(TextChoices):
    """What a rule of a budget rule set checks; one engine for application, change and expense."""

    FORBID = "forbid", "禁止列支"
    MAX_RATIO = "max_ratio", "占预算总额上限"
    MAX_GROUP_RATIO = "max_group_ratio", "合计占比上限"
    MAX_UNIT_PRICE = "max_unit_price", "单价上限"
    TIERED_UNIT_PRICE = "tiered_unit_price", "分档单价上限"
    REQUIRE_EVIDENCE = "require_evidence", "须附测算依据"


class PlanState(TextChoices):
    DRAFT = "draft", "编制中"
    SUBMITTED = "submitted", "待审批"
    APPROVED = "approved", "已批准"


class NegativeItem(TextChoices):
    """The negative list of purchased services (K: MOF order 102); any one of them stops a call."""

    NOT_PUBLIC_DUTY = "not_public_duty", "不属于本单位职责范围的服务事项"
    OWN_DUTY = "own_duty", "应当由本单位直接履职的事项"
    GOODS_OR_WORKS = "goods_or_works", "货物和工程，以及工程与服务打包的项目"
    FINANCING = "financing", "融资行为"
    STAFFING = "staffing", "人员招聘、劳务派遣用工或设置公益性岗位"
    OTHER = "other", "法律法规规定不得购买的其他事项"


class CallState(TextChoices):
    DRAFT = "draft", "编制中"
    APPROVED = "approved", "预算已批准"
    PUBLISHED = "published", "征集中"
    CLOSED = "closed", "已截止"
    REVIEWING = "reviewing", "评审中"
    PUBLICITY = "publicity", "公示中"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已废止"


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


class TieKind(TextChoices):
    """Why an expert steps aside (回避)."""

    SAME_UNIT = "same_unit", "同一单位"
    RELATIVE = "relative", "近亲属任职"
    RECENT_POST = "recent_post", "三年内任职"
    ADVISER = "adviser", "担任顾问"


class SheetState(TextChoices):
    DRAFT = "draft", "评分中"
    SIGNED = "signed", "已签署"


class PublicityState(TextChoices):
    OPEN = "open", "公示中"
    CLOSED = "closed", "公示期满"
    STOPPED = "stopped", "已中止"


class ObjectionState(TextChoices):
    RECEIVED = "received", "待答复"
    DISMISSED = "dismissed", "异议不成立"
    UPHELD = "upheld", "异议成立"


class ContractState(TextChoices):
    DRAFT = "draft", "起草中"
    SIGNED = "signed", "已签署"
    REGISTERED = "registered", "已登记"
    EXPIRED = "expired", "已到期"
    TERMINATED = "terminated", "已终止"


class ChangeKind(TextChoices):
    STAFF = "staff", "人员变更"
    CONTENT = "content", "内容变更"
    COMMUNITY = "community", "实施社区变更"
    BUDGET = "budget", "预算调剂"
    PERIOD = "period", "延期"
    AMOUNT = "amount", "金额变更"


class ChangeState(TextChoices):
    SUBMITTED = "submitted", "待审批"
    APPROVED = "approved", "已批准"
    REJECTED = "rejected", "未批准"
    FILED = "filed", "已备案"


class ActualState(TextChoices):
    SUBMITTED = "submitted", "待核定"
    APPROVED = "approved", "已核定"
    RETURNED = "returned", "已退回"


class ConditionKind(TextChoices):
    """What releases an instalment."""

    CONTRACT_REGISTERED = "contract_registered", "合同已登记"
    MIDTERM_PASSED = "midterm_passed", "中期评估合格"
    REPORT_ACCEPTED = "report_accepted", "报告已通过"
    SERVICES_DONE = "services_done", "完成服务场次"
    EXECUTION_RATE = "execution_rate", "执行率达到"
    FINAL_PASSED = "final_passed", "末期评估合格"
    SETTLEMENT_AUDITED = "settlement_audited", "决算已审计"


class ExpenseState(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    CHECKED = "checked", "已初审"
    ACCEPTED = "accepted", "予以列支"
    DISALLOWED = "disallowed", "不予列支"


class SettlementState(TextChoices):
    DRAFT = "draft", "编制中"
    SUBMITTED = "submitted", "待审计"
    AUDITED = "audited", "已审计"


class BalanceUse(TextChoices):
    """What becomes of an unspent balance."""

    RETURN = "return", "退回"
    CARRY_OVER = "carry_over", "结转"


class ReportKind(TextChoices):
    MONTHLY = "monthly", "月报"
    MIDTERM = "midterm", "中期报告"
    FINAL = "final", "结项报告"


class ReportState(TextChoices):
    PLANNED = "planned", "待填报"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "已通过"
    FAILED = "failed", "逾期不合格"


class RewardSheetState(TextChoices):
    COMPUTED = "computed", "已核算"
    CHECKED = "checked", "已复核"
    PUBLICITY = "publicity", "公示中"
    APPROVED = "approved", "待支付"
    PAID = "paid", "已支付"
    VOID = "void", "已作废"


class ArchivePart(TextChoices):
    """The fourteen parts of a project's volume (归档目录)."""

    BUDGET = "01", "立项与预算"
    CALL = "02", "征集公告与评分标准"
    APPLICATION = "03", "申报书与资格审查表"
    REVIEW = "04", "评审评分表、汇总与回避声明"
    PUBLICITY = "05", "公示与异议"
    CONTRACT = "06", "合同与变更"
    PAYMENT = "07", "拨付凭证"
    PROCESS = "08", "月报与过程档案"
    MIDTERM = "09", "中期评估与整改"
    FINAL = "10", "结项、服务对象意见与满意度"
    SETTLEMENT = "11", "决算、审计与结余处理"
    PERFORMANCE = "12", "绩效评价与结果应用"
    INFORMATION = "13", "信息返还删除确认"
    HANDOVER = "14", "移交单"


class ArchiveState(TextChoices):
    OPEN = "open", "整理中"
    SEALED = "sealed", "已归档"


class Secrecy(TextChoices):
    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    CONFIDENTIAL = "confidential", "秘密"
