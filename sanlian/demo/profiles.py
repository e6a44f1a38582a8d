"""What a session of each kind looks like: when, where, how many come, what it costs."""

from dataclasses import dataclass

from services.enums import ActivityKind as Kind

WORKDAYS = range(5)
MORNING = (WORKDAYS, 9, 30)
NOON = (WORKDAYS, 12, 0)
AFTERNOON = (WORKDAYS, 14, 0)
AFTER_SCHOOL = (WORKDAYS, 17, 0)
EVENING = (WORKDAYS, 18, 30)
SATURDAY = ((5,), 9, 30)
SUNDAY = ((6,), 14, 0)


@dataclass(frozen=True)
class Profile:
    """``size`` is the range of 人次 a session draws, ``named`` the share of them checked in by name, ``signed_up``
    the share of those who had registered before. ``fee`` and ``material`` are yuan per session."""

    size: tuple[int, int]
    named: float
    signed_up: float
    slots: tuple
    minutes: int
    venues: tuple[str, ...]
    fee: str
    material: str
    group: str
    loyalty: float = 0.7  # share of the named who are regulars of the project at that community


PROFILES = {
    Kind.PSYCHOLOGY: Profile(
        (34, 62), 0.82, 0.7, (NOON, AFTERNOON, EVENING, EVENING), 90, ("职工之家多功能厅", "职工书屋"),
        "1000.00", "320.00", "employee",
    ),
    Kind.PERFORMANCE: Profile(
        (110, 200), 0.1, 0.0, (NOON, NOON, EVENING), 60, ("企业食堂", "车间空地", "建筑工地广场"),
        "3600.00", "900.00", "employee",
    ),
    Kind.DRILL: Profile(
        (38, 72), 0.62, 0.4, (MORNING, AFTERNOON, SATURDAY, SUNDAY), 120, ("社区广场", "职工之家训练室"),
        "900.00", "480.00", "migrant",
    ),
    Kind.CONVENIENCE: Profile(
        (32, 66), 0.38, 0.1, (MORNING, SATURDAY, SATURDAY, SUNDAY), 180, ("社区服务大厅", "社区广场"),
        "300.00", "420.00", "resident",
    ),
    Kind.CLINIC: Profile(
        (34, 64), 0.66, 0.4, (MORNING, AFTERNOON, SATURDAY), 150, ("社区卫生服务站", "工会驿站"),
        "600.00", "360.00", "retired",
    ),
    Kind.LAW: Profile(
        (20, 38), 0.74, 0.5, (AFTERNOON, EVENING, EVENING, SATURDAY), 90, ("职工法律服务站", "社区会议室"),
        "700.00", "120.00", "migrant",
    ),
    Kind.MATCHMAKING: Profile(
        (32, 48), 1.0, 0.95, (SATURDAY, SUNDAY), 180, ("职工之家多功能厅", "文化广场"), "1500.00", "1200.00", "single",
    ),
    Kind.SPORT: Profile(
        (40, 80), 0.6, 0.6, (EVENING, EVENING, SATURDAY, SUNDAY), 150, ("街道文体中心球馆", "企业球场"),
        "1200.00", "600.00", "employee",
    ),
    Kind.CHILDCARE: Profile(
        (18, 30), 1.0, 0.9, (AFTER_SCHOOL, AFTER_SCHOOL, SATURDAY), 120, ("职工子女爱心托管室",),
        "500.00", "260.00", "family", 1.0,
    ),
    Kind.TRAINING: Profile(
        (26, 44), 0.95, 0.8, (EVENING, EVENING, AFTERNOON, SATURDAY), 120, ("职工之家培训室", "快递站点会议室"),
        "800.00", "300.00", "new_form",
    ),
    Kind.LECTURE: Profile(
        (28, 50), 0.7, 0.5, (AFTERNOON, EVENING), 90, ("社区会议室",), "600.00", "150.00", "migrant",
    ),
}  # fmt: skip
