"""The year as it was planned: twelve purchased services, and the applications still on their way.

Days are counted from the day the demo is made; negative is the past. ``held`` sessions lie behind it, 720 in all, of
which 64 psychology lectures and 18 flash performances.
"""

from dataclasses import dataclass

from projects.enums import NeedCategory as Category
from projects.enums import ProjectState as State
from sanlian.demo import organizations as at
from services.enums import ActivityKind as Kind


@dataclass(frozen=True)
class NeedPlan:
    """What was asked for: by whom ``community`` decides, of how many people, on what evidence."""

    community: str
    title: str
    category: str
    groups: tuple[str, ...]
    people: int
    frequency: str = "monthly"
    source: str = "visit"
    by_party: bool = False


@dataclass(frozen=True)
class ProjectPlan:
    """One application. ``sessions`` and ``person_times`` are the promised indicators, ``held`` what came of them."""

    name: str
    category: str
    kind: str
    contractor: str
    hosts: tuple[str, ...]  # the first is the implementing community
    payer: str
    starts: int
    ends: int
    sessions: int
    person_times: int
    persons: int
    goal: str
    topics: tuple[str, ...]
    needs: tuple[NeedPlan, ...]
    held: int = 0
    ending: str = State.ACTIVE
    score: str = ""
    satisfied: float = 0.94
    answers: float = 0.45  # share of the named participants who rate
    disallowed: bool = False  # one of its vouchers is not recognised
    ratios: tuple[str, ...] = ()  # of a payment plan of its own, with a bond
    spend: float = 0.94  # share of the budget that is spent by the end
    midterm: str = ""  # the score of a midterm review held so far


