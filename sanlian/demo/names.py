"""Invented people and invented registration numbers: valid in form, belonging to nobody."""

from datetime import date
from random import Random

from stdnum.cn import uscc

from orgs.enums import Gender

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
COMMON = 24  # the first surnames are far more frequent than the rest
GIVEN = {
    Gender.MALE: "建国志强伟军勇磊涛明超刚平辉鹏斌波宇浩凯健俊帆永亮学文东海峰成龙庆春山树林家宝德义振华",
    Gender.FEMALE: "秀英敏静丽娟艳玲桂芳霞红梅兰雪琳洁燕萍慧莹佳欣怡婷颖蕊淑珍雅文晓月春华丹凤玉洁美云彩思雨",
}
# 141 numbers are given to devices, never to people; 210101 (市辖区) issues no identity cards.
PHONE_PREFIX = "141"
NOBODYS_REGION = "210101"
BORN = (1955, 2003)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_MARKS = "10X98765432"
ORGANIZATION_MARKS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def person_name(rng: Random, gender: str) -> str:
    """Two or three characters; frequent surnames come up more often."""
    surname = rng.choice(SURNAMES[:COMMON] if rng.random() < 0.6 else SURNAMES)
    given = GIVEN[gender]
    return surname + rng.choice(given) + (rng.choice(given) if rng.random() < 0.8 else "")


def phone(number: int) -> str:
    """The ``number``-th telephone, in an order that does not look counted; distinct up to 100,000,000."""
    return f"{PHONE_PREFIX}{number * 61_803_399 % 100_000_000:08d}"


def identity_number(rng: Random, gender: str) -> tuple[str, date]:
    """GB 11643: region, birth date, sequence (odd for men), check character; with the birth date it carries."""
    born = date(rng.randint(*BORN), rng.randint(1, 12), rng.randint(1, 28))
    sequence = rng.randrange(10, 99) * 10 + rng.randrange(5) * 2 + (gender == Gender.MALE)
    body = f"{NOBODYS_REGION}{born:%Y%m%d}{sequence:03d}"
    return body + CHECK_MARKS[sum(int(mark) * weight for mark, weight in zip(body, WEIGHTS, strict=True)) % 11], born


def credit_code(kind: str, number: int) -> str:
    """GB 32100: ``kind`` (51 社会团体, 52 民办非企业单位, 91 企业), 沈阳, an invented body, two check marks."""
    body = f"DEM{number:05d}"
    total = sum(
        ORGANIZATION_MARKS.index(mark) * weight for mark, weight in zip(body, ORGANIZATION_WEIGHTS, strict=True)
    )
    check = (11 - total % 11) % 11
    stem = f"{kind}210100{body}{'X' if check == 10 else check}"
    return stem + uscc.calc_check_digit(stem)
