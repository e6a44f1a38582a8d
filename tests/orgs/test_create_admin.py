"""The first administrator of a city."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from orgs.enums import Role
from orgs.models import User
from orgs.scope import org_paths


def create(monkeypatch, password: str, username: str = "chief") -> str:
    monkeypatch.setattr("sys.stdin", StringIO(f"{password}\n"))
    out = StringIO()
    call_command("create_admin", username, name="高建国", stdout=out)
    return out.getvalue()


def test_the_administrator_reaches_the_whole_city(world, monkeypatch):
    assert create(monkeypatch, "shenyang-2026") == "高建国（chief）已是沈阳市总工会的市总管理员。\n"
    user = User.objects.get(username="chief")
    assert org_paths(user, [Role.CITY_ADMIN]) == [world.city_union.path]
    assert user.check_password("shenyang-2026")


@pytest.mark.parametrize(("password", "username"), [("12345678", "chief"), ("shenyang-2026", "city")])
def test_a_weak_password_or_a_taken_name_leaves_nobody(world, monkeypatch, password, username):
    before = User.objects.count()
    with pytest.raises(CommandError):
        create(monkeypatch, password, username)
    assert User.objects.count() == before


def test_without_a_city_there_is_nothing_to_administer(db, monkeypatch):
    with pytest.raises(CommandError, match="import_divisions"):
        create(monkeypatch, "shenyang-2026")
