"""The application form: prefilled, with rows that come and go, and nothing half saved."""

from decimal import Decimal

import pytest
from django.urls import reverse

from projects.models import Need, Project
from tests.cast import make_need, make_project


def form_of_project(world, need, **fields) -> dict:
    values = {
        "name": "骑手驿站", "category": "convenience", "needs": [need.pk], "organization": world.community_union.pk,
        "contractor": world.contractor.pk, "worker": world.worker.pk, "goal": "歇脚饮水", "starts_on": "2026-03-01",
        "ends_on": "2026-12-31", "target_sessions": "18", "target_person_times": "750", "target_persons": "",
        "lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "0",
        "lines-0-category": "activity", "lines-0-item": "饮水机", "lines-0-unit_price": "１２００.５０",
        "lines-0-quantity": "2", "lines-1-category": "", "lines-1-item": "", "lines-1-unit_price": "",
        "lines-1-quantity": "",
    }  # fmt: skip
    return values | fields


def test_the_need_page_leads_to_a_filled_form(world, signed_in):
    need = make_need(world)
    client = signed_in(world.ngo)
    actions = client.get(need.get_absolute_url()).context["actions"]
    assert [action["label"] for action in actions] == ["据此申报项目"]
    form = client.get(actions[0]["url"]).context["form"]
    assert (form["needs"].value(), form["organization"].value(), form["contractor"].value()) == (
        [need.pk], world.community_union.pk, world.contractor.pk,
    )  # fmt: skip
    assert client.get(f"{reverse('projects:project-create')}?need=999999").status_code == 200
    assert signed_in(world.community).get(need.get_absolute_url()).context["actions"] == []


def test_applying_and_rewriting_on_the_page(world, signed_in):
    need, client = make_need(world), signed_in(world.ngo)
    response = client.post(reverse("projects:project-create"), form_of_project(world, need))
    project = Project.objects.get()
    assert (response.status_code, response.url) == (302, project.get_absolute_url())
    assert (project.budget, project.budget_lines.count(), project.indicators.count()) == (Decimal("2401.00"), 1, 2)
    url = reverse("projects:project-update", args=[project.pk])
    form = client.get(url).context["form"]
    assert (form["target_sessions"].value(), form.lines.total, "contractor" in form.fields) == (18, 2401, False)
    client.post(url, form_of_project(world, need, name="新名", **{"lines-0-quantity": "3"}))
    project.refresh_from_db()
    assert (project.name, project.budget) == ("新名", Decimal("3601.50"))


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"ends_on": "2026-02-28"}, ["ends_on"]),
        ({"contractor": "rival"}, ["contractor"]),
        ({"worker": "rival_head"}, ["worker"]),
        ({"organization": "stranger_union"}, ["organization"]),
        ({"needs": ["999999"]}, ["needs"]),
        ({"needs": ["abc"]}, ["needs"]),
        ({"needs": ["9" * 30]}, ["needs"]),
        ({"worker": "9" * 30}, ["worker"]),
        ({"target_sessions": "", "target_person_times": ""}, ["target_sessions"]),
        ({"target_sessions": "-1"}, ["target_sessions"]),
        ({"lines-0-unit_price": "-5"}, ["__all__"]),
        ({"lines-0-unit_price": "1e9"}, ["__all__"]),
        ({"lines-0-quantity": "0"}, ["__all__"]),
        ({"lines-TOTAL_FORMS": "0"}, ["__all__"]),
        ({"lines-TOTAL_FORMS": "x"}, ["__all__"]),
    ],
)
def test_bad_applications_stay_on_the_page(world, signed_in, change, fields):
    change = {k: getattr(world, v).pk if isinstance(v, str) and hasattr(world, v) else v for k, v in change.items()}
    need = make_need(world)
    response = signed_in(world.ngo).post(reverse("projects:project-create"), form_of_project(world, need, **change))
    assert (response.status_code, list(response.context["form"].errors)) == (200, fields)
    assert (Project.objects.count(), Need.objects.get().state) == (0, "verified")


@pytest.mark.parametrize("with_htmx", [True, False])
@pytest.mark.parametrize(("button", "rows"), [({"add_line": "1"}, 3), ({"remove_line": "0"}, 1), ({"recount": "1"}, 2)])
def test_budget_rows_come_and_go(world, signed_in, with_htmx, button, rows):
    data = form_of_project(world, make_need(world), **button)
    headers = {"HX-Request": "true"} if with_htmx else {}
    response = signed_in(world.ngo).post(reverse("projects:project-create"), data, headers=headers)
    lines = response.context["lines"]
    assert (len(lines.forms), lines.total) == (rows, 0 if "remove_line" in button else Decimal("2401.00"))
    assert ("骑手驿站" in response.content.decode()) is not with_htmx
    assert Project.objects.count() == 0


def test_a_rewrite_may_change_rows_without_a_script(world, signed_in):
    project = make_project(world)
    data = form_of_project(world, project.needs.get(), add_line="1", name="写到一半")
    response = signed_in(world.ngo).post(reverse("projects:project-update", args=[project.pk]), data)
    assert (response.context["form"]["name"].value(), len(response.context["lines"].forms)) == ("写到一半", 3)
    project.refresh_from_db()
    assert project.name == "新业态劳动者心理关爱"


def test_the_form_offers_only_verified_needs(world, signed_in):
    verified, _ = make_need(world), make_need(world, state="collected")
    form = signed_in(world.ngo).get(reverse("projects:project-create")).context["form"]
    assert (list(form.fields["needs"].queryset), list(form.fields["worker"].queryset)) == ([verified], [world.worker])


def test_needs_are_found_by_typing(world, signed_in):
    needs = [make_need(world, title=f"需求{number}") for number in range(52)]
    make_need(world, title="需求0未核实", state="collected")
    client = signed_in(world.ngo)
    page = client.get(f"{reverse('projects:project-create')}?need={needs[0].pk}").content.decode()
    assert (page.count("水源地社区联合工会）</option>"), f'<option value="{needs[1].pk}"' in page) == (51, False)
    found = client.get(reverse("projects:need-options"), {"q": "需求0"}).json()["results"]
    assert found == [{"id": str(needs[0].pk), "text": "需求0（水源地社区联合工会）"}]
    assert len(client.get(reverse("projects:need-options")).json()["results"]) == 30
    assert signed_in(world.expert).get(reverse("projects:need-options")).json() == {"results": []}


def test_a_need_beyond_the_listed_ones_can_be_chosen(world, signed_in):
    needs = [make_need(world) for _ in range(52)]
    response = signed_in(world.ngo).post(reverse("projects:project-create"), form_of_project(world, needs[0]))
    assert (response.status_code, Project.objects.get().needs.get()) == (302, needs[0])
