"""The page bases, on real pages and on one made for the test."""

import io
import re
from decimal import Decimal

import pytest
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import Http404
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from core.errors import DomainError
from core.forms import UserFormMixin
from core.views import UpdatePage
from evaluations.enums import EvaluationState
from evaluations.operations import submit_evaluation
from projects.enums import NeedState, ProjectState
from projects.models import Need
from tests.cast import make_need, make_project
from tests.evaluations.actors import make_evaluation

pytestmark = pytest.mark.django_db
LIST = "/evaluations/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def evaluations(world):
    return [
        make_evaluation(world, make_project(world, ProjectState.FINAL_REVIEW, name=name)) for name in ("甲", "乙", "丙")
    ]


def names(page) -> list[str]:
    return [row.record.project.name for row in page.context["table"].page.object_list]


def test_a_list_shows_its_rows_and_their_number(world, signed_in, evaluations):
    page = signed_in(world.district).get(LIST)
    assert (page.context["total"], page.context["is_filtered"]) == (3, False)
    assert "<html" in page.content.decode()


def test_an_htmx_request_gets_the_table_only(world, signed_in, evaluations):
    page = signed_in(world.district).get(LIST, **HTMX)
    assert "<html" not in page.content.decode()
    assert page.context["total"] == 3
    assert "HX-Request" in page.headers["Vary"]


def test_a_boosted_request_gets_the_page(world, signed_in, evaluations):
    page = signed_in(world.district).get(LIST, **HTMX, HTTP_HX_BOOSTED="true")
    assert "<html" in page.content.decode()


def test_an_empty_list_has_its_action_once_and_a_way_elsewhere_is_no_action(world, signed_in):
    html = signed_in(world.community).get("/projects/needs/").content.decode()
    assert re.findall(r'class="(btn[\w -]*)" href="/projects/needs/(\w*)', html) == [
        ("btn", "uncovered"),
        ("btn btn-primary", "create"),
    ]
    actions = signed_in(world.ngo).get("/projects/needs/").context["actions"]
    assert [(action["label"], action["style"]) for action in actions] == [("未满足需求", "secondary")]


def test_chips_say_what_narrows_and_how_to_stop(world, signed_in, evaluations):
    page = signed_in(world.district).get(LIST + "?state=assigned&q=甲&page=2&nonsense=1")
    assert [(chip["label"], chip["value"]) for chip in page.context["active_filters"]] == [
        ("状态", "待评分"),
        ("项目名称、编号或评估人", "甲"),
    ]
    assert page.context["active_filters"][1]["remove_url"] == f"{LIST}?state=assigned&nonsense=1"


def test_a_filter_error_shows_no_rows_and_says_why(world, signed_in, evaluations):
    page = signed_in(world.district).get(LIST + "?state=nonsense")
    assert (page.status_code, page.context["total"]) == (200, 0)
    assert list(page.context["filter"].form.errors) == ["state"]


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ("", 50),
        ("?per_page=20", 20),
        ("?per_page=100", 100),
        ("?per_page=7", 50),
        ("?per_page=x", 50),
        ("?per_page=-1", 50),
    ],
)
def test_page_sizes(world, signed_in, evaluations, query, size):
    assert signed_in(world.district).get(LIST + query).context["table"].paginator.per_page == size


@pytest.mark.parametrize("query", ["?page=99", "?page=x", "?page=-1", "?sort=nonsense", "?sort=password"])
def test_nonsense_pages_and_orders_are_harmless(world, signed_in, evaluations, query):
    assert len(names(signed_in(world.district).get(LIST + query))) == 3


def test_an_export_too_long_is_refused_with_what_to_do(world, signed_in, evaluations, settings):
    settings.EXPORT_ROWS = 1
    answer = signed_in(world.district).get(LIST + "?export=1&sort=project", follow=True)
    assert answer.redirect_chain == [(LIST + "?sort=project", 302)]
    assert "请先筛选组织或期间，再分批导出。" in answer.content.decode()


def test_export_holds_the_filtered_rows(world, signed_in, evaluations):
    submit_evaluation(evaluations[0], by=world.expert, score=Decimal(95), comment="好")
    answer = signed_in(world.district).get(LIST + f"?export=1&state={EvaluationState.SCORED}")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["项目", "甲"]


def test_scope_decides_between_403_and_404(world, signed_in, evaluations):
    url = f"/evaluations/{evaluations[0].pk}/withdraw/"
    statuses = {
        user.username: signed_in(user).get(url).status_code for user in (world.district, world.ngo, world.stranger)
    }
    assert statuses == {"district": 200, "ngo": 403, "stranger": 404}


def test_the_anonymous_go_to_login_not_to_403(client, evaluations):
    url = f"/evaluations/{evaluations[0].pk}/withdraw/"
    assert client.get(url).url == f"/login/?next={url}"
    assert client.post(url).url == f"/login/?next={url}"


def test_refused_moves_name_who_may(world, signed_in, evaluations):
    page = signed_in(world.ngo).get(evaluations[0].get_absolute_url())
    assert [(move["label"], move["allowed"], move["reason"]) for move in page.context["transitions"]] == [
        ("提交评分", False, "由评审专家办理"),
        ("撤销委派", False, "由区县工会办理"),
    ]


def test_a_refused_operation_stays_on_the_form(world, signed_in, evaluations):
    submit_evaluation(evaluations[0], by=world.expert, score=Decimal(95), comment="好")
    page = signed_in(world.district).post(f"/evaluations/{evaluations[0].pk}/withdraw/", {"note": "晚了"})
    assert page.status_code == 200
    assert [str(error) for error in page.context["form"].non_field_errors()] == [
        "甲末期评估目前是“已评分”，不能撤销委派。请刷新页面查看最新状态。"
    ]


def test_an_unknown_record_is_404_in_our_words(world, signed_in):
    page = signed_in(world.district).get("/evaluations/999999/")
    assert page.status_code == 404


class MoveForm(UserFormMixin, forms.ModelForm):
    class Meta:
        model = Need
        fields = ["organization"]


class NeedMoveView(UpdatePage):
    queryset = Need.objects.all()
    form_class = MoveForm
    permission_required = "projects.create_need"


class NeedRefuseView(NeedMoveView):
    @staticmethod
    def save(form):
        form.save()
        raise DomainError("现在不能移动。")


def post(view, user, need, organization):
    request = RequestFactory().post("/", {"organization": organization.pk})
    request.user, request.session, request.htmx = user, {}, False
    request._messages = FallbackStorage(request)
    return view.as_view()(request, pk=need.pk)


def test_an_edit_that_stays_in_scope_is_saved(world):
    need = make_need(world, NeedState.COLLECTED)
    answer = post(NeedMoveView, world.street, need, world.neighbour)
    need.refresh_from_db()
    assert (answer.status_code, answer.url, need.organization) == (302, need.get_absolute_url(), world.neighbour)


def test_an_edit_out_of_scope_is_rolled_back(world):
    need = make_need(world, NeedState.COLLECTED)
    with pytest.raises(Http404):
        post(NeedMoveView, world.street, need, world.stranger_union)
    assert Need.objects.get().organization == world.community_union


def test_a_refused_edit_is_rolled_back_and_shown(world):
    need = make_need(world, NeedState.COLLECTED)
    answer = post(NeedRefuseView, world.street, need, world.neighbour)
    assert (answer.status_code, answer.context_data["form"].non_field_errors()) == (200, ["现在不能移动。"])
    assert Need.objects.get().organization == world.community_union
