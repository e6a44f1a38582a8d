"""The search box, and the choices several filters start from."""

import django_filters
from django import forms
from django.db.models import Q


class SearchFilter(django_filters.CharFilter):
    """Free text; the method of the filter set says where it looks."""

    def __init__(self, label: str):
        super().__init__(label=label, method="search", widget=forms.TextInput(attrs={"type": "search"}))


def of_organization(text: str, path: str = "organization") -> Q:
    """The organization's name contains ``text`` or its initials begin with it."""
    return Q(**{f"{path}__name__icontains": text}) | Q(**{f"{path}__initials__startswith": text.lower()})


def visible(model):
    """Choices of a filter: what the asking user may see; nobody asks while the API schema is drawn."""
    return lambda request: model.objects.visible_to(request.user) if request else model.objects.none()
