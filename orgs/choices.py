"""Choosing one organization among thousands: the upper levels are listed, the rest is found by typing."""

from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.urls import reverse

LISTED = 50
LONGEST_KEY = 19  # digits of a key; Python refuses to read a number of thousands of them


class OrganizationSelect(forms.Select):
    """A select over a large queryset that renders few options and asks ``organization-options`` for others.

    ``by`` is what an option's value is: ``pk`` in forms, ``code`` in filters. ``kind`` and ``level`` narrow the search.
    """

    def __init__(self, *args, by: str = "pk", kind: str = "", level: str = "", **kwargs):
        self.by, self.kind, self.level = by, kind, level
        super().__init__(*args, **kwargs)

    def build_attrs(self, base_attrs, extra_attrs=None):
        asked = {"by": self.by, "kind": self.kind, "level": self.level}
        query = urlencode({name: value for name, value in asked.items() if value})
        url = f"{reverse('orgs:organization-options')}?{query}"
        return super().build_attrs(base_attrs, extra_attrs) | {"data-search-url": url}

    def _is_key(self, text: str) -> bool:
        """A visitor may send anything; what is no key at all must not reach the database."""
        if self.by == "code":
            return text.isprintable() and text != ""
        return text.isascii() and text.isdigit() and len(text) < LONGEST_KEY

    def optgroups(self, name, value, attrs=None):
        everything = self.choices
        rows = everything.queryset
        chosen = Q(**{f"{self.by}__in": [key for key in value if self._is_key(str(key))]})
        keys = rows.values("pk").order_by("depth", "path")[:LISTED]
        self.choices = type(everything)(everything.field)
        self.choices.queryset = rows.filter(chosen | Q(pk__in=keys))
        try:
            return super().optgroups(name, value, attrs)
        finally:
            self.choices = everything


class OrganizationChoiceField(forms.ModelChoiceField):
    """One organization of ``queryset``, which starts at ``visible_to(user)``."""

    default_error_messages = {"invalid_choice": "没有这个组织，或者它不在您能看到的范围内，请重新选择。"}

    def __init__(self, *args, by: str = "pk", kind: str = "", level: str = "", **kwargs):
        kwargs.setdefault("widget", OrganizationSelect(by=by, kind=kind, level=level))
        kwargs.setdefault("to_field_name", None if by == "pk" else by)
        super().__init__(*args, **kwargs)
