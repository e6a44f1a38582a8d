"""What no form and no API body of this app takes: amounts that are none, files that are not what they say."""

import importlib
import pkgutil
from decimal import Decimal

import pytest
from django import forms
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework import serializers

import projects.forms
import projects.serializers
from core.errors import DomainError
from projects.forms.fields import EvidenceField, MoneyField
from projects.models.columns import StoredFile
from projects.serializers.base import MoneySerializerField
from projects.uploads import check_upload
from tests.cast import make_fund, make_project
from tests.projects.build_archive import make_archive
from tests.projects.build_call import make_call
from tests.projects.build_contract import make_contract

NONE_AT_ALL = ["1e9", "1E+2", "NaN", "Infinity", "-Infinity", "0x10", "1_000", "0.001", "1" * 13, "9" * 10_000, "1,00",
               "一百", "--1", "1 2"]  # fmt: skip
NOT_ABOVE_ZERO = ["0", "-0.00", "-1", "0.00"]
PLAIN_DECIMALS = {("CallForm", "weak_share")}  # per cent, with bounds of its own


def classes(package, base):
    """Every class of the package, sorted by name."""
    found = set()
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        found |= {one for one in vars(loaded).values() if isinstance(one, type) and issubclass(one, base)}
    return sorted(found, key=lambda one: (one.__module__, one.__qualname__))


def fields_of(package, base, declared, kind):
    return [
        (f"{one.__name__}.{name}", field)
        for one in classes(package, base)
        for name, field in getattr(one, declared).items()
        if isinstance(field, kind)
    ]


FORM_MONEY = fields_of(projects.forms, forms.BaseForm, "base_fields", MoneyField)
BODY_MONEY = fields_of(projects.serializers, serializers.Serializer, "_declared_fields", MoneySerializerField)


def is_signed(field) -> bool:
    return field.read.__name__ == "to_money"


def test_there_is_something_to_walk():
    assert len(FORM_MONEY) > 12
    assert len(BODY_MONEY) > 8


@pytest.mark.parametrize("text", [*NONE_AT_ALL, *NOT_ABOVE_ZERO], ids=lambda text: text[:12])
def test_no_form_takes_it(text):
    for name, field in FORM_MONEY:
        if is_signed(field) and text in NOT_ABOVE_ZERO:
            continue
        with pytest.raises(forms.ValidationError) as caught:
            field.clean(text)
            pytest.fail(name)
        assert caught.value.messages[0].endswith("。"), name


@pytest.mark.parametrize("text", [*NONE_AT_ALL, *NOT_ABOVE_ZERO, 1e16, float("nan"), True, None, [], {}], ids=ascii)
def test_no_body_takes_it(text):
    for name, field in BODY_MONEY:
        if is_signed(field) and text in NOT_ABOVE_ZERO:
            continue
        with pytest.raises(serializers.ValidationError):
            field.to_internal_value(text)
            pytest.fail(name)


@pytest.mark.parametrize("text", ["１２３", "123", " 123.00 ", "+123.0"])
def test_what_is_meant_is_understood(text):
    for name, field in FORM_MONEY:
        assert field.clean(text) == Decimal("123.00"), name
    for name, field in BODY_MONEY:
        assert field.to_internal_value(text) == Decimal("123.00"), name


def test_no_form_reads_amounts_in_another_way():
    other = fields_of(projects.forms, forms.BaseForm, "base_fields", (forms.DecimalField, forms.FloatField))
    assert {tuple(name.split(".")) for name, _ in other} == PLAIN_DECIMALS
    for _, field in other:
        for text in ("NaN", "Infinity", "-0.01", "100.01", "1e9", "0.001"):
            with pytest.raises(forms.ValidationError):
                field.clean(text)


def test_every_form_judges_files_by_their_content():
    fields = fields_of(projects.forms, forms.BaseForm, "base_fields", forms.FileField)
    assert len(fields) > 8
    for name, field in fields:
        assert isinstance(field, EvidenceField), name
        for content in (b"MZ\x90\x00", b"<html>", b"PK\x03\x04 no archive", b"%PD"):
            forged = SimpleUploadedFile("材料.pdf", content, content_type="application/pdf")
            with pytest.raises(forms.ValidationError, match="附件不是 PDF"):
                field.clean(forged)


class Huge(File):
    """500 MB that say they are a PDF; nothing of it is read."""

    size = 500 * 1024 * 1024

    def __init__(self):
        self.name = "视频.pdf"

    def read(self, *args):
        raise AssertionError("a file that is too large is not read")


def test_500_mb_are_refused_unread():
    with pytest.raises(DomainError, match=r"附件超过 10\.0.MB，未上传。请压缩或拆分后再试。"):
        check_upload(Huge())


def uploads(w):
    """Who may send a file to which address of the API, the rest of the body, and what refuses it: form or operation."""
    call = make_call(w, "draft")
    contract = make_contract(w, state="draft")
    archive = make_archive(w)
    return [
        (w.district, f"/api/v1/calls/{call.pk}/attach_file/", {}, 400),
        (w.district, f"/api/v1/contracts/{contract.pk}/sign/", {"signed_on": "2026-01-05"}, 409),
        (w.district, f"/api/v1/archives/{archive.pk}/add/", {"part": "01", "title": "批复"}, 409),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "limit"), [(b"MZ\x90\x00 forged", 10_000), (b"%PDF-1.4 too large", 10)])
def test_no_address_keeps_a_wrong_file(world, api, settings, content, limit):
    settings.UPLOAD_MAX_BYTES = limit
    for user, url, body, code in uploads(world):
        before = {model: model.objects.count() for model in StoredFile.__subclasses__()}
        file = SimpleUploadedFile("材料.pdf", content, content_type="application/pdf")
        answer = api(user).post(url, body | {"file": file}, format="multipart")
        assert (url, answer.status_code) == (url, code)
        assert ("附件不是" if content.startswith(b"MZ") else "附件超过") in str(answer.json()), url
        assert {model: model.objects.count() for model in StoredFile.__subclasses__()} == before


@pytest.mark.django_db
@pytest.mark.parametrize("note", ["\0", "长" * 10_000])
def test_a_reason_is_text_of_a_reasonable_length(world, signed_in, api, note):
    project = make_project(world, "active")
    signed_in(world.district).post(f"/projects/{project.pk}/suspend/", {"note": note})
    answer = api(world.district).post(f"/api/v1/projects/{project.pk}/suspend/", {"note": note})
    project.refresh_from_db()
    assert (answer.status_code, project.state) == (400, "active")


@pytest.mark.parametrize("number", ["1e9", "1E+2", "0.001", "NaN", "1e-2"])
def test_a_number_in_json_meets_the_rules_of_the_pages(api, world, number):
    """Sent as a number, not as text: a float would have made an amount of it."""
    fund = make_fund(world)
    before = fund.entries.count()
    body = f'{{"amount": {number}, "note": "年度预算"}}'
    answer = api(world.finance).generic("POST", f"/api/v1/funds/{fund.pk}/appropriate/", body, "application/json")
    assert (answer.status_code, list(answer.data), fund.entries.count()) == (400, ["amount"], before)


def test_a_fraction_in_json_is_exact(api, world):
    fund = make_fund(world)
    answer = api(world.finance).generic(
        "POST", f"/api/v1/funds/{fund.pk}/appropriate/", '{"amount": 0.29, "note": "年度预算"}', "application/json"
    )
    assert (answer.status_code, fund.entries.order_by("pk").last().amount) == (200, Decimal("0.29"))
