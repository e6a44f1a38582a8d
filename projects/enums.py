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
    MATCHED = "matched", "已列入申报"
    IN_PROJECT = "in_project", "项目实施中"
    MET = "met", "已满足"


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
    ACTIVE = "active", "实施中"
    FINAL_REVIEW = "final_review", "末期评估"
    COMPLETED = "completed", "已结项"


class Measure(TextChoices):
    """What an output counts; actuals come from the records of services, by the rules of ``services.counting``."""

    SESSIONS = "sessions", "场次"
    PERSON_TIMES = "person_times", "人次"
    PERSONS = "persons", "人数"


class BudgetCategory(TextChoices):
    STAFF = "staff", "人员费"
    EXPERT = "expert", "专家与督导费"
    ACTIVITY = "activity", "活动费"
    VOLUNTEER = "volunteer", "志愿者补贴与保险"
    TRAINING = "training", "培训费"
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


class InstalmentState(TextChoices):
    PLANNED = "planned", "待拨付"
    PAID = "paid", "已拨付"
