"""Who lectures: each passed a trial lecture first, one did not and waits."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from orgs.enums import Role
from sanlian.demo import organizations as at
from sanlian.demo.names import phone
from sanlian.demo.world import World
from services.operations import create_lecturer, record_trial

# contractor → (name, title, topics, score of the trial lecture)
LECTURERS = {
    at.CHENXI: (
        ("林晓燕", "国家二级心理咨询师", "压力管理、情绪疏导", "93.00"),
        ("高文斌", "精神科主治医师", "睡眠与身心放松", "90.50"),
        ("沈慧敏", "家庭教育指导师", "亲子沟通、家庭支持", "88.00"),
        ("孟凡宇", "社会工作师", "冲突化解、团队沟通", "86.50"),
        ("丁立新", "企业培训师", "职场礼仪", "71.00"),
    ),
    at.LAWYERS: (("郑国平", "执业律师", "劳动合同、欠薪维权", "92.00"), ("蒋丽华", "执业律师", "工伤与社保", "89.00")),
    at.MEDIATORS: (("任树林", "人民调解员", "劳动关系案例", "91.00"),),
    at.HEALTH: (("白雪梅", "副主任医师", "慢病防治", "94.00"),),
}  # fmt: skip
FIRST = -366  # days: before the first lecture


def lecturers_story(world: World, code: str) -> Iterator[datetime]:
    """Put on the list, then judged; the last of CHENXI's did not convince."""
    head = world.staff(Role.NGO, code)
    yield world.office(FIRST)
    rows = [
        create_lecturer(
            by=head, organization=world.organizations[code], name=name, title=title, topics=topics,
            phone=phone(90_000_000 + sum(map(ord, name))),
        )
        for name, title, topics, _ in LECTURERS[code]
    ]  # fmt: skip
    yield world.office(FIRST + 4)
    for row, (_, _, topics, score) in zip(rows, LECTURERS[code], strict=True):
        comment = "内容扎实、案例贴近职工。" if Decimal(score) >= 80 else "照本宣科，互动不足，修改后再来试讲。"
        topic, held_on = topics.split("、")[0], timezone.localdate() - timedelta(days=1)
        record_trial(row, by=head, topic=topic, held_on=held_on, score=Decimal(score), comment=comment)
        row.refresh_from_db()
    world.lecturers[code] = [row for row in rows if row.is_schedulable]
