"""Walks every address with a ``pk``, in pages and API, so that no new page can forget row-level scope.

A new model needs one line in ``ROWS``; an address that no line covers fails.
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from rest_framework.test import APIClient

from core.models import Notification
from evaluations.models import Evaluation, Rating, RectificationFile
from orgs.models import Membership
from orgs.operations import register_person
from projects.enums import NeedState, ProjectState
from projects.models import (
    Application,
    ContractFile,
    ExpertTie,
    Instalment,
    LedgerEntry,
    Parameter,
    Project,
    ReportFile,
    Threshold,
)
from projects.operations.archive import add_archive_item
from projects.uploads import stored
from reports.models import ReportRun
from services.models import Attendance, FormField, Notice, Registration, ServiceBase
from services.operations.certificate import issue_certificate
from services.operations.summary import add_summary_photo
from tests.cast import make_activity, make_fund, make_need, make_project, make_session
from tests.evaluations.actors import make_rectification
from tests.projects.build_application import make_application, make_application_file
from tests.projects.build_archive import make_archive, pdf
from tests.projects.build_call import make_call, make_call_file, make_plan, make_rule_set, make_scorecard
from tests.projects.build_contract import make_change, make_contract
from tests.projects.build_money import make_expense, make_settlement
from tests.projects.build_report import PDF, make_actual, make_indicator, make_report
from tests.projects.build_review import make_experts, make_objection, make_publicity, make_review
from tests.projects.build_reward import make_scheme, make_sheet
from tests.services.build_after import make_certificate, make_follow_up, make_summary, picture
from tests.services.build_hour import make_claim, make_correction, make_star
from tests.services.build_order import make_item, make_lecturer, make_order
from tests.services.build_plan import make_insurance
from tests.services.build_rescue import make_call_out, make_merchants, make_street_day
from tests.services.build_session import make_series, make_venue
from tests.services.build_volunteer import make_shift, make_sign_up, make_team, make_training, make_volunteer

STRANGERS = ("stranger", "rival_head", "expert")
AWAY = {404, 405}  # it does not exist for them; or nobody may use this method here


def person_of(w):
    return register_person(organization=w.community_union, name="王晓明", phone="13800000001")


def attendance_of(w):
    return Attendance.objects.create(
        session=make_session(w), person=person_of(w), method="manual", at=timezone.now(), by=w.worker
    )


def notice_of(w):
    return Notice.objects.create(
        organization=w.community_union, title="开放", body="照常", shown_from=timezone.localdate()
    )


def evaluation_of(w):
    return Evaluation.objects.create(
        project=make_project(w, ProjectState.FINAL_REVIEW), evaluator=w.leader, assigned_by=w.district,
        due_on=timezone.localdate() + timedelta(days=7),
    )  # fmt: skip


def instalment_of(w):
    return Instalment.objects.create(
        project=make_project(w, ProjectState.ACTIVE), number=1, ratio=Decimal("60"), amount=Decimal("30000.00"),
        due_on=timezone.localdate(),
    )  # fmt: skip


def contract_file_of(w):
    upload = ContentFile(b"%PDF-1.4 signed", "contract.pdf")
    return ContractFile.objects.create(contract=make_contract(w), **stored(upload, by=w.district))


def archive_of(w):
    """A volume with one uploaded document."""
    archive = make_archive(w)
    add_archive_item(archive, by=w.district, part="13", title="确认单", file=pdf())
    return archive


def threshold_of(w):
    return Threshold.objects.create(
        organization=w.city_union, level="district", category="services", kind="open_call", amount=1,
        valid_from=timezone.localdate(), source_text="依据",
    )  # fmt: skip


def parameter_of(w):
    return Parameter.objects.create(
        name="weak_share", value=30, valid_from=timezone.localdate(), source_text="依据", by=w.city
    )


def report_of(w):
    month = timezone.localdate().replace(day=1)
    return ReportRun.objects.create(organization=w.community_union, month=month, requested_by=w.community)


def sheet_of(w):
    """A signed sheet of a review that has been ranked."""
    review = make_review(w)
    Application.objects.update(score=80, rank=1)
    return review.sheets[0]


def tie_of(w):
    expert = make_experts(w, 1)[0]
    return ExpertTie.objects.create(expert=expert, organization=w.contractor, kind="adviser", by=expert)


def report_file_of(w):
    file = stored(SimpleUploadedFile("照片.pdf", PDF), by=w.worker)
    return ReportFile.objects.create(report=make_report(w), **file)


def rectification_of(w):
    """Found by somebody else than the expert who is a stranger here."""
    row = make_rectification(w)
    Project.objects.filter(pk=row.project_id).update(evaluator=w.leader)
    return row


def rectification_file_of(w):
    file = stored(SimpleUploadedFile("整改.pdf", PDF), by=w.worker)
    return RectificationFile.objects.create(rectification=rectification_of(w), **file)


def photo_of(w):
    return add_summary_photo(make_summary(w), by=w.worker, photo=picture())


# (app, model) → a row of one community and one social organization, which the three strangers have no part in.
ROWS = {
    ("", "notification"): lambda w: Notification.objects.create(recipient=w.city, key="k", title="t"),
    ("orgs", "organization"): lambda w: w.community_union,
    ("orgs", "user"): lambda w: w.community,
    ("orgs", "membership"): lambda w: Membership.objects.get(user=w.community),
    ("orgs", "person"): person_of,
    ("orgs", "venue"): make_venue,
    ("services", "venue"): make_venue,
    ("services", "series"): make_series,
    ("projects", "need"): lambda w: make_need(w, NeedState.COLLECTED),
    ("projects", "plan"): lambda w: make_plan(w, "draft"),
    ("projects", "call"): lambda w: make_call(w, "draft"),
    ("projects", "callfile"): lambda w: make_call_file(make_call(w, "draft"), w.district),
    ("projects", "question"): lambda w: make_call(w).questions.create(text="能否联合申报？", asked_by=w.ngo),
    ("projects", "application"): make_application,
    ("projects", "applicationfile"): lambda w: make_application_file(make_application(w)),
    ("projects", "project"): make_project,
    ("projects", "contract"): make_contract,
    ("projects", "contractfile"): contract_file_of,
    ("projects", "change"): make_change,
    ("projects", "fund"): make_fund,
    ("projects", "instalment"): instalment_of,
    ("projects", "expense"): make_expense,
    ("projects", "settlement"): make_settlement,
    ("projects", "ledgerentry"): lambda w: LedgerEntry.objects.get(fund=make_fund(w)),
    ("projects", "review"): lambda w: make_review(w).call,
    ("projects", "scoresheet"): sheet_of,
    ("projects", "experttie"): tie_of,
    ("projects", "panelist"): lambda w: make_review(w).panel[0],
    ("projects", "publicity"): make_publicity,
    ("projects", "objection"): make_objection,
    ("projects", "indicator"): make_indicator,
    ("projects", "manualactual"): make_actual,
    ("projects", "progressreport"): make_report,
    ("projects", "reportfile"): report_file_of,
    ("projects", "archive"): archive_of,
    ("projects", "archiveitem"): lambda w: archive_of(w).items.exclude(file="").first(),
    ("projects", "rewardscheme"): make_scheme,
    ("projects", "rewardsheet"): make_sheet,
    ("projects", "threshold"): threshold_of,
    ("projects", "parameter"): parameter_of,
    ("projects", "scorecard"): lambda w: make_scorecard(published=False),
    ("projects", "budgetruleset"): lambda w: make_rule_set(published=False),
    ("services", "activity"): make_activity,
    ("services", "insurance"): make_insurance,
    ("services", "catalogueitem"): lambda w: make_item(w, is_open=False),
    ("services", "order"): make_order,
    ("services", "lecturer"): make_lecturer,
    ("services", "session"): make_session,
    ("services", "formfield"): lambda w: FormField.objects.create(activity=make_activity(w), label="x", kind="text"),
    ("services", "registration"): lambda w: Registration.objects.create(session=make_session(w), person=person_of(w)),
    ("services", "attendance"): attendance_of,
    ("services", "volunteer"): make_volunteer,
    ("services", "team"): make_team,
    ("services", "training"): make_training,
    ("services", "shift"): make_shift,
    ("services", "shiftsignup"): lambda w: make_sign_up(make_shift(w), make_volunteer(w)),
    ("services", "notice"): notice_of,
    ("services", "callout"): make_call_out,
    ("services", "streetday"): make_street_day,
    ("services", "merchant"): lambda w: make_merchants(w, 1)[0],
    ("services", "community"): lambda w: w.community_union,
    ("services", "hourclaim"): make_claim,
    ("services", "hourcorrection"): make_correction,
    ("services", "starapplication"): make_star,
    ("services", "summary"): make_summary,
    ("services", "summaryphoto"): photo_of,
    ("services", "followup"): make_follow_up,
    ("services", "certificate"): lambda w: issue_certificate(make_certificate(w), by=w.worker),
    ("services", "servicebase"): lambda w: ServiceBase.objects.create(
        organization=w.community_union, number=1200, source="会员名册", as_of=timezone.localdate(), by=w.community
    ),
    ("evaluations", "evaluation"): evaluation_of,
    ("evaluations", "rectification"): rectification_of,
    ("evaluations", "rectificationfile"): rectification_file_of,
    ("evaluations", "rating"): lambda w: Rating.objects.create(
        session=make_session(w), score=5, on=timezone.localdate()
    ),
    ("reports", "reportrun"): report_of,
}
# The rule centre: everybody who signs in may read it, nobody here may change it.
SHARED = {("projects", name) for name in ("threshold", "parameter", "scorecard", "budgetruleset")}
# Addresses whose pk is another app's record.
BORROWED = {
    "projects:settlement-create": ("projects", "project"),
    "projects:archive-open": ("projects", "project"),
    "services:project-services-fragment": ("projects", "project"),
    "evaluations:evaluation-assign": ("projects", "project"),
    "evaluations:rectification-order": ("projects", "project"),
    "evaluations:project-review-again": ("projects", "project"),
    "evaluations:project-evaluation-fragment": ("projects", "project"),
    "evaluations:session-rating-fragment": ("services", "session"),
}
# Not there yet for anybody: a file before it is built or uploaded, a rating that may not be singled out.
NOT_YET = {
    "projects:instalment-request",
    "projects:need-file",
    "projects:project-basis-file",
    "reports:reportrun-word",
    "reports:reportrun-excel",
    "api:reportrun-word",
    "api:reportrun-excel",
    "api:rating-detail",
}


class Address(NamedTuple):
    """One URL pattern with a ``pk``, by its full name and, in the API, the app behind it."""

    name: str
    app: str

    @property
    def model(self) -> tuple[str, str]:
        if self.name in BORROWED:
            return BORROWED[self.name]
        return self.app, self.name.rpartition(":")[2].partition("-")[0]


def addresses(resolver=None, namespaces=()) -> Iterator[Address]:
    """Every named pattern with a ``pk``, at any depth."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if not isinstance(pattern, URLPattern):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern, inner)
        elif "pk" in pattern.pattern.converters and "format" not in pattern.pattern.converters:
            app = pattern.callback.__module__.partition(".")[0]
            yield Address(":".join([*namespaces, pattern.name]), "" if app == "core" else app)


