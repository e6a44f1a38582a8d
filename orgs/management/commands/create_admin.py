"""``manage.py create_admin USERNAME --name 姓名``: the first administrator of an imported city."""

import sys
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from orgs.enums import Role, UnionLevel
from orgs.models import Membership, Organization, User


class Command(BaseCommand):
    help = "为已导入区划的城市建立首个市总管理员；密码从终端或标准输入读取"

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="姓名")
        parser.add_argument("--organization", default="", help="市总工会代码；只有一个市时可省略")

    def handle(self, *args, username, name, organization, **options):
        cities = Organization.objects.filter(level=UnionLevel.CITY)
        city = cities.filter(code=organization).first() if organization else cities.first()
        if city is None or (not organization and cities.count() > 1):
            raise CommandError("找不到唯一的市总工会。请先用 import_divisions 导入区划，或用 --organization 指明代码。")
        if User.objects.filter(username=username).exists():
            raise CommandError(f"用户名 {username} 已有人使用，请换一个。")
        user = User(username=username, name=name)
        password = getpass("密码：") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        user.set_password(password)
        with transaction.atomic():
            user.save()
            Membership.objects.create(user=user, organization=city, role=Role.CITY_ADMIN)
        self.stdout.write(f"{name}（{username}）已是{city}的市总管理员。")
