"""One purchase from the need to the archived volume, walked by its parties in real browsers.

Time passes in the database: closing time, publicity, half the term, the end of the contract. The steps stand in the
modules beside this one, by what they are about.
"""

from functools import cache, partial

import pytest

from orgs.enums import Role, Tier
from projects.defaults import load_default_rules
from tests.browser import purchase_application as application_steps
from tests.browser import purchase_call as call_steps
from tests.browser import purchase_end as end_steps
from tests.browser import purchase_project as project_steps
from tests.browser.actors import Actor
from tests.cast import make_user, make_world
from tests.projects.build_review import make_experts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def parties(transactional_db):
    """The usual cast in a weak community, a second officer of the district, experts to draw from, the shipped rules."""
    world = make_world()
    world.deputy = make_user("deputy", world.district_union, Role.DISTRICT_UNION, name="丛立新")
    world.community_union.tier = Tier.WEAK
    world.community_union.save()
    world.expert.name = "苗春生"
    world.expert.save()
    make_experts(world, 3)
    load_default_rules()
    return world


@pytest.fixture
def at(new_page):
    """``at("ngo")``: each person at the browser they signed in with, a phone apart from a desk."""
    return cache(partial(Actor, new_page))


def test_from_the_need_to_the_archived_volume(parties, at, new_page, tmp_path):
    call_steps.need_is_verified(at)
    plan = call_steps.plan_is_approved(at)
    call = call_steps.call_is_published(at, plan)
    call_steps.everybody_reads_the_call(new_page)
    application = application_steps.application_is_written(at, call)
    application_steps.colleague_writes_the_rest(at, application)
    application_steps.application_is_handed_in(at, application, tmp_path)
    application_steps.call_closes_and_applicant_is_eligible(at, call, application)
    call_steps.experts_are_drawn_and_score(at, call)
    call_steps.result_is_ranked_and_published(at, new_page, call, tmp_path)
    project = call_steps.publicity_ends_with_a_project(at)
    project_steps.contract_is_signed(at, project, tmp_path)
    project_steps.half_the_term_passes()
    project_steps.first_instalment_is_paid(at, project, tmp_path)
    project_steps.service_is_given(at, parties)
    project_steps.expense_is_recognised(at, project)
    project_steps.reports_are_accepted(at)
    project_steps.midterm_is_passed(at, project)
    project_steps.project_is_completed(at, project, tmp_path)
    end_steps.settlement_is_audited(at, project, tmp_path)
    end_steps.volume_is_sealed(at, project)
    end_steps.volume_is_downloaded_and_opened(at, tmp_path)
