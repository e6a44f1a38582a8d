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
    PUBLISHED = "published", "已发布"
    CANCELLED = "cancelled", "已取消"


class SessionState(TextChoices):
    PLANNED = "planned", "待举办"
    HELD = "held", "已举办"
    CANCELLED = "cancelled", "已取消"


class TimeBand(TextChoices):
    """When a session starts, seen from a working day."""

    INSIDE = "inside", "8小时内"
    OUTSIDE = "outside", "8小时外"


class RegistrationState(TextChoices):
    REGISTERED = "registered", "已报名"
    CANCELLED = "cancelled", "已取消"


class AttendanceRole(TextChoices):
    """Only participants count as people served."""

    PARTICIPANT = "participant", "服务对象"
    STAFF = "staff", "工作人员"
    VOLUNTEER = "volunteer", "志愿者"


class CheckInMethod(TextChoices):
    QR = "qr", "扫码"
    STAFF = "staff", "代签"
    HEADCOUNT = "headcount", "点数"
