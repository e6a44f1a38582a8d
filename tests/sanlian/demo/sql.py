"""The raw rows, by SQL that knows nothing of the platform's own."""

from django.db import connection


def rows(sql, **parameters) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def value(sql, **parameters):
    return rows(sql, **parameters)[0][0]
