"""Closed lists of plans and calls."""

from django.db.models import TextChoices


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
