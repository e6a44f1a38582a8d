"""What narrows a list, as chips above it."""

from django.db import models
from django.forms.models import ModelChoiceIterator


def active_filters(request, form) -> list[dict]:
    """The chips above a list: what narrows it, and the address without it."""
    chips = []
    for name in request.GET:
        value = request.GET.get(name)
        if not value or name not in form.fields:
            continue
        query = request.GET.copy()
        query.pop(name)
        query.pop("page", None)
        chips.append(
            {
                "label": form.fields[name].label,
                "value": shown_choice(form, name, value),
                "remove_url": f"{request.path}?{query.urlencode()}",
            }
        )
    return chips


def shown_choice(form, name, value) -> str:
    """What the reader chose; a chosen record is asked for its name, never the whole list of choices."""
    chosen = getattr(form, "cleaned_data", {}).get(name)
    if isinstance(chosen, models.Model):
        return str(chosen)
    choices = getattr(form.fields[name], "choices", ())
    if isinstance(choices, ModelChoiceIterator):
        return value
    choices = choices or getattr(form.fields[name].widget, "choices", ())
    return {str(key): label for key, label in choices}.get(value, value)
