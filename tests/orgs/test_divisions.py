"""From the official codes to the union tree, all of it or nothing."""

import io
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.errors import DomainError
from orgs.division_file import read_divisions
from orgs.division_names import union_name
from orgs.models import Membership, Organization
from orgs.operations import ImportResult, import_divisions
from tests.cast import make_organization, make_user

SHENYANG = Path("sanlian/demo/shenyang_divisions.csv")
HEADER = "code,name,level,parent_code\n"
SMALL = HEADER + (
    "2101,沈阳市,city,\n210102,和平区,district,2101\n210103,沈河区,district,2101\n"
    "210102001,浑河湾街道,street,210102\n210103005,滨河街道,street,210103\n"
    "210102001002,水源地社区,community,210102001\n210102001200,王家村委会,community,210102001\n"
)


def run(text, by=None, encoding="utf-8"):
    return import_divisions(io.BytesIO(text.encode(encoding)), by=by)


@pytest.mark.parametrize(
    ("division", "level", "name", "place", "is_rural"),
    [
        ("沈阳市", "city", "沈阳市总工会", "沈阳市", False),
        ("延边朝鲜族自治州", "city", "延边朝鲜族自治州总工会", "延边朝鲜族自治州", False),
        ("锡林郭勒盟", "city", "锡林郭勒盟总工会", "锡林郭勒盟", False),
        ("大兴安岭地区", "city", "大兴安岭地区总工会", "大兴安岭地区", False),
        ("义乌市", "district", "义乌市总工会", "义乌市", False),
        ("鄂伦春自治旗", "district", "鄂伦春自治旗总工会", "鄂伦春自治旗", False),
        ("浑河湾街道", "street", "浑河湾街道总工会", "浑河湾街道", False),
        ("新华街道办事处", "street", "新华街道总工会", "新华街道", False),
        ("巴彦苏木", "street", "巴彦苏木总工会", "巴彦苏木", False),
        ("前进农场", "street", "前进农场总工会", "前进农场", False),
        ("经济技术开发区管委会", "street", "经济技术开发区总工会", "经济技术开发区", False),
        ("水源地社区", "community", "水源地社区联合工会", "水源地社区", False),
        ("水源地社区居民委员会", "community", "水源地社区联合工会", "水源地社区", False),
        ("小潘居委会", "community", "小潘社区联合工会", "小潘社区", False),
        ("满融村村民委员会", "community", "满融村联合工会", "满融村", True),
        ("王家村委会", "community", "王家村联合工会", "王家村", True),
        ("李家屯村委会", "community", "李家屯村联合工会", "李家屯村", True),
        ("高楼子社区村民委员会", "community", "高楼子社区联合工会", "高楼子社区", True),
        ("五五村", "community", "五五村联合工会", "五五村", True),
        ("哈日诺尔嘎查村委会", "community", "哈日诺尔嘎查联合工会", "哈日诺尔嘎查", True),
        ("哈日诺尔嘎查委员会", "community", "哈日诺尔嘎查联合工会", "哈日诺尔嘎查", True),
        ("四方台农场虚拟生活区", "community", "四方台农场虚拟生活区联合工会", "四方台农场虚拟生活区", False),
        ("水源地社区联合工会", "community", "水源地社区联合工会", "水源地社区", False),
    ],
)
def test_names_of_any_city(division, level, name, place, is_rural):
    union = union_name(division, level)
    assert (union.name, union.place, union.is_rural) == (name, place, is_rural)


def test_shenyang_in_ten_seconds_and_twice_is_nothing(db):
    started = time.perf_counter()
    with SHENYANG.open("rb") as file:
        assert import_divisions(file) == ImportResult(created=2907)
    assert time.perf_counter() - started < 10
    assert Organization.objects.find_problems() == ([], [], [], [], [])
    community = Organization.objects.get(code="210102001002")
    assert [row.name for row in Organization.objects.get_ancestors(community)] == [
        "沈阳市总工会",
        "和平区总工会",
        "浑河湾街道总工会",
    ]
    assert (community.name, community.initials, community.is_rural) == ("水源地社区联合工会", "sydsqlhgh", False)
    before = list(Organization.objects.values())
    with SHENYANG.open("rb") as file:
        result = import_divisions(file)
    assert result == ImportResult(unchanged=2907)
    assert str(result) == "没有变化：2907 个机构与文件一致。"
    assert list(Organization.objects.values()) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_encodings(db, encoding):
    assert run(SMALL, encoding=encoding) == ImportResult(created=7)


