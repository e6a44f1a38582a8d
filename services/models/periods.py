"""Several periods in one column, which the database can compare for overlaps."""

import re
from datetime import datetime

from django.db import models

BOUND = re.compile(r'"([^"]+)"')


class PeriodsField(models.Field):
    """A ``tstzmultirange``: in Python a tuple of (start, end), both aware; every start belongs to it, no end does."""

    description = "periods that do not overlap"

    def db_type(self, connection):
        return "tstzmultirange"

    def get_placeholder(self, value, compiler, connection):
        return "%s::tstzmultirange"

    def from_db_value(self, value, expression, connection):
        if value is None:
            return None
        bounds = [datetime.fromisoformat(bound) for bound in BOUND.findall(value)]
        return tuple(zip(bounds[::2], bounds[1::2], strict=True))

    def get_prep_value(self, value):
        if value is None:
            return None
        return "{" + ",".join(f'["{start.isoformat()}","{end.isoformat()}")' for start, end in value) + "}"

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def to_python(self, value):
        return self.from_db_value(value, None, None) if isinstance(value, str) else value
