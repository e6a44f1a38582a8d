"""Closed lists of projects, their indicators and budgets."""

from django.db.models import TextChoices


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


class ActualState(TextChoices):
    SUBMITTED = "submitted", "待核定"
    APPROVED = "approved", "已核定"
    RETURNED = "returned", "已退回"


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


class DirectBasis(TextChoices):
    """What a direct commission below the open-call threshold rests on."""

    THREE_QUOTES = "three_quotes", "三家比价"
    MINUTES = "minutes", "集体决策纪要"