PURCHASED = (
    ProjectPlan(
        "职工心理关爱进企业", Category.PSYCHOLOGY, Kind.PSYCHOLOGY, at.CHENXI,
        (at.KAIXUAN, at.HUIGONG, at.FUDONG, at.YINGBIN), at.SHENHE, -352, -22, 64, 2600, 900,
        "一年开展64场心理知识讲座，让楼宇、物业和快递企业职工学会识别压力、管理情绪，知道到哪里求助。",
        ("职场压力与情绪管理", "睡眠与身心放松", "亲子沟通与家庭支持", "冲突化解与团队沟通"),
        (
            NeedPlan(at.KAIXUAN, "楼宇职工心理减压", Category.PSYCHOLOGY, ("employee", "woman"), 600, source="survey"),
            NeedPlan(at.HUIGONG, "夜班职工情绪疏导", Category.PSYCHOLOGY, ("employee", "new_form"), 220),
        ),
        held=64, ending=State.SETTLING, score="93.50", satisfied=0.96, midterm="90.00",
    ),
    ProjectPlan(
        "文艺轻骑兵“快闪”进车间", Category.CULTURE, Kind.PERFORMANCE, at.ART,
        (at.HONGHU, at.ZHENGLIANG, at.CHENXING, at.SHUIYUANDI, at.KAIXUAN), at.CITY, -345, -40, 18, 2800, 1,
        "把职工喜闻乐见的节目送到车间、食堂和工地，全年18场，不搭台、不误工。",
        ("车间快闪慰问演出", "工地快闪慰问"),
        (NeedPlan(at.HONGHU, "一线职工文化生活", Category.CULTURE, ("employee", "migrant"), 1800, "quarterly"),),
        held=18, ending=State.ARCHIVED, score="91.00", answers=0.8, ratios=("90.00", "10.00"), spend=0.86,
    ),
    ProjectPlan(
        "美丽职工·理发进社区", Category.CONVENIENCE, Kind.CONVENIENCE, at.BEAUTY,
        (at.HUIGONG, at.SHANDONGPU, at.FUDONG), at.SHENHE, -340, -75, 66, 3300, 450,
        "每周为退休职工、环卫工人和行动不便的居民免费理发。",
        ("社区便民理发", "环卫驿站理发日"),
        (NeedPlan(at.HUIGONG, "退休职工便民理发", Category.CONVENIENCE, ("retired", "elder"), 380, "weekly"),),
        held=70, ending=State.AUDITED, score="86.50", midterm="84.00",
    ),
    ProjectPlan(
        "应急救护与防溺水安全课堂", Category.SAFETY, Kind.DRILL, at.RESCUE,
        (at.CHENXING, at.ZHENGLIANG, at.GUOSAN), at.SHENBEI, -330, -60, 56, 3000, 600,
        "让职工和家属人人会心肺复苏，外出务工人员子女人人懂防溺水。",
        ("心肺复苏与AED实操", "防溺水与水上自救", "消防疏散演练"),
        (
            NeedPlan(at.CHENXING, "职工应急救护培训", Category.SAFETY, ("employee", "migrant"), 700, "quarterly"),
            NeedPlan(at.GUOSAN, "河渠周边防溺水教育", Category.SAFETY, ("family",), 160, "yearly", by_party=False),
        ),
        held=60, ending=State.COMPLETED, score="88.00", midterm="86.00", ratios=("60.00", "40.00"),
    ),
    ProjectPlan(
        "“缘来是工”单身职工联谊", Category.MARRIAGE, Kind.MATCHMAKING, at.MATCHMAKERS,
        (at.FUDONG, at.KAIXUAN), at.SHENHE, -320, -26, 24, 900, 300,
        "为驻区企业单身职工搭建真诚可靠的交友平台，请专业红娘全程服务。",
        ("周末联谊会", "手作交友沙龙"),
        (NeedPlan(at.FUDONG, "单身职工婚恋交友", Category.MARRIAGE, ("single",), 320, source="survey"),),
        held=24, ending=State.FINAL_REVIEW, score="89.00", satisfied=0.93, midterm="88.50", disallowed=True,
    ),
    ProjectPlan(
        "爱心便民服务一条街", Category.CONVENIENCE, Kind.CONVENIENCE, at.RIBBON,
        (at.CHENXING, at.ZHENGLIANG), at.SHENBEI, -300, 60, 100, 6000, 700,
        "发动沿街商户组成志愿服务队，定期为职工居民义诊、理发、修鞋、磨刀、量血压。",
        ("便民服务一条街", "商户志愿服务日"),
        (NeedPlan(at.CHENXING, "沿街便民服务", Category.CONVENIENCE, ("resident", "elder"), 1300, "weekly"),),
        held=110,
    ),
    ProjectPlan(
        "职工篮球气排球邀请赛", Category.SPORT, Kind.SPORT, at.SPORT,
        (at.HONGHU, at.SHUIYUANDI, at.FUDONG), at.CITY, -280, 30, 96, 5600, 800,
        "由专业协会办赛，让中小企业职工也有自己的联赛。",
        ("职工气排球周赛", "职工三人篮球赛"),
        (NeedPlan(at.HONGHU, "中小企业职工体育比赛", Category.SPORT, ("employee",), 900, "weekly", "meeting"),),
        held=56, ending=State.SUSPENDED, midterm="81.00",
    ),
    ProjectPlan(
        "职工健康关爱义诊", Category.HEALTH, Kind.CLINIC, at.HEALTH,
        (at.KAIXUAN, at.SHANDONGPU, at.YINGBIN), at.SHENHE, -260, -12, 80, 3800, 900,
        "把慢病筛查和健康咨询送到驿站和社区，重点服务退休职工和户外劳动者。",
        ("慢病筛查义诊", "户外劳动者健康日", "女职工健康讲座与咨询"),
        (
            NeedPlan(at.KAIXUAN, "退休职工慢病筛查", Category.HEALTH, ("retired", "woman"), 520, by_party=True),
            NeedPlan(at.YINGBIN, "户外劳动者健康体检", Category.HEALTH, ("new_form", "migrant"), 180),
        ),
        held=80, ending=State.FINAL_REVIEW, satisfied=0.95, midterm="91.00",
    ),
    ProjectPlan(
        "律师进社区·职工普法维权", Category.LAW, Kind.LAW, at.LAWYERS,
        (at.SHUIYUANDI, at.SHASHAN, at.HONGHU), at.HEPING, -250, 110, 96, 2600, 640,
        "律师定期坐班，讲清劳动合同、工伤、欠薪，为职工提供现场法律咨询。",
        ("劳动合同与欠薪维权", "律师坐班咨询"),
        (NeedPlan(at.SHUIYUANDI, "农民工法律咨询", Category.LAW, ("migrant", "new_form"), 450, "weekly", "hotline"),),
        held=72, ending=State.MIDTERM_REVIEW, midterm="80.00",
    ),
    ProjectPlan(
        "职工子女爱心托管班", Category.CHILD, Kind.CHILDCARE, at.CHENXI,
        (at.KAIXUAN,), at.SHENHE, -200, 150, 140, 3000, 120,
        "解决双职工家庭放学后、周末无人看护的难题，课业辅导与兴趣活动并重。",
        ("放学后托管", "素质拓展兴趣课堂"),
        (NeedPlan(at.KAIXUAN, "双职工子女放学托管", Category.CHILD, ("family", "employee"), 160, "weekly", "survey"),),
        held=84, satisfied=0.97, answers=0.5,
    ),
    ProjectPlan(
        "新就业形态劳动者技能与安全培训", Category.TRAINING, Kind.TRAINING, at.CHENXI,
        (at.SHUIYUANDI, at.KAIXUAN, at.CHENXING), at.CITY, -180, 120, 84, 2600, 700,
        "为快递员、外卖骑手、网约车司机提供交通安全、技能提升和权益知识培训。",
        ("骑行安全与事故处置", "权益与社保课堂", "短视频与客服技能"),
        (
            NeedPlan(at.SHUIYUANDI, "快递外卖员安全培训", Category.TRAINING, ("new_form",), 380, source="survey"),
            NeedPlan(at.CHENXING, "骑手休息与技能提升", Category.TRAINING, ("new_form", "migrant"), 240),
        ),
        held=62, ending=State.RECTIFYING, midterm="56.00",
    ),
    ProjectPlan(
        "老娘舅劳动关系讲堂", Category.LAW, Kind.LECTURE, at.MEDIATORS,
        (at.YINGBIN, at.KAIXUAN, at.HUIGONG), at.SHENHE, -150, 200, 48, 1700, 500,
        "用身边案例讲劳动关系，把纠纷化解在萌芽。",
        ("劳动关系案例讲堂",),
        (NeedPlan(at.YINGBIN, "劳动纠纷源头预防", Category.LAW, ("migrant", "employee"), 260, source="meeting"),),
        held=20, satisfied=0.91, ending=State.CHANGE_PENDING,
    ),
)  # fmt: skip

