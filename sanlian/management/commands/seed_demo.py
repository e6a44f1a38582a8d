"""`manage.py seed_demo`: fill the database of a demo directory, once."""

import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sanlian.demo import is_demo
from sanlian.demo.load import NotEmpty, load


class Command(BaseCommand):
    """Refuses everywhere but in a demo: its accounts have a published password."""

    help = "Load the demo data into the empty database of a demo directory."
    requires_migrations_checks = True

    def handle(self, *args, **options) -> None:
        if settings.ENVIRONMENT != "demo" or not is_demo(settings.VAR_DIR, os.environ.get("DATABASE_URL", "")):
            raise CommandError("This is no demo directory. `make run` makes one when it starts on an empty database.")
        try:
            load(out=options.get("stdout") or sys.stdout)
        except NotEmpty as error:
            raise CommandError(str(error)) from error
