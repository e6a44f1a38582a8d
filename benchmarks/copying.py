"""Rows into a table by COPY: a million in a minute, past the ORM but through every constraint and trigger."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice

from django.contrib.postgres.fields import ArrayField
from django.core.management.color import no_style
from django.db import connection, models

BATCH = 50_000


def copy(model: type[models.Model], rows: Iterable[dict]) -> None:
    """COPY ``rows`` (dicts of the same fields in the same order, at least one); the key's sequence moves past them.

    What they leave out takes the model's default, as it does with the ORM. CSV reads an empty field as NULL, but text
    columns that cannot be NULL mean the empty string by it.
    """
    rows = iter(rows)
    first = next(rows)
    rest = left_out(model, first)
    fields = [model._meta.get_field(name) for name in (first | rest)]
    columns, never_null = names(fields), names(field for field in fields if not field.null)
    table = connection.ops.quote_name(model._meta.db_table)
    command = f"COPY {table} ({columns}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({never_null}))"
    with connection.cursor() as cursor:
        for batch in batches(row | rest for row in chain([first], rows)):
            cursor.cursor.copy_expert(command, batch)
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


@contextmanager
def without_triggers(*kept: type[models.Model]) -> Iterator[None]:
    """Without the triggers of these tables, for rows whose totals the caller writes at once."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in kept]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered with checks still to come
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def left_out(model: type[models.Model], given: dict) -> dict:
    """Defaults, empty texts, JSON and lists of the columns that ``given`` does not name; what is unique is given."""
    found = {}
    for field in model._meta.concrete_fields:
        if field.name in given or field.primary_key or field.null:
            continue
        if isinstance(field, models.JSONField):
            found[field.name] = json.dumps(field.get_default())
        elif isinstance(field, ArrayField):
            found[field.name] = "{}"
        elif field.empty_strings_allowed if not field.has_default() else not field.unique:
            found[field.name] = field.get_default()
    return found


def batches(rows: Iterator[dict]) -> Iterator[io.StringIO]:
    while batch := list(islice(rows, BATCH)):
        text = io.StringIO()
        csv.writer(text).writerows(row.values() for row in batch)
        text.seek(0)
        yield text


def names(fields: Iterable[models.Field]) -> str:
    """Quoted: one of our columns is called ``on``."""
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)


def numbered(model: type[models.Model], rows: Iterable[dict]) -> list[dict]:
    """``rows`` with keys that follow those the table already holds."""
    newest = model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return [{"id": newest + number, **row} for number, row in enumerate(rows, 1)]
