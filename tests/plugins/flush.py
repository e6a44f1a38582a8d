"""What follows each test that commits: its rows go, and nothing is built anew that is still there."""

import pytest
from django.db import connection
from django.db.models.signals import post_migrate

IS_SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
# Append-only tables refuse their rows' end; as a replica the session runs no triggers and checks no foreign keys.
DELETE_ALL = """
DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOREACH name IN ARRAY ARRAY[{names}] LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
END $$;
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Django flushes after every test that commits. It would truncate every table, which writes a new file for each of
    them, and tell the apps that they were migrated, which makes all triggers and permissions again: a second for
    nothing, as both outlive the rows."""
    post_migrate.receivers.clear()
    post_migrate.sender_receivers_cache.clear()
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(IS_SUPERUSER)
        if cursor.fetchone()[0]:
            connection.ops.sql_flush = delete_all


def delete_all(style, tables, *, reset_sequences=False, allow_cascade=False) -> list[str]:
    """The SQL that empties ``tables``; no test here asks for sequences to begin anew."""
    names = ", ".join(f"'{name}'" for name in tables)
    return [DELETE_ALL.format(names=names)] if tables else []
