"""``manage.py import_divisions FILE.csv``: the union tree from official division codes."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from orgs.operations import import_divisions


class Command(BaseCommand):
    help = "由官方区划代码（code,name,level,parent_code）建立或更新工会组织树"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        try:
            with file.open("rb") as stream:
                result = import_divisions(stream)
        except OSError as error:
            raise CommandError(f"文件 {file} 打不开：{error.strerror}。请检查路径和权限。") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        if result.errors:
            lines = "\n".join(f"第 {line} 行：{reason}" for line, reason in result.errors)
            raise CommandError(f"{lines}\n{result}")
        self.stdout.write(str(result))
