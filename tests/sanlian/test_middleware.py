"""A body too large is refused before it is read."""

import io

import pytest
from django.test import RequestFactory

from sanlian.middleware import body_limit

HALF_A_GIGABYTE = 500 * 1024 * 1024


class Unread(io.RawIOBase):
    """A body that must not be touched."""

    def read(self, *args):
        raise AssertionError("the body was read")


def announced(path: str, length: str):
    request = RequestFactory().post(path)
    request.META |= {"CONTENT_LENGTH": length, "wsgi.input": Unread()}
    return request


def passed_on(request):
    return "passed on"


@pytest.mark.parametrize("path", ["/projects/expenses/create/", "/login/", "/c/publicity/x/"])
def test_half_a_gigabyte_is_refused_unread(path):
    response = body_limit(passed_on)(announced(path, str(HALF_A_GIGABYTE)))
    assert response.status_code == 413 and "每个附件不超过 10.0" in response.content.decode()


def test_programs_get_the_sentence_as_json():
    response = body_limit(passed_on)(announced("/api/v1/expenses/", "0000" + "9" * 30))
    assert response.status_code == 413 and "内容太大" in response.content.decode("unicode_escape")


@pytest.mark.parametrize("length", ["", "0", "1e9", str(11 * 1024 * 1024), "-1", "abc", "12"])
def test_everything_else_goes_on(length):
    assert body_limit(passed_on)(announced("/login/", length)) == "passed on"


def test_it_stands_in_front_of_everything_that_reads(client):
    response = client.post("/login/", data=b"", content_type="application/json", CONTENT_LENGTH=str(HALF_A_GIGABYTE))
    assert response.status_code == 413 and not response.cookies
