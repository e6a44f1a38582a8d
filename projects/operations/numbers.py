"""Numbers that people quote."""

from django.db import connection


def reserve_pk(model) -> int:
    """The next key of ``model``, for a code that carries it; a sequence, so two people never wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return cursor.fetchone()[0]
