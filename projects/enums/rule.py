"""Closed lists of the rule centre."""

from django.db.models import TextChoices


class ThresholdKind(TextChoices):
    """Above which amount a stricter procedure is due."""

    PUBLIC_TENDER = "public_tender", "公开招标数额标准"
    PROCUREMENT_LIMIT = "procurement_limit", "采购限额标准"
    OPEN_CALL = "open_call", "公开征集起点"


class ProcurementCategory(TextChoices):
    GOODS = "goods", "货物"
    SERVICES = "services", "服务"
    WORKS = "works", "工程"


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
    REPORT_GRACE = "report_grace", "报告逾期宽限（工作日）"
    PAYMENT_DAYS = "payment_days", "收到发票至付款（工作日）"
    EXPENSE_GRACE_DAYS = "expense_grace_days", "项目结束后可列支天数（天）"
    FINAL_SHARE_PASSED = "final_share_passed", "末期合格可拨末期款（%）"
    FINAL_SHARE_RECTIFIED = "final_share_rectified", "末期整改后合格可拨末期款（%）"
    FINAL_SHARE_FAILED = "final_share_failed", "末期不合格可拨末期款（%）"
    FAILED_BAR_YEARS = "failed_bar_years", "末期不合格后不得申报（年度）"
    BREACH_BAR_YEARS = "breach_bar_years", "违约终止后不得申报（年）"
    BOND_RETURN_DAYS = "bond_return_days", "验收或终止后退还履约保证金（工作日）"
    SUMMARY_DAYS = "summary_days", "活动总结提交期限（天）"
    SUMMARY_PHOTOS = "summary_photos", "活动总结照片（张，至少）"
    CHECK_IN_DAYS = "check_in_days", "场次过后多少天未签到提醒（天）"
    GUARDIAN_AGE = "guardian_age", "报名须监护人同意的年龄（未满，周岁）"
    VOLUNTEER_DAY_HOURS = "volunteer_day_hours", "志愿服务单日时长上限（小时）"
    STAR_1_HOURS = "star_1_hours", "一星志愿者时长（小时）"
    STAR_2_HOURS = "star_2_hours", "二星志愿者时长（小时）"
    STAR_3_HOURS = "star_3_hours", "三星志愿者时长（小时）"
    STAR_4_HOURS = "star_4_hours", "四星志愿者时长（小时）"
    STAR_5_HOURS = "star_5_hours", "五星志愿者时长（小时）"
    STAR_PUBLICITY_DAYS = "star_publicity_days", "星级公示期（工作日）"
    STAR_BAR_YEARS = "star_bar_years", "虚报后不得申请星级（年）"
    LARGE_ACTIVITY = "large_activity", "大型活动人数（人/场）"
    MEDIUM_ACTIVITY = "medium_activity", "中型活动人数（人/场）"
    SMALL_ACTIVITY_HOURS = "small_activity_hours", "小型活动折算工时（小时/场）"
    MEDIUM_ACTIVITY_HOURS = "medium_activity_hours", "中型活动折算工时（小时/场）"
    LARGE_ACTIVITY_HOURS = "large_activity_hours", "大型活动折算工时（小时/场）"
    PARTICIPANT_INSURANCE = "participant_insurance", "危险活动须为参加者投保（1是，0否）"
    LATE_MINUTES = "late_minutes", "迟到宽限（分钟）"
    EARLY_MINUTES = "early_minutes", "早退宽限（分钟）"
    ONLINE_MINUTES = "online_minutes", "线上停留计入人次（分钟）"
    TRIAL_MARK = "trial_mark", "试讲合格分数线（分）"


class BudgetRuleKind(TextChoices):
    """What a rule of a budget rule set checks; one engine for application, change and expense."""

    FORBID = "forbid", "禁止列支"
    MAX_RATIO = "max_ratio", "占预算总额上限"
    MAX_GROUP_RATIO = "max_group_ratio", "合计占比上限"
    MAX_UNIT_PRICE = "max_unit_price", "单价上限"
    TIERED_UNIT_PRICE = "tiered_unit_price", "分档单价上限"
    REQUIRE_EVIDENCE = "require_evidence", "须附测算依据"
