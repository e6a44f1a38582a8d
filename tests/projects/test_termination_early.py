"""A project that ends before it has begun: a late objection upheld, a contract nobody signs."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from projects import operations
from projects.models import Contract, Fund, Instalment, Project
from projects.operations.archive import open_archive
from tests.cast import ROLE_NAMES, make_need, make_project
from tests.projects.build_contract import make_contract, make_instalments

pytestmark = pytest.mark.django_db

REASON = "公示结束后收到的异议经核实成立"
CONTRACT = {"approved": None, "contracting": "draft", "signed": "signed"}
AFTER = {"approved": None, "contracting": "void", "signed": "terminated"}


def standing(w, state):
    """A project in ``state`` with its money committed, its instalments planned and its need taken up."""
    project = make_project(w, "approved", need=make_need(w, state="in_project"))
    make_instalments(project, project.budget)
    if CONTRACT[state]:
        project = make_contract(w, project, CONTRACT[state]).project
    return Project.objects.get(pk=project.pk)


@pytest.mark.parametrize("state", CONTRACT)
def test_money_and_needs_are_free_again(world, state):
    project = standing(world, state)
    available = project.fund.available
    assert project.state == state
    project = operations.terminate_project(project, by=world.district, note=REASON)
    project.refresh_from_db()
    assert (project.state, project.committed, project.paid) == ("terminated", 0, 0)
    assert Fund.objects.get().available == available + Decimal("50000.00")
    assert set(project.instalments.values_list("state", flat=True)) == {"held"}
    assert project.needs.get().state == "verified"
    assert Contract.objects.values_list("state", flat=True).first() == AFTER[state]
    assert project.events.get().note == REASON


def test_the_draft_of_its_contract_is_void(world):
    project = standing(world, "contracting")
    operations.terminate_project(project, by=world.district, note=REASON)
    contract = Contract.objects.get()
    copy, own = ContentFile(b"%PDF-1.4", "合同.pdf"), {"amount": contract.amount, "own_contribution": "0"}
    with pytest.raises(DomainError, match="目前是“已终止”"):
        operations.sign_contract(contract, by=world.district, signed_on=timezone.localdate(), file=copy)
    with pytest.raises(DomainError, match="目前是“已作废”，不能修改"):
        operations.update_contract(
            contract, by=world.district, signer_a="韩", signer_b="关", starts_on=contract.starts_on,
            ends_on=contract.ends_on, items=[], plan=[], **own,
        )  # fmt: skip
    assert (Contract.objects.get().state, Project.objects.get().state) == ("void", "terminated")


@pytest.mark.parametrize("state", CONTRACT)
def test_no_instalment_moves_afterwards(world, state):
    project = standing(world, state)
    operations.terminate_project(project, by=world.district, note=REASON)
    first = Instalment.objects.filter(project=project).first()
    released = operations.release_instalment(first, by=world.district, note="解除")
    with pytest.raises(DomainError, match="不能办理拨款"):
        operations.apply_instalment(released, by=world.ngo)


@pytest.mark.parametrize("state", CONTRACT)
def test_the_button_stands_on_the_page_of_whoever_may(world, signed_in, state):
    project = standing(world, state)
    url = reverse("projects:project-terminate", args=[project.pk])
    assert url in signed_in(world.district).get(project.get_absolute_url()).content.decode()
    assert url not in signed_in(world.ngo).get(project.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ROLE_NAMES)
def test_who_may_end_it(world, signed_in, name):
    project = standing(world, "approved")
    code = signed_in(getattr(world, name)).post(
        reverse("projects:project-terminate", args=[project.pk]), {"note": REASON}
    ).status_code  # fmt: skip
    seen = Project.objects.visible_to(getattr(world, name)).exists()
    assert code == (302 if name in ("city", "district") else 403 if seen else 404)


def test_its_volume_may_be_opened(world):
    project = operations.terminate_project(standing(world, "approved"), by=world.district, note=REASON)
    assert open_archive(project, by=world.district).state == "open"