EVERYWHERE = sorted(set(addresses()))
PAGES = [address for address in EVERYWHERE if not address.name.startswith("api:")]
API = [address for address in EVERYWHERE if address.name.startswith("api:")]
by_name = {"ids": lambda value: value.name if isinstance(value, Address) else value}


def url_of(address, world) -> str:
    return reverse(address.name, args=[ROWS[address.model](world).pk])


def test_every_address_has_a_row():
    assert [address.name for address in EVERYWHERE if address.model not in ROWS] == []
    assert len(PAGES) >= 40 and len(API) >= 30


def test_every_line_is_used():
    assert set(ROWS) == {address.model for address in EVERYWHERE}
    assert set(BORROWED) | NOT_YET <= {address.name for address in EVERYWHERE}


def answers(client, url, *methods) -> dict[str, int]:
    return {method: getattr(client, method)(url).status_code for method in methods}


def is_away(got: dict[str, int], address: Address) -> bool:
    """It does not exist for them; or, where everybody may read, nothing but reading is open."""
    if address.model in SHARED:
        writes = {code for method, code in got.items() if method != "get"}
        return got["get"] in (200, 403) and writes <= {403, 405}
    return set(got.values()) <= AWAY and 404 in got.values()


# One world per address, because building it takes longer than asking: strangers, the anonymous, then the city,
# for without a row that somebody can see the walk would prove nothing.


@pytest.mark.parametrize("address", PAGES, **by_name)
def test_pages_of_foreign_rows_do_not_exist(client, world, address):
    url = url_of(address, world)
    for method in ("get", "post"):
        response = getattr(client, method)(url)
        assert response.status_code == 405 or response.url.startswith("/login/?next=")
    for stranger in STRANGERS:
        client.force_login(getattr(world, stranger))
        got = answers(client, url, "get", "post")
        assert is_away(got, address), f"{stranger}: {got}"
    client.force_login(world.city)
    got = answers(client, url, "get", "post")
    assert (404 in got.values()) == (address.name in NOT_YET), got


@pytest.mark.parametrize("address", API, **by_name)
def test_api_rows_of_others_do_not_exist(world, address):
    url, client, methods = url_of(address, world), APIClient(), ("get", "post", "patch", "delete")
    got = answers(client, url, *methods)
    assert set(got.values()) <= {401, 403}, got
    for stranger in STRANGERS:
        client.force_authenticate(getattr(world, stranger))
        got = answers(client, url, *methods)
        assert is_away(got, address), f"{stranger}: {got}"
    client.force_authenticate(world.city)
    got = answers(client, url, "get", "post")
    assert (404 in got.values()) == (address.name in NOT_YET), got
