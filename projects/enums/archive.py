"""Closed lists of the archive."""

from django.db.models import TextChoices


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
