"""履约保证金: at most a tenth of the contract, never in cash, part of the terms that stand."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from docx import Document

from core.errors import DomainError
from projects import operations
from projects.documents.contract import build_contract
from projects.models import Contract
from tests.projects.build_contract import make_contract
from tests.projects.contract_steps import drafted, terms, wanted

pytestmark = pytest.mark.django_db


def text_of(paper: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(paper)).paragraphs)


BOND = {"bond_amount": "5000.00", "bond_form": "guarantee", "bond_return": "验收合格后十五日内退还"}


def test_a_bond_of_a_tenth_is_kept_and_printed(world):
    contract = drafted(world)
    operations.update_contract(contract, by=world.district, **wanted(contract, **BOND))
    contract.refresh_from_db()
    assert (contract.bond_amount, contract.bond_form) == (Decimal("5000.00"), "guarantee")
    said = text_of(build_contract(contract))
    assert "履约保证金 5,000.00 元（大写：伍仟元整），形式：金融机构、担保机构保函。" in said
    assert "退还约定：验收合格后十五日内退还" in said


def test_without_a_bond_the_contract_says_nothing_about_one(world):
    assert "履约保证金" not in text_of(build_contract(drafted(world)))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"bond_amount": "5000.01"}, "最多 5,000.00 元"),
        ({"bond_form": ""}, "非现金形式"),
        ({"bond_form": "cash"}, "非现金形式"),
        ({"bond_return": " "}, "退还约定"),
        ({"bond_amount": "0"}, "没有履约保证金的"),
        ({"bond_amount": "-1"}, "不能小于 0"),
        ({"bond_amount": "1e3"}, "履约保证金："),
        ({"bond_amount": "NaN"}, "履约保证金："),
    ],
)
def test_bonds_the_law_does_not_allow(world, fields, sentence):
    contract = drafted(world)
    with pytest.raises(DomainError, match=sentence):
        operations.update_contract(contract, by=world.district, **wanted(contract, **(BOND | fields)))
    contract.refresh_from_db()
    assert (contract.bond_amount, contract.bond_form, contract.events.count()) == (0, "", 1)


def test_a_lower_amount_leaves_less_room_for_the_bond(world):
    contract = drafted(world)
    items = [{"name": "讲座", "unit": "场", "requirement": "", "unit_price": "45000", "quantity": 1}]
    fields = wanted(contract, amount="45000.00", items=items, **BOND)
    with pytest.raises(DomainError, match=r"最多 4,500.00 元"):
        operations.update_contract(contract, by=world.district, **fields)


@pytest.mark.parametrize("fields", [{"bond_amount": "5000.01", "bond_form": "guarantee"}, {"bond_amount": "1"}])
def test_the_database_keeps_it_as_well(world, fields):
    contract = drafted(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(**fields)


def test_a_signed_bond_stands(world):
    contract = make_contract(world, bond_amount=Decimal(5000), bond_form="guarantee", bond_return="退还")
    with pytest.raises(Exception, match="terms_stand_once_signed"), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(bond_amount=Decimal(10))


def test_the_page_asks_for_it_and_shows_it(world, signed_in):
    contract, client = drafted(world), signed_in(world.district)
    url = reverse("projects:contract-update", args=[contract.pk])
    refusals = (
        (BOND | {"bond_amount": "6000"}, "最多 5,000.00 元"), ({"bond_amount": "5"}, "非现金形式"),
        ({"own_contribution": "-5"}, "自筹配套不能小于 0"), ({"ends_on": "2020-01-01"}, "早于开始日期"),
    )  # fmt: skip
    for fields, sentence in refusals:  # never the name of a constraint
        (said,) = client.post(url, terms(contract, **fields)).context["form"].non_field_errors()
        assert sentence in said
    assert client.post(url, terms(contract, **(BOND | {"bond_amount": "５０００"}))).status_code == 302
    page = client.get(contract.get_absolute_url()).content.decode()
    assert ">5,000.00 元</div>" in page and "金融机构、担保机构保函" in page
    assert client.post(url, terms(contract)).status_code == 302
    contract.refresh_from_db()
    assert contract.bond_amount == 0
