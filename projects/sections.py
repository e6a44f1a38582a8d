"""Which roles see which section of a project. The room, its fragments, the lists, the files and the API all ask here.

SECURITY: a section hidden on the project page is hidden everywhere: the querysets of its records start from this table.
"""

from orgs.enums import Role

ALL = frozenset(Role)
INSIDERS = ALL - {Role.EXPERT}  # the outside evaluator judges the work: neither money in detail nor people
ACCOUNTS = INSIDERS - {Role.COMMUNITY_UNION, Role.PARTY}  # vouchers and settlement are not the community's business

READERS = {
    "indicators": ALL, "services": ALL, "reports": ALL, "evaluation": ALL, "documents": ALL,
    "money": INSIDERS, "contract": INSIDERS, "changes": INSIDERS, "archive": INSIDERS, "people": INSIDERS,
    "expenses": ACCOUNTS, "settlement": ACCOUNTS,
}  # fmt: skip

BESIDE = {"expenses": "money", "changes": "contract"}  # read together: shown below the section whose tab it is


def tab_of(name: str) -> str:
    """The tab of the project room that shows the section."""
    return BESIDE.get(name, name)


def query_of(name: str) -> str:
    """What follows the room's address to open it at the section."""
    return f"?part={BESIDE[name]}#{name}" if name in BESIDE else f"?part={name}"
