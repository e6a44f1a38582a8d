"""One record out of those the reader sees, as a filter."""

import django_filters
from django import forms

from orgs.names import NamedQuerySet


class RecordFilter(django_filters.ModelChoiceFilter):
    """One visible record by its number, put into links by other pages: a chip above the list, no control.

    SECURITY: the chip says the record's name, so a person or volunteer has to be one whose name the reader is told.
    """

    def __init__(self, model, **kwargs):
        def visible(request):  # nobody asks while the API schema is being drawn
            if not request:
                return model.objects.none()
            rows = model.objects.visible_to(request.user)
            return rows.told_to(request.user) if isinstance(rows, NamedQuerySet) else rows

        kwargs.setdefault("label", model._meta.verbose_name)
        error = {"invalid_choice": "没有这条记录，或者它不在您能看到的范围内。"}
        super().__init__(queryset=visible, widget=forms.HiddenInput, error_messages=error, **kwargs)
