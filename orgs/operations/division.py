"""Importing official divisions: the union tree as the file says, all of it or nothing."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import BinaryIO

from django.db import transaction
from django.db.models import F

from core.errors import DomainError
from orgs.division_file import MAX_BYTES, PARENTS, Division, DivisionFile, misplaced, read_divisions
from orgs.enums import OrganizationKind, Role, UnionLevel
from orgs.models import Organization, OrganizationEvent, User
from orgs.pinyin import initials
from orgs.scope import org_paths
from orgs.tree import lock_tree, place_children

NAMED_BY_DIVISION = ("place", "name", "initials", "is_rural", "level", "tier")


@dataclass
class ImportResult:
    """What an import did. With ``errors`` (line, reason) it did nothing."""

    created: int = 0
    updated: int = 0
    moved: int = 0
    unchanged: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)

    def __str__(self):
        if self.errors:
            return f"没有导入：{len(self.errors)} 处错误，请改正后重新导入。"
        if not (self.created or self.updated or self.moved):
            return f"没有变化：{self.unchanged} 个机构与文件一致。"
        counts = f"新增 {self.created} 个，更名 {self.updated} 个，调整隶属 {self.moved} 个，未变 {self.unchanged} 个"
        return f"导入完成：{counts}。"


def import_divisions(file: BinaryIO, *, by: User | None = None) -> ImportResult:
    """Make the union tree of the divisions in ``file`` (``code,name,level,parent_code``; UTF-8 or GB18030).

    All or nothing: with errors by line nothing is written. Running it again changes nothing; a renamed code is
    renamed, a moved one moves with everything below it. Divisions the file does not name stay as they are. A
    name corrected by hand stays until the division itself is renamed. ``by`` (None on the command line) may
    only touch what they administer. Raises ``DomainError`` when the file is empty or larger than 10 MB.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise DomainError("文件超过10 MB，没有导入。区划文件通常不到1 MB，请确认选对了文件。")
    if not data.strip():
        raise DomainError("文件是空的，没有导入。请选择区划代码的CSV文件。")
    divisions = read_divisions(data)
    with transaction.atomic():
        lock_tree()
        tree = _Tree(divisions)
        tree.check(by)
        return tree.apply(by) if not divisions.errors else ImportResult(errors=divisions.errors)


class _Tree:
    """The present tree by code, and the changes the file asks for, level by level from the top."""

    def __init__(self, file: DivisionFile):
        self.file = file
        self.rows = {row.code: row for row in Organization.objects.all()}
        self.result = ImportResult()
        self.touched: set[str] = set()

    def check(self, by: User | None) -> None:
        """Add to the file's errors what only the present tree can tell."""
        reach = None if by is None else org_paths(by, (Role.CITY_ADMIN,))
        for division in self.file.divisions.values():
            if reason := self._conflict(division) or self._out_of_reach(division, reach):
                self.file.refuse(division.line, reason)
        self.file.errors.sort()

    def _conflict(self, division: Division) -> str:
        row = self.rows.get(division.code)
        if row and (row.kind != OrganizationKind.UNION or row.level not in PARENTS):
            return f"代码 {division.code} 已被“{row.name}”使用，它不是区划工会"
        above = division.parent_code
        if not above or above in self.file.divisions or above in self.file.refused:
            return ""
        parent = self.rows.get(above)
        if parent is None or parent.level not in PARENTS:
            return f"上级代码 {above} 不存在：文件里没有，系统里也没有"
        return misplaced(division, parent.level)

    def _out_of_reach(self, division: Division, reach: list[str] | None) -> str:
        if reach is None:
            return ""
        present = [self.rows[code] for code in (division.code, division.parent_code) if code in self.rows]
        is_new_root = not division.parent_code and not present
        if is_new_root or any(not row.path.startswith(tuple(reach)) for row in present):
            return f"{division.union.place}不在您的管理范围内，不能由您导入"
        return ""

    def apply(self, by: User | None) -> ImportResult:
        """Top-down, so that every parent stands where it belongs before its children are looked at."""
        for level in PARENTS:
            divisions = [division for division in self.file.divisions.values() if division.level == level]
            self._move([division for division in divisions if division.code in self.rows])
            self._rename([division for division in divisions if division.code in self.rows])
            self._create([division for division in divisions if division.code not in self.rows])
        self.result.unchanged = len(self.file.divisions) - self.result.created - len(self.touched)
        if self.result.unchanged < len(self.file.divisions):
            top = min((self.rows[code] for code in self.file.divisions), key=lambda row: row.path)
            OrganizationEvent.objects.create(subject=top, kind="import", by=by, note=str(self.result))
        return self.result

    def _move(self, divisions: list[Division]) -> None:
        for division in divisions:
            parent = self.rows.get(division.parent_code)
            if self.rows[division.code].parent_path == (parent.path if parent else ""):
                continue
            row = Organization.objects.get(pk=self.rows[division.code].pk)
            if parent:
                Organization.objects.move(row, Organization.objects.get(pk=parent.pk), "last-child")
            else:
                Organization.objects.move(row, Organization.objects.get_last_root_node(), "last-sibling")
            self._reread()
            self.result.moved += 1
            self.touched.add(division.code)

    def _reread(self) -> None:
        """A move changes the paths of a whole subtree."""
        self.rows = {row.code: row for row in Organization.objects.all()}

    def _rename(self, divisions: list[Division]) -> None:
        changed = [self.rows[division.code] for division in divisions if self._differs(division)]
        Organization.objects.bulk_update(changed, NAMED_BY_DIVISION, batch_size=500)
        self.result.updated += len(changed)
        self.touched |= {row.code for row in changed}

    def _differs(self, division: Division) -> bool:
        """Write the division's facts onto the row in memory; whether that changed anything."""
        row, union = self.rows[division.code], division.union
        before = [getattr(row, name) for name in NAMED_BY_DIVISION]
        if row.place != union.place or row.level != division.level:
            row.place, row.name, row.initials = union.place, union.name, initials(union.name)
        row.is_rural, row.level = union.is_rural, division.level
        row.tier = row.tier if division.level == UnionLevel.COMMUNITY else ""
        return before != [getattr(row, name) for name in NAMED_BY_DIVISION]

    def _create(self, divisions: list[Division]) -> None:
        families = defaultdict(list)
        for division in divisions:
            families[division.parent_code].append(_organization(division))
        last = self._last_children()
        for parent_code, children in families.items():
            parent = self.rows.get(parent_code)
            place_children(parent, children, last.get(parent.path if parent else "", ""))
            if parent:
                Organization.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(children))
        made = Organization.objects.bulk_create(
            [child for children in families.values() for child in children], batch_size=1000
        )
        self.rows |= {row.code: row for row in made}
        self.result.created += len(made)

    def _last_children(self) -> dict[str, str]:
        """The last child's path by the parent's path."""
        last: dict[str, str] = {}
        for row in self.rows.values():
            last[row.parent_path] = max(last.get(row.parent_path, ""), row.path)
        return last


def _organization(division: Division) -> Organization:
    union = division.union
    return Organization(
        code=division.code,
        name=union.name,
        place=union.place,
        initials=initials(union.name),
        is_rural=union.is_rural,
        kind=OrganizationKind.UNION,
        level=division.level,
        numchild=0,
    )