def test_parents_may_follow_their_children_and_columns_may_be_swapped(db):
    lines = ["parent_code,level,name,code"]
    lines += [",".join(reversed(line.split(","))) for line in reversed(SMALL.splitlines()[1:])]
    assert run("\r\n".join(lines)) == ImportResult(created=7)
    assert Organization.objects.find_problems() == ([], [], [], [], [])


def test_a_renamed_division_is_renamed_and_a_hand_corrected_name_stays(db):
    run(SMALL)
    Organization.objects.filter(code="210103").update(name="沈河区工会联合会")
    assert run(SMALL) == ImportResult(unchanged=7)
    renamed = SMALL.replace("水源地社区", "新水源社区").replace("王家村委会", "王家社区居委会")
    assert run(renamed) == ImportResult(updated=2, unchanged=5)
    names = dict(Organization.objects.values_list("code", "name"))
    assert names["210102001002"] == "新水源社区联合工会"
    assert names["210103"] == "沈河区工会联合会"
    village = Organization.objects.get(code="210102001200")
    assert (village.place, village.initials, village.is_rural) == ("王家社区", "wjsqlhgh", False)


def test_a_moved_division_takes_its_subtree_and_memberships_along(db):
    run(SMALL)
    community = Organization.objects.get(code="210102001002")
    make_organization("党支部", "DZ-1", Organization.objects.get(pk=community.pk), "party")
    user = make_user("community", community, "community_union")
    moved = SMALL.replace("浑河湾街道,street,210102", "浑河湾街道,street,210103")
    assert run(moved) == ImportResult(moved=1, unchanged=6)
    assert Organization.objects.find_problems() == ([], [], [], [], [])
    held = Membership.objects.select_related("organization").get(user=user).organization
    assert [row.code for row in Organization.objects.get_ancestors(held)] == [
        "2101",
        "210103",
        "210103005".replace("3005", "2001"),
    ]
    assert Organization.objects.get_parent(Organization.objects.get(code="DZ-1")) == held
    assert run(moved) == ImportResult(unchanged=7)


def test_a_street_that_becomes_a_district_changes_level_and_place(db):
    run(SMALL)
    raised = SMALL.replace("210102001,浑河湾街道,street,210102", "210102001,浑河湾区,district,2101").replace(
        "210102,和平区,district,2101", "210102,和平街道,street,210102001"
    )
    raised = raised.replace(",community,210102001\n", ",community,210102\n")
    result = run(raised)
    assert (result.errors, result.moved, result.updated, result.unchanged) == ([], 4, 2, 3)
    assert Organization.objects.find_problems() == ([], [], [], [], [])


def test_a_part_of_the_tree_may_hang_under_what_exists(db):
    run(SMALL)
    assert run(HEADER + "210102001003,河畔社区,community,210102001\n") == ImportResult(created=1)
    assert Organization.objects.get(code="210102001").numchild == 3
    assert Organization.objects.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("210109001,甲街道,street,210109", "上级代码 210109 不存在：文件里没有，系统里也没有"),
        ("210102,乙区,district,2101", "区划代码 210102 与第 3 行重复"),
        ("210102009,丙社区,community,2101", "层级不对：社区（村）联合工会不能直接隶属于市总工会（上级代码 2101）"),
        ("210102009,丁街道,town,210102", "层级“town”无法识别"),
        ("210102009,,street,210102", "名称为空"),
        ("210102009,村委会,community,210102001", "名称“村委会”缺少地名"),
        ("2.10102E+11,戊街道,street,210102", "区划代码应为2至20位数字，现在是“2.10102E+11”"),
        ("210102009,己街道,street,", "缺少上级代码"),
        ("2102,大连市,city,21", "市一级不应填写上级代码"),
        ("210102009,庚街道,street", "应有 4 列，实有 3 列"),
        ("210102009,<b>街道,street,210102", "名称过长或含有无法识别的字符"),
        (f"210102009,{'长' * 61},street,210102", "名称过长或含有无法识别的字符"),
    ],
)
def test_bad_rows_are_listed_by_line_and_nothing_is_imported(db, row, reason):
    result = run(SMALL + row + "\n210102010,好街道,street,210102\n")
    assert [line for line, _ in result.errors] == [9]
    assert result.errors[0][1].startswith(reason)
    assert result.created == 0 and Organization.objects.count() == 0