# Two that ended before the year under report, and badly.
EARLIER = (
    ProjectPlan(
        "职工读书角领读计划", Category.CULTURE, Kind.LECTURE, at.RIBBON,
        (at.SHANDONGPU,), at.SHENHE, -430, -372, 8, 240, 60,
        "在社区职工书屋每周领读，带动职工读书。", ("周末领读会",),
        (NeedPlan(at.SHANDONGPU, "职工书屋领读服务", Category.CULTURE, ("employee",), 90, "weekly"),),
        ending=State.TERMINATED,
    ),
    ProjectPlan(
        "邻里心灵驿站", Category.PSYCHOLOGY, Kind.PSYCHOLOGY, at.MATCHMAKERS,
        (at.FUDONG,), at.SHENHE, -425, -370, 6, 180, 50,
        "为驻区职工提供一对一心理倾听。", ("驿站倾听日",),
        (NeedPlan(at.FUDONG, "职工心理倾听", Category.PSYCHOLOGY, ("employee",), 75),),
        ending=State.CLAWBACK,
    ),
)  # fmt: skip

APPLIED = (
    ProjectPlan(
        "退休职工居家养老关爱", Category.ELDERLY, Kind.LECTURE, at.HEALTH,
        (at.SHANDONGPU,), at.SHENHE, 20, 320, 36, 1200, 200,
        "为独居退休职工提供健康巡访、智能手机课堂和心理陪伴。", (),
        (NeedPlan(at.SHANDONGPU, "独居退休职工关爱", Category.ELDERLY, ("retired", "elder"), 140, "weekly"),),
        ending=State.SUBMITTED,
    ),
    ProjectPlan(
        "女职工身心健康成长营", Category.HEALTH, Kind.PSYCHOLOGY, at.CHENXI,
        (at.HUIGONG,), at.SHENHE, 25, 330, 24, 800, 200,
        "为驻区企业女职工提供孕哺期关爱、心理支持和健康管理。", (),
        (NeedPlan(at.HUIGONG, "女职工孕哺期关爱", Category.HEALTH, ("woman",), 130),),
        ending=State.RETURNED,
    ),
    ProjectPlan(
        "困难职工家庭陪伴计划", Category.HARDSHIP, Kind.LECTURE, at.CHENXI,
        (at.KAIXUAN,), at.SHENHE, 40, 360, 30, 600, 60,
        "由社工和志愿者结对陪伴困难职工家庭，链接就业、助学和医疗资源。", (),
        (NeedPlan(at.KAIXUAN, "困难职工家庭陪伴", Category.HARDSHIP, ("hardship", "family"), 42),),
        ending=State.DRAFT,
    ),
    ProjectPlan(
        "职工摄影比赛", Category.CULTURE, Kind.SPORT, at.ART,
        (at.FUDONG,), at.SHENHE, -60, -20, 2, 60, 40,
        "举办两期职工摄影比赛和展览。", (),
        (NeedPlan(at.FUDONG, "职工摄影展示平台", Category.CULTURE, ("employee",), 60, "yearly"),),
        ending=State.REJECTED,
    ),
)  # fmt: skip
