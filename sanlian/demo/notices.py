"""Notices on the public pages, of every level and in every state."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from orgs.enums import Role
from sanlian.demo import organizations as at
from sanlian.demo.world import World
from services.enums import NoticeState as State
from services.operations import create_notice, publish_notice, withdraw_notice

# role, organization, days from today, shown for days, state, title, text
NOTICES = (
    (Role.CITY_ADMIN, at.CITY, -60, 0, State.PUBLISHED, "“三联”服务平台使用说明",
     "职工可在社区公开页查看活动、在线报名、反映需求，无需注册账号。"),
    (Role.DISTRICT_UNION, at.SHENHE, -12, 60, State.PUBLISHED, "冬季户外劳动者关爱行动",
     "全区工会驿站延长开放至晚上八点，提供热水、充电和防寒用品。"),
    (Role.DISTRICT_UNION, at.SHENHE, -40, 30, State.WITHDRAWN, "职工运动会报名", "报名时间另行通知。"),
    (Role.STREET_UNION, at.BEIZHAN, -8, 30, State.PUBLISHED, "街道职工法律咨询日",
     "每月第一个周三下午，律师在街道职工服务站坐班。"),
    (Role.COMMUNITY_UNION, at.KAIXUAN, -5, 45, State.PUBLISHED, "寒假托管班开始征集",
     "双职工家庭可在公开页报名体验日，名额有限，困难职工家庭优先。"),
    (Role.COMMUNITY_UNION, at.KAIXUAN, -2, 20, State.DRAFT, "职工之家元旦开放安排", "元旦当天照常开放，晚间提前闭馆。"),
    (Role.COMMUNITY_UNION, at.CHENXING, -15, 90, State.PUBLISHED, "志愿服务一条街每周六举办",
     "理发、修鞋、量血压、家电维修，欢迎街坊参加。"),
)  # fmt: skip
WHY = {State.WITHDRAWN: "比赛场地调整，时间未定。"}


def notice_story(world: World, row: tuple) -> Iterator[datetime]:
    role, code, days, length, state, title, body = row
    by, first = world.staff(role, code), world.day(days)
    yield world.office(days - 1)
    notice = create_notice(
        by=by, organization=world.organizations[code], title=title, body=body, shown_from=first,
        shown_until=first + timedelta(days=length) if length else None,
    )  # fmt: skip
    if state == State.DRAFT:
        return
    notice = publish_notice(notice, by=by)
    if state == State.WITHDRAWN:
        yield world.office(days + 5)
        withdraw_notice(notice, by=by, note=WHY[state])