def test_children_of_a_bad_row_are_not_blamed(db):
    result = run(SMALL.replace("浑河湾街道,street", "浑河湾街道,strasse"))
    assert [line for line, _ in result.errors] == [5]


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        ("编码,名称,级别,上级\n".encode(), 1, "表头应为"),
        (HEADER.encode(), 1, "没有数据行"),
        (SMALL.encode("utf-16"), 1, "不是UTF-8或GB18030"),
        (SMALL.encode().replace("和平区".encode(), b"\xe5\x92\xff"), 3, "编码有误"),
        (SMALL.encode("gbk").replace("沈河区".encode("gbk"), b"\xff\xff"), 4, "编码有误"),
        ((HEADER + '2101,"沈阳市,city,\n').encode() + b"x" * 200_000, 2, "CSV格式"),
    ],
)
def test_unreadable_files_say_where(data, line, words):
    errors = read_divisions(data).errors
    assert [number for number, _ in errors] == [line]
    assert words in errors[0][1]


def test_empty_and_oversized_files_are_refused(db):
    with pytest.raises(DomainError, match="空的"):
        import_divisions(io.BytesIO(b" \n"))
    with pytest.raises(DomainError, match="10 MB"):
        import_divisions(io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)))


def test_a_code_taken_by_another_kind_of_body_is_an_error(world):
    Organization.objects.filter(pk=world.contractor.pk).update(code="210102009")
    result = run(HEADER + "210102009,新街道,street,210102\n")
    assert result.errors == [(2, "代码 210102009 已被“晨光社会工作服务中心”使用，它不是区划工会")]


def test_an_administrator_imports_only_what_they_administer(world):
    assert run(HEADER + "210102002,新华街道,street,210102\n", by=world.city).created == 1
    other = run(HEADER + "2102,大连市,city,\n", by=world.city)
    assert other.errors == [(2, "大连市不在您的管理范围内，不能由您导入")]
    assert not Organization.objects.filter(code="2102").exists()
    foreign = run(HEADER + "210103014,大西街道,street,210103\n", by=world.district)
    assert [line for line, _ in foreign.errors] == [2]


def test_command_says_what_it_did_or_lists_the_lines(db, tmp_path, capsys):
    path = tmp_path / "divisions.csv"
    path.write_text(SMALL)
    call_command("import_divisions", path)
    call_command("import_divisions", path)
    assert capsys.readouterr().out == (
        "导入完成：新增 7 个，更名 0 个，调整隶属 0 个，未变 0 个。\n没有变化：7 个机构与文件一致。\n"
    )
    path.write_text(SMALL + "1,x,y,z\n")
    with pytest.raises(CommandError, match=r"^第 9 行：区划代码应为2至20位数字，现在是“1”\n没有导入：1 处错误"):
        call_command("import_divisions", path)
    with pytest.raises(CommandError, match="打不开"):
        call_command("import_divisions", tmp_path / "missing.csv")


def test_a_district_that_becomes_a_city_becomes_a_root(db):
    run(SMALL)
    raised = SMALL.replace("210103,沈河区,district,2101", "210103,沈河市,city,")
    assert run(raised) == ImportResult(updated=1, moved=1, unchanged=6)
    root = Organization.objects.get(code="210103")
    assert (root.depth, root.name, root.level) == (1, "沈河市总工会", "city")
    assert Organization.objects.get(code="210103005").path.startswith(root.path)
    assert Organization.objects.find_problems() == ([], [], [], [], [])
