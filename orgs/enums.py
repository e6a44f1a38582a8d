"""The closed lists of this app."""

from django.db.models import TextChoices


class OrganizationKind(TextChoices):
    UNION = "union", "工会组织"
    PARTY = "party", "党组织"
    SOCIAL = "social", "社会组织"
    ENTERPRISE = "enterprise", "企业"
    VOLUNTEER = "volunteer", "志愿服务队"
    STATION = "station", "服务站点"


class UnionLevel(TextChoices):
    CITY = "city", "市总工会"
    DISTRICT = "district", "区县总工会"
    STREET = "street", "街道（乡镇）总工会"
    COMMUNITY = "community", "社区（村）联合工会"
    GRASSROOTS = "grassroots", "基层工会"


class Tier(TextChoices):
    """How well a community works today; the equity figures compare the three."""

    STAR = "star", "明星社区"
    ORDINARY = "ordinary", "普通社区"
    WEAK = "weak", "薄弱社区"


class Role(TextChoices):
    CITY_ADMIN = "city_admin", "市总管理员"
    DISTRICT_UNION = "district_union", "区县工会"
    STREET_UNION = "street_union", "街道工会"
    COMMUNITY_UNION = "community_union", "社区工会"
    PARTY = "party", "党组织"
    NGO = "ngo", "社会组织负责人"
    WORKER = "worker", "社工"
    SUPERVISOR = "supervisor", "督导"
    EXPERT = "expert", "评审专家"
    FINANCE = "finance", "财务"
    AUDITOR = "auditor", "经审委员"
    LEADER = "leader", "只读领导"


class Gender(TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"
    UNKNOWN = "unknown", "未说明"


class ServiceGroup(TextChoices):
    """服务对象: whom a service is for; a person may belong to several."""

    EMPLOYEE = "employee", "在职职工"
    MIGRANT = "migrant", "农民工"
    NEW_FORM = "new_form", "新就业形态劳动者"
    WOMAN = "woman", "女职工"
    HARDSHIP = "hardship", "困难职工"
    RETIRED = "retired", "退休职工"
    UNEMPLOYED = "unemployed", "下岗失业人员"
    DISABLED = "disabled", "残疾职工"
    MODEL = "model", "劳模工匠"
    SINGLE = "single", "单身职工"
    FAMILY = "family", "职工家属"
    ELDER = "elder", "老年居民"
    MINORITY = "minority", "少数民族"
    RESIDENT = "resident", "社区居民"


class VenueKind(TextChoices):
    HOME = "home", "职工之家"
    REST = "rest", "户外劳动者驿站"
    READING = "reading", "职工书屋"
    MEDIATION = "mediation", "调解室"
    PSYCHOLOGY = "psychology", "心理室"
    SOCIAL_WORK = "social_work", "社工室"
    HALL = "hall", "活动场馆"
    OUTDOOR = "outdoor", "室外场地"
