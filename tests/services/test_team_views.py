"""Pages of teams and trainings."""

from django.utils import timezone

from services.models import Team, Training, TrainingRecord, Volunteer
from tests.services.build_volunteer import make_shift, make_sign_up, make_team, make_training, make_volunteer
from tests.services.pages import form_errors, text_of, url


def test_team_pages(world, signed_in):
    client = signed_in(world.community)
    facts = {"name": "蓝天救援队", "kind": "rescue", "leader": "赵长河", "phone": "13600000007", "formal_members": "12"}
    client.post(url("team-create"), facts | {"organization": world.community_union.pk})
    team = Team.objects.get()
    assert (team.organization, team.is_active) == (world.community_union, True)
    page = text_of(client.get(team.get_absolute_url()))
    assert "136****0007" in page and "13600000007" not in page
    client.post(url("team-update", team.pk), facts | {"phone": "", "formal_members": "13", "is_active": "on"})
    team.refresh_from_db()
    assert (team.formal_members, team.phone) == (13, "13600000007")
    make_volunteer(world)
    answer = client.post(url("team-add", team.pk), {"volunteers": "孙有成\n"}, follow=True)
    assert answer.context["member_count"] == 1
    again = client.post(url("team-create"), facts | {"organization": world.community_union.pk})
    assert form_errors(again) == ["水源地社区联合工会已有同名队伍“蓝天救援队”。请换一个名称，或修改原有队伍。"]


def test_to_see_a_volunteer_is_not_to_put_them_into_a_team(world, signed_in, api):
    team, guest = make_team(world), make_volunteer(world, "钱进", organization=world.neighbour)
    make_sign_up(make_shift(world), guest)  # so that the contractor sees them
    page = signed_in(world.worker).post(url("team-add", team.pk), {"volunteers": "钱进"})
    assert form_errors(page) == ["其中有登记在其他组织的志愿者，不能由您编入队伍。请联系其登记的工会办理。"]
    answer = api(world.worker).post(f"/api/v1/teams/{team.pk}/add/", {"volunteers": [guest.pk]})
    assert (answer.status_code, team.volunteers.count()) == (409, 0)


def test_names_that_name_nobody_or_several(world, signed_in):
    team, client = make_team(world), signed_in(world.community)
    first, second = make_volunteer(world), make_volunteer(world)
    make_volunteer(world, "钱进", organization=world.stranger_union)
    errors = form_errors(client.post(url("team-add", team.pk), {"volunteers": "孙有成，钱进"}))
    assert errors == [
        f"“孙有成”有2人同名，请改填编号（{first.number}、{second.number}）；没有找到“钱进”。请改正后再提交。"
    ]
    client.post(url("team-add", team.pk), {"volunteers": first.number.lower()})
    assert list(team.volunteers.all()) == [first]


def test_training_page_takes_everybody_at_once(world, signed_in):
    client = signed_in(world.community)
    make_volunteer(world), make_volunteer(world, "钱进")
    facts = {"name": "急救", "held_on": timezone.localdate().isoformat(), "hours": "2.5", "volunteers": "孙有成\t钱进"}
    answer = client.post(url("training-create"), facts | {"organization": world.community_union.pk}, follow=True)
    assert answer.context["attended"] == 2
    for hours in ("NaN", "１２３", "0", "1.3", "1e9"):
        refused = client.post(
            url("training-create"), facts | {"organization": world.community_union.pk, "hours": hours}
        )
        assert form_errors(refused)
    assert (Training.objects.count(), TrainingRecord.objects.count()) == (1, 2)
    page = signed_in(world.community).get(url("volunteer-detail", Volunteer.objects.first().pk))
    assert page.context["training_hours"] == "2.5"


def test_a_training_names_only_volunteers_one_sees(world, signed_in):
    training = make_training(world)
    for volunteer in (make_volunteer(world), make_volunteer(world, "钱进", organization=world.neighbour)):
        TrainingRecord.objects.create(training=training, volunteer=volunteer, by=world.community)
    page = signed_in(world.community).get(training.get_absolute_url())
    assert [row.volunteer.person.name for row in page.context["records"]] == ["孙有成"]
