"""``manage.py load_default_rules``: the scorecard and the budget rule sets every installation starts with."""

from django.core.management.base import BaseCommand

from projects.defaults import load_default_rules


class Command(BaseCommand):
    help = "装入规则中心的默认评分卡和预算规则集；已有的不改动"

    def handle(self, *args, **options):
        for name in load_default_rules():
            self.stdout.write(f"已装入：{name}")
