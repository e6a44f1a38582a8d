"""One demo for all tests of this directory: loading it takes half a minute."""

import io

import pytest
from django.db import transaction

from sanlian.demo.load import load


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker):
    """Rolled back at the end; yields what was written to the terminal."""
    out = io.StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        load(out=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(demo):
    """What pytest-django does for a test with a database mark, inside the demo's transaction: what one test changes,
    the next does not see. Its own would close the connection, and the demo with it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
