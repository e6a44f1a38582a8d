"""Telling people once, and mailing what waits."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from core.models import Notification
from core.notifications import notify
from core.tasks import WORTH_MAILING, send_pending_mail
from orgs.models import User
from tests.cast import make_user
from tests.racing import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(db):
    return make_user("ann")


@pytest.fixture
def ben(db):
    return make_user("ben")


def tell(*people, key="k", **fields):
    notify(people, key=key, **({"title": "项目已批准", "body": "请查看。", "url": "/projects/1/"} | fields))


def test_one_row_each_and_once_per_cause(ann, ben):
    tell(ann, ben, ann, None)
    tell(ann, ben)
    tell(ann, key="other")
    assert sorted(Notification.objects.values_list("recipient__username", "key")) == [
        ("ann", "k"), ("ann", "other"), ("ben", "k"),
    ]  # fmt: skip


def test_who_has_left_is_not_told(ann):
    ann.is_active = False
    tell(ann)
    assert not Notification.objects.exists()


def test_long_texts_are_cut_not_refused(ann):
    tell(ann, title="长" * 150, body="长" * 400)
    row = Notification.objects.get()
    assert (len(row.title), len(row.body)) == (100, 300)


def test_mail_goes_out_once(ann, ben):
    tell(ann, ben)
    send_pending_mail()
    send_pending_mail()
    assert sorted((message.to, message.subject) for message in mail.outbox) == [
        (["ann@example.test"], "【三联】项目已批准"),
        (["ben@example.test"], "【三联】项目已批准"),
    ]
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_mail_says_what_and_where(ann, settings):
    settings.PUBLIC_URL = "https://sanlian.example"
    tell(ann)
    send_pending_mail()
    assert mail.outbox[0].body == "请查看。\n\nhttps://sanlian.example/projects/1/\n\n三联服务平台"


def test_what_needs_no_mail_waits_silently(ann, ben):
    User.objects.filter(pk=ben.pk).update(email="")
    left = make_user("left")
    tell(ann, ben, left)
    User.objects.filter(pk=left.pk).update(is_active=False)
    Notification.objects.filter(recipient=ann).mark_read()
    old = make_user("old")
    tell(old)
    Notification.objects.filter(recipient=old).update(created_at=timezone.now() - WORTH_MAILING - timedelta(hours=1))
    send_pending_mail()
    assert mail.outbox == []


def test_the_limit_leaves_the_rest_for_the_next_round(ann, ben):
    tell(ann, ben)
    send_pending_mail(limit=1)
    assert len(mail.outbox) == 1
    send_pending_mail(limit=1)
    assert len(mail.outbox) == 2


class Failing(EmailBackend):
    """A server that refuses Ann, the way smtplib (``OSError``) or a broken address (``ValueError``) would."""

    error = OSError

    def send_messages(self, messages):
        if any("ann@example.test" in message.to for message in messages):
            raise self.error("no")
        return super().send_messages(messages)


class Broken(Failing):
    error = ValueError


def waiting() -> list[str]:
    return list(Notification.objects.filter(mailed_at=None).values_list("recipient__username", flat=True))


def test_a_failing_server_releases_the_row_and_does_not_stop_the_loop(ann, ben, settings):
    tell(ann, ben)
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    send_pending_mail()
    assert ([message.to for message in mail.outbox], waiting()) == ([["ben@example.test"]], ["ann"])
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_pending_mail()
    assert (len(mail.outbox), waiting()) == (2, [])


def test_an_impossible_address_is_not_tried_forever(ann, ben, settings):
    tell(ann, ben)
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    send_pending_mail()
    assert ([message.to for message in mail.outbox], waiting()) == ([["ben@example.test"]], [])


def test_a_line_break_in_a_name_does_not_forge_a_header(ann):
    tell(ann, title="项目\nBcc: all@example.test")
    send_pending_mail()
    assert mail.outbox[0].subject == "【三联】项目 Bcc: all@example.test"


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once():
    people = [make_user(f"person{number}") for number in range(5)]
    tell(*people)
    together(send_pending_mail, send_pending_mail)
    assert len(mail.outbox) == 5
