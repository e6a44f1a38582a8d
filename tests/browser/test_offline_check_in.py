"""The door: tickets are scanned by the camera, and without the network nothing is lost or counted twice."""

from pathlib import Path

import pytest
import segno
from playwright.sync_api import expect

from services.models import Attendance, Scan
from services.tickets import registration_ticket
from tests.browser.actors import Actor
from tests.browser.doors import Door
from tests.cast import make_world
from tests.plugins.browser import CHROMIUM, QUIET
from tests.services.build_attendance import make_person, make_registration, make_running

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTH, HEIGHT, MODULE, QUIET_ZONE = 640, 480, 7, 4


@pytest.fixture
def signed_up():
    world = make_world()
    return make_registration(make_running(world), make_person(world))


def door_of(session) -> str:
    return f"/services/sessions/{session.pk}/door/"


def film(text: str, path: Path) -> Path:
    """A camera's picture of the QR code of ``text``, for a browser that has no camera."""
    code = [[bool(cell) for cell in row] for row in segno.make(text, error="m", micro=False).matrix]
    side = (len(code) + 2 * QUIET_ZONE) * MODULE
    left, top = (WIDTH - side) // 2, (HEIGHT - side) // 2

    def light(x: int, y: int) -> int:
        column, row = (x - left) // MODULE - QUIET_ZONE, (y - top) // MODULE - QUIET_ZONE
        dark = 0 <= row < len(code) and 0 <= column < len(code) and code[row][column]
        return 16 if dark else 235

    luma = bytes(light(x, y) for y in range(HEIGHT) for x in range(WIDTH))
    frame = b"FRAME\n" + luma + bytes([128]) * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 10)
    return path


def test_the_camera_reads_a_ticket(chromium, live_server, signed_up, tmp_path):
    video = film(registration_ticket(signed_up), tmp_path / "code.y4m")
    fake = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    fake.append(f"--use-file-for-fake-video-capture={video}")
    browser = chromium.browser_type.launch(executable_path=str(CHROMIUM), args=[*QUIET, *fake])
    try:
        context = browser.new_context(base_url=live_server.url, viewport={"width": 375, "height": 812}, locale="zh-CN")
        actor = Actor(lambda: context.new_page(), "worker")
        actor.go(door_of(signed_up.session))
        actor.press("开始扫码")
        banner = actor.page.locator("[data-banner-title]")
        expect(banner).to_have_text("已签到", timeout=15_000)
        expect(actor.page.locator("[data-banner-text]")).to_have_text("王**")
        expect(actor.page.locator("[data-times]")).to_have_text("1")
    finally:
        browser.close()
    assert (Attendance.objects.count(), Scan.objects.count()) == (1, 1)


def test_scans_without_the_network_arrive_once(new_page, signed_up):
    session, ticket = signed_up.session, registration_ticket(signed_up)
    actor = Actor(new_page, "community", width=375, height=812)
    page, door = actor.page, Door(actor.page)
    actor.go(door_of(session))
    door.is_kept()

    page.context.set_offline(True)
    door.type_ticket(ticket)
    door.says("已记下", "王**（第1位） · 等待上传")
    door.waits_for(1)

    page.reload()
    expect(page.get_by_role("heading", name="心理减压讲座")).to_be_visible()
    door.waits_for(1)
    door.type_ticket(ticket)
    door.says("刚才已扫过", "王**（第1位） · 等待上传")
    door.count_crowd(5)
    door.type_ticket("nonsense")
    door.says("已记下", "名单里没有，联网后核对 · 等待上传")
    door.waits_for(3)
    assert Attendance.objects.count() == 0

    page.context.set_offline(False)
    door.waits_for(0)
    expect(page.locator("[data-times]")).to_have_text("6")
    expect(page.locator("[data-refused]")).to_contain_text("这不是报名后得到的签到码")
    session.refresh_from_db()
    assert (session.person_times, session.named_times, Scan.objects.count()) == (6, 1, 3)

    door.type_ticket(ticket)
    door.says("此前已签到", "王**")
    page.get_by_role("button", name="知道了").click()
    expect(page.locator("[data-refused-card]")).to_be_hidden()
    page.get_by_role("button", name="结束扫码，清除本机名单").click()
    page.wait_for_url(f"**{session.get_absolute_url()}")
    assert page.evaluate(KEPT) == {"rosters": 0, "scans": 0, "caches": 0}
    session.refresh_from_db()
    assert (session.person_times, Attendance.objects.count()) == (6, 2)


KEPT = """async () => {
  const count = (store) => new Promise((resolve) => {
    indexedDB.open("sanlian-door").onsuccess = ({ target }) => {
      target.result.transaction(store).objectStore(store).count().onsuccess = (event) => resolve(event.target.result);
    };
  });
  const names = (await caches.keys()).filter((name) => name.startsWith("door-"));
  return { rosters: await count("rosters"), scans: await count("scans"), caches: names.length };
}"""
