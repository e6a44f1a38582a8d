"""The closed lists of this app."""

from django.db.models import TextChoices


class ActivityKind(TextChoices):
    LECTURE = "lecture", "讲座"
    PSYCHOLOGY = "psychology", "心理讲座"
    PERFORMANCE = "performance", "文艺快闪"
    CLINIC = "clinic", "义诊"
    CONVENIENCE = "convenience", "便民服务"
    SPORT = "sport", "文体赛事"
    MATCHMAKING = "matchmaking", "联谊交友"
    LAW = "law", "普法咨询"
    DRILL = "drill", "应急演练"
    TRAINING = "training", "技能培训"
    CHILDCARE = "childcare", "子女托管"


class ActivityState(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审批"
    APPROVED = "approved", "已审批"
    PUBLISHED = "published", "已发布"
    DONE = "done", "已办结"
    CANCELLED = "cancelled", "已取消"


class SessionState(TextChoices):
    PLANNED = "planned", "待举办"
    POSTPONED = "postponed", "已延期"
    HELD = "held", "已举办"
    CANCELLED = "cancelled", "已取消"


class TimeBand(TextChoices):
    """When a session starts, seen from a working day."""

    INSIDE = "inside", "8小时内"
    OUTSIDE = "outside", "8小时外"


class RegistrationState(TextChoices):
    """``REGISTERED`` and ``OFFERED`` hold a place; a person has at most one live registration for a session."""

    PENDING = "pending", "待审核"
    WAITING = "waiting", "候补"
    OFFERED = "offered", "待确认"
    REGISTERED = "registered", "已报名"
    REJECTED = "rejected", "未通过"
    EXPIRED = "expired", "逾期未确认"
    CANCELLED = "cancelled", "已取消"


class AttendanceRole(TextChoices):
    """Only participants count as people served."""

    PARTICIPANT = "participant", "服务对象"
    STAFF = "staff", "工作人员"
    VOLUNTEER = "volunteer", "志愿者"


class CheckInMethod(TextChoices):
    QR = "qr", "扫码"
    PERSONAL = "personal", "出示二维码"
    VOICE = "voice", "口令"
    STAFF = "staff", "代签"
    ONLINE = "online", "线上"
    HEADCOUNT = "headcount", "点数"
    CORRECTION = "correction", "冲正"


class ScanResult(TextChoices):
    """What became of one scan the door sent, now or after the network came back."""

    COUNTED = "counted", "已签到"
    ALREADY = "already", "此前已签到"
    LEFT = "left", "已签退"
    REFUSED = "refused", "未受理"


class FieldKind(TextChoices):
    """What a question on the sign-up form takes."""

    TEXT = "text", "文字"
    NUMBER = "number", "数字"
    CHOICE = "choice", "单选"
    CHOICES = "choices", "多选"
    YES_NO = "yes_no", "是或否"


class TeamKind(TextChoices):
    SERVICE = "service", "志愿服务队"
    RESCUE = "rescue", "应急救援队"
    ART = "art", "文艺轻骑兵"
    SKILL = "skill", "专业服务队"


class VolunteerSkill(TextChoices):
    FIRST_AID = "first_aid", "急救"
    MEDICINE = "medicine", "医疗护理"
    LAW = "law", "法律"
    PSYCHOLOGY = "psychology", "心理"
    TEACHING = "teaching", "教学辅导"
    ART = "art", "文艺"
    SPORT = "sport", "体育"
    REPAIR = "repair", "家电维修"
    HAIR = "hair", "理发"
    DRIVING = "driving", "驾驶"
    PHOTO = "photo", "摄影宣传"
    COMPUTER = "computer", "电脑手机"
    WATER = "water", "水上救援"
    CARE = "care", "陪护"
    OTHER = "other", "其他"


class VolunteerState(TextChoices):
    PENDING = "pending", "待审核"
    ACTIVE = "active", "在册"
    PAUSED = "paused", "暂停"
    LEFT = "left", "已退出"


class ShiftState(TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "招募中"
    DONE = "done", "已结束"
    CANCELLED = "cancelled", "已取消"


class ShiftSignUpState(TextChoices):
    """``SIGNED_UP``, ``SIGNED_IN`` and ``SIGNED_OUT`` hold a place of the shift."""

    SIGNED_UP = "signed_up", "已报名"
    SIGNED_IN = "signed_in", "已签到"
    SIGNED_OUT = "signed_out", "已签退"
    ABSENT = "absent", "未到"
    CANCELLED = "cancelled", "已取消"


class HourSource(TextChoices):
    """Who says the hours were worked; the first of these wins where claims overlap."""

    SHIFT = "shift", "班次签到"
    CALL_OUT = "call_out", "应急响应"
    PROJECT = "project", "项目申报"
    SELF = "self", "本人申报"


class HourClaimState(TextChoices):
    PENDING = "pending", "待确认"
    CONFIRMED = "confirmed", "已确认"
    VOID = "void", "已作废"


class HourEntryKind(TextChoices):
    CONFIRM = "confirm", "确认"
    CORRECT = "correct", "更正"
    VOID = "void", "作废"


class HourCorrectionState(TextChoices):
    PROPOSED = "proposed", "待复核"
    APPROVED = "approved", "已更正"
    REJECTED = "rejected", "未采纳"


class StarApplicationState(TextChoices):
    SUBMITTED = "submitted", "待审核"
    PUBLICISED = "publicised", "公示中"
    AWARDED = "awarded", "已评定"
    REJECTED = "rejected", "未通过"
    REVOKED = "revoked", "已撤销"


class NoticeState(TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"


class SummaryState(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已通过"


class GoalResult(TextChoices):
    MET = "met", "达成"
    MOSTLY = "mostly", "基本达成"
    MISSED = "missed", "未达成"


class FollowUpState(TextChoices):
    OPEN = "open", "待跟进"
    NEED = "need", "已转需求"
    DONE = "done", "已办结"


class CertificateKind(TextChoices):
    ATTENDANCE = "attendance", "参加证明"
    VOLUNTEER = "volunteer", "志愿服务记录证明"


class CertificateState(TextChoices):
    REQUESTED = "requested", "待出具"
    ISSUED = "issued", "已出具"
    REVOKED = "revoked", "已撤销"
    REJECTED = "rejected", "未通过"


class ActivityScale(TextChoices):
    LARGE = "large", "大型"
    MEDIUM = "medium", "中型"
    SMALL = "small", "小型"


class InsuranceCover(TextChoices):
    """Whom a policy covers."""

    EVERYBODY = "everybody", "参加者和志愿者"
    PARTICIPANTS = "participants", "参加者"
    VOLUNTEERS = "volunteers", "志愿者"


class OrderState(TextChoices):
    """``REQUESTED`` by an enterprise on the public page: the community's, until it is verified."""

    REQUESTED = "requested", "待核实"
    SUBMITTED = "submitted", "待安排"
    SCHEDULED = "scheduled", "已排期"
    DISPATCHED = "dispatched", "已派单"
    DONE = "done", "已完成"
    FEEDBACK = "feedback", "已评价"
    REJECTED = "rejected", "未受理"
    CANCELLED = "cancelled", "已取消"


class CallOutKind(TextChoices):
    """What a rescue team is called to."""

    WATER = "water", "水域救援"
    SEARCH = "search", "搜寻走失"
    MOUNTAIN = "mountain", "山地救援"
    FLOOD = "flood", "防汛抗台"
    TRAFFIC = "traffic", "交通事故"
    MEDICAL = "medical", "医疗救护"
    GUARD = "guard", "活动保障"
    OTHER = "other", "其他"


class CallOutState(TextChoices):
    OPEN = "open", "响应中"
    REPORTED = "reported", "已撤收"
    CONFIRMED = "confirmed", "已核定"


class StreetDayState(TextChoices):
    PLANNED = "planned", "待举办"
    HELD = "held", "已举办"
    CANCELLED = "cancelled", "已取消"


class SeriesRule(TextChoices):
    """How the sessions of a series follow each other."""

    WEEKLY = "weekly", "每周"
    BIWEEKLY = "biweekly", "隔周"
    MONTHLY = "monthly", "每月（同一个星期几）"


class ClashKind(TextChoices):
    """What two sessions at the same time both need."""

    PLACE = "place", "地点"
    LECTURER = "lecturer", "讲师"
    WORKER = "worker", "社工"
