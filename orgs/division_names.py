"""From the name of an administrative division to the union body that covers it."""

import re
from dataclasses import dataclass

from orgs.enums import UnionLevel

UNION = re.compile(r"(总工会|联合工会|工会联合会|工会委员会|工会)$")
OFFICE = re.compile(r"((?<=街道|地区)办(事处)?|人民政府|管理委员会|管委会)$")
VILLAGE_COMMITTEE = re.compile(r"(村民委员会|村委会|嘎查村?委员会|嘎查村?民委员会|牧民委员会|牧委会)$")
RESIDENTS_COMMITTEE = re.compile(r"(居民委员会|居委会|家属委员会|家委会)$")
VILLAGE = re.compile(r"(社区|村|嘎查)$")
QUARTER = re.compile(r"(社区|小区|村|生活区|场)$")


@dataclass(frozen=True)
class UnionName:
    """What the body is called, what its place is called, and whether the place is a village."""

    name: str
    place: str
    is_rural: bool


def union_name(division: str, level: str) -> UnionName:
    """The union body of ``division``: 和平区 → 和平区总工会, 王家村委会 → 王家村联合工会.

    A division that already carries a union's name keeps its place. The place is empty when nothing of the
    name remains, which callers must refuse.
    """
    base = UNION.sub("", division)
    if level != UnionLevel.COMMUNITY:
        place = OFFICE.sub("", base)
        return UnionName(f"{place}总工会", place, False)
    place, is_rural = _community(base)
    return UnionName(f"{place}联合工会", place, is_rural)


def _community(name: str) -> tuple[str, bool]:
    """Place and rurality of a community: committees are stripped, villages end in 村, the others in 社区."""
    if committee := VILLAGE_COMMITTEE.search(name):
        place = name[: committee.start()]
        if committee.group().startswith("嘎查") and not place.endswith("嘎查"):
            place += "嘎查"
        return _ended(place, VILLAGE, "村"), True
    if committee := RESIDENTS_COMMITTEE.search(name):
        return _ended(name[: committee.start()], QUARTER, "社区"), False
    return name, name.endswith("村")


def _ended(place: str, endings: re.Pattern, ending: str) -> str:
    return place if not place or endings.search(place) else f"{place}{ending}"
