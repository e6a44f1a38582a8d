"""Closed lists of needs."""

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
    ACTIVITY = "activity", "活动跟进"


class Frequency(TextChoices):
    ONCE = "once", "一次性"
    YEARLY = "yearly", "每年"
    QUARTERLY = "quarterly", "每季度"
    MONTHLY = "monthly", "每月"
    WEEKLY = "weekly", "每周"


class FeedbackChannel(TextChoices):
    """How somebody without an account was told what became of their need."""

    PHONE = "phone", "电话"
    VISIT = "visit", "当面"
    MESSAGE = "message", "短信或微信"
    MEETING = "meeting", "会议"
    BOARD = "board", "公示栏"
