"""Pages of the review: who sees what, what a peer never sees, and the files."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from projects import operations
from projects.enums import ApplicationState as A
from projects.enums import CallState as C
from projects.models import Application, ScoreSheet
from tests.cast import ROLE_NAMES
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call
from tests.projects.build_review import make_experts, make_objection, make_panel, make_publicity, make_review

pytestmark = pytest.mark.django_db

RUNS = {"city", "district"}
READS = RUNS | {"auditor"}
ALLOWED = {
    "draw_panel": RUNS, "start_review": RUNS, "review_call": RUNS, "rank_call": RUNS, "publicise_call": RUNS,
    "finish_call": RUNS, "read_review": READS, "declare_tie": RUNS | {"expert"}, "recuse_panelist": RUNS,
    "open_sheet": set(), "save_sheet": set(), "sign_sheet": set(), "explain_spread": RUNS, "close_publicity": RUNS,
    "receive_objection": RUNS, "dismiss_objection": RUNS, "uphold_objection": RUNS,
}  # fmt: skip


@pytest.fixture
def review(world):
    return make_review(world)


@pytest.fixture
def rows(world, review):
    publicity = make_publicity(world)
    return {
        "panel": review.call, "review": review.call, "call": review.call, "panelist": review.panel[0],
        "sheet": review.sheets[0], "spread": review.applications[0], "publicity": publicity, "tie": None,
        "objection": make_objection(world, publicity),
    }  # fmt: skip


def subject(operation, rows, review):
    if operation == "open_sheet":
        return review.applications[0]
    return rows["publicity"] if operation == "receive_objection" else rows[operation.split("_")[1]]


@pytest.mark.parametrize("operation", ALLOWED)
def test_who_may(world, review, rows, operation):
    obj = subject(operation, rows, review)
    may = {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"projects.{operation}", obj)}
    assert may == ALLOWED[operation]


def test_an_expert_may_what_is_theirs(review):
    expert, peer = review.panel[0].expert, review.panel[1].expert
    assert [person.has_perm("projects.recuse_panelist", review.panel[0]) for person in (expert, peer)] == [True, False]
    assert [person.has_perm("projects.sign_sheet", review.sheets[0]) for person in (expert, peer)] == [True, False]
    assert all(person.has_perm("projects.open_sheet", review.applications[0]) for person in (expert, peer))
    assert not expert.has_perm("projects.read_review", review.call)


PAGES = {"call-panel": READS, "call-panel-fragment": READS, "call-ranking": READS, "call-draw": RUNS, "call-rank": RUNS,
         "call-review": RUNS, "call-publicise": RUNS, "call-finish": RUNS}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_a_call_under_review(world, client, review, page):
    answers = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers[name] = client.get(reverse(f"projects:{page}", args=[review.call.pk])).status_code
    # Everybody may read the announcement, so the call exists for them; an expert sees only calls they sit on.
    expected = {name: 200 if name in PAGES[page] else 404 if name == "expert" else 403 for name in ROLE_NAMES}
    assert answers == expected


# ── the expert's side


@pytest.fixture
def open_review(world):
    """One application, three experts, nothing scored."""
    return make_review(world, scores=((None, None, None),))


def score_url(application) -> str:
    return reverse("projects:application-score", args=[application.pk])


def full_marks(call) -> dict:
    return {f"points_{item.pk}": f"{item.points}" for item in call.scorecard.items.all()}


def test_an_expert_scores_saves_and_signs(signed_in, open_review):
    expert, application = open_review.panel[0].expert, open_review.applications[0]
    client, url = signed_in(expert), score_url(application)
    page = client.get(url)
    assert page.status_code == 200 and not ScoreSheet.objects.exists()
    assert "晨光社会工作服务中心" in page.content.decode()
    marks = full_marks(open_review.call)
    first = next(iter(marks))
    part = client.post(url, {first: "7.5", "comment": "可行"}, headers={"HX-Request": "true"})
    assert (part.status_code, "7.50" in part.content.decode(), "<html" in part.content.decode()) == (200, True, False)
    unsigned = client.post(url, {first: "7.5", "comment": "可行", "sign": "1"})
    assert "还有评分项没有评分" in unsigned.content.decode()
    wrong = client.post(url, marks | {first: "1e9", "sign": "1"})
    assert "请填写分数" in wrong.content.decode()
    assert ScoreSheet.objects.get().state == "draft"
    done = client.post(url, marks | {"comment": "可行", "sign": "1"})
    assert (done.status_code, done.url) == (302, reverse("projects:review-list"))
    sheet = ScoreSheet.objects.get()
    assert (sheet.state, str(sheet.total), sheet.comment) == ("signed", "100.00", "可行")
    assert client.get(url).url == sheet.get_absolute_url()
    again = client.post(url, marks | {first: "1", "sign": "1"})
    assert again.status_code == 302 and again.url == sheet.get_absolute_url()
    sheet.refresh_from_db()
    assert str(sheet.total) == "100.00"


def test_a_blind_review_never_names_the_applicant(world, signed_in):
    review = make_review(world, scores=((None, None, None),), is_blind=True)
    client = signed_in(review.panel[0].expert)
    for url in (score_url(review.applications[0]), reverse("projects:review-list")):
        html = client.get(url).content.decode()
        assert "晨光社会工作服务中心" not in html and "沈若溪" not in html and "关海涛" not in html


def test_peers_sheets_do_not_exist(world, client, review):
    peer = review.panel[1].expert
    own, others = review.sheets[1], review.sheets[0]
    for ranked in (False, True):
        client.force_login(peer)
        for page in ("scoresheet-detail", "scoresheet-word"):
            assert client.get(reverse(f"projects:{page}", args=[own.pk])).status_code == 200
            assert client.get(reverse(f"projects:{page}", args=[others.pk])).status_code == 404
        listed = client.get(reverse("projects:scoresheet-list")).context["table"].data
        assert {row.panelist.expert for row in listed} == {peer}
        client.force_login(world.district)
        status = 200 if ranked else 404
        assert client.get(reverse("projects:scoresheet-detail", args=[others.pk])).status_code == status
        if not ranked:
            operations.rank_call(review.call, by=world.district)


def test_a_stranger_to_the_panel_cannot_score(world, client, open_review):
    url = score_url(open_review.applications[0])
    answers = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers[name] = client.post(url, full_marks(open_review.call)).status_code
    seeing = {"city", "district", "finance", "auditor", "leader", "ngo", "worker", "supervisor"}
    assert answers == {name: 403 if name in seeing else 404 for name in ROLE_NAMES}
    assert not ScoreSheet.objects.exists()


def test_a_recused_expert_loses_the_applications(world, signed_in, open_review):
    make_experts(world, 1, organization=world.city_union)
    seat = open_review.panel[0]
    url = reverse("projects:panelist-recuse", args=[seat.pk])
    client = signed_in(seat.expert)
    assert client.get(url).status_code == 200
    assert client.post(url, {"tie": "adviser", "note": "担任顾问"}).url == reverse("projects:review-list")
    assert client.get(score_url(open_review.applications[0])).status_code == 404
    assert client.get(url).status_code == 403


def test_an_expert_declares_only_their_own_ties(world, signed_in):
    other = make_experts(world, 1)[0]
    client, url = signed_in(world.expert), reverse("projects:experttie-create")
    body = {"organization": world.contractor.pk, "kind": "adviser"}
    assert "expert" in client.post(url, body | {"expert": other.pk}).context["form"].errors
    assert client.post(url, body | {"expert": world.expert.pk}).status_code == 302
    assert world.expert.expert_ties.count() == 1
    found = client.get(reverse("projects:experttie-options"), {"q": "晨光"}).json()["results"]
    assert [row["text"] for row in found] == ["晨光社会工作服务中心"]
    listed = client.get(reverse("projects:experttie-list"), {"expert": world.expert.pk}).context
    assert (len(listed["table"].data), [chip["value"] for chip in listed["active_filters"]]) == (1, [str(world.expert)])


# ── the purchaser's side


def test_scores_show_on_the_ranking_only_when_all_are_signed(world, signed_in):
    review = make_review(world, scores=((91.5, 88, None),))
    html = signed_in(world.district).get(reverse("projects:call-ranking", args=[review.call.pk])).content.decode()
    assert "91.5" not in html and "1 / 1 份" in html and "0 / 1 份" in html


def test_the_ranking_page_is_the_stored_ranking(world, signed_in, review):
    client = signed_in(world.district)
    assert client.post(reverse("projects:call-rank", args=[review.call.pk]), {}).status_code == 302
    found = client.get(reverse("projects:call-ranking", args=[review.call.pk])).context["found"]
    shown = [(row.application.pk, row.place.rank, row.average) for row in found.rows]
    assert shown == list(Application.objects.order_by("rank").values_list("pk", "rank", "score"))


def queries_of(client, url) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_pages_ask_as_often_for_three_rows_as_for_one(world, signed_in):
    one = make_review(world, scores=((90, 80, 85),))
    three_call = make_call(world, C.REVIEWING, weak_share=0)
    panel = make_panel(three_call, [seat.expert for seat in one.panel], world.district)
    from tests.projects.build_review import make_sheet

    for number in range(3):
        application = make_application(world, three_call, A.REVIEWING, name=f"另一项目{number}")
        for seat in panel:
            make_sheet(application, seat, "80.00")
    client = signed_in(world.district)
    for page in ("call-ranking", "call-panel", "call-panel-fragment"):
        urls = [reverse(f"projects:{page}", args=[call.pk]) for call in (one.call, three_call)]
        assert queries_of(client, urls[0]) == queries_of(client, urls[1])


@pytest.mark.parametrize(
    ("page", "make"),
    [("experttie-list", lambda w, n: w.expert.expert_ties.create(organization=w.contractor, kind="adviser", by=w.city)),
     ("expert-list", lambda w, n: make_experts(w, 1, make_place(w, n))),
     ("publicity-list", lambda w, n: make_publicity(w)),
     ("objection-list", lambda w, n: make_objection(w))],
)  # fmt: skip
def test_lists_ask_as_often_for_three_rows_as_for_one(world, signed_in, page, make):
    client, url = signed_in(world.city), reverse(f"projects:{page}")
    make(world, 0)
    client.get(url)
    before = queries_of(client, url)
    make(world, 1)
    make(world, 2)
    assert queries_of(client, url) == before


def make_place(w, number):
    return (w.district_union, w.street_union, w.other_district)[number]


def test_the_report_and_the_sheets_open_and_say_what_happened(world, signed_in):
    review = make_review(world, scores=((95, 74, 80), (80, 82, 78)))
    operations.explain_spread(review.applications[0], by=world.district, text="对可持续性看法不同，已复核。")
    client = signed_in(world.auditor)
    urls = [reverse(f"projects:{page}", args=[review.call.pk]) for page in ("call-report", "call-sheets")]
    assert [client.get(url).status_code for url in urls] == [403, 403]
    operations.rank_call(review.call, by=world.district)
    document = Document(BytesIO(client.get(urls[0]).content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "seed" in cells and "晨光社会工作服务中心" in cells and "83.00" in cells
    assert "评委1 95.00；评委2 74.00；评委3 80.00" in cells
    assert "项目1（极差21.00分）：对可持续性看法不同，已复核。" in text
    assert "{" not in text and not any("{" in cell for cell in cells)
    assert "拟立项2个，金额60,000.00元" in text
    rows = CalamineWorkbook.from_filelike(BytesIO(client.get(urls[1]).content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 1 + 2 * 3 * 7
    assert rows[1][:3] == [1.0, "项目1", "晨光社会工作服务中心"]
    word = client.get(reverse("projects:scoresheet-word", args=[review.sheets[0].pk]))
    assert "评分明细" in "\n".join(one.text for one in Document(BytesIO(word.content)).paragraphs)


def test_the_workbench_tells_who_must_act(world, signed_in, open_review):
    html = signed_in(open_review.panel[0].expert).get(reverse("workbench")).content.decode()
    assert "待评分、签署的申报" in html and score_url(open_review.applications[0]) in html
    make_objection(world)
    make_publicity(world, is_over=True)
    make_call(world, C.CLOSED)
    html = signed_in(world.district).get(reverse("workbench")).content.decode()
    for title in ("待答复的异议", "公示期满、待办结的公示", "已截止、待组织评审的批次", "评审中的批次"):
        assert title in html


def next_step_of(client, call) -> str:
    html = client.get(call.get_absolute_url()).content.decode()
    return html.partition('<a class="btn btn-primary" href="')[2].partition("</a>")[0].partition(">")[2]


def test_the_page_of_a_call_offers_the_step_whose_turn_it_is(world, signed_in):
    client = signed_in(world.district)
    closed = make_call(world, C.CLOSED)
    assert next_step_of(client, closed) == "抽取专家"
    make_panel(closed, make_experts(world, 3), world.district)
    assert next_step_of(client, closed) == "开始评审"
    review = make_review(world, experts=[seat.expert for seat in closed.panelists.all()])
    assert next_step_of(client, review.call) == "汇总评分"
    operations.rank_call(review.call, by=world.district)
    assert next_step_of(client, review.call) == "发布公示"
    publicity = operations.publicise_call(review.call, by=world.district)
    assert next_step_of(client, review.call) == "查看公示"
    type(publicity).objects.update(state="closed")
    assert next_step_of(client, review.call) == "确认立项"
