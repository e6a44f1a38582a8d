"""Which calls there are, and who answers each with what."""

from dataclasses import dataclass

from projects.enums import ApplicationState as A
from projects.enums import CallState as C
from projects.enums import NeedCategory as Category
from projects.enums import ProjectState as P
from sanlian.demo import organizations as at
from sanlian.demo.plan import NeedPlan


@dataclass(frozen=True)
class Bid:
    """One application: who, what, where, answering which need; ``ends`` is the state it has come to. A project that
    ``becomes`` terminated gives its place to the next in reserve."""

    contractor: str
    name: str
    category: str
    need: NeedPlan
    ends: str = A.AWARDED
    becomes: str = P.APPROVED
    quality: float = 0.9  # of the points an expert gives


@dataclass(frozen=True)
class CallPlan:
    """One call. Days are counted from today; ``ends`` is the state it has come to."""

    title: str
    category: str
    opens: int
    closes: int
    ends: str
    bids: tuple[Bid, ...] = ()


CALLS = (
    CallPlan("职工关爱服务项目征集", Category.HEALTH, -104, -90, C.DONE, (
        Bid(at.HEALTH, "户外劳动者健康驿站", Category.HEALTH,
            NeedPlan(at.YINGBIN, "户外劳动者冬季健康服务", Category.HEALTH, ("new_form", "migrant"), 210),
            becomes=P.TERMINATED),
        Bid(at.CHENXI, "职工心理援助热线与陪伴", Category.PSYCHOLOGY,
            NeedPlan(at.HUIGONG, "职工心理援助", Category.PSYCHOLOGY, ("employee",), 260), becomes=P.CONTRACTING),
        Bid(at.RIBBON, "困难职工家庭微心愿", Category.HARDSHIP,
            NeedPlan(at.SHANDONGPU, "困难职工家庭帮扶", Category.HARDSHIP, ("hardship",), 60), becomes=P.SIGNED,
            quality=0.84),
        Bid(at.ART, "车间文艺小分队", Category.CULTURE,
            NeedPlan(at.FUDONG, "一线职工文艺辅导", Category.CULTURE, ("employee",), 180), quality=0.78),
        Bid(at.LAWYERS, "驿站普法小课堂", Category.LAW,
            NeedPlan(at.KAIXUAN, "户外劳动者普法宣传", Category.LAW, ("new_form",), 110), A.RESERVE, quality=0.7),
        Bid(at.SPORT, "楼宇职工健步走", Category.SPORT,
            NeedPlan(at.KAIXUAN, "楼宇职工日常锻炼", Category.SPORT, ("employee",), 320), A.NOT_SELECTED, quality=0.6),
    )),
    CallPlan("便民助老服务项目征集", Category.CONVENIENCE, -52, -36, C.PUBLICITY, (
        Bid(at.BEAUTY, "上门理发助老行", Category.ELDERLY,
            NeedPlan(at.SHANDONGPU, "高龄退休职工上门服务", Category.ELDERLY, ("elder", "retired"), 90)),
        Bid(at.HEALTH, "退休职工慢病自管小组", Category.HEALTH,
            NeedPlan(at.YINGBIN, "退休职工慢病管理", Category.HEALTH, ("retired",), 140), quality=0.86),
    )),
    CallPlan("新就业形态劳动者服务项目征集", Category.TRAINING, -40, -17, C.REVIEWING, (
        Bid(at.CHENXI, "骑手友好社区", Category.TRAINING,
            NeedPlan(at.YINGBIN, "骑手进小区与休息", Category.TRAINING, ("new_form",), 230)),
        Bid(at.LAWYERS, "新业态劳动权益课堂", Category.LAW,
            NeedPlan(at.HUIGONG, "新业态劳动者权益咨询", Category.LAW, ("new_form",), 150)),
    )),
    CallPlan("职工子女服务项目征集", Category.CHILD, -24, -4, C.CLOSED, (
        Bid(at.CHENXI, "寒假职工子女成长营", Category.CHILD,
            NeedPlan(at.KAIXUAN, "职工子女寒假托管", Category.CHILD, ("family",), 120), A.CHECKING),
        Bid(at.ART, "小小文艺轻骑兵", Category.CHILD,
            NeedPlan(at.FUDONG, "职工子女艺术启蒙", Category.CHILD, ("family",), 80), A.RETURNED),
        Bid(at.SPORT, "亲子体能课堂", Category.CHILD,
            NeedPlan(at.HUIGONG, "职工亲子体育", Category.CHILD, ("family",), 100), A.SUBMITTED),
    )),
    CallPlan("普法维权服务项目征集", Category.LAW, -8, 12, C.PUBLISHED, (
        Bid(at.CHENXI, "工厂里的社工站", Category.LAW,
            NeedPlan(at.HUIGONG, "小微企业职工维权指引", Category.LAW, ("employee", "migrant"), 170), A.DRAFT),
        Bid(at.MEDIATORS, "劳动关系和谐社区", Category.LAW,
            NeedPlan(at.YINGBIN, "欠薪纠纷现场调解", Category.LAW, ("migrant",), 190), A.SUBMITTED),
    )),
    CallPlan("春季文化体育服务项目征集", Category.CULTURE, 15, 40, C.APPROVED),
    CallPlan("女职工服务项目征集", Category.HEALTH, 20, 45, C.DRAFT),
    CallPlan("职工技能比武服务项目征集", Category.TRAINING, -70, -58, C.CANCELLED),
)  # fmt: skip
