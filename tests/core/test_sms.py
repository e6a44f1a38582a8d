"""Text messages: the outbox, who sends, what production refuses, and the gateway against a real local server."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.cache import cache
from django.core.checks import run_checks
from django.utils import timezone

from core import sms
from core.models import TextMessage
from core.tasks import ATTEMPTS, forget_texts, send_pending_texts
from tests.racing import together

PHONE = "13800000001"


@pytest.fixture(autouse=True)
def outbox():
    sms.Memory.sent.clear()
    cache.delete(sms.count_of(PHONE))
    return sms.Memory.sent


@pytest.fixture
def gateway(settings):
    """A provider on this machine: ``asked`` holds what it got, ``status`` what it answers."""

    class Provider(BaseHTTPRequestHandler):
        asked, status = [], 200

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            Provider.asked.append((self.headers["Authorization"], json.loads(body)))
            self.send_response(Provider.status)
            if Provider.status == 302:
                self.send_header("Location", settings.SMS_URL)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.SMS_BACKEND = "core.sms.Gateway"
        settings.SMS_URL, settings.SMS_TOKEN = f"http://127.0.0.1:{server.server_port}/send", "secret"
        yield Provider
        server.shutdown()


def message(**fields):
    return TextMessage.objects.create(**({"phone": PHONE, "body": "您好"} | fields))


def test_a_message_waits_in_the_outbox_encrypted(db):
    sms.text(PHONE, "字" * 400)
    row = TextMessage.objects.get()
    assert (row.phone, len(row.body), row.sent_at) == (PHONE, 300, None)
    stored = TextMessage.objects.raw("SELECT id, encode(phone, 'escape') AS raw FROM core_textmessage")[0].raw
    assert PHONE not in stored


@pytest.mark.parametrize("phone", ["", "02423456789", "138"])
def test_what_is_no_mobile_phone_gets_no_message(db, phone):
    sms.text_all([(phone, "x"), (PHONE, "y")])
    assert [row.body for row in TextMessage.objects.all()] == ["y"]


def test_the_message_leaves_with_the_transaction(db, django_capture_on_commit_callbacks, outbox):
    with django_capture_on_commit_callbacks(execute=True):
        sms.text(PHONE, "您好")
    assert outbox == [(PHONE, "您好")]
    assert TextMessage.objects.get().sent_at is not None
    send_pending_texts()
    assert len(outbox) == 1


def test_old_news_is_not_sent(db, outbox):
    row = message()
    TextMessage.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(hours=13))
    send_pending_texts()
    assert outbox == []


def test_a_message_somebody_sends_right_now_is_left_to_them(db, outbox):
    message(claimed_at=timezone.now())
    message(claimed_at=timezone.now() - timedelta(minutes=6), body="丢下的")
    send_pending_texts()
    assert outbox == [(PHONE, "丢下的")]


def test_without_a_gateway_messages_wait(db, settings):
    settings.SMS_BACKEND, settings.SMS_URL = "core.sms.Gateway", ""
    message()
    send_pending_texts()
    assert TextMessage.objects.get().attempts == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once(outbox):
    for number in range(20):
        message(body=str(number))
    together(send_pending_texts, send_pending_texts)
    assert sorted(int(body) for _, body in outbox) == list(range(20))


def test_one_phone_gets_only_so_many_in_a_day(db, outbox, settings, caplog):
    settings.TEXTS_PER_PHONE_PER_DAY = 2
    for number in range(4):
        message(body=str(number))
    for _ in range(2):
        send_pending_texts()
    assert [body for _, body in outbox] == ["0", "1"]
    assert TextMessage.objects.filter(sent_at=None, attempts=ATTEMPTS, claimed_at=None).count() == 2
    assert (PHONE in caplog.text, PHONE in sms.count_of(PHONE)) == (False, False)


class Broken(sms.Memory):
    def send(self, phone, body):
        if body == "1":
            raise KeyError("status")
        super().send(phone, body)


def test_a_gateway_that_breaks_on_one_message_sends_the_others(db, outbox, settings):
    settings.SMS_BACKEND = f"{__name__}.Broken"
    for number in range(3):
        message(body=str(number))
    send_pending_texts()
    assert [body for _, body in outbox] == ["0", "2"]
    assert TextMessage.objects.get(sent_at=None).claimed_at is None


def test_messages_are_forgotten_after_a_month(db, settings):
    old, young = message(), message()
    TextMessage.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    forget_texts()
    assert list(TextMessage.objects.all()) == [young]


def test_the_gateway_gets_json_with_its_token(db, gateway):
    message()
    send_pending_texts()
    assert gateway.asked == [("Bearer secret", {"phone": PHONE, "text": "您好"})]
    assert TextMessage.objects.get().sent_at is not None


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_refused_message_is_tried_again_and_then_given_up(db, gateway, status, caplog):
    gateway.status = status
    message()
    for _ in range(ATTEMPTS + 2):
        send_pending_texts()
    assert len(gateway.asked) == ATTEMPTS
    assert TextMessage.objects.get().sent_at is None
    assert PHONE not in caplog.text


def test_the_console_shows_no_full_number(db, settings, caplog):
    settings.SMS_BACKEND = "core.sms.Console"
    message(body="验证码 123456")
    send_pending_texts()
    assert "138****0001：验证码 123456" in caplog.text
    assert PHONE not in caplog.text


@pytest.mark.parametrize(
    ("backend", "url", "found"),
    [
        ("core.sms.Console", "", ["core.E001"]),
        ("core.sms.Memory", "", ["core.E001"]),
        ("core.sms.Gateway", "", ["core.W001"]),
        ("core.sms.Gateway", "http://sms.example.test", ["core.E002"]),
        ("core.sms.Gateway", "https://sms.example.test", []),
    ],
)
def test_production_refuses_to_show_messages(settings, backend, url, found):
    settings.IS_PRODUCTION, settings.SMS_BACKEND, settings.SMS_URL = True, backend, url
    assert [check.id for check in run_checks() if check.id.startswith("core.")] == found
