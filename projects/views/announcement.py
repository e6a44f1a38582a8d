"""The public face of a call: what is asked for, until when, under which rules, and what others asked.

SECURITY: a draft does not exist here; nothing tells how many have applied, nor who asked.
"""

from django.shortcuts import render
from django.utils import timezone

from core.public import NowherePage, PublicPage
from projects.enums import PublicityState
from projects.models import CallFile
from projects.queries.bar import announced_bars
from projects.queries.call import announced, answered_questions, open_calls, why_cancelled
from projects.views.files import download

GONE = "没有找到这个公告。可能是网址不完整，或者公告还没有发布。"


def gone(request):
    context = {"title": "没有找到公告", "text": GONE, "good": False}
    return render(request, "public/result.html", context, status=404)


class CallListPublicView(PublicPage):
    """Calls that take applications now, and those about to."""

    def get(self, request):
        now = timezone.now()
        rows = open_calls(now).select_related("organization")
        return render(request, "public/call_list.html", {"calls": rows, "now": now})


class CallPublicView(PublicPage):
    """One announcement."""

    def get(self, request, token):
        rows = announced().select_related("organization", "scorecard", "rule_set", "fund")
        call, now = rows.filter(token=token).first(), timezone.now()
        if call is None:
            return gone(request)
        context = {
            "call": call,
            "union_name": call.organization.name,
            "now": now,
            "is_open": call.is_open(now),
            "cancelled": why_cancelled(call),
            "publicities": call.publicities.exclude(state=PublicityState.STOPPED),
            "bars": announced_bars(call),
            "questions": answered_questions(call),
            "files": call.files.all(),
            "criteria": call.scorecard.items.all(),
            "rules": call.rule_set.rules.all(),
        }
        return render(request, "public/call.html", context)


class CallFilePublicView(PublicPage):
    """An attachment of an announced call."""

    def get(self, request, token, number):
        rows = CallFile.objects.select_related("call")
        row = rows.filter(call__in=announced(), pk=number, call__token=token).first()
        if row is None:
            return gone(request)
        return download(row.file, row.name)


class NowhereView(NowherePage):
    title, text = "没有找到公告", GONE
